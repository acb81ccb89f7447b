"""`/jobs/<id>`: is this for me?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from jobs.models import Posting
from jobs.selectors.market import pay_like
from matching import selectors, services
from matching.rendering.evidence import evidence_groups, judged_parts, stop_lines
from matching.rendering.rows import adzuna_site, company_url, facts_of, link_rel, pay_of
from matching.types import Fit
from matching.views.inbox import ENGINE_LINE
from resumes.models import ResumeVersion

OTHERS = 4


@require_GET
def detail(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """One posting; with its fit for whoever is signed in and has a resume."""
    posting = selectors.open_posting(posting_id)
    if posting is None:
        raise Http404
    now = timezone.now()
    context: dict[str, object] = {
        "posting": posting,
        "facts": facts_of(posting),
        "pay_text": pay_of(posting),
        "company_url": company_url(posting),
        "pay_like": pay_like(posting),
        "adzuna_domain": adzuna_site(posting),
        "link_rel": link_rel(posting),
        "is_over": posting.status != Posting.Status.ACTIVE
        or (posting.expires_at is not None and posting.expires_at <= now),
        "engine": ENGINE_LINE,
        "base": "base.html" if request.user.is_authenticated else "base_public.html",
    }
    if request.user.is_authenticated:
        owner = request.user
        context |= _judged(owner, posting)
        context["verdict"] = selectors.verdicts_on(owner.pk, [posting.pk]).get(posting.pk, "")
    return render(request, "matching/posting.html", context)


def _judged(owner: User, posting: Posting) -> dict[str, object]:
    by_resume = services.fits_by_resume(owner.pk, posting, now=timezone.now())
    if not by_resume:
        return {"has_no_resume": True}
    best, fit = by_resume[0]
    judged, parts = judged_parts(fit)
    stops = stop_lines(fit)
    return {
        "fit": fit,
        "number": fit.number,
        "judged": judged,
        "parts": parts,
        "groups": evidence_groups(fit),
        "stops": [stop for stop in stops if stop.is_certain],
        "questions": [stop for stop in stops if not stop.is_certain],
        "best": best,
        "others": [_other(version, one) for version, one in by_resume[1:OTHERS]],
    }


def _other(version: ResumeVersion, fit: Fit) -> dict[str, object]:
    return {"name": version.resume.name, "number": fit.number}
