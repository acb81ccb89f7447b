"""What applications hold: postings that must not leave the database yet, and versions of resumes."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from applications.models import Application
from resumes.holders import Use


def held_postings(postings: Sequence[UUID]) -> set[UUID]:
    """Which of these postings an application points to, open or closed.

    An application keeps its own copy and would survive; its link to the posting would not.
    """
    held = Application.objects.filter(posting_id__in=postings).values_list("posting_id", flat=True)
    return set(held)


def uses_of_versions(versions: Sequence[UUID]) -> Iterator[Use]:
    """Yield the applications these versions go with, those that moved last first."""
    rows = Application.objects.filter(version_id__in=versions, owner_id=F("version__owner_id"))
    shown = rows.only("id", "title", "company_name", "status", "version_id")
    for row in shown.order_by("-updated_at", "-pk"):
        assert row.version_id is not None
        address = reverse("application", args=[row.pk])
        yield Use(row.version_id, str(row), row.get_status_display(), address)
