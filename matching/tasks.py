"""Background work of matching."""

from uuid import UUID

from django.utils import timezone

from core.tasks import task
from matching import notifications, runs, selectors
from matching.drafting import reviews
from matching.engines import neighbours
from matching.engines.completing import NOWHERE, complete
from matching.engines.settling import settle
from matching.selectors import engines_to_complete

SEARCHES_PER_TASK = 500
VECTORS_PER_TASK = 2_000  # a few seconds, so that people who wait for their matches come between


@task(seconds=300)
def match_version(*, version_id: str) -> None:
    """Match a resume version that has just been read."""
    runs.match_version(UUID(version_id))


@task(seconds=600, retries=3)
def review_resume(*, feedback_id: str) -> None:
    """Have a language model review a resume version, where its owner agreed to one."""
    reviews.review_version(feedback_id=UUID(feedback_id), now=timezone.now())


@task(seconds=300)
def match_search(*, search_id: str) -> None:
    """Match one search against every open posting."""
    runs.match_search(UUID(search_id))


@task(seconds=900)
def refresh_matches(*, run_id: str, after: str = "") -> None:
    """Match a batch of searches against what a run published, then hand on to the next batch."""
    last = runs.refresh_after(UUID(run_id), UUID(after) if after else None)
    if last is not None:
        refresh_matches.delay_on_commit(run_id=run_id, after=str(last))


@task(seconds=300)
def sweep_matching() -> None:
    """Find matching that was asked for and never came."""
    for search_id in runs.sweep():
        match_search.delay_on_commit(search_id=str(search_id))


@task(seconds=120)
def send_alert(*, search_id: str) -> None:
    """Mail what is new in one search."""
    notifications.send_alert(UUID(search_id), now=timezone.now())


@task(seconds=60)
def sweep_alerts() -> None:
    """Hand out the searches whose mail may go; what nobody took is handed out again next time."""
    for search_id in notifications.due(now=timezone.now()):
        send_alert.apply_async_on_commit(
            kwargs={"search_id": str(search_id)}, queue="mail", expires=60
        )


@task(seconds=900)
def settle_vectors() -> None:
    """Index the vectors of what was published, then hand on while there are more."""
    if settle(VECTORS_PER_TASK) == VECTORS_PER_TASK:
        settle_vectors.delay_on_commit()


@task(seconds=300)
def follow_engines(*, after: str = "") -> None:
    """Match again whose list should be made by another engine version, a batch at a time."""
    wrong, last = runs.of_another_engine(UUID(after) if after else None, most=SEARCHES_PER_TASK)
    for search_id in wrong:
        match_search.delay_on_commit(search_id=str(search_id))
    if last is not None:
        follow_engines.delay_on_commit(after=str(last))


@task(seconds=600)
def refresh_neighbours() -> None:
    """Compute what is like the postings that are new, changed or due, then hand on."""
    done = neighbours.refresh(engine=selectors.active_engine(), now=timezone.now())
    if done == neighbours.BATCH:
        refresh_neighbours.delay_on_commit()


@task(seconds=900)
def complete_vectors(*, engine_id: str, after: str = "") -> None:
    """Place postings for a version that has no place for them, then hand on while there are more."""
    last = complete(UUID(engine_id), after=UUID(after) if after else NOWHERE, most=VECTORS_PER_TASK)
    if last is not None:
        complete_vectors.delay_on_commit(engine_id=engine_id, after=str(last))


@task(seconds=60)
def sweep_vectors() -> None:
    """See to it that the version that serves, and those made ready to, miss no open posting."""
    for engine_id in engines_to_complete():
        complete_vectors.delay_on_commit(engine_id=str(engine_id))
