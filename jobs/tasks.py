"""Background work on postings: one call each."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from core.tasks import task
from jobs import selectors
from jobs.models import SourceRun
from jobs.pipeline.archiving import archive_postings
from jobs.pipeline.counting import add_up_counts
from jobs.pipeline.expiry import expire_postings
from jobs.pipeline.figures import count_days, record_click, write_searches
from jobs.pipeline.freshness import check_links, measure_sources
from jobs.pipeline.refreshing import Refresh, due_sources, refresh_unattended
from jobs.pipeline.retention import forget_old_pages
from jobs.pipeline.runs import Options
from jobs.pipeline.suggesting import add_fresh_terms, count_terms
from jobs.pipeline.talent.syncing import sync_waiting
from jobs.pipeline.unfinished import unfinished_refreshes
from jobs.pipeline.watching import watch
from jobs.pipeline.workers import worker_processes
from jobs.selectors.counting import top_searches

TOP_SEARCHES = 50
SEARCH_DAYS = 30


@task(seconds=3600)
def refresh_source(
    *, source: str, countries: list[str] | None = None, trigger: str = SourceRun.Trigger.MANUAL
) -> None:
    """Collect from one source; delivered twice, the second finds the lease taken or no changes."""
    again = refresh_unattended(
        Refresh(source=source, countries=countries or (), trigger=trigger),
        now=timezone.now(),
        options=Options(expiry_days=settings.JOB_EXPIRY_DAYS, processes=worker_processes()),
    )
    if again is not None:
        words = {"source": source, "countries": countries, "trigger": trigger}
        refresh_source.apply_async_on_commit(kwargs=words, eta=again)


@task(seconds=120)
def refresh_all() -> None:
    """Start the daily refresh of every source that has its keys."""
    for source in due_sources(now=timezone.now()):
        refresh_source.delay_on_commit(source=source, trigger=SourceRun.Trigger.SCHEDULE)


@task(seconds=600)
def sweep_expired() -> None:
    """Close postings that are over."""
    expire_postings(now=timezone.now())


@task(seconds=120)
def sweep_runs() -> None:
    """Take up runs that wait or were interrupted."""
    for source, countries in unfinished_refreshes(now=timezone.now()):
        refresh_source.delay_on_commit(source=source, countries=countries)


@task(seconds=600)
def sweep_pages() -> None:
    """Forget raw pages and refused rows of runs long over."""
    forget_old_pages(now=timezone.now(), kept_days=settings.JOB_RAW_PAGE_DAYS)


@task(seconds=3600, retries=3)
def sweep_archive() -> None:
    """Archive postings closed long ago."""
    archive_postings(now=timezone.now(), after_days=settings.JOB_ARCHIVE_DAYS)


@task(seconds=3600)
def check_freshness() -> None:
    """Look at a sample of links, then score the sources."""
    check_links(now=timezone.now(), per_source=settings.JOB_LINK_CHECKS)
    measure_sources(now=timezone.now())


@task(seconds=1200)
def sweep_talent() -> None:
    """Go on telling Talent Solution what it does not know yet."""
    sync_waiting(now=timezone.now())


@task(seconds=120)
def watch_runs() -> None:
    """Bring the alerts about postings up to date."""
    watch(now=timezone.now())


@task(seconds=120)
def count_searches() -> None:
    """Write the searches of the last minute."""
    write_searches(now=timezone.now())


@task(seconds=600)
def count_figures() -> None:
    """Bring the figures of today and yesterday up to date."""
    count_days(now=timezone.now())


@task(seconds=60)
def count_click(*, click_id: str, posting_id: str, user_id: str | None, at: str) -> None:
    """Keep that somebody left for a posting's own page."""
    record_click(
        click_id=UUID(click_id),
        posting_id=UUID(posting_id),
        user_id=UUID(user_id) if user_id else None,
        at=datetime.fromisoformat(at),
    )


@task(seconds=600)
def refresh_search() -> None:
    """Bring what search keeps up to date with what was published."""
    add_fresh_terms()
    add_up_counts()
    now = timezone.now()
    asked = [one.words for one in top_searches(SEARCH_DAYS, TOP_SEARCHES, now=now)]
    selectors.precompute(asked or selectors.commonest(TOP_SEARCHES), now=now)


@task(seconds=1800)
def count_suggestions() -> None:
    """Count the terms that search suggests anew."""
    count_terms()
