"""What people are told about their applications without having asked just now."""

from collections.abc import Iterable
from datetime import datetime

from accounts.services.notices import tell_person
from applications.reminding import diary, rounds, silence
from applications.reminding.occasions import Occasion, untold

__all__ = ["tell_at_leisure", "tell_due"]


def tell_due(*, now: datetime) -> int:
    """Tell what is due to the minute; returns how many things. Twice is once: each has its key."""
    found = [*diary.reminders(now=now), *diary.interviews(now=now)]
    return _tell([*found, *silence.moves_of_others(now=now)], now) + rounds.tell_days(now=now)


def tell_at_leisure(*, now: datetime) -> int:
    """Tell what may come some minutes later, and is looked for among many rows. Twice is once."""
    found = [*diary.deadlines(now=now), *silence.follow_ups(now=now)]
    return _tell(found, now) + rounds.tell_weeks(now=now)


def _tell(found: Iterable[Occasion], now: datetime) -> int:
    told = [
        tell_person(user=occasion.user, news=occasion.written(), now=now)
        for occasion in untold(found)
    ]
    return sum(one is not None for one in told)
