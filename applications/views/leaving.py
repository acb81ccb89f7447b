"""Off to the company's site, and back: did you apply?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications import services
from applications.selectors.detail import mine
from applications.selectors.returning import RETURNING, returning_from
from applications.types import DidYouApply
from applications.views.detail import shown_posting
from applications.views.doors import back, own, page, person


@require_POST
@page
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to the company's site; on return the person is asked whether they applied.

    `pk` is an application, or a posting, which is then saved first. The answer is a page that
    goes on by itself: the policy of our pages forbids a form to end on another site.
    """
    now, who = timezone.now(), person(request)
    row = mine(who.pk).filter(pk=pk).first()
    if row is None:
        row = services.save_posting(owner=who, posting=shown_posting(pk), now=now)
    url = services.leave_for_company_site(application=row, actor=who, now=now)
    if row.left_at is not None:
        request.session[RETURNING] = str(row.pk)
    response = render(request, "applications/leaving.html", {"application": row, "url": url})
    response["Refresh"] = f"0; url={url}"
    return response


@require_GET
@page
@never_cache
def returned(request: HttpRequest) -> HttpResponse:
    """The question, for the tab a person comes back to; 204 when there is none."""
    key = request.session.get(RETURNING, "")
    found = returning_from(person(request).pk, key) if key else None
    if found is None:
        return HttpResponse(status=204)
    return render(request, "applications/partials/returned.html", {"application": found})


@require_POST
@page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Did you apply?"""
    row = own(request, pk)
    text = request.POST.get("answer", "")
    if text not in set(DidYouApply):
        raise Http404
    services.answer_did_you_apply(
        application=row, answer=DidYouApply(text), actor=person(request), now=timezone.now()
    )
    messages.success(request, _ANSWERED[DidYouApply(text)]())
    return back(request, "today")


_ANSWERED = {
    DidYouApply.YES_TODAY: lambda: _("Applied today. You will be reminded to follow up in a week."),
    DidYouApply.YES_THEN: lambda: _("Applied that day. You will be reminded to follow up."),
    DidYouApply.NOT_YET: lambda: _("You will be asked again tomorrow."),
    DidYouApply.NO: lambda: _("Closed as withdrawn. You can undo it in its timeline."),
}
