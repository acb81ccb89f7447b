"""What matching does when the apps below it have news: enqueue, nothing else."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.signals import guest_joining
from jobs.signals import posting_followed, postings_published
from matching import runs, services
from matching.tasks import (
    match_version,
    refresh_matches,
    refresh_neighbours,
    review_resume,
    settle_vectors,
)
from resumes.signals import review_wanted, version_parsed


@receiver(version_parsed, dispatch_uid="matching.match")
def match_parsed_version(version_id: str, **kwargs: Any) -> None:
    """Match what was just read."""
    match_version.delay_on_commit(version_id=version_id)


@receiver(review_wanted, dispatch_uid="matching.review")
def review_waiting_version(feedback_id: str, **kwargs: Any) -> None:
    """Have a version reviewed by a language model."""
    review_resume.delay_on_commit(feedback_id=feedback_id)


@receiver(postings_published, dispatch_uid="matching.refresh")
def refresh_published(run_id: str, created: int, updated: int, **kwargs: Any) -> None:
    """Match what a run brought."""
    if created or updated:
        refresh_matches.delay_on_commit(run_id=run_id)
        settle_vectors.delay_on_commit()
        refresh_neighbours.delay_on_commit()


@receiver(guest_joining, dispatch_uid="matching.move")
def move_searches(guest_id: str, user_id: str, **kwargs: Any) -> None:
    """Give a guest's search to the account they signed in to."""
    services.move_searches(guest_id=UUID(guest_id), user_id=UUID(user_id))
    services.move_leanings(guest_id=UUID(guest_id), user_id=UUID(user_id))


@receiver(posting_followed, dispatch_uid="matching.clicked")
def count_click(posting_id: str, user_id: str | None, **kwargs: Any) -> None:
    """Count who left for a posting's own page, where an experiment made their list."""
    if user_id is not None:
        services.record_outcome(
            user_id=UUID(user_id), posting_id=UUID(posting_id), outcome="clicks"
        )


def keep_an_engine(using: str, **kwargs: Any) -> None:
    """See to it that a migrated (or emptied) database has an engine to match with."""
    runs.ensure_engine(using)
