"""The board and the table."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import services
from applications.models import Application, ApplicationEvent
from applications.selectors import caching, table
from applications.selectors.board import CARDS_AT_ONCE, attention, board, counts_by_column, more_of
from applications.selectors.cards import card_of
from applications.selectors.detail import events_of, last_move, mine
from applications.states import CLOSED, LANDING, Column, Status, likely_end
from applications.transitions import AlreadyMovedError
from applications.types import check_year, moment
from applications.views.doors import back, is_htmx, own, page, person, zone
from applications.views.words import card_words, column_words
from core.errors import DomainError

ROWS = 50
CARDS = 12  # in a column at first sight; the rest comes as it is scrolled to
MOST_AT_ONCE = 500
_JUST_MOVED = "applications_just_moved"
_HOLE = SafeString("<token>")  # nobody else can write it: what people type is escaped
MOST_UNFOLDED = 100  # times a column was scrolled to its end before the board is read again


class NoSuchDayError(DomainError):
    """That is not a day something can have happened on."""

    code = "no_such_day"
    status = 422


@require_GET
@page
def applications(request: HttpRequest) -> HttpResponse:
    """Where does each stand, and what is next?"""
    is_table = request.GET.get("view") == "table"
    state = caching.state_of(person(request).pk)
    context: dict[str, Any] = {"is_table": is_table, "views": _views(is_table=is_table)}
    context["just_moved"] = request.session.pop(_JUST_MOVED, None)
    if not state.startswith("0-"):
        part, fill = ("table", _table) if is_table else ("board", _board)
        context["part"] = _as_it_stands(request, state, part, fill)
    if is_htmx(request) and request.GET.get("part") and "part" in context:
        return HttpResponse(context["part"])
    return render(request, "applications/applications.html", context)


def _as_it_stands(
    request: HttpRequest, state: str, part: str, fill: Callable[[HttpRequest], dict[str, Any]]
) -> SafeString:
    """The part as it is kept for this state of the person's applications, right to two minutes."""
    owner_id, asked = person(request).pk, request.get_full_path()
    turn = caching.turn_of(owner_id, timezone.now())
    name = f"{part}:{asked}:{turn}:{get_language()}:{zone().key}"

    def make() -> bytes:
        context = fill(request) | {"csrf_token": _HOLE}
        return render_to_string(f"applications/partials/{part}.html", context, request).encode()

    html = caching.kept(owner_id, state, name, make).decode()
    return SafeString(html.replace(_HOLE, get_token(request)))


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
        "columns": columns,
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
        "filters": filters,
        "columns": [{"key": c.value, "name": c.label, "count": counts[c]} for c in Column],
        "cards": [card_words(card_of(row, now=now)) for row in sheet],
        "sheet": sheet,
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
    try:
        event = _moved(request, application, asked)
    except AlreadyMovedError:
        return _conflict(request, own(request, pk), asked)
    return _told(request, application, event, asked.get("to", ""))


def _told(
    request: HttpRequest, application: Application, event: ApplicationEvent | None, to: str
) -> HttpResponse:
    said = _("%(company)s is now “%(status)s”.") % {
        "company": application.company_name,
        "status": Status(application.status).label,
    }
    if is_htmx(request) and "board" in request.POST:
        return _board_again(request, said)
    if is_htmx(request):
        ends = _other_ends(application, to)
        context = {"said": said, "event": event, "application": application, "ends": ends}
        response = render(request, "applications/partials/moved.html", context)
        response["Board-Status"] = application.status
        return response
    messages.success(request, said)
    return back(request, "applications")


def _conflict(
    request: HttpRequest, application: Application, asked: dict[str, str]
) -> HttpResponse:
    """Say what was done elsewhere; keeping that and moving on anyway are one tap each."""
    to = asked.get("to", "")
    wanted = Column(to).label if to in Column.values else Status(to).label
    context = {
        "application": application,
        "event": last_move(application),
        "to": to,
        "after": asked.get("after", ""),
        "wanted": wanted,
    }
    if not is_htmx(request):
        return render(request, "applications/conflict.html", context, status=409)
    response = render(request, "applications/partials/conflict.html", context, status=409)
    response["HX-Retarget"], response["HX-Reswap"] = "#board-conflicts", "beforeend"
    return response


def _moved(
    request: HttpRequest, application: Application, asked: dict[str, str]
) -> ApplicationEvent | None:
    who, now, to = person(request), timezone.now(), asked.get("to", "")
    seen = Status(asked["seen"]) if asked.get("seen") in Status.values else None
    if to in Column.values and "happened_on" not in asked:
        return services.place_application(
            application=application,
            column=Column(to),
            after=_uuid_or_none(asked.get("after", "")),
            end=likely_end(Status(application.status)),
            seen=seen,
            actor=who,
            now=now,
        )
    if to not in Status.values:
        raise Http404
    if to == application.status and seen not in {None, to}:
        return None  # somebody else did the same
    return services.move_application(
        application=application,
        to=Status(to),
        by_hand=True,
        seen=seen,
        happened_at=_day(asked.get("happened_on", ""), now),
        actor=who,
        now=now,
    )


def _day(text: str, now: datetime) -> datetime | None:
    """The noon of a day in the person's zone, now when it is today. Raises: NoSuchDayError."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        check_year(day)
    except (ValueError, ValidationError) as error:
        raise NoSuchDayError(_("Choose the day it happened.")) from error
    today = timezone.localtime(now).date()
    return now if day == today else moment(datetime.combine(day, time(12)), zone())


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
        request.session[_JUST_MOVED] = [str(event.pk) for event in moved]
    for application, why in left:
        messages.warning(request, f"{application.company_name}: {why}")
    return back(request, "applications")


@require_POST
@page
def undo_many(request: HttpRequest) -> HttpResponse:
    """Take the moves back that were made at once; what has moved on since stays where it is."""
    chosen = {key for text in request.POST.getlist("event") if (key := _uuid_or_none(text))}
    rows = events_of(person(request).pk).filter(pk__in=list(chosen)[:MOST_AT_ONCE]).order_by("pk")
    undone, left = services.undo_many(events=rows, actor=person(request), now=timezone.now())
    if undone:
        said = ngettext("%(n)s move taken back.", "%(n)s moves taken back.", undone)
        messages.success(request, said % {"n": undone})
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
