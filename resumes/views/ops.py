"""`/ops/readings`: which files are read again, and how far that is."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from resumes import selectors, services
from resumes.models import ReparseRun


@require_GET
@login_required
def readings(request: HttpRequest) -> HttpResponse:
    """The parser's versions, the run that is on its way, and former runs."""
    _staff(request)
    context = selectors.readings_by_parser()
    is_reread = bool(request.headers.get("HX-Request"))
    name = "partials/readings.html" if is_reread else "readings.html"
    return render(request, f"resumes/{name}", context)


@require_POST
@login_required
def start_reparse(request: HttpRequest) -> HttpResponse:
    """Read files again: those of older parsers, or with `all=1` every one."""
    run = services.start_reparse(
        actor=_staff(request), is_everything=request.POST.get("all") == "1"
    )
    messages.success(request, _("%(n)s files are read again in the background.") % {"n": run.total})
    return redirect("ops-readings")


@require_POST
@login_required
def stop_reparse(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """End a run where it is."""
    _staff(request)
    run = get_object_or_404(ReparseRun, pk=run_id)
    if services.stop_reparse(run=run, now=timezone.now()):
        messages.success(request, _("Stopped. What was read again stays."))
    return redirect("ops-readings")


def _staff(request: HttpRequest) -> User:
    """Raises: PermissionDenied, for everybody but staff."""
    user = cast("User", request.user)
    if not user.is_staff:
        raise PermissionDenied
    return user
