"""Questions and answers as the schema shows them."""

from drf_spectacular.utils import OpenApiExample

_JOB = {
    "job_id": "5f0c2a7e-2f57-5a2d-9d0a-6f1f0f3f7c11",
    "title": "Backend Engineer",
    "company": "Northwind",
    "location": "Leeds",
    "country": "GB",
    "salary_min": "52000.00",
    "salary_max": "64000.00",
    "salary_currency": "GBP",
    "relevance_score": 0.71,
    "is_internship": False,
    "redirect_url": "https://jobs.example.com/backend-engineer",
}
_REASON = {
    "subject": "Django",
    "posting": "Three years of Django behind a public API",
    "resume": "Built a Django REST API for four hundred shops",
}
RESUME_TEXT = OpenApiExample(
    "The text of a resume",
    value={
        "resume_text": "Sam Example\nBackend developer\n\nSkills\nPython, Django, PostgreSQL",
        "location": "Leeds",
        "job_level": "SENIOR_LEVEL",
        "job_type": "FULL_TIME",
        "stipend_min": 4000,
        "stipend_period": "MONTH",
        "stipend_currency": "GBP",
    },
    request_only=True,
)
RESUME_ID = OpenApiExample(
    "A resume stored before",
    value={
        "resume_id": "0199f3a0-7c1e-7d3b-a2c4-0d7f5a9b1e22",
        "location": "Remote",
        "internship_only": True,
    },
    request_only=True,
)
JOB_DESCRIPTION = OpenApiExample(
    "A job description",
    value={
        "job_description": "Backend developer\nYou build APIs in Django and PostgreSQL.",
        "location": "United Kingdom",
        "job_type": "FULL_TIME",
    },
    request_only=True,
)
MATCHED = OpenApiExample(
    "Postings for a resume",
    value={
        "total_matches": 1834,
        "search_time_ms": 61.2,
        "engine": "local-2",
        "understood": {
            "location": "Leeds, England, United Kingdom",
            "country": "GB",
            "remote": False,
            "pay_floor": 48000,
            "pay_currency": "GBP",
        },
        "notes": [],
        "jobs": [
            {
                **_JOB,
                "fit_score": 84,
                "fit_low": 79,
                "fit_high": 91,
                "is_provisional": False,
                "stops": [],
                "reasons": [_REASON],
            }
        ],
    },
    response_only=True,
)
RECOMMENDED = OpenApiExample(
    "Postings like one",
    value={
        "job_id": "1c2a7b7e-6a0f-5b44-8a4b-2f1f7c0d9e55",
        "search_time_ms": 6.4,
        "engine": "local-2",
        "is_precomputed": True,
        "jobs": [{**_JOB, "shared_skills": ["Django", "PostgreSQL"]}],
    },
    response_only=True,
)
