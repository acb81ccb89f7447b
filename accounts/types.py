"""Values people give, checked the same way in forms and in the API."""

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

#: Where the session keeps the link a mail would have carried, until a page shows it.
SHOWN_LINK = "shown_link"

#: Changes when more, or something else, is sent to a language model: people are asked again.
AI_CONSENT_VERSION = "2"
#: Days that texts sent to a language model may be kept for their owner; 0: not at all.
AI_KEEP_DAYS = (0, 7, 30, 90)

_COUNTRY = re.compile(r"[A-Za-z]{2}")


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone.") % {"name": name})


def check_country(code: str) -> None:
    """Raise ValidationError unless `code` is empty or looks like an ISO 3166 code of two letters."""
    if code and not _COUNTRY.fullmatch(code):
        raise ValidationError(_("Write the country as two letters, such as GB."))


class Kind(TextChoices):
    """What a person may be told about."""

    REMINDER = "REMINDER", _lazy("Reminders you set")
    INTERVIEW = "INTERVIEW", _lazy("Interviews")
    DEADLINE = "DEADLINE", _lazy("Deadlines")
    OFFER = "OFFER", _lazy("Offers to answer")
    FOLLOW_UP = "FOLLOW_UP", _lazy("No reply: follow up?")
    STATUS = "STATUS", _lazy("Status changes others make")
    NEW_MATCHES = "NEW_MATCHES", _lazy("New postings that fit")
    DIGEST = "DIGEST", _lazy("The day ahead")
    WEEKLY = "WEEKLY", _lazy("Your week")
    ACCOUNT = "ACCOUNT", _lazy("Your account")


class Channel(TextChoices):
    """A way to a person."""

    IN_APP = "IN_APP", _lazy("Here")
    EMAIL = "EMAIL", _lazy("E-mail")
    PUSH = "PUSH", _lazy("Push")
    WEBHOOK = "WEBHOOK", _lazy("Webhook")


_PROMPT = frozenset({Channel.IN_APP, Channel.EMAIL, Channel.PUSH, Channel.WEBHOOK})
#: How each kind comes until the person chooses.
USUAL: dict[Kind, frozenset[Channel]] = {
    Kind.REMINDER: _PROMPT,
    Kind.INTERVIEW: _PROMPT,
    Kind.DEADLINE: _PROMPT,
    Kind.OFFER: _PROMPT,
    Kind.FOLLOW_UP: frozenset({Channel.IN_APP, Channel.EMAIL, Channel.WEBHOOK}),
    Kind.STATUS: _PROMPT,
    Kind.NEW_MATCHES: frozenset({Channel.IN_APP, Channel.WEBHOOK}),
    Kind.DIGEST: frozenset(),
    Kind.WEEKLY: frozenset({Channel.EMAIL}),
    Kind.ACCOUNT: frozenset({Channel.IN_APP, Channel.EMAIL}),
}
#: What nobody can switch off: that a way to them is out of order, for one.
ALWAYS = frozenset({Kind.ACCOUNT})
#: Not a choice here: each search says itself when its mails come.
FIXED: dict[Kind, frozenset[Channel]] = {Kind.NEW_MATCHES: frozenset({Channel.EMAIL})}
CHOSEN_KINDS = tuple(kind for kind in Kind if kind not in ALWAYS)
FOLLOW_UP_DAYS = (0, 5, 7, 10, 14, 21)  # 0: never
