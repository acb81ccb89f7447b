"""Gathers what a letter may say: the resume version, the application's own copy of the posting, confirmed facts."""

from datetime import datetime

from django.utils import timezone

from applications.drafting.types import LANGUAGES, Material, Pair
from applications.models import Application, CoverLetter
from applications.selectors.fit import default_version
from matching import selectors as matching
from matching.factgate.lexicon import guess_language
from matching.factgate.text import plain, words_of
from matching.services import fits_by_resume
from resumes.models import ResumeVersion

_MOST_PAIRS = 8


def version_for(letter: CoverLetter) -> ResumeVersion | None:
    """The version the letter tells of: its own, the application's, else the one people apply with."""
    application = letter.application
    for version in (letter.version, application.version):
        if version is not None and version.state == ResumeVersion.State.PARSED:
            return version
    return default_version(application.owner_id)


def language_for(application: Application) -> str:
    """The language of the posting, where letters can be written in it."""
    posting = application.posting
    if posting is not None and posting.language in LANGUAGES:
        return str(posting.language)
    text = f"{application.title} {application.description}"
    return guess_language([word.folded for word in words_of(plain(text))])


def material_of(letter: CoverLetter, version: ResumeVersion, *, now: datetime) -> Material:
    """Everything this letter may rest on."""
    application = letter.application
    facts = matching.facts_of(application.owner_id).values_list("text", flat=True)
    return Material(
        resume=version.parsed,
        resume_language=version.language or "en",
        title=application.title,
        company=application.company_name,
        place=application.place,
        posting=application.description,
        posting_language=language_for(application),
        today=timezone.localdate(now),
        pairs=_pairs(application, version, now),
        facts=tuple(facts),
    )


def _pairs(application: Application, version: ResumeVersion, now: datetime) -> tuple[Pair, ...]:
    """Lines of the posting with the lines of this version that answer them, the most telling first."""
    if application.posting is None:
        return ()
    fits = fits_by_resume(application.owner_id, application.posting, now=now)
    found = next((fit for each, fit in fits if each.pk == version.pk), None)
    if found is None:
        return ()
    lines = found.reasons(_MOST_PAIRS)
    return tuple(Pair(line.subject, line.posting, line.resume) for line in lines)
