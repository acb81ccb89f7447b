"""The tracker over HTTP: 50 people with 1,000 applications each. `bin/bench tracker [--json]`.

The server is granian as `bin/run` starts it, the database PostgreSQL. Per kind of request: how many
a second it answers to a few busy connections, against two floors asked in the same seconds, and the
p95 of 50 people who each ask once a second. The floor is a DRF view as the API's are, whose one
query is for who asks; the bare floor asks for one row, knows nobody and counts nothing. Most
requests are answered from what is kept; `cold` is the first answer after a change.
"""

import argparse
import statistics
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import User
from applications.models import Application, ApplicationEvent, Interview, Reminder
from applications.states import COLUMN_OF, Column, Status
from bench._shared import milliseconds, own_database, p95, show
from bench._web import Ask, Server, _asking, as_fast_as_can_be, one_a_second, served
from bench.main_job import _free_ports

PEOPLE, ROWS, INSIGHT_ROWS = 50, 1000, 2000
ROUNDS, ROUND_SECONDS, CALM_SECONDS = 3, 2.0, 12
_NEEDED = {
    "list": "/api/v1/applications",
    "board": "/api/v1/applications/board",
    "board_page": "/applications",
    "table_page": "/applications?view=table",
}


def main(argv: list[str]) -> int:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(prog="bin/bench tracker", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=int, default=CALM_SECONDS, help="of asking once a second")
    options = parser.parse_args(argv)
    with own_database():
        people = [_person(ROWS) for _ in range(options.people)]
        thinker = _person(INSIGHT_ROWS)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        (port,) = _free_ports(1)
        with served(port) as server:
            figures = measure(server, people, options.seconds) | _insights(server, thinker)
    show({"people": len(people), "rows": ROWS, **figures}, as_json=options.json)
    return 0


def measure(server: Server, people: Sequence[User], seconds: int) -> dict[str, float]:
    """Cold, capacity and calm figures of each kind of request."""
    signed = [_signed_in(person) for person in people]
    asks = {name: [Ask(path, one) for one in signed] for name, path in _NEEDED.items()}
    floors = {"floor": "/floor", "bare_floor": "/floor/bare"}
    asks |= {name: [Ask(path, one) for one in signed] for name, path in floors.items()}
    figures: dict[str, float] = {}
    for name in _NEEDED:
        figures[f"{name}_cold_p50_ms"] = statistics.median(_once(server, asks[name]))
    for name in _NEEDED:
        figures |= _rates(server, name, asks)
    for name in asks:
        _once(server, asks[name])
        figures[f"{name}_p95_ms"] = one_a_second(server, asks[name], seconds=seconds)
    return figures


def _rates(server: Server, name: str, asks: Mapping[str, Sequence[Ask]]) -> dict[str, float]:
    """Ours and the floors in turns, so that a busy moment of the machine meets all of them."""
    rounds: dict[str, list[dict[str, float]]] = {"floor": [], "bare_floor": [], name: []}
    _once(server, asks[name])
    for _ in range(ROUNDS):
        for who, measured in rounds.items():
            measured.append(as_fast_as_can_be(server, asks[who], seconds=ROUND_SECONDS))
    rate = {who: _median_of("per_second", measured) for who, measured in rounds.items()}
    cpu = {who: _median_of("cpu_ms", measured) for who, measured in rounds.items()}
    return {
        f"{name}_per_second": rate[name],
        f"{name}_to_floor": rate[name] / rate["floor"],
        f"{name}_to_bare_floor": rate[name] / rate["bare_floor"],
        f"{name}_cpu_to_floor": cpu[name] / cpu["floor"],
        f"{name}_cpu_to_bare_floor": cpu[name] / cpu["bare_floor"],
    }


def _once(server: Server, asks: Sequence[Ask]) -> list[float]:
    ask = _asking(server.port)
    return [ask(one) for one in asks]


def _median_of(name: str, rounds: Sequence[dict[str, float]]) -> float:
    return statistics.median(one[name] for one in rounds)


def _insights(server: Server, person: User) -> dict[str, float]:
    ask, one = _asking(server.port), Ask("/insights", _signed_in(person))
    took = [milliseconds(partial(ask, one)) for _ in range(40)]
    return {
        "insights_rows": INSIGHT_ROWS,
        "insights_cold_ms": took[0],
        "insights_p95_ms": p95(took),
    }


def _signed_in(person: User) -> dict[str, str]:
    """A token for the API and a session for the pages."""
    browser = Client()
    browser.force_login(person)
    return {
        "Authorization": f"Bearer {RefreshToken.for_user(person).access_token}",
        "Cookie": f"cc_session={browser.cookies['cc_session'].value}",
    }


def _person(rows: int) -> User:
    """Somebody with so many applications, spread over the board, each with a history."""
    number = User.objects.count()
    person = User.objects.create_user(email=f"tracker{number}@bench.invalid", password=None)
    made = Application.objects.bulk_create(_application(person, n) for n in range(rows))
    ApplicationEvent.objects.bulk_create(
        event for n, row in enumerate(made) for event in _history(row, n)
    )
    now = timezone.now()
    Interview.objects.bulk_create(
        Interview(application=row, starts_at=now + timedelta(days=n % 9 + 1))
        for n, row in enumerate(made)
        if row.column == Column.INTERVIEW
    )
    Reminder.objects.bulk_create(
        Reminder(
            owner=person, application=row, text="Call them", due_at=now + timedelta(days=n % 7)
        )
        for n, row in enumerate(made)
        if n % 5 == 0
    )
    return person


def _application(person: User, n: int) -> Application:
    now = timezone.now()
    status = Status.values[n % len(Status)]
    began = now - timedelta(days=n % 200 + 1)
    return Application(
        owner=person,
        title=f"Senior engineer, platform {n}",
        company_name=f"Company {n % 333} Ltd",
        place="London",
        url=f"https://example.org/jobs/{n}",
        description="What the job is about, in some words. " * 60,
        source_name="By hand",
        status=status,
        fit_at_applying=n % 101,
        tags=["remote"] if n % 3 else ["office", "python"],
        position=n * 1024.0,
        next_action="Write to them" if n % 4 == 0 else "",
        next_action_at=now + timedelta(days=n % 11) if n % 4 == 0 else None,
        applied_at=None if COLUMN_OF[Status(status)] in (Column.SAVED, Column.PREPARING) else began,
        last_sign_at=began,
    )


def _history(row: Application, n: int) -> list[ApplicationEvent]:
    kind = ApplicationEvent.Kind
    steps: list[tuple[Any, str, str]] = [(kind.CREATED, "", "")]
    if row.applied_at:
        steps.append((kind.MOVED, Status.SAVED, Status.APPLIED))
    if row.status not in {Status.SAVED, Status.APPLIED}:
        steps.append((kind.MOVED, Status.APPLIED, row.status))
    at = row.last_sign_at
    return [
        ApplicationEvent(
            application=row,
            kind=what,
            from_status=before,
            to_status=after,
            actor_id=row.owner_id,
            happened_at=at + timedelta(hours=turn * (n % 40)),
        )
        for turn, (what, before, after) in enumerate(steps)
    ]
