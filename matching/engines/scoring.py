"""The scorer over stored rows: one fit, whichever engine found the posting."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID

from jobs.models import Posting
from matching.engine.fitting import fit
from matching.engine.resume import read_resume
from matching.engines.readings import readings
from matching.types import CandidateProfile, Fit, PostingFacts, Wishes
from resumes.models import ResumeVersion

RULES = "2"


@lru_cache(maxsize=256)
def _profile(version_id: UUID, parsed_at: object, today: date) -> CandidateProfile:
    version = ResumeVersion.objects.get(pk=version_id)
    return read_resume(version.parsed, version.text, version.language, today=today)


def profile_of(version: ResumeVersion, today: date) -> CandidateProfile:
    """Read a parsed version; versions never change, so one reading a day serves a process."""
    return _profile(version.pk, version.state_since, today)


def facts_of(posting: Posting) -> PostingFacts:
    """What the engine reads of a stored posting."""
    return PostingFacts(
        title=posting.title,
        description=posting.description,
        skills=tuple(posting.skills),
        must_skills=tuple(posting.must_skills),
        level=posting.level,
        employment_type=posting.employment_type,
        years_wanted=posting.years_wanted,
        degree_wanted=posting.degree_wanted,
        language=posting.language,
        place=", ".join(dict.fromkeys(part for part in (posting.place, posting.region) if part)),
        country=posting.country,
        lat=posting.lat,
        lon=posting.lon,
        remote=posting.remote,
        pay_yearly_min=posting.pay_yearly_min,
        pay_yearly_max=posting.pay_yearly_max,
        pay_currency=posting.pay_currency,
        pay_is_stated=posting.has_stated_pay,
        is_excerpt=posting.is_excerpt,
        key=str(posting.pk),
    )


def judge(profile: CandidateProfile, posting: Posting, wishes: Wishes) -> Fit:
    """Fit of one posting."""
    [read] = readings.of([facts_of(posting)])
    return fit(profile, read, wishes)


def judge_all(
    profile: CandidateProfile, postings: Iterable[Posting], wishes: Wishes
) -> dict[UUID, Fit]:
    """Fits by posting id."""
    held = list(postings)
    read = readings.of([facts_of(posting) for posting in held])
    return {posting.pk: fit(profile, one, wishes) for posting, one in zip(held, read, strict=True)}
