"""A person disputes a line of evidence, or takes that back; the fit answers at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.live import announce_on_commit
from jobs.models import Posting
from jobs.skills import canonical, spelled
from matching import selectors
from matching.engine.corrections import language_code
from matching.engine.degrees import RANKS
from matching.engines import scoring
from matching.models import NO_NUMBER, ConfirmedFact, EvidenceDispute, Match, Search
from matching.services.fits import fits_by_resume
from matching.tasks import match_search
from matching.types import (
    ALSO,
    STOP,
    Evidence,
    Fit,
    LineKey,
    PartKey,
    StopKind,
    Verdict,
    key_of,
    key_of_stop,
)

Said = EvidenceDispute.Said
Kind = ConfirmedFact.Kind
_FACT_CHARACTERS = 300
MOST_FACTS = 500  # every sentence of every letter is held against all of them


_PARTS: dict[str, Kind] = {
    PartKey.MUST: Kind.SKILL,
    PartKey.NICE: Kind.SKILL,
    PartKey.LANGUAGE: Kind.LANGUAGE,
    PartKey.YEARS: Kind.EXPERIENCE,
    PartKey.EDUCATION: Kind.CERTIFICATE,
}
_STOPS: dict[str, Kind] = {
    StopKind.LICENCE: Kind.CERTIFICATE,
    StopKind.LANGUAGE: Kind.LANGUAGE,
}


class NoSuchLineError(DomainError):
    """This line is no longer on the page of this posting."""

    code = "no_such_line"


class NotAFactError(DomainError):
    """This line asks for nothing that a person could have."""

    code = "not_a_fact"


class TooManyFactsError(DomainError):
    """These are too many facts."""

    code = "too_many_facts"


class FactKnownError(DomainError):
    """This fact is confirmed already."""

    code = "fact_known"


@transaction.atomic
def dispute(
    *, user: User, posting: Posting, key: LineKey, said: str, now: datetime
) -> EvidenceDispute:
    """Keep what `user` says of one line; the last word counts. What they have becomes a fact of theirs.

    Raises: NoSuchLineError, NotAFactError.
    """
    _hold_lists(user)
    asked = _line_of(user, posting, key, now)
    fact = _confirm(user, posting, key, asked, now) if said == Said.HAVE_IT else None
    held, _made = EvidenceDispute.objects.update_or_create(
        user=user,
        posting=posting,
        part=key.part,
        subject=key.subject,
        line=key.line,
        defaults={
            "said": said,
            "asks": asked.posting,
            "shows": asked.resume,
            "fact": fact,
            "said_at": now,
        },
    )
    _answer(user, posting, now=now, everywhere=fact is not None)
    return held


@transaction.atomic
def withdraw(*, user: User, posting: Posting, dispute_id: UUID, now: datetime) -> bool:
    """Take a word back, and with it the fact that came of it; whether there was one."""
    _hold_lists(user)
    held = selectors.disputes_on(user.pk, posting.pk).filter(pk=dispute_id).first()
    if held is None:
        return False
    fact = held.fact
    held.delete()
    if fact is not None and fact.posting_id == posting.pk and not fact.disputes.exists():
        fact.delete()
    _answer(user, posting, now=now, everywhere=fact is not None)
    return True


@transaction.atomic
def forget_fact(*, user: User, fact_id: UUID, now: datetime) -> bool:
    """Delete a confirmed fact with what was disputed by it; whether there was one."""
    gone, _rows = ConfirmedFact.objects.filter(user=user, pk=fact_id).delete()
    if gone:
        _match_again(user, now)
    return bool(gone)


@transaction.atomic
def confirm_fact(*, user: User, kind: str, text: str, now: datetime) -> ConfirmedFact:
    """Keep a fact the person writes themselves.

    Raises: NotAFactError, FactKnownError, TooManyFactsError.
    """
    clean = _clean_fact(text)
    name = _name_of(kind, clean)
    _hold_facts(user)
    if ConfirmedFact.objects.filter(user=user).count() >= MOST_FACTS:
        raise TooManyFactsError(_("You keep as many facts as fit here. Delete some first."))
    if ConfirmedFact.objects.filter(user=user, kind=kind, name=name).exists():
        raise FactKnownError(_("You confirmed this already."))
    fact = ConfirmedFact.objects.create(
        user=user,
        kind=kind,
        name=name,
        text=clean,
        origin=ConfirmedFact.Origin.BY_HAND,
        confirmed_at=now,
    )
    _match_again(user, now)
    return fact


@transaction.atomic
def edit_fact(*, user: User, fact_id: UUID, text: str, now: datetime) -> ConfirmedFact | None:
    """Change what a fact says, which is confirming it anew; None where there is none.

    Of a degree the words change and its rank stays. Raises: NotAFactError, FactKnownError.
    """
    _hold_facts(user)
    fact = ConfirmedFact.objects.select_for_update().filter(user=user, pk=fact_id).first()
    if fact is None:
        return None
    clean = _clean_fact(text)
    name = fact.name if fact.kind == Kind.EDUCATION else _name_of(fact.kind, clean)
    same = ConfirmedFact.objects.filter(user=user, kind=fact.kind, name=name)
    if same.exclude(pk=fact.pk).exists():
        raise FactKnownError(_("You confirmed this already."))
    fact.name, fact.text, fact.confirmed_at = name, clean, now
    fact.save(update_fields=["name", "text", "confirmed_at", "updated_at"])
    _match_again(user, now)
    return fact


def _clean_fact(text: str) -> str:
    """The words of a fact. Raises: NotAFactError."""
    clean = " ".join(text.split())
    if not clean or len(clean) > _FACT_CHARACTERS:
        raise NotAFactError(_("A fact has between one and 300 letters."))
    return clean


def _name_of(kind: str, text: str) -> str:
    """What the engine goes by. Raises: NotAFactError."""
    if kind in {Kind.SKILL, Kind.CERTIFICATE}:
        return (canonical(text) or text)[:_FACT_CHARACTERS]
    if kind == Kind.LANGUAGE:
        return language_code(text)
    if kind == Kind.EXPERIENCE:
        return text
    raise NotAFactError(_("Write a skill, a certificate, a language or something you did."))


def move_corrections(*, guest_id: UUID, user_id: UUID) -> None:
    """Re-own what a guest said; what the account has said already stays."""
    for fact in ConfirmedFact.objects.filter(user_id=guest_id):
        same = ConfirmedFact.objects.filter(user_id=user_id, kind=fact.kind, name=fact.name).first()
        if same is None:
            ConfirmedFact.objects.filter(pk=fact.pk).update(user_id=user_id)
        else:
            fact.disputes.update(fact=same)
    own = EvidenceDispute.objects.filter(user_id=user_id)
    known = set(own.values_list("posting_id", "part", "subject", "line"))
    for held in EvidenceDispute.objects.filter(user_id=guest_id):
        if (held.posting_id, held.part, held.subject, held.line) not in known:
            EvidenceDispute.objects.filter(pk=held.pk).update(user_id=user_id)


def _hold_facts(user: User) -> None:
    """Two tabs write facts one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _hold_lists(user: User) -> None:
    """Keep runs from writing these lists until what is said is committed: they then see it."""
    found = Search.objects.owned_by(user.pk).order_by("pk")
    list(found.select_for_update(no_key=True).values_list("pk", flat=True))


def _line_of(user: User, posting: Posting, key: LineKey, now: datetime) -> Evidence:
    """The line as it stands for any resume of theirs, or as it stood when it was disputed."""
    for _version, fit in fits_by_resume(user.pk, posting, now=now):
        found = _lines(fit).get(key)
        if found is not None:
            return found
    held = selectors.disputes_on(user.pk, posting.pk)
    said = held.filter(part=key.part, subject=key.subject, line=key.line).first()
    if said is None:
        raise NoSuchLineError
    return Evidence(key.subject, Verdict.MISSING, said.asks, said.shows)


def _lines(fit: Fit) -> dict[LineKey, Evidence]:
    lines = {key_of(part.key, line): line for part in fit.parts for line in part.evidence}
    lines |= {key_of(ALSO, line): line for line in fit.also}
    stops = {
        key_of_stop(stop): Evidence(stop.note, Verdict.MISSING, stop.line) for stop in fit.stops
    }
    return lines | stops


def _confirm(
    user: User, posting: Posting, key: LineKey, asked: Evidence, now: datetime
) -> ConfirmedFact:
    kind, name, text = _fact_in(posting, key, asked)
    fact, _made = ConfirmedFact.objects.get_or_create(
        user=user,
        kind=kind,
        name=name[:300],
        defaults={
            "text": text[:300],
            "origin": ConfirmedFact.Origin.POSTING,
            "posting": posting,
            "confirmed_at": now,
        },
    )
    return fact


def _fact_in(posting: Posting, key: LineKey, asked: Evidence) -> tuple[Kind, str, str]:
    """What a person has who has what this line asks for. Raises: NotAFactError."""
    subject = key.subject
    kind = _PARTS.get(key.part)
    if key.part == STOP:
        stop, _sep, subject = subject.partition(":")
        kind = _STOPS.get(stop)
    elif key.part == PartKey.EDUCATION and subject == "EDUCATION":
        kind = Kind.EDUCATION
    if kind is None:
        raise NotAFactError
    if kind is Kind.LANGUAGE:
        return kind, language_code(subject), subject
    if kind is Kind.EDUCATION:
        rank = RANKS.get(posting.degree_wanted, 0)
        return kind, str(rank), asked.posting or posting.degree_wanted
    if kind is Kind.EXPERIENCE:
        return kind, asked.posting, asked.posting
    return kind, subject, spelled(subject)


def _answer(user: User, posting: Posting, *, now: datetime, everywhere: bool) -> None:
    """Judge this posting again in every list it stands in, and all others where a fact changed."""
    found = Match.objects.filter(posting=posting, search__owner=user)
    for match in found.select_related("version", "search"):
        profile = scoring.profile_of(match.version, now.date())
        assert match.search is not None
        fit = scoring.judge(profile, posting, selectors.wishes_of(match.search))
        _store(match, fit, now)
    if everywhere:
        _match_again(user, now)
    announce_on_commit(user.pk, "matches")


def _store(match: Match, fit: Fit, now: datetime) -> None:
    Match.objects.filter(pk=match.pk).update(
        fit=fit.fit,
        fit_low=fit.low,
        fit_high=fit.high,
        number=NO_NUMBER if fit.number is None else fit.number,
        is_provisional=fit.is_provisional,
        is_stopped=fit.is_stopped,
        explanation=fit.as_json(),
        scored_at=now,
        updated_at=now,
    )


def _match_again(user: User, now: datetime) -> None:
    searches = Search.objects.owned_by(user.pk)
    searches.update(wanted_at=now)
    for search_id in searches.values_list("pk", flat=True):
        match_search.delay_on_commit(search_id=str(search_id))
