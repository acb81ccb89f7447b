"""A cover letter in a person's words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.ai import keys
from accounts.models import ModelUsage
from applications import services
from applications.drafting.material import language_for
from applications.forms import LetterForm
from applications.models import Application, CoverLetter, LetterVersion
from applications.models.letters import BY_HAND, COMPOSED, MODEL
from applications.selectors.letters import latest, letter_of, samples_of, versions_of
from core.errors import DomainError
from core.llm.untrusted import quoted
from matching.factgate import Claim, LetterReport
from resumes.services import TEMPLATES

_LONGEST_POSTING = 100_000
_VERSIONS = 12
_OPENING_WORDS = 8

LACKS: dict[str, str | Promise] = {
    "name": _("no line of your resume or the posting holds this name"),
    "number": _("no line holds this figure for the same thing"),
    "percent": _("no line holds this figure for the same thing"),
    "money": _("no line holds this amount for the same thing"),
    "duration": _("the dates of your resume do not add up to it"),
    "date": _("no entry begins or ends then"),
    "skill": _("your resume does not name this skill"),
    "language": _("no entry says that you speak it"),
    "title": _("no entry holds this title"),
    "wording": _("no line says as much about the same thing"),
    "activity": _("nothing in your resume speaks of it"),
    "negation": _("no line says that it was not so"),
    "link": _("it belongs to another entry than the one named here"),
    "length": _("a text this long is not checked"),
}
FAILURES: dict[str, str | Promise] = {
    "model_away": _("The language model did not answer."),
    "model_refused": _("The language model declined to write this."),
    "model_cut_short": _("The language model stopped in the middle."),
    "model_bad_answer": _("The language model’s answer could not be used."),
    "ai_quota_used_up": _("Your questions to the language model are used up."),
    "no_ai_consent": _("You have not agreed to the use of a language model."),
    "no_language_model": _("No language model is connected here."),
    "no_resume": _("There is no resume to write from."),
    "interrupted": _("The writing was interrupted."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence as the list below the editor shows it."""

    text: str
    passes: bool
    claims: list[tuple[str, str]]
    sources: list[str]


def shown_letter(application: Application, *, now: datetime) -> dict[str, Any]:
    """Everything the page of a letter shows."""
    letter = letter_of(application)
    last = latest(letter) if letter else None
    report, trouble = _report(application, last, now)
    checked = [_checked(each) for each in report.sentences] if report else []
    blocked = [each for each in checked if not each.passes]
    return {
        "letter": letter,
        "last": last,
        "said_by": said_by(last) if last else "",
        "checked": checked,
        "blocked": blocked,
        "is_clear": bool(last) and report is not None and not blocked,
        "trouble": trouble,
        "paragraphs": _paragraphs(last),
        "versions": _versions(letter),
        "samples": list(samples_of(application.owner_id)),
        "form": LetterForm(owner_id=application.owner_id, initial=_initial(application, letter)),
        "model": _model(application, now),
        "flagged": flagged_in(application),
        "failure": _failure(letter),
        "templates": TEMPLATES,
    }


def said_by(version: LetterVersion) -> str:
    """Who wrote a version."""
    if version.restores:
        return gettext("Version %(number)s restored by you") % {"number": version.restores}
    if version.produced_by == COMPOSED:
        return gettext("Composed by rules from lines your resume and the posting share")
    if version.produced_by == BY_HAND:
        return gettext("Edited by you")
    model = version.produced_by.removeprefix(MODEL)
    return gettext("Written by the language model %(model)s") % {"model": model}


def flagged_in(application: Application) -> tuple[str, ...]:
    """Sentences of the posting that speak to a machine; no model is shown them."""
    text = f"{application.title}\n{application.description}"
    return quoted(text, name="POSTING", most_characters=_LONGEST_POSTING).flagged


def _report(
    application: Application, last: LetterVersion | None, now: datetime
) -> tuple[LetterReport | None, str]:
    if last is None:
        return None, ""
    try:
        return services.check_letter(application=application, now=now), ""
    except DomainError as error:
        return None, str(error)


def _checked(sentence: Any) -> Checked:
    claims = [(claim.text, str(LACKS.get(claim.kind, claim.lacked))) for claim in sentence.blocked]
    return Checked(sentence.text, sentence.passes, claims, _sources(sentence.claims))


def _sources(claims: tuple[Claim, ...]) -> list[str]:
    return list(dict.fromkeys(claim.source for claim in claims if claim.source))


def _paragraphs(last: LetterVersion | None) -> list[dict[str, Any]]:
    if last is None:
        return []
    parts = last.text.split("\n\n")
    return [
        {"number": at, "opening": " ".join(part.split()[:_OPENING_WORDS]) + "…"}
        for at, part in enumerate(parts)
        if 0 < at < len(parts) - 1
    ]


def _versions(letter: CoverLetter | None) -> list[dict[str, Any]]:
    if letter is None:
        return []
    rows = versions_of(letter)[:_VERSIONS]
    return [
        {
            "row": row,
            "by": said_by(row),
            "is_finished": row.pk == letter.finished_id,
            "is_last": at == 0,
        }
        for at, row in enumerate(rows)
    ]


def _initial(application: Application, letter: CoverLetter | None) -> dict[str, Any]:
    if letter is None:
        version = application.version_id
        return {"language": language_for(application), "version": version}
    return {
        "tone": letter.tone,
        "length": letter.length,
        "language": letter.language,
        "version": letter.version_id or application.version_id,
    }


def _model(application: Application, now: datetime) -> dict[str, Any]:
    """Whether a model can be asked, under what name, and if not why not."""
    if not keys.is_connected(application.owner_id):
        return {"is_there": False, "name": "", "why": "", "needs_consent": False}
    name = keys.model_for(application.owner_id, ModelUsage.Purpose.LETTER)
    try:
        services.check_model(user=application.owner, now=now)
    except DomainError as error:
        needs = error.code == "no_ai_consent"
        return {"is_there": False, "name": name, "why": str(error), "needs_consent": needs}
    return {"is_there": True, "name": name, "why": "", "needs_consent": False}


def _failure(letter: CoverLetter | None) -> str:
    if letter is None or letter.state != CoverLetter.State.FAILED:
        return ""
    return str(FAILURES.get(letter.failure, FAILURES["model_away"]))
