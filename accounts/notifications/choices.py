"""The table of kinds and ways as a page or a client shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import NotificationSettings
from accounts.types import CHOSEN_KINDS, FIXED, Channel, Kind


@dataclass(frozen=True, slots=True)
class Cell:
    """One choice: whether this kind comes this way, or that it is not chosen here."""

    name: str
    channel: Channel
    is_on: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One kind and its ways."""

    kind: Kind
    about: Promise
    cells: list[Cell]


#: When each kind comes, said beside the choice.
ABOUT: dict[Kind, Promise] = {
    Kind.REMINDER: _("At the time you set."),
    Kind.INTERVIEW: _("A day and an hour ahead."),
    Kind.DEADLINE: _("The morning before, and on the day."),
    Kind.OFFER: _("Three days before it ends, and one."),
    Kind.FOLLOW_UP: _("When nobody replied for some days."),
    Kind.STATUS: _("When somebody else moves one of your applications."),
    Kind.NEW_MATCHES: _("What your searches found."),
    Kind.DIGEST: _("Interviews, reminders and next steps, every day."),
    Kind.WEEKLY: _("What moved and what comes, on Mondays."),
}


def table(chosen: NotificationSettings) -> list[Line]:
    """Every kind a person may choose, with its ways."""
    return [Line(kind, ABOUT[kind], _cells(kind, chosen)) for kind in CHOSEN_KINDS]


def _cells(kind: Kind, chosen: NotificationSettings) -> list[Cell]:
    ways, fixed = chosen.channels(kind), FIXED.get(kind, frozenset())
    return [Cell(f"{kind.value}.{way.value}", way, way in ways, way in fixed) for way in Channel]


def posted(names: set[str]) -> dict[Kind, frozenset[Channel]]:
    """The choices of a form that names each cell that is on."""
    return {
        kind: frozenset(
            way
            for way in Channel
            if f"{kind.value}.{way.value}" in names and way not in FIXED.get(kind, frozenset())
        )
        for kind in CHOSEN_KINDS
    }
