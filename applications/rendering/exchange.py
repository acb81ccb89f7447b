"""Files of applications and the words around them."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMAT, VERSION = "career-copilot-applications", 1
FIELD_NAMES = {
    "company_name": gettext_lazy("Company"),
    "title": gettext_lazy("Role"),
    "status": gettext_lazy("Status"),
    "applied_at": gettext_lazy("Applied on"),
    "place": gettext_lazy("Place"),
    "url": gettext_lazy("Link"),
    "source_name": gettext_lazy("Found through"),
    "deadline": gettext_lazy("Deadline"),
    "next_action": gettext_lazy("Next step"),
    "next_action_at": gettext_lazy("Next step by"),
    "priority": gettext_lazy("Priority"),
    "tags": gettext_lazy("Tags"),
    "pay_asked": gettext_lazy("Pay asked for"),
    "pay_offered": gettext_lazy("Pay offered"),
    "pay_currency": gettext_lazy("Currency"),
    "pay_period": gettext_lazy("Pay per"),
    "added_at": gettext_lazy("Added on"),
    "last_sign_at": gettext_lazy("Last sign of life"),
    "notes": gettext_lazy("Notes"),
    "description": gettext_lazy("What the posting says"),
}


def json_file(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return the applications as a JSON file."""
    body = {"format": FORMAT, "version": VERSION, "applications": rows}
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def why_no_sheet(code: str) -> str:
    """Return why a file could not be read, in a sentence."""
    sentences = {
        "empty": _("There is nothing in this file."),
        "encoding": _("The letters of this file are not written in that way. Choose another one."),
        "too_long": _("This file is too long: 5,000 rows and 10 MB are read at once."),
        "gone": _("Choose the file again: it is kept for an hour only."),
    }
    return sentences.get(code) or _(
        "This is neither a table nor a file of applications. Save it as CSV and try again."
    )
