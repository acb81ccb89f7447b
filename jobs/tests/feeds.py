"""Feeds and keyed sources on loopback: a site that takes POSTs, and rows as each source writes them."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.http import HttpClient
from jobs.sources.base import PostingSource, Toolbox
from jobs.sources.registry import DEFINITIONS
from jobs.tests.adzuna import Reply
from jobs.tests.keyless import JSON, Shape

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
THREAD = "46000000"
THREADS = "/search_by_date?story"
TOKENS = "/connexion/oauth2/access_token"
TOKEN = "t0ken-of-an-hour"


@dataclass(frozen=True)
class Asked:
    """One call as the site saw it; header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class FeedSite:
    """What each path answers: its list is used up, then its last entry repeats; else 404.

    The list of threads and the token are asked for by the way, and answered unless told otherwise.
    """

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def say(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def reply(self, path: str) -> Reply:
        replies = self.replies.get(path) or [Reply(404, b'{"error":"not found"}')]
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def calls(self, path: str) -> list[Asked]:
        """The calls of one path."""
        return [asked for asked in self.asked if asked.path == path]


@contextmanager
def feed_server() -> Iterator[FeedSite]:
    """Serve until the block ends."""
    site = FeedSite("")
    site.say(THREADS, threads_answer())
    site.say(TOKENS, token_answer())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            path = THREADS if query.get("tags", "").startswith("story") else parts.path
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append(Asked(self.command, path, query, headers, body))
            self._send(site.reply(path))

        def do_POST(self) -> None:
            self.do_GET()

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.slow)
            try:
                self.send_response(reply.status)
                length = len(reply.body) + (100 if reply.cut else 0)
                for name, value in {"Content-Length": str(length), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                return  # the client has hung up, as a client with a timeout does

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def key_of(name: str) -> str:
    """A key that is told from everything else in a log."""
    return "203.0.113.7" if name.endswith("_IP") else f"s3cret-{name.lower().replace('_', '-')}"


def settings_of(slug: str, url: str, **settings: str) -> dict[str, str]:
    """A source's settings with its keys set and its addresses on loopback."""
    manifest = DEFINITIONS[slug].manifest
    addresses = {name: url for name in manifest.settings if name.endswith("_URL")}
    small = {"REED_DETAILS": "0", "FRANCETRAVAIL_DAYS": "1", "THEMUSE_CATEGORIES": "Retail"}
    small |= {"THEMUSE_LEVELS": "Mid Level", "JOOBLE_PAGES": "1"}
    keys = {name: key_of(name) for name in manifest.keys}
    named = {**manifest.settings, **small, **keys, **addresses, **settings}
    return {name: named[name] for name in manifest.settings}


def feed_source(slug: str, url: str, *, max_days_old: int = 30, **given: Any) -> PostingSource:
    """A source as it is built from its settings; capital names are settings, others the client's."""
    settings = {name: given.pop(name) for name in list(given) if name.isupper()}
    complete = given.pop("complete", lambda _: ())

    def client(base_url: str, **asked: Any) -> HttpClient:
        asked.pop("limits", None)
        asked["headers"] = asked.get("headers") or {}
        return HttpClient(base_url, **{"sleep": [].append, **asked, **given})

    tools = Toolbox(
        settings=settings_of(slug, url, **settings),
        client=client,
        now=NOW,
        max_days_old=max_days_old,
        complete=complete,
    )
    return DEFINITIONS[slug].build(tools)


def look(row: Mapping[str, Any], path: str) -> Any:
    """What stands in a row under a dotted name."""
    found: Any = row
    for name in path.split("."):
        found = found[name]
    return found


def _with(row: dict[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The row with fields replaced, named with dots where they are deeper."""
    for path, value in fields.items():
        *outer, last = path.split(".")
        (look(row, ".".join(outer)) if outer else row)[last] = value
    return row


def _json(document: Any, **headers: str) -> Reply:
    return Reply(body=json.dumps(document).encode(), headers={**JSON, **headers})


def remoteok_job(number: int, **fields: Any) -> dict[str, Any]:
    row = {
        "slug": f"remote-python-engineer-hartwell-{1130000 + number}",
        "id": str(1130000 + number),
        "epoch": 1795251600,
        "date": "2026-11-21T09:00:00+00:00",
        "company": "Hartwell & Finch",
        "company_logo": "",
        "position": f"Python Engineer {number}",
        "tags": ["dev", "python", "senior"],
        "logo": "",
        "description": (
            "<p>We donâ\x80\x99t bake bread, we write Python â\x80\x93 full-time.</p><br/><br/>"
            "Please mention the word **FESTIVE** and tag RMTI3LjAuMC4x when applying to show you "
            "read the job post completely (#RMTI3LjAuMC4x). This is a beta feature to avoid spam "
            "applicants. Companies can search these words to find applicants that read this."
        ),
        "location": "MÃ¼nchen, Germany,   ",
        "apply_url": f"https://remoteOK.com/remote-jobs/{1130000 + number}",
        "salary_min": 70000,
        "salary_max": 90000,
        "url": f"https://remoteOK.com/remote-jobs/remote-python-engineer-{1130000 + number}",
    }
    return _with(row, fields)


def remoteok_answer(rows: list[Any]) -> Reply:
    notice = {"last_updated": 1795251600, "legal": "API Terms of Service: Please link back …"}
    return _json([notice, *rows])


def themuse_job(number: int, **fields: Any) -> dict[str, Any]:
    row = {
        "contents": "<p>You run a <b>full-time</b> shop with Excel.</p>",
        "name": f"Store Manager {number}",
        "type": "external",
        "publication_date": "2026-11-20T23:14:17.278685Z",
        "short_name": f"store-manager-{number}",
        "model_type": "jobs",
        "id": 19225000 + number,
        "locations": [{"name": "Flexible / Remote"}, {"name": "Dearborn, MI"}],
        "categories": [{"name": "Retail"}],
        "levels": [{"name": "Mid Level", "short_name": "mid"}],
        "tags": [],
        "refs": {"landing_page": f"https://www.themuse.com/jobs/acme/store-manager-{number}"},
        "company": {"id": 659, "short_name": "acme", "name": "Acme"},
    }
    return _with(row, fields)


def themuse_answer(rows: list[Any], *, page_count: int = 1, **headers: str) -> Reply:
    document = {"page": 0, "page_count": page_count, "items_per_page": 20, "results": rows}
    return _json(document, **headers)


def hn_comment(number: int, **fields: Any) -> dict[str, Any]:
    text = (
        "Hartwell &amp; Finch (YC W22) | Senior Python Engineer | Berlin, Germany | "
        'REMOTE | Full-time | €70k-90k | <a href="https:&#x2F;&#x2F;hartwell.example" '
        f'rel="nofollow">https:&#x2F;&#x2F;hartwell.example</a><p>We bake bread ({number}).'
    )
    row = {
        "objectID": str(46000100 + number),
        "author": "hartwell",
        "comment_text": text,
        "created_at": "2026-11-21T09:00:00Z",
        "created_at_i": 1795251600 + number,
        "parent_id": int(THREAD),
        "story_id": int(THREAD),
        "story_title": "Ask HN: Who is hiring? (November 2026)",
        "_tags": ["comment", "author_hartwell", f"story_{THREAD}"],
    }
    return _with(row, fields)


def hn_answer(rows: list[Any]) -> Reply:
    marked = [{**row, "_highlightResult": {}} if isinstance(row, dict) else row for row in rows]
    return _json({"hits": marked, "nbHits": len(rows), "page": 0, "nbPages": 1})


def threads_answer(*stories: tuple[str, str, int]) -> Reply:
    """What `author_whoishiring` posted: id, title, seconds since 1970."""
    listed = stories or (
        ("46000002", "Ask HN: Who wants to be hired? (November 2026)", 1793631700),
        (THREAD, "Ask HN: Who is hiring? (November 2026)", 1793631600),
        ("45700000", "Ask HN: Who is hiring? (October 2026)", 1790866800),
    )
    return _json({"hits": [{"objectID": i, "title": t, "created_at_i": at} for i, t, at in listed]})


def usajobs_job(number: int, **fields: Any) -> dict[str, Any]:
    row = {
        "MatchedObjectId": str(878624000 + number),
        "MatchedObjectDescriptor": {
            "PositionID": f"CBSW-{number}-26-LD",
            "PositionTitle": f"Occupational Therapist {number}",
            "PositionURI": f"https://www.usajobs.gov:443/job/{878624000 + number}",
            "ApplyURI": [f"https://www.usajobs.gov:443/job/{878624000 + number}?Channel=RESTAPI"],
            "PositionLocationDisplay": "Multiple Locations",
            "PositionLocation": [
                {
                    "LocationName": "Palo Alto, California",
                    "CountryCode": "United States",
                    "CountrySubDivisionCode": "California",
                    "CityName": "Palo Alto, California",
                    "Longitude": -122.1608,
                    "Latitude": 37.44466,
                },
                {"LocationName": "Boise, Idaho", "CountryCode": "United States"},
            ],
            "OrganizationName": "Veterans Health Administration",
            "DepartmentName": "Department of Veterans Affairs",
            "JobCategory": [{"Name": "Occupational Therapist", "Code": "0631"}],
            "JobGrade": [{"Code": "GS"}],
            "PositionSchedule": [{"Name": "Full-time", "Code": "1"}],
            "PositionOfferingType": [{"Name": "Permanent", "Code": "15317"}],
            "QualificationSummary": "One year of experience.\nA licence & a degree.",
            "PositionRemuneration": [
                {
                    "MinimumRange": "102818.0",
                    "MaximumRange": "193838.0",
                    "RateIntervalCode": "PA",
                    "Description": "Per Year",
                }
            ],
            "PublicationStartDate": "2026-11-20T11:01:01.6770",
            "ApplicationCloseDate": "2026-12-10T23:59:59.9970",
            "PositionFormattedDescription": [{"Label": "Dynamic Teaser", "Content": "A teaser"}],
            "UserArea": {
                "Details": {
                    "JobSummary": "You help veterans with Excel.",
                    "MajorDuties": ["Treats people.", "Writes reports."],
                    "RemoteIndicator": False,
                    "TeleworkEligible": True,
                },
                "IsRadialSearch": False,
            },
        },
        "RelevanceRank": 0,
    }
    return _with(row, fields)


def usajobs_answer(rows: list[Any], *, pages: int = 1) -> Reply:
    result = {
        "SearchResultCount": len(rows),
        "SearchResultCountAll": len(rows),
        "SearchResultItems": rows,
        "UserArea": {"NumberOfPages": str(pages), "IsRadialSearch": False},
    }
    return _json({"LanguageCode": "EN", "SearchParameters": {}, "SearchResult": result})


def reed_job(number: int, **fields: Any) -> dict[str, Any]:
    row = {
        "jobId": 39358000 + number,
        "employerId": 372124,
        "employerName": "Hartwell & Finch",
        "employerProfileId": None,
        "employerProfileName": None,
        "jobTitle": f"Baker {number} - full-time",
        "locationName": "Redbourn",
        "minimumSalary": 28000.0,
        "maximumSalary": 32000.0,
        "currency": "GBP",
        "expirationDate": "25/12/2026",
        "date": "21/11/2026",
        "jobDescription": " We bake bread &amp; cakes in Redbourn. You will be respo... ",
        "applications": 0,
        "jobUrl": f"https://www.reed.co.uk/jobs/baker/{39358000 + number}",
    }
    return _with(row, fields)


def reed_detail(number: int, **fields: Any) -> dict[str, Any]:
    """What `/jobs/{id}` says."""
    return {
        **{name: value for name, value in reed_job(number).items() if name != "date"},
        "yearlyMinimumSalary": 28000.0,
        "yearlyMaximumSalary": 32000.0,
        "salaryType": "per annum",
        "salary": "£28,000 - £32,000 per annum",
        "datePosted": "21/11/2026",
        "externalUrl": None,
        "partTime": False,
        "fullTime": True,
        "contractType": "Permanent",
        "jobDescription": "<p>We bake bread &amp; cakes in Redbourn.</p><p>You know Excel.</p>",
        "applicationCount": 3,
        **fields,
    }


def reed_answer(rows: list[Any], *, total: int | None = None) -> Reply:
    found = len(rows) if total is None else total
    return _json({"results": rows, "ambiguousLocations": [], "totalResults": found})


def jooble_job(number: int, **fields: Any) -> dict[str, Any]:
    row = {
        "title": f"<b>Baker</b> {number}",
        "location": "Berlin, Germany",
        "snippet": "&nbsp;...We look for a <b>baker</b> with Excel...&nbsp;",
        "salary": "€45k - €50k",
        "source": "hartwell.example",
        "type": "Full-time",
        "link": f"https://jooble.org/desc/{number}?ckey=baker&rgn=-1&elckey=token",
        "company": "Hartwell & Finch",
        "updated": "2026-11-21T00:00:00.0000000",
        "id": -4820000000000000000 - number,
    }
    return _with(row, fields)


def jooble_answer(rows: list[Any]) -> Reply:
    return _json({"totalCount": len(rows), "jobs": rows})


def careerjet_job(number: int, **fields: Any) -> dict[str, Any]:
    row = {
        "title": f"Baker {number}",
        "company": "Hartwell & Finch",
        "locations": "London",
        "salary": "£30,000 - £35,000 per year",
        "salary_currency_code": "GBP",
        "salary_min": "30000",
        "salary_max": "35000",
        "salary_type": "Y",
        "description": "We look for a <b>baker</b> with Excel, full-time position...",
        "date": "Sat, 21 Nov 2026 09:00:00 GMT",
        "site": "hartwell.example",
        "url": f"https://jobviewtrack.com/v2/token-of-this-call-{number}.html",
    }
    return _with(row, fields)


def careerjet_answer(rows: list[Any], *, pages: int = 1) -> Reply:
    return _json({"type": "JOBS", "hits": len(rows), "pages": pages, "jobs": rows})


def francetravail_offer(number: int, **fields: Any) -> dict[str, Any]:
    external_id = f"{180 + number}HSFM"
    row = {
        "id": external_id,
        "intitule": f"Boulanger / Boulangère {number} (H/F)",
        "description": "Nous cherchons un boulanger.\nVous utilisez Excel & pétrissez le pain.",
        "dateCreation": "2026-11-22T06:52:28.632Z",
        "dateActualisation": "2026-11-22T06:52:28.908Z",
        "lieuTravail": {
            "libelle": "34 - Montpellier",
            "latitude": 43.610476,
            "longitude": 3.87048,
            "codePostal": "34000",
            "commune": "34172",
        },
        "romeCode": "D1102",
        "romeLibelle": "Boulanger / Boulangère",
        "appellationlibelle": "Boulanger / Boulangère",
        "entreprise": {"nom": "Hartwell & Finch", "entrepriseAdaptee": False},
        "typeContrat": "CDI",
        "typeContratLibelle": "CDI",
        "natureContrat": "Contrat travail",
        "experienceExige": "E",
        "experienceLibelle": "2 An(s)",
        "competences": [{"code": "483320", "libelle": "Comptabilité", "exigence": "E"}],
        "formations": [{"niveauLibelle": "CAP, BEP", "domaineLibelle": "boulangerie"}],
        "salaire": {"libelle": "Mensuel de 1923.0 Euros à 2250.0 Euros sur 12.0 mois"},
        "dureeTravailLibelle": "35H",
        "dureeTravailLibelleConverti": "Temps plein",
        "alternance": False,
        "nombrePostes": 1,
        "origineOffre": {
            "origine": "1",
            "urlOrigine": f"https://candidat.francetravail.fr/offres/recherche/detail/{external_id}",
        },
    }
    return _with(row, fields)


def francetravail_answer(rows: list[Any], *, total: int | None = None, start: int = 0) -> Reply:
    """206 with a range, as every search that finds something is answered."""
    found = len(rows) if total is None else total
    reply = _json(
        {"resultats": rows, "filtresPossibles": []},
        **{"Content-Range": f"offres {start}-{start + max(len(rows) - 1, 0)}/{found}"},
    )
    reply.status = 206
    return reply


def token_answer(token: str = TOKEN, seconds: int = 1499) -> Reply:
    return _json({"access_token": token, "token_type": "Bearer", "expires_in": seconds})


#: What a source's first row is published as.
EXPECTED: dict[str, dict[str, Any]] = {
    "remoteok": {"company_name": "Hartwell & Finch", "title": "Python Engineer 1", "place": "Munich", "country": "DE", "remote": "REMOTE", "employment_type": "FULL_TIME", "pay": (70000, 90000, "USD", "YEAR")},
    "themuse": {"company_name": "Acme", "title": "Store Manager 1", "place": "Dearborn", "country": "US", "remote": "REMOTE", "level": "MANAGER", "pay": None},
    "hn_hiring": {"company_name": "Hartwell & Finch", "title": "Senior Python Engineer", "place": "Berlin", "country": "DE", "remote": "REMOTE", "employment_type": "FULL_TIME", "level": "SENIOR", "pay": (70000, 90000, "EUR", "YEAR")},
    "usajobs": {"company_name": "Veterans Health Administration", "title": "Occupational Therapist 1", "place": "Palo Alto", "country": "US", "employment_type": "FULL_TIME", "pay": (102818, 193838, "USD", "YEAR")},
    "reed": {"company_name": "Hartwell & Finch", "title": "Baker 1 - full-time", "place": "Redbourn", "country": "GB", "employment_type": "FULL_TIME", "pay": (28000, 32000, "GBP", "YEAR")},
    "jooble": {"company_name": "Hartwell & Finch", "title": "Baker 1", "place": "Berlin", "country": "DE", "employment_type": "FULL_TIME", "pay": (45000, 50000, "EUR", "YEAR")},
    "careerjet": {"company_name": "Hartwell & Finch", "title": "Baker 1", "place": "London", "country": "GB", "employment_type": "FULL_TIME", "pay": (30000, 35000, "GBP", "YEAR")},
    "francetravail": {"company_name": "Hartwell & Finch", "place": "Montpellier", "country": "FR", "employment_type": "FULL_TIME", "years_wanted": 2, "pay": (1923, 2250, "EUR", "MONTH")},
}  # fmt: skip

FEEDS = (
    Shape("remoteok", "/api", remoteok_job, remoteok_answer, title_field="position"),
    Shape(
        "themuse",
        "/jobs",
        themuse_job,
        themuse_answer,
        title_field="name",
        link_field="refs.landing_page",
    ),
    Shape(
        "hn_hiring",
        "/search_by_date",
        hn_comment,
        hn_answer,
        id_field="objectID",
        title_field="comment_text",
        link_field="",
    ),
    Shape(
        "usajobs",
        "/Search",
        usajobs_job,
        usajobs_answer,
        id_field="MatchedObjectId",
        title_field="MatchedObjectDescriptor.PositionTitle",
        link_field="MatchedObjectDescriptor.PositionURI",
    ),
    Shape(
        "reed",
        "/search",
        reed_job,
        reed_answer,
        id_field="jobId",
        title_field="jobTitle",
        link_field="jobUrl",
    ),
    Shape(
        "jooble",
        f"/{key_of('JOOBLE_API_KEY')}",
        jooble_job,
        jooble_answer,
        link_field="link",
    ),
    Shape("careerjet", "/query", careerjet_job, careerjet_answer, id_field=""),
    Shape(
        "francetravail",
        "/offres/search",
        francetravail_offer,
        francetravail_answer,
        title_field="intitule",
        link_field="origineOffre.urlOrigine",
    ),
)
SHAPE = {shape.slug: shape for shape in FEEDS}
