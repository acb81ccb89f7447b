"""`/resumes/versions/<id>/coverage`: which of the skills that are asked for does this version show?"""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import User
from jobs.models import Posting
from matching import selectors, services
from matching.models import Search
from matching.services.coverage import Coverage, Wanted
from matching.types import Verdict
from resumes.models import ResumeVersion
from resumes.selectors import version_of

_POSTINGS = 10


@require_GET
@never_cache
@login_required
def coverage(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Against a posting (`?posting=`), a saved search (`?search=`), or a choice of both."""
    owner = cast("User", request.user)
    version = version_of(owner, version_id)
    if version.state != ResumeVersion.State.PARSED:
        raise Http404
    searches = list(selectors.searches_of(owner.pk))
    best = [match.posting for match in selectors.best_matches(owner.pk, size=_POSTINGS)]
    posting, search = chosen_posting(request.GET.get("posting", "")), None
    if posting is None:
        search = chosen_search(searches, request.GET.get("search", ""))
    context = {
        "version": version,
        "searches": searches,
        "best": best if posting is None or posting in best else [posting, *best],
        "posting": posting,
        "search": search,
        **_shown(coverage_for(version, posting, search)),
    }
    return render(request, "resumes/feedback/coverage.html", context)


def coverage_for(
    version: ResumeVersion, posting: Posting | None, search: Search | None
) -> Coverage | None:
    """Return what is asked for and shown; None where nothing was chosen."""
    now = timezone.now()
    if posting is not None:
        return services.coverage_of_posting(version=version, posting=posting, now=now)
    if search is not None:
        return services.coverage_of_search(version=version, search=search, now=now)
    return None


def chosen_posting(key: str) -> Posting | None:
    """Return the posting that was chosen. Raises: Http404 for one that is not there."""
    if not key:
        return None
    posting = selectors.open_posting(_uuid(key))
    if posting is None:
        raise Http404
    return posting


def chosen_search(searches: list[Search], key: str) -> Search | None:
    """Return the search that was chosen. Raises: Http404 for one that is not the person's."""
    if not key:
        return None
    wanted = _uuid(key)
    found = next((one for one in searches if one.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise Http404 from None


def _shown(coverage: Coverage | None) -> dict[str, object]:
    if coverage is None:
        return {"coverage": None}
    kinds = {
        Verdict.MISSING: ("missing", _("Not in this version")),
        Verdict.ELSEWHERE: ("unsaid", _("There, but not where they look")),
        Verdict.PARTLY: ("unsaid", _("Partly shown")),
        Verdict.MET: ("shown", _("Shown")),
    }
    groups = [
        {
            "title": title,
            "lines": [_line(one, kind) for one in coverage.wanted if one.verdict is verdict],
        }
        for verdict, (kind, title) in kinds.items()
    ]
    return {"coverage": coverage, "groups": [group for group in groups if group["lines"]]}


def _line(one: Wanted, kind: str) -> dict[str, object]:
    return {
        "kind": kind,
        "title": one.name,
        "need": "must" if one.is_must else "nice",
        "postings": one.postings,
        "asks": one.asks,
        "shows": one.shows,
    }
