"""Pages that belong to no app."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """What is this, can I trust it, can I try it now? Who is signed in goes to today's work."""
    if request.user.is_authenticated and not getattr(request.user, "is_guest", False):
        return redirect("today")
    return render(request, "core/landing.html")


@require_GET
def favicon(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Send browsers that ask for the old address to the drawn mark."""
    return HttpResponsePermanentRedirect(static("img/mark.svg"))


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the questions a newcomer asks."""
    return render(request, "core/help.html")
