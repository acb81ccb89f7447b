"""`/matches`: what is new since last time, sorted by fit."""

from datetime import datetime
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from jobs.models import Posting
from matching import selectors, services
from matching.forms import country_names
from matching.models import Match, MatchVerdict, Search
from matching.rendering.rows import Row
from matching.types import Fit
from matching.views.rows import rows_of, with_leanings

PAGE = 20
SHOWN = ("", "all", "later", "stopped", "less")
ENGINE_LINE = gettext_lazy("rules 2, no AI")


def _search_of(request: HttpRequest) -> Search | None:
    """The chosen search, else the default one. 404 for another person's."""
    chosen = request.GET.get("search") or request.POST.get("search")
    return _search_named(cast("User", request.user), chosen)


def _search_named(owner: User, chosen: str | None) -> Search | None:
    if not chosen:
        return selectors.default_search(owner.pk)
    try:
        found = selectors.searches_of(owner.pk).filter(pk=UUID(chosen)).first()
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def matches(request: HttpRequest) -> HttpResponse:
    """The triage inbox of one search."""
    owner = cast("User", request.user)
    search = _search_of(request)
    if search is None:
        version = selectors.readable_versions(owner.pk).first()
        reread = version is not None and _is_reread(request)
        name = "partials/beginning.html" if reread else "matches_empty.html"
        return render(request, f"matching/{name}", {"version": version})
    template = "matching/partials/inbox.html" if _is_reread(request) else "matching/matches.html"
    return render(request, template, _inbox_of(request, search))


def _is_reread(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def _inbox_of(request: HttpRequest, search: Search) -> dict[str, object]:
    now = timezone.now()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    is_new = show == "" and search.last_seen_at is not None
    after = selectors.Marker.read(request.GET.get("after", ""))
    page = selectors.inbox(
        search,
        after=after,
        size=PAGE,
        since=search.last_seen_at if is_new else None,
        show="" if show == "all" else show,
    )
    new_count = selectors.new_since_last_look(search)
    return {
        "search": search,
        "countries": country_names(search.countries),
        "searches": list(selectors.searches_of(search.owner_id)),
        "rows": _rows(page.matches, search, now),
        "older": str(page.next_marker) if page.next_marker else "",
        "after": after,
        "show": show,
        "only_new": is_new,
        "new_count": new_count,
        "stopped_count": selectors.hidden_by_stops(search),
        "aside_count": selectors.aside_count(search),
        "live_count": selectors.live_count(search.countries, now=now),
        "now": now,
        "engine": ENGINE_LINE,
    }


def _rows(matches: list[Match], search: Search, now: datetime) -> list[Row]:
    seen = search.last_seen_at
    rows = rows_of(
        [match.posting for match in matches],
        now=now,
        fits={match.posting_id: Fit.from_json(match.explanation) for match in matches},
        new={match.posting_id for match in matches if seen is not None and match.found_at > seen},
    )
    return with_leanings(rows, search.owner_id)


@login_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Match this search again."""
    search = _search_of(request)
    if search is not None:
        services.rematch(search=search, now=timezone.now())
    return redirect("matches")


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Everything found until now has been looked at."""
    search = _search_of(request)
    if search is not None:
        services.mark_seen(search=search, now=timezone.now())
    return redirect("matches")


@login_required
@require_POST
def verdict(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """Save, Later or Not for me; the row goes, an undo stays."""
    posting = _posting(posting_id)
    said = request.POST.get("verdict", "")
    reason = request.POST.get("reason", "")
    if said not in MatchVerdict.Verdict.values or (
        reason and reason not in MatchVerdict.Reason.values
    ):
        return HttpResponse(status=400)
    owner = cast("User", request.user)
    services.record_verdict(user=owner, posting=posting, verdict=said, reason=reason)
    text = _said(said, posting)
    if not _is_reread(request):
        messages.success(request, text)
        return redirect("matches")
    context = {"text": text, "undo_url": reverse("verdict-undo", args=[posting.pk])}
    shown = _shown_inbox(request)
    if shown is None:
        context |= {"undo_target": "#undone", "undo_swap": "beforeend"}
    else:
        context["undo_url"] += f"?{shown.urlencode()}"
        context |= {"undo_target": "#inbox", "undo_swap": "outerMorph"}
        search = _search_named(owner, shown.get("search"))
        context["left"] = str(selectors.new_since_last_look(search)) if search else ""
    return render(request, "matching/partials/said.html", context)


def _shown_inbox(request: HttpRequest) -> QueryDict | None:
    """The query of the inbox page a word was said on; None on another page."""
    try:
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return None
    if page.path != reverse("matches"):
        return None
    held = QueryDict(page.query, mutable=True)
    held["inbox"] = "1"
    return held


@login_required
@require_POST
def undo(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """Take the last word back; the row returns to its place."""
    posting = _posting(posting_id)
    owner = cast("User", request.user)
    services.undo_verdict(user=owner, posting=posting)
    if not _is_reread(request):
        messages.success(request, _("Taken back."))
        return redirect("matches")
    chosen = _search_of(request)
    if request.GET.get("inbox") and chosen is not None:
        return render(request, "matching/partials/inbox.html", _inbox_of(request, chosen))
    search, now = selectors.default_search(owner.pk), timezone.now()
    fits = services.fits_for(search, [posting], now=now)
    row = rows_of([posting], now=now, fits=fits)[0]
    return render(request, "matching/partials/match.html", {"row": row})


def _posting(posting_id: UUID) -> Posting:
    posting = selectors.open_posting(posting_id)
    if posting is None:
        raise Http404
    return posting


def _said(verdict: str, posting: Posting) -> str:
    words = {
        MatchVerdict.Verdict.SAVE: _("Saved: %(title)s"),
        MatchVerdict.Verdict.LATER: _("Kept for later: %(title)s"),
        MatchVerdict.Verdict.NOT_FOR_ME: _("Not for you: %(title)s"),
    }
    return words[MatchVerdict.Verdict(verdict)] % {"title": posting.title[:60]}
