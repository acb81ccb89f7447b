"""What a person decides about their searches and about postings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from core.live import announce_on_commit
from jobs.models import Posting
from jobs.selectors.companies import hidden_companies
from matching import selectors, transitions
from matching.engine.resume import read_resume
from matching.engines import caching, choosing, local, scoring
from matching.engines.protocol import Question
from matching.models import MatchVerdict, Search
from matching.services.coverage import coverage_of_posting as coverage_of_posting
from matching.services.coverage import coverage_of_search as coverage_of_search
from matching.services.disputes import (
    confirm_fact,
    dispute,
    edit_fact,
    forget_fact,
    move_corrections,
    withdraw,
)
from matching.services.experiments import begin_experiment as begin_experiment
from matching.services.experiments import end_experiment as end_experiment
from matching.services.experiments import record_outcome as record_outcome
from matching.services.fits import fit_of_draft, fits_by_resume, language_code
from matching.services.leanings import move_leanings as move_leanings
from matching.services.leanings import record_leaning as record_leaning
from matching.services.leanings import undo_leaning as undo_leaning
from matching.services.similar import Similar as Similar
from matching.services.similar import similar_to_posting as similar_to_posting
from matching.services.similar import similar_to_text as similar_to_text
from matching.signals import verdict_recorded
from matching.tasks import match_search
from matching.types import CandidateProfile, Fit, Wishes
from resumes.models import ResumeVersion
from resumes.services import ParseFailure, read_file

__all__ = [
    "Answer",
    "LastSearchError",
    "PostingGoneError",
    "Ranked",
    "SearchGoneError",
    "TooManySearchesError",
    "UnreadableTextError",
    "confirm_fact",
    "confirm_search",
    "create_search",
    "delete_search",
    "dispute",
    "edit_fact",
    "fit_of_draft",
    "fits_by_resume",
    "fits_for",
    "forget_fact",
    "language_code",
    "mark_seen",
    "match_profile",
    "move_corrections",
    "move_searches",
    "profile_of_text",
    "profile_of_version",
    "read_text",
    "record_verdict",
    "rematch",
    "stop_alerts",
    "undo_verdict",
    "update_search",
    "withdraw",
]

WISH_FIELDS = (
    "name",
    "roles",
    "places",
    "countries",
    "remote",
    "pay_floor",
    "pay_currency",
    "languages",
    "right_to_work",
    "needs_sponsorship",
    "start_date",
    "levels",
    "employment_types",
    "resume",
    "cadence",
)
MOST_SEARCHES = 20


class TooManySearchesError(DomainError):
    """You have as many searches as one person can have. Delete one first."""

    code = "too_many_searches"


class LastSearchError(DomainError):
    """This is your only search; change it instead."""

    code = "last_search"


class SearchGoneError(DomainError):
    """This search was deleted meanwhile."""

    code = "gone"
    status = 410


class PostingGoneError(DomainError):
    """This posting is no longer here."""

    code = "posting_gone"
    status = 404


class UnreadableTextError(DomainError):
    """This text could not be read as a resume."""

    code = "unreadable"
    status = 400


@dataclass(frozen=True, slots=True)
class Ranked:
    """One posting of an answer, with its relevance (0–1) and its fit."""

    posting: Posting
    relevance: float
    fit: Fit


@dataclass(frozen=True, slots=True)
class Answer:
    """Ranked postings, how many passed the filters, and which engine answered."""

    rows: list[Ranked]
    considered: int
    engine: str


@transaction.atomic
def create_search(*, owner: User, wish: Mapping[str, Any], now: datetime) -> Search:
    """Add a search; a person's first is their default. Raises: TooManySearchesError."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    held = Search.objects.owned_by(owner.pk)
    if held.count() >= MOST_SEARCHES:
        raise TooManySearchesError
    search = Search.objects.create(
        owner=owner,
        is_default=not held.filter(is_default=True).exists(),
        alerts_since=now,
        **_wish(wish),
    )
    _want(search, now)
    return search


@transaction.atomic
def update_search(*, search: Search, wish: Mapping[str, Any], now: datetime) -> Search:
    """Change what is looked for, and match again. Raises: SearchGoneError."""
    held = Search.objects.select_for_update(no_key=True).filter(pk=search.pk).first()
    if held is None:
        raise SearchGoneError
    search = held
    for name, value in _wish(wish).items():
        setattr(search, name, value)
    search.confirmed_at = search.confirmed_at or now
    search.alerts_since = now  # the page shows what there is already
    search.save()
    if search.cadence == Search.Cadence.OFF:
        transitions.drop_waiting(search, now=now)
    _want(search, now)
    return search


@transaction.atomic
def confirm_search(*, search: Search, now: datetime) -> Search:
    """The person says that the prefilled search is what they look for; from now on it may rule out."""
    Search.objects.filter(pk=search.pk).update(confirmed_at=now, updated_at=now)
    search.confirmed_at = now
    _want(search, now)
    return search


@transaction.atomic
def stop_alerts(*, search_id: UUID, now: datetime) -> Search | None:
    """Switch the mails of one search off; None when it was deleted. Idempotent."""
    search = Search.objects.select_for_update(no_key=True).filter(pk=search_id).first()
    if search is None:
        return None
    search.cadence = Search.Cadence.OFF
    search.save(update_fields=["cadence", "updated_at"])
    transitions.drop_waiting(search, now=now)
    return search


@transaction.atomic
def delete_search(*, search: Search) -> None:
    """Remove a search with its matches; another becomes the default. Raises: LastSearchError."""
    User.objects.select_for_update(no_key=True).get(pk=search.owner_id)
    others = Search.objects.owned_by(search.owner_id).exclude(pk=search.pk).order_by("-created_at")
    heir = others.first()
    if heir is None:
        raise LastSearchError
    was_default = search.is_default
    search.delete()
    if was_default:
        Search.objects.filter(pk=heir.pk).update(is_default=True)


@transaction.atomic
def rematch(*, search: Search, now: datetime) -> Search:
    """Match a search again."""
    _want(search, now)
    return search


@transaction.atomic
def mark_seen(*, search: Search, now: datetime) -> None:
    """The person has looked at everything found until now."""
    Search.objects.filter(pk=search.pk).update(last_seen_at=now)


@transaction.atomic
def record_verdict(*, user: User, posting: Posting, verdict: str, reason: str = "") -> MatchVerdict:
    """Keep what the person says of a posting; the last word counts, the same word changes nothing."""
    if verdict != MatchVerdict.Verdict.NOT_FOR_ME:
        reason = ""
    said = MatchVerdict.objects.filter(user=user, posting=posting).first()
    if said is not None and (said.verdict, said.reason) == (verdict, reason):
        return said
    held, _made = MatchVerdict.objects.update_or_create(
        user=user, posting=posting, defaults={"verdict": verdict, "reason": reason}
    )
    _tell(user, posting, verdict)
    return held


@transaction.atomic
def undo_verdict(*, user: User, posting: Posting) -> bool:
    """Take the last word back; whether there was one."""
    gone, _rows = MatchVerdict.objects.filter(user=user, posting=posting).delete()
    if gone:
        _tell(user, posting, "")
    return bool(gone)


def _tell(user: User, posting: Posting, verdict: str) -> None:
    verdict_recorded.send(
        MatchVerdict, user_id=str(user.pk), posting_id=str(posting.pk), verdict=verdict
    )
    announce_on_commit(user.pk, "verdict", posting_id=posting.pk)


def move_searches(*, guest_id: UUID, user_id: UUID) -> None:
    """Re-own a guest's searches; they are no default beside one the account has."""
    found = Search.objects.owned_by(guest_id)
    if Search.objects.owned_by(user_id).filter(is_default=True).exists():
        found.update(is_default=False)
    found.update(owner_id=user_id)
    MatchVerdict.objects.filter(user_id=guest_id).exclude(
        posting__in=MatchVerdict.objects.filter(user_id=user_id).values("posting")
    ).update(user_id=user_id)
    move_corrections(guest_id=guest_id, user_id=user_id)


def fits_for(search: Search | None, postings: list[Posting], *, now: datetime) -> dict[UUID, Fit]:
    """Fits of these postings for a search: the stored ones, the others computed now."""
    if search is None:
        return {}
    held = selectors.stored_fits(search, [posting.pk for posting in postings])
    rest = [posting for posting in postings if posting.pk not in held]
    version = selectors.current_version(search) if rest else None
    if version is None:
        return held
    profile = scoring.profile_of(version, now.date())
    if profile.is_empty:
        return held
    return held | scoring.judge_all(profile, rest, selectors.wishes_of(search))


def match_profile(
    profile: CandidateProfile,
    wishes: Wishes,
    *,
    now: datetime,
    top: int = 20,
    owner_id: UUID | None = None,
) -> Answer:
    """Match anything that was read as a resume, keeping no posting and no resume.

    For a known owner by their engine version, and without the employers they hide.
    """
    engine = selectors.engine_for(owner_id)
    question = Question(profile=profile, wishes=wishes, engine_id=engine.pk, now=now)
    placing = caching.answer(question)
    found = Posting.objects.filter(pk__in=[one.posting_id for one in placing.rows])
    if owner_id is not None:
        found = found.exclude(company__in=hidden_companies(owner_id))
    shown = set(found.values_list("pk", flat=True))
    places = [one for one in placing.rows if one.posting_id in shown][:top]
    order = {one.posting_id: one.relevance for one in places}
    postings = Posting.objects.filter(pk__in=list(order)).select_related("source").defer("raw")
    fits = scoring.judge_all(profile, postings, wishes)
    rows = [Ranked(one, order[one.pk], fits[one.pk]) for one in postings]
    rows.sort(
        key=lambda row: (row.fit.is_stopped, -_number(row.fit), -row.relevance, str(row.posting.pk))
    )
    name = engine.name if placing.engine == choosing.LOCAL else placing.engine
    return Answer(rows, local.count_open(wishes), name)


def read_text(
    text: str, *, parsed: Mapping[str, Any] | None, language: str, now: datetime
) -> CandidateProfile:
    """Read a resume that is not stored."""
    return read_resume(parsed or {}, text, language, today=now.date())


def profile_of_text(text: str, *, now: datetime) -> CandidateProfile:
    """Read a resume given as plain text, in the same limited child process as files.

    Raises: UnreadableTextError.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "resume.txt"
        path.write_text(text, encoding="utf-8")
        try:
            read = read_file(path)
        except ParseFailure as failure:
            raise UnreadableTextError(failure.message, code=failure.code) from failure
    return read_text(read.text, parsed=read.resume, language=read.language or "", now=now)


def profile_of_version(version: ResumeVersion, *, now: datetime) -> CandidateProfile:
    """Read a stored version."""
    return scoring.profile_of(version, now.date())


def _number(fit: Fit) -> int:
    return -1 if fit.number is None else fit.number


def _wish(wish: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a search; a search without a name is called by its roles."""
    held = {name: wish[name] for name in WISH_FIELDS if name in wish}
    if not held.get("name") and held.get("roles"):
        held["name"] = ", ".join(held["roles"])[:120]
    return held


def _want(search: Search, now: datetime) -> None:
    Search.objects.filter(pk=search.pk).update(wanted_at=now)
    search.wanted_at = now
    announce_on_commit(search.owner_id, "matches", search_id=search.pk)
    match_search.delay_on_commit(search_id=str(search.pk))
