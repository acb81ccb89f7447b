"""The main job, end to end: `bin/bench main_job [--json]`.

Starts the whole product as `bin/run` does (granian, Celery workers, beat, durable PostgreSQL and
Valkey) in a folder of its own, imports every captured advertisement as an open posting, then lets
one new person after another upload a real resume over HTTP. Measured from the client's side:

- upload: request sent → answer read; beside it `/health`, the least that server can answer;
- parsed and matched: request sent → the rows committed, seen by polling the database; beside them
  the same file parsed in this process, without queue or child;
- match query: the candidates of each resume alone; beside it `ts_rank` over the same rows.

`--at-once N` then has N people upload at the same moment.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from django.db import connection
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import User
from bench._matching_speed import full_text
from bench._shared import DATA, FOR_EVER_DAYS, captures, milliseconds, p95, show
from core.embedded.session import PROJECT
from matching import selectors, services
from matching.engines import local
from matching.models import Match, Search
from matching.types import Wishes
from resumes.models import ResumeVersion
from resumes.parsing.read import parse_bytes
from resumes.parsing.types import ParseFailure

UPLOADS = 40
START_SECONDS = 180
PATIENCE_SECONDS = 120
_POLL_SECONDS = 0.02
_SUFFIXES = (".pdf", ".docx", ".odt", ".rtf", ".html", ".txt")
_ELSEWHERE = ("CACHE_URL", "CHANNEL_URL", "CELERY_BROKER_URL")

Figures = dict[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Journey:
    """One upload, in seconds since its request was sent. `matched` is None for a file refused."""

    version_id: UUID
    answered: float
    parsed: float
    matched: float | None


def main(argv: list[str]) -> int:
    """Print the figures of a fresh product, or of the one `--url` names."""
    options = _options(argv)
    if options.url:
        show(measure(options.url, options.uploads, options.at_once), as_json=options.json)
        return 0
    paths = captures()
    if not paths or not resumes():
        print(f"the measurement data is not at {DATA}", file=sys.stderr)
        return 2
    with _product() as (url, environment):
        expiry = ("--expiry-days", str(FOR_EVER_DAYS))
        _run("manage.py", "import_jobs", *paths, *expiry, environment=environment)
        # Another process: this one is bound to the install's own database.
        return _run("-m", "bench", "main_job", "--url", url, *argv, environment=environment)


def resumes() -> list[Path]:
    """Real resumes, PDF and office files in turn."""
    held = [
        sorted(path for path in (DATA / "resumes" / kind).glob("*") if path.suffix in _SUFFIXES)
        for kind in ("pdf", "office")
    ]
    return [path for pair in zip_longest(*held) for path in pair if path]


def measure(url: str, uploads: int, at_once: int) -> Figures:
    """Return the figures of a running product, whose database this process is connected to."""
    files = resumes()
    with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
        first = _journey(client, _new_person(), files[-1])  # a worker loads its models with it
        health = [milliseconds(partial(client.get, "/health")) for _ in range(uploads)]
        chosen = [files[number % len(files)] for number in range(uploads)]
        journeys = [_journey(client, _new_person(), path) for path in chosen]
    figures = {
        "postings": local.count_open(Wishes()),
        "uploads": len(journeys),
        "not_read": sum(one.matched is None for one in journeys),
        "first_matched_s": first.matched or 0.0,
        **_figures(journeys, health, chosen),
        **_match_query(journeys),
    }
    if at_once > 1:
        figures |= _crowd(url, files[:at_once])
    return figures


def _figures(
    journeys: Sequence[Journey], health: Sequence[float], paths: Sequence[Path]
) -> Figures:
    upload = [1000 * one.answered for one in journeys]
    parsed = [one.parsed for one in journeys]
    matched = [one.matched for one in journeys if one.matched is not None]
    here = [milliseconds(partial(_parse_here, path)) / 1000 for path in paths]
    return {
        "upload_ms_p50": statistics.median(upload),
        "upload_ms_p95": p95(upload),
        "parsed_s_p50": statistics.median(parsed),
        "parsed_s_p95": p95(parsed),
        "matched_s_p50": statistics.median(matched),
        "matched_s_p95": p95(matched),
        "baseline_health_ms_p50": statistics.median(health),
        "baseline_parse_in_process_s_p50": statistics.median(here),
        "upload_to_health": statistics.median(upload) / statistics.median(health),
        "parsed_to_parse_in_process": statistics.median(parsed) / statistics.median(here),
    }


def _match_query(journeys: Sequence[Journey]) -> Figures:
    """The candidates of every resume that was read, and `ts_rank` over the same postings."""
    now = timezone.now()
    engine = selectors.active_engine()
    took: list[float] = []
    worded: list[float] = []
    stored: list[int] = []
    for one in journeys:
        version = ResumeVersion.objects.get(pk=one.version_id)
        search = selectors.default_search(version.owner_id)
        if one.matched is None or search is None:
            continue
        profile = services.profile_of_version(version, now=now)
        wishes = selectors.wishes_of(search)
        ask = partial(local.candidates, profile, wishes, engine_id=engine.pk, now=now)
        took.append(milliseconds(ask))
        worded.append(milliseconds(partial(full_text, profile)))
        stored.append(Match.objects.filter(search=search).count())
    return {
        "matches_stored_p50": statistics.median(stored),
        "match_query_ms_p50": statistics.median(took),
        "match_query_ms_p95": p95(took),
        "baseline_full_text_ms_p50": statistics.median(worded),
        "match_query_to_full_text": statistics.median(took) / statistics.median(worded),
    }


def _crowd(url: str, paths: Sequence[Path]) -> Figures:
    """Everybody at the same moment, on this machine's few workers."""
    people = [_new_person() for _ in paths]

    def upload(person: User, path: Path) -> Journey:
        try:
            with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
                return _journey(client, person, path)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(paths)) as pool:
        journeys = list(pool.map(upload, people, paths))
    matched = [one.matched for one in journeys if one.matched is not None]
    return {
        "at_once": len(paths),
        "at_once_upload_ms_p95": p95([1000 * one.answered for one in journeys]),
        "at_once_matched_s_p95": p95(matched),
    }


def _new_person() -> User:
    return User.objects.create_user(email=f"{uuid4()}@bench.invalid", password=None)


def _journey(client: httpx.Client, person: User, path: Path) -> Journey:
    """Upload as this person and wait until the matches are stored."""
    headers = {"Authorization": f"Bearer {RefreshToken.for_user(person).access_token}"}
    content = path.read_bytes()
    started = time.perf_counter()
    answer = client.post("/api/v1/resumes", files={"file": (path.name, content)}, headers=headers)
    answered = time.perf_counter() - started
    version_id = UUID(answer.raise_for_status().json()["id"])
    state = _until(partial(_read, version_id), path)
    parsed = time.perf_counter() - started
    if state == ResumeVersion.State.FAILED:
        return Journey(version_id, answered, parsed, None)
    _until(partial(_matched, version_id), path)
    return Journey(version_id, answered, parsed, time.perf_counter() - started)


def _read(version_id: UUID) -> str:
    done = (ResumeVersion.State.PARSED, ResumeVersion.State.FAILED)
    found = ResumeVersion.objects.filter(pk=version_id, state__in=done)
    return found.values_list("state", flat=True).first() or ""


def _matched(version_id: UUID) -> bool:
    return Search.objects.filter(matched_version_id=version_id).exists()


def _until(question: "partial[str] | partial[bool]", path: Path) -> str | bool:
    limit = time.monotonic() + PATIENCE_SECONDS
    while not (answer := question()):
        if time.monotonic() > limit:
            raise TimeoutError(f"{path.name}: nothing happened for {PATIENCE_SECONDS} s")
        time.sleep(_POLL_SECONDS)
    return answer


def _parse_here(path: Path) -> None:
    try:
        parse_bytes(path.read_bytes(), today=timezone.now().date())
    except ParseFailure:
        return


@contextmanager
def _product() -> Iterator[tuple[str, dict[str, str]]]:
    """The whole product in a folder that is deleted afterwards: its address and environment."""
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="career-copilot-")))
        var.chmod(0o711)  # our own new folder: the servers' user must pass through it
        web, live = _free_ports(2)
        environment = {name: v for name, v in os.environ.items() if name not in _ELSEWHERE}
        environment |= {
            "DATABASE_URL": "",  # empty, not absent: `.env` cannot fill it in
            "REDIS_URL": "",
            "DATABASE_REPLICA_URLS": "",
            "KEYLESS_SOURCES": "",  # nothing from the network: the same postings in every run
            "CAREER_COPILOT_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "LIVE_PORT": str(live),
        }
        log = var / "up.log"
        words = ["manage.py", "up", "--no-demo", "--port", str(web), "--live-port", str(live)]
        stack.enter_context(_running(words, environment, log))
        url = f"http://127.0.0.1:{web}"
        _wait_until_it_answers(url, log)
        yield url, environment


@contextmanager
def _running(words: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *words], cwd=PROJECT, env=environment, stdout=output, stderr=output
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=START_SECONDS)


def _wait_until_it_answers(url: str, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        try:
            if httpx.get(f"{url}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(_POLL_SECONDS)
    raise TimeoutError(f"the product did not start:\n{log.read_text()[-2000:]}")


def _run(*words: str | Path, environment: Mapping[str, str]) -> int:
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=PROJECT, env=environment, check=True).returncode  # noqa: S603


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        servers = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [server.getsockname()[1] for server in servers]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench main_job", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--uploads", type=int, default=UPLOADS, help="one person after another")
    parser.add_argument("--at-once", type=int, default=1, help="people in one crowd, afterwards")
    parser.add_argument("--url", help="a running install to measure: adds people and resumes to it")
    return parser.parse_args(argv)
