"""A person has a resume tailored to an application: proposals first, a version when they say so."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.ai import keys, ledger
from accounts.models import Profile, User
from accounts.requests import is_within_rate
from applications.models import Application, ApplicationEvent, Tailoring, Writing
from applications.selectors.fit import default_version
from applications.selectors.tailoring import (
    assembled,
    fit_of,
    material_of,
    plan_of,
    posting_language,
    said_of,
)
from applications.services.ledger import hold, record
from applications.tailoring import gaps_of, make_plan, untraced
from applications.tailoring.types import Act, Original, Plan
from applications.tasks import write_tailoring
from core.errors import DomainError
from core.live import announce_on_commit
from matching.selectors import facts_of
from resumes.models import ResumeVersion
from resumes.services import tailor_version, text_of_document

_LABEL = 80
_HOUR = 3600


class NoResumeError(DomainError):
    """There is no resume that could be tailored."""

    code = "no_resume"


class NotYoursError(DomainError):
    """Something in this resume has no source."""

    code = "untraced"


class BusyError(DomainError):
    """A model is still writing."""

    code = "still_writing"


class TooOftenError(DomainError):
    """Asked for too often in an hour."""

    code = "too_many"
    status = 429


def count_wish(what: str, *, owner_id: UUID) -> None:
    """Count one wish of this kind, like a letter. Raises: TooOftenError."""
    most = settings.LETTERS_AN_HOUR
    if not is_within_rate(f"{what}:{owner_id}", limit=most, seconds=_HOUR):
        raise TooOftenError(_("This was asked for very often in the last hour. Try again later."))


@transaction.atomic
def start_tailoring(
    *, application: Application, base: ResumeVersion | None, now: datetime
) -> Tailoring:
    """Propose by rules what to change in a resume for this application.

    Args:
        base: the version to start from; without one the version they apply with, else their default.

    Raises: NoResumeError, GoneError, TooOftenError.
    """
    count_wish("tailorings", owner_id=application.owner_id)
    hold(application)
    base = base or _usual(application)
    if base is None or base.state != ResumeVersion.State.PARSED:
        raise NoResumeError(_("Add a resume first: tailoring chooses among lines you wrote."))
    fit = fit_of(application, base, base.parsed, base.text, now)
    material = material_of(application, base, fit)
    plan = make_plan(
        base.parsed,
        material.wants,
        language=base.language,
        others=material.others,
        facts=material.facts,
    )
    own = Original(str(base.pk), f"{base.resume.name} v{base.number}", {}, base.text)
    gaps = gaps_of(
        base.parsed,
        material.wants,
        language=base.language,
        others=[own, *material.others],
        facts=material.facts,
    )
    tailoring = Tailoring(
        application=application,
        base=base,
        state_since=now,
        language=base.language,
        wants=[[one.subject, one.line] for one in material.wants],
        gaps=[[one.subject, one.asked, one.where.value, one.quote, one.label] for one in gaps],
        plan=plan.as_json(),
        accepted=[one.key for one in plan.proposals if one.is_on],
        fit_before=said_of(fit),
    )
    _see(tailoring, now)
    tailoring.save()
    return tailoring


@transaction.atomic
def choose_proposals(
    *, tailoring: Tailoring, accepted: Collection[str], now: datetime
) -> Tailoring:
    """Keep which proposals the person accepts, and see what fit they make. Raises: BusyError."""
    tailoring = _held(tailoring)
    known = {one.key for one in plan_of(tailoring).proposals}
    tailoring.accepted = sorted(known & set(accepted))
    _see(tailoring, now)
    tailoring.save()
    return tailoring


@transaction.atomic
def ask_for_rewrites(*, tailoring: Tailoring, translate: bool, now: datetime) -> Tailoring:
    """Have a model word the lines anew, in the posting's language where that is asked for.

    Raises: NotConfiguredError, NoConsentError, BusyError, TooOftenError.
    """
    tailoring = _held(tailoring)
    owner_id = tailoring.application.owner_id
    keys.check_connected(owner_id)
    ledger.check_consent(Profile.objects.get(user_id=owner_id))
    count_wish("rewrites", owner_id=owner_id)
    wanted = posting_language(tailoring.application) if translate else ""
    tailoring.language = wanted or tailoring.base.language
    tailoring.is_translated = tailoring.language != tailoring.base.language
    tailoring.state, tailoring.state_since, tailoring.failure = Writing.WRITING, now, ""
    tailoring.save()
    write_tailoring.delay_on_commit(tailoring_id=str(tailoring.pk))
    announce_on_commit(owner_id, "tailoring", tailoring_id=tailoring.pk)
    return tailoring


@transaction.atomic
def make_tailored(*, tailoring: Tailoring, actor: User, now: datetime) -> ResumeVersion:
    """Make the version of what was accepted, and let the application go with it. Once only.

    Raises: BusyError, NotYoursError, CannotCorrectError, GoneError.
    """
    tailoring = _held(tailoring)
    if tailoring.made is not None:
        return tailoring.made
    application = tailoring.application
    hold(application)
    tailored = assembled(tailoring)
    _check_sources(tailoring, tailored.document)
    is_whole = tailoring.is_translated and _is_in_one_language(tailoring)
    language = tailoring.language if is_whole else tailoring.base.language
    made = tailor_version(
        version=tailoring.base,
        document=tailored.document,
        moved=tailored.moved,
        text=text_of_document(tailored.document, language=language),
        language=language,
        label=f"{application.company_name} · {application.title}"[:_LABEL],
        now=now,
    )
    tailoring.made = made
    tailoring.save(update_fields=["made", "updated_at"])
    application.version = made
    application.save(update_fields=["version", "updated_at"])
    record(
        application,
        ApplicationEvent.Kind.CHANGED,
        actor=actor,
        now=now,
        fields=["version"],
        tailored=str(made.pk),
    )
    return made


def _usual(application: Application) -> ResumeVersion | None:
    version = application.version
    if version is not None and version.origin != ResumeVersion.Origin.TAILORED:
        return version
    return default_version(application.owner_id)


def _held(tailoring: Tailoring) -> Tailoring:
    """The row, locked, while no model is writing. Raises: BusyError."""
    rows = Tailoring.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("application__posting", "base__resume", "made").get(pk=tailoring.pk)
    if found.state == Writing.WRITING:
        raise BusyError(_("The model is still writing. Wait a moment, then choose."))
    return found


def _see(tailoring: Tailoring, now: datetime) -> None:
    """What fit the accepted proposals make."""
    document = assembled(tailoring).document
    text = text_of_document(document, language=tailoring.base.language)
    said = said_of(fit_of(tailoring.application, tailoring.base, document, text, now))
    tailoring.fit_after = said
    tailoring.number = said.get("number")


def _check_sources(tailoring: Tailoring, document: dict[str, Any]) -> None:
    """Every text stands in a resume of theirs, is a fact they confirmed, or passed the gate. Fail closed."""
    owned = ResumeVersion.objects.owned_by(tailoring.application.owner_id).parsed()
    plan: Plan = plan_of(tailoring)
    facts = {str(one.pk): one.text for one in facts_of(tailoring.application.owner_id)}
    allowed = [*facts.values()]
    allowed += [one.after for one in plan.proposals if one.act is Act.REWRITE]
    sources = owned.values_list("parsed", flat=True)
    unknown = untraced(document, [parsed or {} for parsed in sources], allowed)
    if unknown:
        raise NotYoursError(
            _("This line has no source any more: “%(line)s”. Start again.") % {"line": unknown[0]}
        )


def _is_in_one_language(tailoring: Tailoring) -> bool:
    """Whether every translation that is offered was accepted."""
    accepted = set(tailoring.accepted)
    words = [one for one in plan_of(tailoring).proposals if one.act is Act.REWRITE]
    return bool(words) and all(one.key in accepted for one in words) and not tailoring.refused
