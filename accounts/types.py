"""Values people give, checked the same way in forms and in the API."""

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Where the session keeps the link a mail would have carried, until a page shows it.
SHOWN_LINK = "shown_link"

#: Changes when more, or something else, is sent to a language model: people are asked again.
AI_CONSENT_VERSION = "1"
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
