"""What the parts of a page are given: rows in words, with their addresses."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from applications.models import Application, ApplicationEvent, Interview
from applications.rendering.markdown import safe_markdown
from applications.selectors.board import BoardColumn
from applications.selectors.cards import Card
from applications.selectors.detail import Detail
from applications.selectors.today import FirstRun
from applications.states import CLOSED, COLUMN_OF, Column, Status
from matching.models import Match

Kind = ApplicationEvent.Kind
ICONS = {
    Kind.CREATED: "plus",
    Kind.MOVED: "arrow-right",
    Kind.CORRECTED: "pencil",
    Kind.NOTE: "note",
    Kind.INTERVIEW: "calendar-event",
    Kind.REMINDER: "bell",
    Kind.LEFT: "external-link",
    Kind.CHANGED: "pencil",
    Kind.MAIL: "mail",
}
LETTER_EVENTS = {
    "composed": _lazy("Cover letter composed"),
    "written": _lazy("Cover letter written by a model"),
    "finished": _lazy("Cover letter finished"),
    "reopened": _lazy("Cover letter detached"),
}
_LABELS = {f.name: f.verbose_name for f in Application._meta.get_fields() if f.concrete}  # noqa: SLF001
GOOD_NEWS = {Status.INTERVIEW, Status.OFFER, Status.ACCEPTED, Status.SCREENING}


def moves_from(status: Status) -> str:
    """Return the entries of a Move menu, the same for every card that stands there; none: ""."""
    return _entries(status, get_language())


@cache
def _entries(status: Status, _language: str) -> str:
    if status == Status.SUBMITTING:
        return ""
    moves = {"moves": _moves_from(status)}
    return SafeString(render_to_string("applications/partials/move_items.html", moves).strip())


def _moves_from(status: Status) -> list[dict[str, str]]:
    """The other columns, then the four ends."""
    here = COLUMN_OF[status]
    columns = [
        {"value": column.value, "label": str(column.label)}
        for column in Column
        if column not in {here, Column.CLOSED}
    ]
    if status in {Status.IN_REVIEW, Status.READY, Status.APPROVED, Status.FAILED}:
        columns.insert(0, {"value": Status.PREPARING.value, "label": _("Preparing again")})
    ends = {
        Status.ACCEPTED: _("Closed: accepted"),
        Status.REJECTED: _("Closed: rejected"),
        Status.WITHDRAWN: _("Closed: withdrawn"),
        Status.GHOSTED: _("Closed: no reply"),
    }
    return columns + [
        {"value": end.value, "label": label} for end, label in ends.items() if end != status
    ]


def card_words(card: Card) -> dict[str, Any]:
    """Return a card as the board's part shows it."""
    step = card.next_step
    return {
        "id": card.id,
        "url": reverse("application", args=[card.id]),
        "title": card.title,
        "company": card.company_name,
        "score": card.fit,
        "badge": card.badge,
        "badge_kind": badge_kind(card.status),
        "next_text": step.text if step else "",
        "next_at": step.at if step else None,
        "next_kind": step.kind if step else "",
        "is_due": bool(step and step.is_due),
        "age": age_words(card),
        "looks_ghosted": card.looks_ghosted,
        "silent_days": card.silent_days,
        "priority": card.priority,
        "is_closed": card.status in CLOSED,
        "move_url": f"{reverse('application-move', args=[card.id])}?seen={card.status}",
        "moves": moves_from(card.status),
        "place": card.place,
        "status": card.status.label,
        "applied_at": card.applied_at,
        "last_sign_at": card.last_sign_at,
        "tags": card.tags,
    }


def badge_kind(status: Status) -> str:
    """Return the look of a status."""
    if status in {Status.ACCEPTED, Status.OFFER}:
        return "good"
    if status in {Status.FAILED, Status.REJECTED}:
        return "bad"
    if status in {Status.IN_REVIEW, Status.READY, Status.APPROVED, Status.SUBMITTING}:
        return "info"
    return ""


def age_words(card: Card) -> str:
    """Say how long ago the last sign of life was."""
    if card.status in CLOSED:
        return ""
    if card.silent_days == 0:
        return _("today")
    return ngettext("%(n)s d quiet", "%(n)s d quiet", card.silent_days) % {"n": card.silent_days}


def column_words(column: BoardColumn, *, is_first_shown: bool = False) -> dict[str, Any]:
    """Return a column as the board's part shows it."""
    key = column.column.value
    more_url = ""
    if column.more_after:
        more_url = f"{reverse('applications-column', args=[key])}?after={column.more_after}"
    return {
        "key": key,
        "name": str(column.column.label),
        "count": column.count,
        "cards": [card_words(card) for card in column.cards],
        "more_url": more_url,
        "table_url": f"{reverse('applications')}?view=table&column={key}",
        "is_first_shown": is_first_shown,
    }


def event_words(detail: Detail) -> list[dict[str, Any]]:
    """Return the history as the timeline shows it, newest first."""
    notes = {str(note.pk): SafeString(safe_markdown(note.text)) for note in detail.notes}
    return [
        {
            "icon_name": "arrow-back-up" if event.undoes_id else ICONS[Kind(event.kind)],
            "kind": _look(event),
            "title": _title(event),
            "href": reverse("mail", args=[event.data["mail"]])
            if event.data.get("mail") in detail.mails
            else "",
            "happened_at": event.happened_at,
            "by": "" if event.actor_id == detail.application.owner_id else _by(event),
            "html": notes.get(event.data.get("note", ""), ""),
            "remove_url": reverse("note-remove", args=[event.data["note"]])
            if event.data.get("note", "") in notes
            else "",
            "text": _of_mail(event, detail) or _more(event),
            "undo_url": reverse("application-undo", args=[event.pk])
            if event.pk == detail.undoable
            else "",
        }
        for event in detail.events
    ]


def _of_mail(event: ApplicationEvent, detail: Detail) -> str:
    """What came by mail, or that it did: a deleted message is not told again."""
    key = event.data.get("mail", "")
    if not key:
        return ""
    mail = detail.mails.get(key)
    if mail is None:
        return _("The message was deleted, or is filed elsewhere now.")
    return " · ".join(filter(None, [mail.sender, mail.subject]))


def _look(event: ApplicationEvent) -> str:
    if event.undoes_id or not event.to_status:
        return ""
    if event.to_status in GOOD_NEWS:
        return "good"
    return "bad" if event.to_status in {Status.REJECTED, Status.FAILED} else ""


def _by(event: ApplicationEvent) -> str:
    return _("by the product") if event.actor_id is None else _("by somebody else")


def _title(event: ApplicationEvent) -> str:
    kind, data = Kind(event.kind), event.data
    if event.to_status:
        return _moved(event)
    if kind == Kind.CHANGED and "added" in data:
        return _("Contact added") if "contact" in data else _("File kept")
    titles = {
        Kind.CREATED: _("Saved, with a copy of the posting")
        if data.get("how") == "posting"
        else _("Added by hand"),
        Kind.INTERVIEW: _("Interview changed") if "fields" in data else _("Interview arranged"),
        Kind.REMINDER: _("Reminder done") if data.get("done") else _("Reminder set"),
    }
    if told := LETTER_EVENTS.get(data.get("letter", "")):
        return str(told)
    return titles.get(kind, str(kind.label))


def _moved(event: ApplicationEvent) -> str:
    to = Status(event.to_status).label
    if event.undoes_id:
        return _("Undone: %(status)s again") % {"status": to}
    if event.kind == Kind.CORRECTED:
        return _("Set by hand: %(status)s") % {"status": to}
    return str(to)


def _more(event: ApplicationEvent) -> str:
    data = event.data
    if Kind(event.kind) == Kind.INTERVIEW and (at := parse_datetime(data.get("starts_at", ""))):
        kind = data.get("interview_kind", "")
        label = Interview.Kind(kind).label if kind in Interview.Kind.values else ""
        return " · ".join(filter(None, [str(label), clock(at, data.get("time_zone", "UTC"))]))
    if event.kind == Kind.LEFT:
        return str(data.get("to", ""))
    if "fields" in data:
        return ", ".join(str(_LABELS[name]) for name in data["fields"] if name in _LABELS)
    return str(data.get("added") or data.get("text") or "")


def clock(at: datetime, zone_name: str) -> str:
    """Say a moment on the clock of a zone, naming the zone when it is not the reader's."""
    zone = ZoneInfo(zone_name)
    text = format_date(at.astimezone(zone), "D j M Y, H:i")
    if at.astimezone(zone).utcoffset() == timezone.localtime(at).utcoffset():
        return text
    return f"{text} ({zone_name.replace('_', ' ')})"


def posting_words(match: Match) -> dict[str, Any]:
    """Return a new strong fit as a posting row shows it."""
    posting = match.posting
    return {
        "id": posting.pk,
        "url": reverse("posting", args=[posting.pk]),
        "title": posting.title,
        "company": posting.company_name,
        "facts": [posting.place, posting.get_remote_display() if posting.remote else ""],
        "posted_at": posting.posted_at,
        "score": match.number,
        "low": match.fit_low if match.is_provisional else None,
        "high": match.fit_high if match.is_provisional else None,
        "is_sample": posting.is_sample,
    }


def checklist(first: FirstRun) -> list[dict[str, Any]]:
    """Return the four first steps of somebody new; the first open one is the next."""
    steps: list[dict[str, Any]] = [
        {
            "is_done": first.has_resume,
            "title": _("Add your resume"),
            "text": _("PDF, Word, OpenDocument or plain text. It is read on this machine."),
            "link": reverse("resumes"),
            "link_label": _("Upload"),
        },
        {
            "is_done": first.has_search,
            "title": _("Say what you are looking for"),
            "text": _("Roles, places, pay. Filled in from your resume; half a minute."),
            "link": reverse("looking-for"),
            "link_label": _("Check it"),
        },
        {
            "is_done": first.has_saved,
            "title": _("Save a job you like"),
            "text": _("From “For you”, from a search, or typed in by hand."),
            "link": reverse("matches"),
            "link_label": _("See jobs"),
        },
        {
            "is_done": first.has_applied,
            "title": _("Apply to one"),
            "text": _("Then its replies, interviews and follow-ups are kept here."),
            "link": reverse("applications"),
            "link_label": _("Choose one"),
        },
    ]
    open_steps = [step for step in steps if not step["is_done"]]
    return [step | {"is_next": step in open_steps[:1]} for step in steps]
