"""France Travail's offers, its own and its partners'.

Source: https://francetravail.io/data/api/offres-emploi ("Offres d'emploi v2"). A token for client
credentials, good for 25 minutes; `range=p-d`, at most 150 at once, p ≤ 3000 and d ≤ 3149; an
answer with 206 and Content-Range says how many there are. So offers are asked for day by day, and
where a day holds more than 3,150, département by département.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from core.http import Answer, Call, HttpClient, HttpError, HttpTransientError
from jobs.enrichment import RawPosting
from jobs.sources import francetravail_offer, reading
from jobs.sources.answers import rows_of
from jobs.sources.base import (
    Cursor,
    Definition,
    Manifest,
    SourceError,
    SourcePage,
    Toolbox,
)
from jobs.sources.searches import PoliteSource, several, whole_number

PAGE_SIZE = 150
REACH = 3150
_SCOPES = "api_offresdemploiv2 o2dsoffre"
_EARLY = 60  # seconds before its end that a token is renewed
_MOST_DAYS = 31
_EVERYWHERE = -1

MANIFEST = Manifest(
    slug="francetravail",
    name="France Travail",
    home_url="https://www.francetravail.fr/",
    terms_url="https://francetravail.io/data/api/offres-emploi",
    attribution="Job from France Travail",
    countries=("fr",),
    expires_after_days=True,
    limits={"minute": 120, "day": 5000},  # our own caution; three calls a second are reported
    settings={
        "FRANCETRAVAIL_BASE_URL": "https://api.francetravail.io/partenaire/offresdemploi/v2",
        "FRANCETRAVAIL_AUTH_URL": "https://entreprise.francetravail.fr",
        "FRANCETRAVAIL_CLIENT_ID": "",
        "FRANCETRAVAIL_CLIENT_SECRET": "",
        "FRANCETRAVAIL_KEYWORDS": "",
        "FRANCETRAVAIL_DEPARTEMENTS": "",
        "FRANCETRAVAIL_DAYS": "3",
    },
    keys=("FRANCETRAVAIL_CLIENT_ID", "FRANCETRAVAIL_CLIENT_SECRET"),
    links_may_be_checked=True,
)

DEPARTEMENTS = (
    *(f"{number:02}" for number in range(1, 96) if number != 20),  # noqa: PLR2004 - Corsica's two
    "2A", "2B", "971", "972", "973", "974", "976",
)  # fmt: skip


@dataclass(slots=True)
class _Walk:
    """Where we are; stored as the cursor. Days count back from `today`, which stays as it was."""

    today: str
    day: int = 0
    area: int = _EVERYWHERE
    start: int = 0


class Tokens:
    """The token of a pair of client credentials, asked for when there is none or it has run out.

    Raises (from `current`): SourceError when the credentials are refused; core.http's errors.
    """

    def __init__(
        self,
        client: HttpClient,
        credentials: tuple[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._credentials = credentials
        self._clock = clock
        self._token, self._until = "", 0.0

    def current(self) -> str:
        """Return a token that is good for a while."""
        if not self._token or self._clock() >= self._until:
            self._token, seconds = self._ask()
            self._until = self._clock() + seconds - _EARLY
        return self._token

    def forget(self) -> None:
        """Ask for another one next time."""
        self._token = ""

    def _ask(self) -> tuple[str, float]:
        client_id, secret = self._credentials
        call = Call(
            path="connexion/oauth2/access_token",
            params={"realm": "/partenaire"},
            form={
                "grant_type": "client_credentials",
                "client_id": client_id,
                "client_secret": secret,
                "scope": _SCOPES,
            },
        )
        try:
            return self._client.send_checked(call, _token)
        except HttpError as error:
            if error.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise
            raise SourceError(
                f"France Travail gives no token ({error.status}): check "
                f"{' and '.join(MANIFEST.keys)}, and that the application may use “Offres d'emploi”."
            ) from None


class FranceTravailSource(PoliteSource):
    """Offers by the day they were made, newest first.

    Args:
        areas: the départements to ask for; empty is all of France.
    """

    manifest: Manifest = MANIFEST

    def __init__(
        self,
        client: HttpClient,
        tokens: Tokens,
        *,
        now: datetime,
        days: int = 3,
        keywords: str = "",
        areas: Sequence[str] = (),
    ) -> None:
        super().__init__(client)
        self._tokens = tokens
        self._secrets = tuple(client.secrets)
        self._today = now.date().isoformat()
        self._days = days
        self._keywords = {"motsCles": keywords} if keywords else {}
        self._areas = tuple(areas) or DEPARTEMENTS
        self._first_area = 0 if areas else _EVERYWHERE

    def walk(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages, the cursor pointing behind each."""
        at = _Walk(**cursor) if cursor else _Walk(self._today, area=self._first_area)
        while at.day < self._days:
            body, count, total = self._ask(at)
            self._go_on(at, count, total)
            yield SourcePage(
                body=body,
                count=count,
                origin={},
                next_cursor=asdict(at) if at.day < self._days else None,
            )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the offers of an answer."""
        return rows_of(reading.parse_json(body), "resultats", MANIFEST.name)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one offer. Raises: RejectedError."""
        return francetravail_offer.read(row, origin, source=MANIFEST.slug)

    def _go_on(self, at: _Walk, count: int, total: int) -> None:
        """Point behind a page: its next one, the départements of a day too full, the next slice."""
        following = at.start + PAGE_SIZE
        if at.area == _EVERYWHERE and total > REACH:
            at.area, at.start = 0, 0
        elif count and following < min(total, REACH):
            at.start = following
        elif at.area != _EVERYWHERE and at.area + 1 < len(self._areas):
            self._note_rest(at, total)
            at.area, at.start = at.area + 1, 0
        else:
            self._note_rest(at, total)
            at.day, at.area, at.start = at.day + 1, self._first_area, 0

    def _note_rest(self, at: _Walk, total: int) -> None:
        if total > REACH:
            self.notes.append(f"{total - REACH} offers of {self._areas[at.area]} are out of reach.")

    def _ask(self, at: _Walk) -> tuple[bytes, int, int]:
        """The body of one page, its number of offers, and how many the slice has."""
        day = datetime.fromisoformat(at.today).date() - timedelta(days=at.day)
        parameters = {
            **self._keywords,
            "range": f"{at.start}-{at.start + PAGE_SIZE - 1}",
            "sort": "1",
            "minCreationDate": f"{day}T00:00:00Z",
            "maxCreationDate": f"{day}T23:59:59Z",
        }
        if at.area != _EVERYWHERE:
            parameters["departement"] = self._areas[at.area]
        try:
            return self._send(parameters)
        except HttpError as error:
            if error.status != HTTPStatus.UNAUTHORIZED:
                raise
        self._tokens.forget()
        return self._send(parameters)

    def _send(self, parameters: Mapping[str, str]) -> tuple[bytes, int, int]:
        token = self._tokens.current()
        self.client.secrets = (*self._secrets, token)
        call = Call(
            path="offres/search",
            params=parameters,
            headers={"Authorization": f"Bearer {token}"},
        )
        return self.client.send_checked(call, _page)


_TOTAL = re.compile(r"/(\d+)\s*$")


def _page(answer: Answer) -> tuple[bytes, int, int]:
    """The body, its number of offers, and how many there are: 204 is none."""
    if answer.status == HTTPStatus.NO_CONTENT:
        return b'{"resultats": []}', 0, 0
    rows = rows_of(answer.json(), "resultats", MANIFEST.name)
    found = _TOTAL.search(answer.headers.get("content-range", ""))
    unknown = REACH if len(rows) >= PAGE_SIZE else 0
    return answer.body, len(rows), int(found[1]) if found else unknown


def _token(answer: Answer) -> tuple[str, float]:
    """A token and the seconds it is good for."""
    document = reading.record(answer.json())
    token = reading.text(document.get("access_token"), longest=4000)
    if not token or not token.isprintable():
        raise HttpTransientError("France Travail's answer holds no token.")
    return token, reading.number(document.get("expires_in")) or 0.0


def _build(tools: Toolbox) -> FranceTravailSource:
    client_id, secret = (tools.settings[name].strip() for name in MANIFEST.keys)
    secrets = (secret, client_id)
    client = tools.client(tools.settings["FRANCETRAVAIL_BASE_URL"], secrets=secrets)
    tokens = Tokens(
        tools.client(tools.settings["FRANCETRAVAIL_AUTH_URL"], secrets=secrets),
        (client_id, secret),
    )
    areas = several(tools.settings["FRANCETRAVAIL_DEPARTEMENTS"])
    unknown = sorted(set(areas) - set(DEPARTEMENTS))
    if unknown:
        raise SourceError(f"FRANCETRAVAIL_DEPARTEMENTS: there is no {', '.join(unknown)}.")
    return FranceTravailSource(
        client,
        tokens,
        now=tools.now,
        days=whole_number(tools.settings, "FRANCETRAVAIL_DAYS", most=_MOST_DAYS),
        keywords=",".join(several(tools.settings["FRANCETRAVAIL_KEYWORDS"])),
        areas=areas,
    )


SOURCE = Definition(manifest=MANIFEST, build=_build)
