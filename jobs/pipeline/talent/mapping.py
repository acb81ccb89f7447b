"""A posting in the words of Talent Solution."""

from datetime import datetime, timedelta

from jobs.models import Posting
from jobs.pipeline.talent.door import JobDraft

#: One that states no end would vanish after Google's own thirty days; it is deleted when it closes.
_NO_END = timedelta(days=365)
_SOONEST_END = timedelta(minutes=5)

_TYPES = {
    "FULL_TIME": "FULL_TIME",
    "PART_TIME": "PART_TIME",
    "CONTRACT": "CONTRACTOR",
    "TEMPORARY": "TEMPORARY",
    "INTERN": "INTERN",
    "VOLUNTEER": "VOLUNTEER",
    "OTHER": "OTHER_EMPLOYMENT_TYPE",
}
_LEVELS = {
    "INTERNSHIP": "ENTRY_LEVEL",
    "ENTRY": "ENTRY_LEVEL",
    "MID": "EXPERIENCED",
    "SENIOR": "EXPERIENCED",
    "LEAD": "EXPERIENCED",
    "MANAGER": "MANAGER",
    "DIRECTOR": "DIRECTOR",
    "EXECUTIVE": "EXECUTIVE",
}
_UNITS = {
    "HOUR": "HOURLY",
    "DAY": "DAILY",
    "WEEK": "WEEKLY",
    "MONTH": "MONTHLY",
    "YEAR": "YEARLY",
    "ONCE": "ONE_TIME",
}


def draft_of(posting: Posting, *, company: str, now: datetime) -> JobDraft:
    """Return what Talent Solution is told of a posting.

    Pay counts only as the employer stated it. A description, which must not be empty, falls back to
    the title.
    """
    place = ", ".join(filter(None, [posting.place, posting.region, posting.country]))
    pays = posting.has_stated_pay and posting.pay_currency and posting.pay_period
    return JobDraft(
        name=posting.cts_job_name,
        company=company,
        requisition_id=posting.requisition_id,
        title=posting.title,
        description=posting.description_html or posting.description or posting.title,
        addresses=(place,) if place else (),
        uris=(posting.outside_url,) if posting.outside_url else (),
        language=posting.language,
        employment_type=_TYPES.get(posting.employment_type, ""),
        level=_LEVELS.get(posting.level, ""),
        exact_level=posting.level,
        is_internship=posting.is_internship,
        is_remote=posting.remote == Posting.Remote.REMOTE,
        pay_min=posting.pay_min if pays else None,
        pay_max=posting.pay_max if pays else None,
        pay_currency=posting.pay_currency if pays else "",
        pay_unit=_UNITS[posting.pay_period] if pays else "",
        skills=tuple(posting.skills),
        source=posting.source.name,
        published_at=min(posting.posted_at, now),
        expires_at=max(posting.expires_at or now + _NO_END, now + _SOONEST_END),
    )
