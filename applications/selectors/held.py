"""Postings that must not leave the database yet."""

from collections.abc import Sequence
from uuid import UUID

from applications.models import Application


def held_postings(postings: Sequence[UUID]) -> set[UUID]:
    """Which of these postings an application points to, open or closed.

    An application keeps its own copy and would survive; its link to the posting would not.
    """
    held = Application.objects.filter(posting_id__in=postings).values_list("posting_id", flat=True)
    return set(held)
