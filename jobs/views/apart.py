"""Two postings that look like one job: staff say that they are two, or take that back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import DomainError
from jobs import services
from jobs.models import Posting
from jobs.views.ops import staff_only


@require_POST
@staff_only
def apart(request: HttpRequest, posting_id: UUID, other_id: UUID) -> HttpResponse:
    """Set the two postings apart; with `together` in the form, let what they say decide again."""
    pair = {
        "one": get_object_or_404(Posting, pk=posting_id),
        "other": get_object_or_404(Posting, pk=other_id),
    }
    actor = cast("User", request.user)
    try:
        if "together" in request.POST:
            services.undo_not_duplicate(actor=actor, **pair)
            messages.success(request, _("Taken back: what the two say decides again."))
        else:
            services.mark_not_duplicate(actor=actor, **pair)
            messages.success(request, _("They stand apart from now on, in every list."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("posting", posting_id)
