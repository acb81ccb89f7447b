"""The board and the table."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from applications import services
from applications.models import Application, ApplicationEvent
from applications.selectors import table
from applications.selectors.board import CARDS_AT_ONCE, attention, board, counts_by_column, more_of
from applications.selectors.cards import card_of
from applications.selectors.detail import mine
from applications.states import CLOSED, LANDING, Column, Status, likely_end
from applications.views.doors import back, is_htmx, own, page, person
from applications.views.words import card_words, column_words

ROWS = 50
CARDS = 12  # in a column at first sight; the rest comes as it is scrolled to
MOST_AT_ONCE = 500
MOST_UNFOLDED = 100  # times a column was scrolled to its end before the board is read again


@require_GET
@page
def applications(request: HttpRequest) -> HttpResponse:
    """Where does each stand, and what is next?"""
    is_table = request.GET.get("view") == "table"
    context = _table(request) if is_table else _board(request)
    context |= {"is_table": is_table, "views": _views(is_table=is_table)}
    if is_htmx(request) and request.GET.get("part"):
        return render(request, f"applications/partials/{context['part']}.html", context)
    return render(request, "applications/applications.html", context)


def _board(request: HttpRequest) -> dict[str, Any]:
    more = Counter(request.GET.getlist("unfolded")[:MOST_UNFOLDED])
    unfolded = {c: more[c.value] * CARDS_AT_ONCE for c in Column}
    who = person(request)
    shown = board(who.pk, now=timezone.now(), per_column=CARDS, unfolded=unfolded)
    first = next((c.column for c in shown.columns if c.count), Column.SAVED)
    asked = request.GET.get("column")
    first = Column(asked) if asked in Column.values else first
    columns = [column_words(c, is_first_shown=c.column == first) for c in shown.columns]
    for words in columns:
        words["unfolded"] = range(min(more[words["key"]], MOST_UNFOLDED))
    return {
        "part": "board",
        "columns": columns,
        "total": shown.total,
        "due": shown.needs_action,
        "without": shown.without_next_step,
    }


def _table(request: HttpRequest) -> dict[str, Any]:
    asked, now, owner = request.GET, timezone.now(), person(request).pk
    filters = table.Filters(
        words=asked.get("q", "")[:200],
        column=Column(asked["column"]) if asked.get("column") in Column.values else None,
        show=asked.get("show", ""),
        order=asked.get("order", ""),
    )
    rows = table.applications(owner, filters, now=now)
    sheet = Paginator(rows, ROWS).get_page(asked.get("page"))
    counts = counts_by_column(owner)
    steps = attention(owner, now=now)
    return {
        "part": "table",
        "filters": filters,
        "columns": [{"key": c.value, "name": c.label, "count": counts[c]} for c in Column],
        "cards": [card_words(card_of(row, now=now)) for row in sheet],
        "sheet": sheet,
        "total": sum(counts.values()),
        "due": steps["due"],
        "without": steps["without"],
        "bulk": [s for s in Status if s in CLOSED or s in LANDING.values()],
    }


def _views(*, is_table: bool) -> list[dict[str, Any]]:
    here = reverse("applications")
    return [
        {
            "label": _("Board"),
            "url": here,
            "is_current": not is_table,
            "icon_name": "layout-kanban",
        },
        {
            "label": _("Table"),
            "url": f"{here}?view=table",
            "is_current": is_table,
            "icon_name": "layout-list",
        },
    ]


@require_GET
@page
def column(request: HttpRequest, key: str) -> HttpResponse:
    """The next cards of one column, as its end is scrolled into view."""
    if key not in Column.values:
        raise Http404
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError as error:
        raise Http404 from error
    more = more_of(person(request).pk, Column(key), after=after, now=timezone.now())
    context = {"column": column_words(more), "is_unfolded": True}
    return render(request, "applications/partials/cards.html", context)


@require_POST
@page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a card by its menu (`to` = a column or an end) or by dragging (`after` too).

    `seen` is the status the page showed: a page that is out of date is told, not obeyed.
    """
    application = own(request, pk)
    asked = {**request.GET.dict(), **request.POST.dict()}
    seen = Status(asked["seen"]) if asked.get("seen") in Status.values else None
    event = _moved(request, application, asked.get("to", ""), asked.get("after", ""), seen)
    said = _("%(company)s is now “%(status)s”.") % {
        "company": application.company_name,
        "status": Status(application.status).label,
    }
    if is_htmx(request) and "board" in request.POST:
        return _board_again(request, said)
    if is_htmx(request):
        ends = _other_ends(application, asked.get("to", ""))
        context = {"said": said, "event": event, "application": application, "ends": ends}
        return render(request, "applications/partials/moved.html", context)
    messages.success(request, said)
    return back(request, "applications")


def _moved(
    request: HttpRequest, application: Application, to: str, after: str, seen: Status | None
) -> ApplicationEvent | None:
    who, now = person(request), timezone.now()
    if to in Column.values:
        return services.place_application(
            application=application,
            column=Column(to),
            after=_uuid_or_none(after),
            end=likely_end(Status(application.status)),
            seen=seen,
            actor=who,
            now=now,
        )
    if to not in Status.values:
        raise Http404
    return services.move_application(
        application=application, to=Status(to), by_hand=True, seen=seen, actor=who, now=now
    )


def _other_ends(application: Application, to: str) -> list[Status]:
    """A card dropped on Closed was given its likeliest end: offer the others."""
    if to != Column.CLOSED:
        return []
    return [end for end in Status if end in CLOSED and end != application.status]


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@page
def move_many(request: HttpRequest) -> HttpResponse:
    """Move the chosen rows of the table at once."""
    to = request.POST.get("to", "")
    chosen = {key for text in request.POST.getlist("chosen") if (key := _uuid_or_none(text))}
    if to not in Status.values or not chosen:
        messages.warning(request, _("Choose at least one application, and where to move it."))
        return back(request, "applications")
    rows = mine(person(request).pk).filter(pk__in=list(chosen)[:MOST_AT_ONCE]).order_by("pk")
    moved, left = services.move_many(
        applications=rows, to=Status(to), actor=person(request), now=timezone.now()
    )
    if moved:
        said = ngettext("%(n)s application moved.", "%(n)s applications moved.", len(moved))
        messages.success(request, said % {"n": len(moved)})
    for application, why in left:
        messages.warning(request, f"{application.company_name}: {why}")
    return back(request, "applications")


@require_POST
@page
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a move back."""
    events = ApplicationEvent.objects.filter(application__owner_id=person(request).pk, pk=pk)
    event = events.select_related("application").first()
    if event is None:
        raise Http404
    services.undo(event=event, actor=person(request), now=timezone.now())
    said = _("Undone: %(company)s is “%(status)s” again.") % {
        "company": event.application.company_name,
        "status": Status(event.application.status).label,
    }
    if is_htmx(request):
        return _board_again(request, said)
    messages.success(request, said)
    return back(request, "applications")


def _board_again(request: HttpRequest, said: str) -> HttpResponse:
    """The board as it is now, with a toast: for the buttons of a toast."""
    context = _board(request) | {"said": said}
    return render(request, "applications/partials/board_and_toast.html", context)
