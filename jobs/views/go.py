"""`/jobs/<id>/go`: leave for the posting's own page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jobs import selectors
from jobs.models import Posting
from jobs.signals import posting_followed


class _WebRedirect(HttpResponseRedirect):
    """A redirect that leaves for the web and nowhere else."""

    allowed_schemes = ["http", "https"]


@never_cache
@require_GET
def go(request: HttpRequest, posting_id: UUID) -> HttpResponseRedirect:
    """Send a person to the posting's own page, which the source's terms ask for.

    Only to the address stored with the posting: nothing from the request decides where.
    """
    posting = selectors.posting_detail(posting_id)
    if posting is None or not posting.outside_url:
        raise Http404
    user_id = str(request.user.pk) if request.user.is_authenticated else None
    posting_followed.send(sender=Posting, posting_id=str(posting.pk), user_id=user_id)
    response = _WebRedirect(posting.outside_url)
    response["Referrer-Policy"] = "no-referrer"
    return response
