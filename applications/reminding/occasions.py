"""An occasion to tell somebody something, before it is put into words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, time_format

from accounts.models import Notification, User
from accounts.notifications.clock import zone_of
from accounts.notifications.telling import News
from applications.models import Application

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whom, and under which key; `write` makes the words when it turns out to be new."""

    user: User
    key: str
    write: Callable[[], News]

    def written(self) -> News:
        """The news in the person's language."""
        profile = getattr(self.user, "profile", None)
        with translation.override(profile.locale if profile else None):
            return self.write()


def untold(found: Iterable[Occasion]) -> list[Occasion]:
    """Those that nobody was told of yet, in their order."""
    new: list[Occasion] = []
    for batch in _batches(list(found)):
        keys = [occasion.key for occasion in batch]
        told = Notification.objects.filter(key__in=keys, user__in={o.user.pk for o in batch})
        known = set(told.values_list("user_id", "key"))
        new += [occasion for occasion in batch if (occasion.user.pk, occasion.key) not in known]
    return new


def _batches(found: list[Occasion]) -> Iterable[list[Occasion]]:
    return (found[start : start + _BATCH] for start in range(0, len(found), _BATCH))


def of_people(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Applications of people who can be told anything, with their owners."""
    return (
        rows.filter(owner__is_active=True, owner__is_guest=False)
        .select_related("owner__profile")
        .defer("description")
    )


def zone(user: User) -> ZoneInfo:
    """The zone of a person who was selected with their profile."""
    profile = getattr(user, "profile", None)
    return zone_of(profile.time_zone if profile else "UTC")


def page_of(application: Application) -> str:
    """The page of an application."""
    return reverse("application", args=[application.pk])


def day_words(day: date) -> str:
    """A day as people say it: Thu 26 November."""
    return str(date_format(day, "D j F"))


def moment_words(at: datetime, where: ZoneInfo) -> str:
    """A moment on the wall of somebody: Thu 26 November, 14:30."""
    local = at.astimezone(where)
    return f"{date_format(local, 'D j F')}, {time_format(local, 'H:i')}"
