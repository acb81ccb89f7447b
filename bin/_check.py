"""Run the gates side by side, show what failed, and end with one table."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

PYTHON = sys.executable
BIN = os.path.dirname(PYTHON)  # noqa: PTH120 - resolving would leave the virtual environment
# Two settle on two cores; the longest go first.
AT_ONCE = 2
# No gate talks to a server: addresses that refuse at once prove it.
_NOWHERE = {
    "DATABASE_URL": "postgresql://nobody:none@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}
_TEST = {**_NOWHERE, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
_PRODUCTION = {
    **_NOWHERE,
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "DJANGO_SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


@dataclass(frozen=True)
class Gate:
    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    # Words in the output that mean the gate could not be asked, not that it said no.
    out_of_reach: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    gate: Gate
    verdict: str
    seconds: float
    output: str


def _tool(name: str, *words: str) -> tuple[str, ...]:
    return (os.path.join(BIN, name), *words)  # noqa: PTH118 - see BIN


def _manage(*words: str) -> tuple[str, ...]:
    return (PYTHON, "-W", "ignore::RuntimeWarning", "manage.py", *words)


GATES = (
    Gate("types (mypy --strict)", _tool("mypy", "."), _TEST),
    Gate("imports (import-linter)", _tool("lint-imports")),
    Gate(
        "deploy (production settings)",
        _manage("check", "--deploy", "--fail-level", "WARNING"),
        _PRODUCTION,
    ),
    Gate(
        "API schema (spectacular)",
        _manage("spectacular", "--validate", "--fail-on-warn", "--file", os.devnull),
        _TEST,
    ),
    Gate("migrations", _manage("makemigrations", "--check", "--dry-run"), _TEST),
    Gate("templates compile", (PYTHON, "-m", "tests.templates"), _TEST),
    Gate("templates (djLint)", _tool("djlint", "--lint", "--quiet", "templates")),
    Gate("format (ruff)", _tool("ruff", "format", "--check", "--quiet", ".")),
    Gate("lint (ruff)", _tool("ruff", "check", "--quiet", ".")),
)
AUDIT = Gate(
    "known holes (pip-audit)",
    _tool("pip-audit", "--disable-pip", "--require-hashes", "-r", "requirements.txt"),
    out_of_reach=(
        "ConnectionError",
        "ConnectTimeout",
        "ReadTimeout",
        "ProxyError",
        "403 Client",
        "SSLError",
    ),
)


def main(words: list[str]) -> int:
    gates = (AUDIT, *GATES) if "--audit" in words else GATES
    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(run, gates))
    for outcome in outcomes:
        if outcome.verdict == "FAILED":
            print(f"\n── {outcome.gate.name}\n{outcome.output.strip()}")
    print()
    for outcome in outcomes:
        print(f"{outcome.verdict:<12} {outcome.seconds:6.1f} s  {outcome.gate.name}")
    if AUDIT not in gates:
        print(f"{'not asked':<12} {'–':>6}    {AUDIT.name}: bin/check --audit")
    failed = sum(outcome.verdict == "FAILED" for outcome in outcomes)
    print(f"{failed} of {len(outcomes)} gates failed in {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


def run(gate: Gate) -> Outcome:
    """One gate's verdict: ok, FAILED, or out of reach."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the commands above
        gate.command,
        env={**os.environ, **gate.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    if done.returncode and any(word in done.stdout for word in gate.out_of_reach):
        verdict = "out of reach"
    return Outcome(gate, verdict, time.monotonic() - started, done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
