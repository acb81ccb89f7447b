"""Pictures of an original's pages: for its owner, or for whoever holds a link that lives a minute."""

import re

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from resumes import selectors, services
from resumes.models import ResumeVersion
from resumes.views.library import person

_DAY = 86_400
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9]{1,4}")


@require_GET
@login_required
def page_picture(request: HttpRequest, sha256: str, number: str) -> HttpResponse:
    """One page of a file, counted from 1. The address names the content, so it never changes."""
    if not _SHA256.fullmatch(sha256) or not _NUMBER.fullmatch(number):
        raise Http404
    version = selectors.original_of(person(request), sha256)
    return _answer(version, int(number), f"private, max-age={_DAY}, immutable")


@require_GET
def signed_picture(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a native client, which has no session: the link itself is the permission."""
    found = services.picture_behind(token)
    if found is None:
        raise PermissionDenied
    return _answer(*found, "private, no-store")


def _answer(version: ResumeVersion, number: int, keep: str) -> HttpResponse:
    try:
        picture = services.draw_page(version, number - 1)
    except services.NoPictureError:
        raise Http404 from None
    headers = {"Cache-Control": keep, "Vary": "Cookie"}
    return HttpResponse(picture, content_type=services.PICTURE_TYPE, headers=headers)
