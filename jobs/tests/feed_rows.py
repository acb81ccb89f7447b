"""Rows and answers of feeds and keyed sources, as each of them writes them."""

import json
from collections.abc import Mapping
from typing import Any

from jobs.tests.adzuna import Reply
from jobs.tests.keyless import JSON

THREAD = "46000000"
TOKEN = "t0ken-of-an-hour"


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
