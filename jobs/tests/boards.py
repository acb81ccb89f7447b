"""Jobs as employers' boards on Greenhouse, Lever and Ashby write them."""

from collections.abc import Sequence
from typing import Any


def greenhouse_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "absolute_url": f"https://job-boards.greenhouse.io/acme/jobs/{4000000 + number}",
        "internal_job_id": 100 + number,
        "location": {"name": "Paris, France"},
        "metadata": [{"id": 1, "name": "Employment Type", "value": "Full-time"}],
        "id": 4000000 + number,
        "updated_at": "2026-11-21T05:00:00-05:00",
        "first_published": "2026-11-01T05:00:00-05:00",
        "requisition_id": f"R-{number}",
        "title": f"Data Engineer {number}",
        "company_name": "Acme",
        "content": (
            "&lt;p&gt;You build pipelines in &lt;strong&gt;Python&lt;/strong&gt; &amp;amp; SQL.&lt;/p&gt;"
            "&lt;ul&gt;&lt;li&gt;R&amp;amp;D&lt;/li&gt;&lt;/ul&gt;"
        ),
        "departments": [{"id": 7, "name": "Engineering", "child_ids": []}],
        "offices": [{"id": 9, "name": "Paris", "location": "Paris, France"}],
        **fields,
    }


def greenhouse_in(number: int, names: Sequence[str]) -> dict[str, Any]:
    return greenhouse_job(number, location={"name": "; ".join(names)})


def lever_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"5ac21346-8e0c-4494-8e7a-{number:012d}",
        "text": f"Nurse {number}",
        "categories": {
            "commitment": "Full-time",
            "department": "Care",
            "location": "Toronto",
            "team": "Ward 4",
            "allLocations": ["Toronto"],
        },
        "country": "CA",
        "createdAt": 1795251600000,  # 2026-11-21 09:00 UTC
        "description": "<div>We care for people.</div>",
        "descriptionPlain": "We care for people.",
        "lists": [{"text": "What you bring", "content": "<li>Excel</li><li>Patience</li>"}],
        "additional": "<div>We are kind.</div>",
        "additionalPlain": "We are kind.",
        "workplaceType": "hybrid",
        "salaryRange": {
            "currency": "CAD",
            "interval": "per-year-salary",
            "min": 70000,
            "max": 90000,
        },
        "hostedUrl": f"https://jobs.lever.co/acme/5ac21346-8e0c-4494-8e7a-{number:012d}",
        "applyUrl": f"https://jobs.lever.co/acme/5ac21346-8e0c-4494-8e7a-{number:012d}/apply",
        **fields,
    }


def lever_in(number: int, names: Sequence[str]) -> dict[str, Any]:
    categories = lever_job(number)["categories"]
    where = {"location": names[0], "allLocations": list(names)}
    return lever_job(number, country=None, categories={**categories, **where})


def ashby_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"145ff46b-1441-4773-bcd3-{number:012d}",
        "title": f"Product Designer {number}",
        "department": "Design",
        "team": "Product",
        "employmentType": "FullTime",
        "location": "San Francisco HQ",
        "secondaryLocations": [],
        "publishedAt": "2026-11-20T16:21:55.393+00:00",
        "isListed": True,
        "isRemote": None,
        "workplaceType": "OnSite",
        "address": {
            "postalAddress": {
                "addressRegion": "California",
                "addressCountry": "United States",
                "addressLocality": "San Francisco",
            }
        },
        "jobUrl": f"https://jobs.ashbyhq.com/acme/145ff46b-1441-4773-bcd3-{number:012d}",
        "applyUrl": f"https://jobs.ashbyhq.com/acme/145ff46b-1441-4773-bcd3-{number:012d}/application",
        "descriptionHtml": "<p>You draw in Figma.</p>",
        "descriptionPlain": "You draw in Figma.",
        "shouldDisplayCompensationOnJobPostings": True,
        "compensation": {
            "compensationTierSummary": "$160K – $230K • Offers Equity",
            "scrapeableCompensationSalarySummary": "$160K - $230K",
            "summaryComponents": [
                {"compensationType": "EquityPercentage", "interval": "NONE", "minValue": None},
                {
                    "compensationType": "Salary",
                    "interval": "1 YEAR",
                    "currencyCode": "USD",
                    "minValue": 160000,
                    "maxValue": 230000,
                },
            ],
        },
        **fields,
    }


def ashby_in(number: int, names: Sequence[str]) -> dict[str, Any]:
    first, *others = names
    return ashby_job(
        number,
        location=first,
        address=None,
        secondaryLocations=[{"location": name, "address": {}} for name in others],
    )
