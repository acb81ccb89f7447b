"""`manage.py up`: everything on this machine, under one supervisor."""

import fcntl
import ipaddress
import json
import re
import signal
import socket
import time
from argparse import ArgumentParser
from contextlib import closing
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import IO, Any

import psutil
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from core.embedded import accounts, endpoints, session
from core.embedded.processes import Supervisor
from core.running import Plan, environment_for, forget_earlier_life
from core.static_files import collect_if_changed

_READY_SECONDS = 90.0
_TICK_SECONDS = 0.1
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound
_LEVEL = re.compile(r"\b(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b|^Traceback")
_QUIET = {"DEBUG", "INFO"}


class Command(BaseCommand):
    """Servers, migrations, demo, web, live, workers and beat; Ctrl-C ends them all."""

    help = "Start everything on this machine and keep it running; Ctrl-C ends it all."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port of the pages and the API")
        parser.add_argument("--live-port", type=int, default=settings.LIVE_PORT)
        parser.add_argument("--workers", type=int, default=2, help="tasks run at once")
        parser.add_argument("--no-demo", action="store_true", help="load no sample postings")

    def handle(self, *args: Any, **options: Any) -> None:
        self.started = time.monotonic()
        self.stop_asked = 0
        self.loud: dict[str, bool] = {}
        self.verbosity = options["verbosity"]
        plan = Plan(options["host"], options["port"], options["live_port"], options["workers"])
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        var = Path(settings.VAR_DIR).resolve()
        try:
            with closing(only_one(var, plan)):
                check_ports(plan)
                self.run(var, plan, demo=not options["no_demo"])
        except endpoints.EndpointError as error:
            raise CommandError(str(error)) from error

    def run(self, var: Path, plan: Plan, *, demo: bool) -> None:
        held = session.hold(var, session.embedded_parts(), say=self.say)
        account = accounts.server_account(var)
        home = accounts.data_home(var, account)
        if held.parts and account is not None and home != var:
            self.say(
                f"the servers run as {account.name}, who cannot enter {var}: data is in {home}"
            )
        try:
            self.prepare(var, demo=demo)
            self.supervise(var, plan, held, demo=demo)
        finally:
            connection.close()
            held.release()
            self.wait_for_end(held)

    def prepare(self, var: Path, *, demo: bool) -> None:
        """Bring the tables and the static files up to date; load the demo once."""
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("preparing the database")
            call_command("migrate", interactive=False, verbosity=0)
        if collect_if_changed(var):
            self.say("collected the static files")
        if demo and not self.stop_asked:
            self.load_demo(var / "demo-loaded")

    def load_demo(self, stamp: Path) -> None:
        if stamp.exists() or "load_demo" not in get_commands():
            return
        self.say("loading the sample postings")
        call_command("load_demo")
        stamp.touch()

    def supervise(self, var: Path, plan: Plan, held: session.Hold, *, demo: bool) -> None:
        meeting = session.Meeting(var)
        supervisor = Supervisor(run=meeting.run, logs=meeting.logs, echo=self.echo)
        self.supervisor = supervisor
        environment = environment_for(
            plan, demo_login=demo and is_loopback(plan.host), hosts=allowed_hosts(plan.host)
        )
        try:
            forget_earlier_life()
            connection.close()
            (meeting.run / "up.json").write_text(json.dumps(asdict(plan)))
            supervisor.start(*plan.services(environment))
            self.wait_until_ready(supervisor)
            if not self.stop_asked:
                self.announce(var, plan, environment)
                self.ask_for_postings()
            while not self.stop_asked:
                supervisor.tick()
                held.revive(self.say)
                time.sleep(_TICK_SECONDS)
        finally:
            supervisor.stop()
            (meeting.run / "up.json").unlink(missing_ok=True)

    def wait_until_ready(self, supervisor: Supervisor) -> None:
        until = time.monotonic() + _READY_SECONDS
        while not supervisor.is_ready() and not self.stop_asked:
            supervisor.tick()
            hopeless = supervisor.hopeless(3)
            if hopeless or time.monotonic() > until:
                name = hopeless or next(n for n, why in supervisor.waiting().items() if why)
                raise CommandError(
                    f"{name} does not start. The end of its log:\n{supervisor.last_lines(name)}"
                )
            time.sleep(_TICK_SECONDS / 2)

    def announce(self, var: Path, plan: Plan, environment: dict[str, str]) -> None:
        host = reachable_name(plan.host)
        lines = [
            "",
            self.style.SUCCESS(f"  Career Copilot is ready: http://{host}:{plan.port}/"),
            *(f"  {line}" for line in demo_logins(var)),
        ]
        if environment["DEMO_LOGIN"] == "True":
            lines.append("  One click signs you in to the demo from this machine.")
        seconds = time.monotonic() - self.started
        lines += [f"  Logs: {var / 'log'}   Started in {seconds:.1f} s   Ctrl-C stops it", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def ask_for_postings(self) -> None:
        """Let the worker fetch what needs no key; the product is already there to be used."""
        if "refresh_jobs" not in get_commands():
            return
        try:
            call_command("refresh_jobs", keyless=True, background=True, stdout=StringIO())
        except (CommandError, OperationalError) as error:
            self.say(f"no postings are fetched now: {error}")
        finally:
            connection.close()

    def wait_for_end(self, held: session.Hold) -> None:
        """Wait for the database to finish its checkpoint, unless another command uses it."""
        until = time.monotonic() + 60
        while held.parts and not held.is_over() and time.monotonic() < until:
            if held.is_shared():
                self.say("another command still uses the database, which ends with it")
                return
            time.sleep(_TICK_SECONDS)
        self.say("stopped")

    def ask_to_stop(self, number: int, _frame: object) -> None:
        self.stop_asked += 1
        supervisor = getattr(self, "supervisor", None)
        if self.stop_asked > 1 and supervisor is not None:
            supervisor.in_a_hurry = True

    def say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def echo(self, name: str, line: str) -> None:
        """Show warnings and worse with what follows them; all of it with `-v 2`."""
        level = _LEVEL.search(line)
        if level:
            self.loud[name] = level.group(1) not in _QUIET
        if self.loud.get(name) or self.verbosity > 1:
            self.stdout.write(f"{name:<8}│ {line}")


def only_one(var: Path, plan: Plan) -> IO[str]:
    """The lock of the one `up` an install runs. Raises: CommandError naming the other's address."""
    folder = var / "run"
    endpoints.make_private(folder)
    lock = (folder / "up.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise CommandError(f"Career Copilot already runs here: {lock.read().strip()}") from None
    lock.truncate(0)
    lock.write(f"http://{plan.host}:{plan.port}/")
    lock.flush()
    return lock


def check_ports(plan: Plan) -> None:
    """Raises: CommandError naming a port somebody else listens on, and the option to change it."""
    for port, option in ((plan.port, "--port"), (plan.live_port, "--live-port")):
        if not endpoints.is_free(port, plan.host):
            raise CommandError(
                f"Port {port} on {plan.host} is taken by another program (or that address is not "
                f"this machine's). End that program, or choose another port with {option}."
            )


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reachable_name(host: str) -> str:
    """What to type into a browser to reach this address; every address is this machine's name."""
    if is_loopback(host):
        return "localhost"
    return socket.gethostname() if host in EVERY_ADDRESS else host


def allowed_hosts(host: str) -> list[str]:
    """The names under which this machine may be asked."""
    names = {"localhost", "127.0.0.1", "[::1]"}
    if not is_loopback(host):
        addresses = [a.address for each in psutil.net_if_addrs().values() for a in each]
        names |= {socket.gethostname(), socket.getfqdn()}
        names |= {a for a in addresses if re.fullmatch(r"[\d.]+", a)}
        names.add(host)
    return sorted(names - EVERY_ADDRESS)


def demo_logins(var: Path) -> list[str]:
    """One line per demo person, from what `load_demo` wrote; empty when there is no demo."""
    try:
        found = json.loads((var / "demo-logins.json").read_text())
    except (FileNotFoundError, ValueError):
        return []
    people = found.values() if isinstance(found, dict) else found
    return ["  ".join(str(value) for value in dict(person).values()) for person in people]
