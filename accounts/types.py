"""Values people give, checked the same way in forms and in the API."""

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Where the session keeps the link a mail would have carried, until a page shows it.
SHOWN_LINK = "shown_link"

_COUNTRY = re.compile(r"[A-Za-z]{2}")


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone.") % {"name": name})


def check_country(code: str) -> None:
    """Raise ValidationError unless `code` is empty or looks like an ISO 3166 code of two letters."""
    if code and not _COUNTRY.fullmatch(code):
        raise ValidationError(_("Write the country as two letters, such as GB."))
