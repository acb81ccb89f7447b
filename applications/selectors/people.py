"""What applications need to know about their owner."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accounts.models import Profile, User


def zone_of(user: User) -> ZoneInfo:
    """Return the person's time zone; UTC when none, or none that exists, was set."""
    name = Profile.objects.filter(user=user).values_list("time_zone", flat=True).first()
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def name_of(user: User) -> str:
    """Return what to call the person: their first name, or nothing."""
    name = Profile.objects.filter(user=user).values_list("name", flat=True).first() or ""
    return name.split(" ")[0]


def locale_of(user: User) -> str:
    """Return the language the person reads."""
    return Profile.objects.filter(user=user).values_list("locale", flat=True).first() or "en-gb"


def full_name_of(user: User) -> str:
    """Return the person's whole name, or nothing."""
    return Profile.objects.filter(user=user).values_list("name", flat=True).first() or ""
