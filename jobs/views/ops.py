"""`/ops/ingestion`: is the collection of postings healthy, and what can be done about it?"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import alerting
from accounts.models import User
from core import dead_letters
from core.errors import DomainError
from jobs import selectors, services
from jobs.models import Source
from jobs.pipeline import standing
from jobs.selectors import ingestion
from jobs.views.words import run_shown, source_shown

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

RUNS = 20
_LATELY = timedelta(days=7)
_PAYLOAD_SHOWN = 4000  # characters


def staff_only(view: View[P]) -> View[P]:
    """Ask for a sign-in, and refuse everybody but staff."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _actor(request).is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast("View[P]", inner)


@require_GET
@staff_only
def ingestion_page(request: HttpRequest) -> HttpResponse:
    """Runs, sources, quota and what is wrong; re-read by itself while something runs."""
    now = timezone.now()
    sources = list(ingestion.managed_sources())
    known = standing.standings()
    breakers = standing.open_breakers([source.slug for source in sources])
    shown = [
        source_shown(source, known.get(source.slug), breakers.get(source.slug, 0.0), now=now)
        for source in sources
    ]
    context = {
        "active": [run_shown(run, now=now) for run in ingestion.active_runs()],
        "runs": [run_shown(run, now=now) for run in ingestion.finished_runs(RUNS)],
        "sources": [one for one in shown if not one.needs],
        "absent": [one for one in shown if one.needs],
        "refusals": ingestion.latest_refusals(since=now - _LATELY),
        "keys": standing.keys_left(now=now),
        "next": ingestion.next_refresh(now=now),
        "open_count": selectors.live_count(now=now),
        "alerts": list(alerting.open_alerts()),
        "letters": dead_letters.waiting().count(),
    }
    name = "partials/ingestion.html" if _is_reread(request) else "ingestion.html"
    return render(request, f"jobs/{name}", context)


@require_GET
@staff_only
def run_page(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run: its stages with their logs, and what was refused."""
    run = ingestion.run_detail(run_id)
    if run is None:
        raise Http404
    shown = run_shown(run, now=timezone.now())
    logs = [stage for stage in run.stages.all() if stage.log or stage.error]
    context = {
        "shown": shown,
        "logs": logs,
        "refusals": [
            {"about": one, "samples": [_sample(row.payload) for row in one.samples]}
            for one in ingestion.refusals_of(run)
        ],
        "counts": _counts(run.counts),
        "can_go_on": run.state == "FAILED",
        "stopped_early": str(run.cursor.get("stopped_early") or ""),
    }
    name = "partials/run.html" if _is_reread(request) else "run.html"
    return render(request, f"jobs/{name}", context)


@require_POST
@staff_only
def refresh(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a run of one source."""
    source = get_object_or_404(Source, slug=slug)
    try:
        services.request_refresh(actor=_actor(request), source=source, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        text = _("%(source)s is refreshed as soon as a worker is free.")
        messages.success(request, text % {"source": source.name})
    return redirect("ops-ingestion")


@require_POST
@staff_only
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    """Pause a source, or go on with it: `enabled=1` in the form."""
    source = get_object_or_404(Source, slug=slug)
    goes_on = request.POST.get("enabled") == "1"
    services.set_source_enabled(
        actor=_actor(request), source=source, is_enabled=goes_on, now=timezone.now()
    )
    text = _("%(source)s is on again.") if goes_on else _("%(source)s is paused.")
    messages.success(request, text % {"source": source.name})
    return redirect("ops-ingestion")


@require_POST
@staff_only
def go_on(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Begin the stage at which a run stopped again."""
    run = ingestion.run_detail(run_id)
    if run is None:
        raise Http404
    try:
        services.resume_run(actor=_actor(request), run=run, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The run goes on as soon as a worker is free."))
    return redirect("ops-run", run.pk)


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)


def _is_reread(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def _sample(payload: object) -> str:
    text = json.dumps(payload, indent=2, ensure_ascii=False)
    return text if len(text) <= _PAYLOAD_SHOWN else f"{text[:_PAYLOAD_SHOWN]}\n…"


def _counts(counts: dict[str, int]) -> list[dict[str, object]]:
    words = {
        "created": _("new"),
        "updated": _("changed"),
        "unchanged": _("known"),
        "resurrected": _("came back"),
        "expired": _("closed"),
        "rejected": _("refused"),
    }
    return [
        {"label": word, "value": f"{counts[name]:,}"}
        for name, word in words.items()
        if name in counts
    ]
