"""What people are told about their applications without having asked just now."""

from datetime import datetime

from accounts.services.notices import tell_person
from applications.reminding import diary, rounds, silence
from applications.reminding.occasions import Occasion, untold

__all__ = ["tell_due"]


def tell_due(*, now: datetime) -> int:
    """Tell everybody what is due; returns how many things. Twice is once: each has its key."""
    found: list[Occasion] = [
        *diary.reminders(now=now),
        *diary.interviews(now=now),
        *diary.deadlines(now=now),
        *silence.follow_ups(now=now),
        *silence.moves_of_others(now=now),
    ]
    told = [_tell(occasion, now) for occasion in untold(found)]
    return sum(told) + rounds.tell_rounds(now=now)


def _tell(occasion: Occasion, now: datetime) -> bool:
    news = occasion.written()
    return tell_person(user=occasion.user, news=news, now=now) is not None
