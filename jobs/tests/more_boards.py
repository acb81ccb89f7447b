"""Jobs and answers of SmartRecruiters, Recruitee, Personio and Workable."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from jobs.tests.adzuna import Reply

if TYPE_CHECKING:
    from jobs.tests.keyless import FakeSite

JSON = {"Content-Type": "application/json"}
_DETAIL_FIELDS = {"jobAd", "postingUrl", "applyUrl", "active"}


def smartrecruiters_job(number: int, **fields: Any) -> dict[str, Any]:
    """A posting with its detail, as one that is published is stored."""
    name = 744000100000000 + number
    return {
        "id": str(name),
        "name": f"Service Technician {number}",
        "uuid": f"289a5c18-0906-4df7-a416-{number:012d}",
        "jobAdId": "8faab9df-0a75-48cd-b028-c3e4d49259e0",
        "defaultJobAd": True,
        "refNumber": f"REF{number}U",
        "company": {"identifier": "acme", "name": "Acme"},
        "releasedDate": "2026-11-15T18:37:49.976Z",
        "location": {
            "city": "Ottawa",
            "region": "ON",
            "country": "ca",
            "address": "1941 Robertson Road",
            "postalCode": "K2H 5B7",
            "remote": False,
            "hybrid": True,
            "latitude": "45.3281309",
            "longitude": "-75.8259704",
            "fullLocation": "Ottawa, ON, Canada",
        },
        "industry": {"id": "defense_and_space", "label": "Defense And Space"},
        "department": {},
        "function": {"id": "engineering", "label": "Engineering"},
        "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
        "experienceLevel": {"id": "entry_level", "label": "Entry Level"},
        "customField": [{"fieldId": "COUNTRY", "valueLabel": "Canada"}],
        "language": {"code": "en", "label": "English"},
        "ref": f"https://api.smartrecruiters.com/v1/companies/acme/postings/{name}",
        **_detail_of(name),
        **fields,
    }


def smartrecruiters_answer(rows: list[Any], *, total: int | None = None) -> Reply:
    """A page of the list, which holds no texts."""
    listed = [
        {name: value for name, value in row.items() if name not in _DETAIL_FIELDS}
        if isinstance(row, dict)
        else row
        for row in rows
    ]
    found = {"offset": 0, "limit": 100, "totalFound": total or len(rows), "content": listed}
    return Reply(body=json.dumps(found).encode(), headers=JSON)


def serve_smartrecruiters(fake: "FakeSite") -> None:
    """Answer the detail of any posting that is asked for."""

    def detail(path: str) -> Reply | None:
        before, _, name = path.rpartition("/postings/")
        if not before:
            return None
        return Reply(body=json.dumps({"id": name, **_detail_of(name)}).encode(), headers=JSON)

    fake.otherwise = detail


def _detail_of(name: object) -> dict[str, Any]:
    page = f"https://jobs.smartrecruiters.com/acme/{name}-service-technician"
    return {
        "active": True,
        "postingUrl": page,
        "applyUrl": f"{page}?oga=true",
        "jobAd": {
            "sections": {
                "companyDescription": {"title": "Company Description", "text": "<p>We mend.</p>"},
                "jobDescription": {"title": "Job Description", "text": "<p>You mend too.</p>"},
                "qualifications": {"title": "Qualifications", "text": "<ul><li>Excel</li></ul>"},
                "additionalInformation": {"title": "Additional Information", "text": ""},
                "videos": {"title": "", "urls": []},
            }
        },
    }


def recruitee_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": 1234500 + number,
        "slug": f"data-analyst-{number}",
        "title": f"Data Analyst {number}",
        "status": "published",
        "careers_url": f"https://acme.recruitee.com/o/data-analyst-{number}",
        "careers_apply_url": f"https://acme.recruitee.com/o/data-analyst-{number}/c/new",
        "company_name": "Acme",
        "department": "Data",
        "employment_type_code": "fulltime_permanent",
        "experience_code": "mid_level",
        "education_code": "bachelor_degree",
        "category_code": "information_technology",
        "min_hours": 32,
        "max_hours": 40,
        "remote": False,
        "hybrid": True,
        "on_site": False,
        "city": "Amsterdam",
        "state_code": "NH",
        "postal_code": "1012",
        "country": "Netherlands",
        "country_code": "NL",
        "location": "Amsterdam, Netherlands",
        "locations": [
            {
                "id": 7,
                "city": "Amsterdam",
                "state": "North Holland",
                "state_code": "NH",
                "country": "Netherlands",
                "country_code": "NL",
                "street": "Damrak 1",
                "note": "",
            }
        ],
        "published_at": "2026-11-18 20:36:05 UTC",
        "created_at": "2026-11-17 08:00:00 UTC",
        "updated_at": "2026-11-18 20:36:05 UTC",
        "close_at": None,
        "description": "<p>You answer questions with <b>SQL</b>.</p>",
        "requirements": "<ul><li>Python</li></ul>",
        "salary": {"min": "3500.00", "max": "4500", "period": "month", "currency": "EUR"},
        "tags": ["data"],
        "translations": {"en": {"title": f"Data Analyst {number}"}},
        "open_questions": [],
        "options_cv": "required",
        **fields,
    }


def recruitee_in(number: int, names: Sequence[str]) -> dict[str, Any]:
    return recruitee_job(
        number,
        city=names[0],
        country=None,
        country_code=None,
        location=names[0],
        locations=[{"city": name, "country": None, "country_code": None} for name in names],
    )


def recruitee_answer(rows: list[Any]) -> Reply:
    return Reply(body=json.dumps({"offers": rows}).encode(), headers=JSON)


def personio_job(number: int, **fields: Any) -> dict[str, Any]:
    """A position, as its elements are read."""
    return {
        "id": str(2800900 + number),
        "subcompany": "Acme",
        "office": "Berlin",
        "department": "Marketing",
        "recruitingCategory": "Holding Marketing",
        "name": f"Marketingreferent (m/w/d) {number}",
        "jobDescriptions": [
            {"name": "Aufgaben", "value": "<p>Du planst Kampagnen.</p>"},
            {"name": "Dein Profil", "value": "<ul><li>Excel</li></ul>"},
        ],
        "employmentType": "permanent",
        "seniority": "experienced",
        "schedule": "full-time",
        "yearsOfExperience": "2-5",
        "occupation": "marketing",
        "createdAt": "2026-11-19T09:00:00+00:00",
        "salaryInformation": {
            "min": "50000.00",
            "max": "60000.00",
            "currencyCode": "EUR",
            "type": "yearly",
        },
        **fields,
    }


def personio_in(number: int, names: Sequence[str]) -> dict[str, Any]:
    return personio_job(number, office=names[0], additionalOffices=list(names[1:]))


def personio_answer(rows: list[Any]) -> Reply:
    """A feed; what is no position becomes an empty one."""
    root = Element("workzag-jobs")
    for row in rows:
        position = SubElement(root, "position")
        for name, value in (row if isinstance(row, dict) else {}).items():
            _append(position, name, value)
    return Reply(
        body=tostring(root, "utf-8", xml_declaration=True), headers={"Content-Type": "text/xml"}
    )


def _append(parent: Element, name: str, value: Any) -> None:
    element = SubElement(parent, name)
    if isinstance(value, dict):
        for inner, part in value.items():
            _append(element, inner, part)
    elif isinstance(value, list):
        item = "office" if name == "additionalOffices" else "jobDescription"
        for part in value:
            _append(element, item, part)
    elif value is not None:
        element.text = str(value)


def personio_link(job: dict[str, Any]) -> str:
    return f"https://acme.jobs.personio.de/job/{job['id']}"


def workable_job(number: int, **fields: Any) -> dict[str, Any]:
    name = f"81B465{number:04d}"
    return {
        "title": f"Guest Operations Specialist {number}",
        "shortcode": name,
        "code": "",
        "employment_type": "Full-time",
        "telecommuting": False,
        "department": "Operations",
        "url": f"https://apply.workable.com/j/{name}",
        "shortlink": f"https://apply.workable.com/j/{name}",
        "application_url": f"https://apply.workable.com/j/{name}/apply",
        "published_on": "2026-11-18",
        "created_at": "2026-11-17",
        "country": "France",
        "city": "Paris",
        "state": "Île-de-France",
        "education": "",
        "experience": "Mid-Senior level",
        "function": "Customer Service",
        "industry": "Hospitality",
        "locations": [
            {
                "country": "France",
                "countryCode": "FR",
                "city": "Paris",
                "region": "Île-de-France",
                "hidden": False,
            }
        ],
        "description": "<p>Look after guests.</p><ul><li>Excel</li></ul>",
        **fields,
    }


def workable_in(number: int, names: Sequence[str]) -> dict[str, Any]:
    places = [{"city": name, "country": "", "countryCode": None, "region": None} for name in names]
    return workable_job(number, locations=places)


def workable_answer(rows: list[Any]) -> Reply:
    document = {"name": "Acme", "description": "<p>We host.</p>", "jobs": rows}
    return Reply(body=json.dumps(document).encode(), headers=JSON)


def serve_workable(fake: "FakeSite") -> None:
    """Answer the detail of any job that is asked for."""
    detail = {"description": "<p>Look after guests.</p>", "requirements": "<p>Excel</p>"}

    def answer(path: str) -> Reply | None:
        if not path.startswith("/v2/accounts/"):
            return None
        return Reply(body=json.dumps(detail).encode(), headers=JSON)

    fake.otherwise = answer
