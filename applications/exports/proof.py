"""What stands in a proof of search for a job centre: the applications of some weeks, with their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Sent:
    """One application that was sent."""

    on: date
    company_name: str
    title: str
    place: str
    through: str
    status: str
    status_on: date


def proof(
    rows: Sequence[Sent], *, name: str, first: date, last: date, made_on: date, language: str
) -> dict[str, Any]:
    """Return the words of the document, for the typesetting program."""
    count = ngettext("%(n)s application", "%(n)s applications", len(rows)) % {"n": len(rows)}
    return {
        "title": _("Proof of job search"),
        "name": name,
        "language": language.split("-", maxsplit=1)[0],
        "period": f"{_day(first)} – {_day(last)}",
        "count": count,
        "made": _("Made on %(day)s with Career Copilot") % {"day": _day(made_on)},
        "heads": [_("Applied"), _("Company"), _("Role"), _("Place"), _("Through"), _("Status")],
        "rows": [_row(row) for row in rows],
        "nothing": _("No application was sent in this time."),
        "signed": [_("Place, date"), _("Signature")],
    }


def _row(row: Sent) -> list[str]:
    status = f"{row.status}\n{_day(row.status_on)}" if row.status_on != row.on else row.status
    return [_day(row.on), row.company_name, row.title, row.place, row.through, status]


def _day(day: date) -> str:
    return str(formats.date_format(day, "SHORT_DATE_FORMAT", use_l10n=True))
