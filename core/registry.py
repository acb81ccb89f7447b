"""What each app tells the house about itself, in its AppConfig; nobody asks the apps by name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.module_loading import import_string


class State(StrEnum):
    """How a part of the install is."""

    OK = "ok"
    NOT_CONFIGURED = "not configured"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What a look at one part found: a sentence, and what to do about it."""

    state: State
    sentence: str
    fix: str = ""


@dataclass(frozen=True)
class Check:
    """One part that `manage.py doctor` looks at.

    `look` is the dotted path of a function `() -> Finding`, imported only when somebody asks. It
    may raise: that is a broken part. It may hang: the doctor does not wait for it.
    """

    name: str
    look: str

    def function(self) -> Callable[[], Finding]:
        """The function to call."""
        found: Callable[[], Finding] = import_string(self.look)
        return found


_checks: dict[str, Check] = {}


def register_checks(*checks: Check) -> None:
    """Add parts the doctor looks at; a second check of the same name replaces the first."""
    for check in checks:
        _checks[check.name] = check


def checks() -> tuple[Check, ...]:
    """Every registered check, in the order of registration."""
    return tuple(_checks.values())


def ok(sentence: str) -> Finding:
    """The part works."""
    return Finding(State.OK, sentence)


def not_configured(sentence: str, fix: str) -> Finding:
    """The part is absent by choice; the sentence says what happens without it."""
    return Finding(State.NOT_CONFIGURED, sentence, fix)


def broken(sentence: str, fix: str) -> Finding:
    """The part should work and does not."""
    return Finding(State.BROKEN, sentence, fix)
