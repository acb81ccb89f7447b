"""What people decide about postings and their sources."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import is_within_rate
from core.errors import DomainError
from jobs.enrichment import EnrichedPosting, RawPosting, enrich
from jobs.models import (
    Company,
    CompanyFollow,
    CompanyHide,
    NotDuplicate,
    Posting,
    Source,
    SourceRun,
)
from jobs.pipeline import links, pasted
from jobs.pipeline.clustering import regroup
from jobs.pipeline.figures import note_search
from jobs.pipeline.refreshing import refreshable, stale_keyless
from jobs.pipeline.talent import calls as talent_calls
from jobs.tasks import refresh_source
from jobs.types import LinkReading, PostingFilter


class NotStaffError(DomainError):
    """Only staff may do this."""

    code = "forbidden"
    status = 403


class CannotRefreshError(DomainError):
    """This source cannot be refreshed."""

    code = "cannot_refresh"


class TooManyLinksError(DomainError):
    """Too many links were read for this person lately."""

    code = "too_many_links"
    status = 429


class SamePostingError(DomainError):
    """A posting cannot be told apart from itself."""

    code = "same_posting"
    status = 400


def take_talent_search(*, now: datetime) -> bool:
    """Count one search of Talent Solution against today's calls; False when none is left."""
    return talent_calls.take(talent_calls.Purpose.SEARCH, now=now)


@transaction.atomic
def request_refresh(*, actor: User, source: Source, now: datetime) -> SourceRun:
    """Ask for a run of one source as soon as a worker is free; returns the waiting run.

    Asking again while one waits returns that one.
    """
    if not actor.is_staff:
        raise NotStaffError(_("Only staff may start a refresh."))
    if source.slug not in refreshable():
        raise CannotRefreshError(
            _("%(source)s has no keys, is switched off, or is not refreshed from the network.")
            % {"source": source.name}
        )
    run = _waiting_run(actor, source, now)
    refresh_source.delay_on_commit(source=source.slug)
    return run


@transaction.atomic
def resume_run(*, actor: User, run: SourceRun, now: datetime) -> SourceRun:
    """Begin the stage at which a run stopped again, as soon as a worker is free.

    Raises: NotStaffError, CannotRefreshError when the run did not stop or its source cannot be asked.
    """
    if not actor.is_staff:
        raise NotStaffError(_("Only staff may start a refresh."))
    if run.source.slug not in refreshable():
        raise CannotRefreshError(_("This source cannot be refreshed now."))
    stopped = SourceRun.objects.filter(pk=run.pk, state=SourceRun.State.FAILED)
    if not stopped.update(next_try_at=now, tries=0, updated_at=now):
        raise CannotRefreshError(_("This run did not stop: there is nothing to go on with."))
    run.refresh_from_db()
    countries = run.cursor.get("request", {}).get("countries")
    refresh_source.delay_on_commit(source=run.source.slug, countries=countries, trigger=run.trigger)
    return run


@transaction.atomic
def set_source_enabled(*, actor: User, source: Source, is_enabled: bool, now: datetime) -> None:
    """Pause a source or go on with it; a run that goes on now ends as it would. Raises: NotStaffError."""
    if not actor.is_staff:
        raise NotStaffError(_("Only staff may pause a source."))
    Source.objects.filter(pk=source.pk).update(is_enabled=is_enabled, updated_at=now)


@transaction.atomic
def follow_company(*, user: User, company: Company) -> None:
    """Refresh this employer's sources first from now on; who follows does not hide."""
    CompanyHide.objects.filter(user=user, company=company).delete()
    CompanyFollow.objects.get_or_create(user=user, company=company)


@transaction.atomic
def hide_company(*, user: User, company: Company) -> None:
    """Leave this employer's postings out of the person's lists; who hides does not follow."""
    CompanyFollow.objects.filter(user=user, company=company).delete()
    CompanyHide.objects.get_or_create(user=user, company=company)


@transaction.atomic
def unfollow_company(*, user: User, company: Company) -> None:
    """Take a follow back."""
    CompanyFollow.objects.filter(user=user, company=company).delete()


@transaction.atomic
def show_company(*, user: User, company: Company) -> None:
    """Take a hide back."""
    CompanyHide.objects.filter(user=user, company=company).delete()


def move_stances(*, guest_id: UUID, user_id: UUID) -> None:
    """Give what a guest said of employers to the account they signed in to; its own words stay."""
    mine = (
        CompanyFollow.objects.filter(user_id=user_id).values_list("company_id"),
        CompanyHide.objects.filter(user_id=user_id).values_list("company_id"),
    )
    known = {company_id for said in mine for (company_id,) in said}
    for model in (CompanyFollow, CompanyHide):
        model.objects.filter(user_id=guest_id).exclude(company_id__in=known).update(user_id=user_id)


def count_search(*, words: str, filters: PostingFilter, now: datetime) -> None:
    """Count one search, without a name and without waiting for it."""
    note_search(words, filters, now=now)


def request_keyless_refresh(*, now: datetime) -> list[str]:
    """Ask for a run of every keyless source that gave nothing lately; returns their slugs.

    Needs no person: it is what a start of the product does. A message that is lost costs a day
    at most, for the daily refresh asks the same sources.
    """
    stale = stale_keyless(now=now)
    for source in stale:
        refresh_source.delay_on_commit(source=source, trigger=SourceRun.Trigger.SCHEDULE)
    return stale


def read_link(*, actor: User, url: str) -> LinkReading:
    """Read the job a page describes for a person, who decides what becomes of it.

    Raises: TooManyLinksError, LinkError.
    """
    if not is_within_rate(f"link:{actor.pk}", limit=settings.LINKS_AN_HOUR, seconds=3600):
        raise TooManyLinksError(_("That were many links; go on in an hour, or paste the text."))
    return links.read_link(url)


def read_page(*, url: str, page: str, text: str, title: str) -> LinkReading:
    """Read a page a person's own browser has open: nothing is fetched.

    Args:
        page: the HTML of what it says for programs; text: what it says for people.
    """
    found = links.described(page, url)
    return found if found.is_complete else pasted.read_pasted(text, title=title, url=url)


def read_pasted(text: str, *, title: str = "", url: str = "") -> LinkReading:
    """Read what a person copied from a page, or shared."""
    return pasted.read_pasted(text, title=title, url=url)


@transaction.atomic
def mark_not_duplicate(*, actor: User, one: Posting, other: Posting) -> NotDuplicate:
    """Say that two postings are two jobs; remembered for every later run. Twice changes nothing.

    Staff only: clusters are everybody's, and one person's mistake would change every list.
    """
    _refuse_others(actor)
    if one.pk == other.pk:
        raise SamePostingError
    first, second = sorted((one.pk, other.pk))
    mark, _created = NotDuplicate.objects.get_or_create(
        one_id=first, other_id=second, defaults={"marked_by": actor}
    )
    regroup([first, second])
    return mark


@transaction.atomic
def undo_not_duplicate(*, actor: User, one: Posting, other: Posting) -> None:
    """Take the mark back: what the two say decides again. Without a mark nothing happens."""
    _refuse_others(actor)
    first, second = sorted((one.pk, other.pk))
    deleted, _kinds = NotDuplicate.objects.filter(one_id=first, other_id=second).delete()
    if deleted:
        regroup([first, second])


def _refuse_others(actor: User) -> None:
    if not actor.is_staff:
        raise NotStaffError(_("Only staff may say which postings are one job."))


def _waiting_run(actor: User, source: Source, now: datetime) -> SourceRun:
    waiting = source.runs.filter(state=SourceRun.State.QUEUED)
    if run := waiting.first():
        return run
    try:
        with transaction.atomic():
            return SourceRun.objects.create(
                source=source,
                trigger=SourceRun.Trigger.MANUAL,
                state=SourceRun.State.QUEUED,
                started_at=now,
                requested_by=actor,
            )
    except IntegrityError:
        return waiting.get()  # somebody asked in the same moment


def read_advertisement(
    title: str, description: str, *, place: str = "", company: str = ""
) -> EnrichedPosting:
    """Read an advertisement as the pipeline reads it, without keeping anything."""
    return enrich(
        RawPosting(
            source="",
            external_id="",
            title=title,
            description=description,
            location_text=place,
            company=company,
        )
    )
