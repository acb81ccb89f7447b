"""People who asked for mail, and what they got of it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Profile
from accounts.tests.mail_server import mail_server
from jobs.models import SourceRun
from jobs.tests.factories import SourceFactory
from matching import notifications, runs
from matching.models import Search, SearchHit
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory

__all__ = ["mail_server", "new_postings", "reader", "send_due", "states", "stop_path"]


def reader(cadence="INSTANT", *, verified=True, **profile):
    """Somebody with a resume that was read and a search with alerts, for an hour."""
    version = ResumeVersionFactory()
    owner = version.owner
    EmailAddress.objects.create(user=owner, email=owner.email, verified=verified, primary=True)
    Profile.objects.filter(user=owner).update(name="Sam Example", **profile)
    search = SearchFactory(
        owner=owner, cadence=cadence, alerts_since=timezone.now() - timedelta(hours=1)
    )
    runs.match_search(search.pk)
    return search


def new_postings(count=1, **fields):
    """A run publishes these; the searches are matched against it."""
    started = timezone.now()
    source = fields.get("source") or SourceFactory(
        attribution="Jobs by Adzuna", home_url="https://www.adzuna.co.uk/"
    )
    run = SourceRun.objects.create(source=source, trigger="SCHEDULE", started_at=started)
    fields = {"first_seen_at": started, "source": source} | fields
    made = [
        published(
            **{
                "title": f"Backend developer {number}",
                "description": f"You have Django and PostgreSQL. Team {number} builds APIs.",
            }
            | fields
        )
        for number in range(count)
    ]
    for search in Search.objects.filter(matched_at=None).values_list("pk", flat=True):
        runs.match_search(search)
    runs.refresh_after(run.pk)
    return made


def send_due(now=None):
    """A sweep, and the worker right behind it; for every search whether its mail went."""
    now = now or timezone.now()
    return [
        notifications.send_alert(search_id, now=now) for search_id in notifications.due(now=now)
    ]


def states():
    return sorted(SearchHit.objects.values_list("state", flat=True))


def stop_path(letter):
    return letter["List-Unsubscribe"].strip(" <>").removeprefix("https://jobs.example")
