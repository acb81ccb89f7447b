"""What a person prepares an interview with: the sheet, the next interview, what a model added."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Application, Interview, PreparationSheet
from applications.preparing import Asked, Question, Sheet, make_sheet
from applications.selectors.fit import default_version
from applications.selectors.tailoring import fit_of, material_of, posting_language
from applications.tailoring import gaps_of
from jobs.models import Posting
from matching.services import language_code
from matching.types import Fit, PartKey
from resumes.models import ResumeVersion

_LEADS = frozenset({"LEAD", "MANAGER", "DIRECTOR", "EXECUTIVE"})
_BEGINS = frozenset({"INTERNSHIP", "ENTRY"})


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything the page and the API show."""

    sheet: Sheet
    more: tuple[Question, ...]  # a model's
    held: PreparationSheet | None
    version: ResumeVersion | None
    interview: Interview | None


def preparation_of(application: Application, *, now: datetime) -> Preparation:
    """The sheet of one application, by rules, with what a model added to it."""
    version = application.version or default_version(application.owner_id)
    held = PreparationSheet.objects.filter(application=application).first()
    coming = application.interviews.filter(starts_at__gte=now, outcome=Interview.Outcome.PENDING)
    return Preparation(
        sheet=_sheet(application, version, now),
        more=tuple(Question.from_json(one) for one in (held.questions if held else ())),
        held=held,
        version=version,
        interview=coming.order_by("starts_at", "pk").first(),
    )


def language_of(application: Application, version: ResumeVersion | None) -> str:
    """The language an interview is likely held in."""
    return posting_language(application) or (version.language if version else "") or "en"


def _sheet(application: Application, version: ResumeVersion | None, now: datetime) -> Sheet:
    language = language_of(application, version)
    if version is None:
        asked = Asked(role=application.title, company=application.company_name, wants=())
        return make_sheet(asked, {}, language=language, resume_language=language)
    fit = fit_of(application, version, version.parsed, version.text, now)
    asked = _asked(application, version, fit)
    return make_sheet(asked, version.parsed, language=language, resume_language=version.language)


def _asked(application: Application, version: ResumeVersion, fit: Fit | None) -> Asked:
    material = material_of(application, version, fit)
    spoken = _spoken(fit)
    names = {subject for subject, _code in spoken}
    wants = tuple(want for want in material.wants if want.subject not in names)
    gaps = gaps_of(version.parsed, wants, language=version.language)
    posting = application.posting
    return Asked(
        role=application.title,
        company=application.company_name,
        wants=wants,
        missing=frozenset(gap.subject for gap in gaps),
        languages=tuple(code for _subject, code in spoken),
        leads=_leads(posting),
        states_pay=bool(posting and posting.has_stated_pay),
        states_remote=bool(posting and posting.remote),
    )


def _spoken(fit: Fit | None) -> list[tuple[str, str]]:
    parts = [part for part in fit.parts if part.key is PartKey.LANGUAGE] if fit else []
    lines = [line for part in parts for line in part.evidence]
    return [(line.subject, language_code(line.subject)) for line in lines]


def _leads(posting: Posting | None) -> bool | None:
    if posting is None or posting.level not in _LEADS | _BEGINS:
        return None
    return posting.level in _LEADS
