"""`/jobs/<id>`: is this for me?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from jobs.models import Posting
from jobs.selectors import best_of_cluster, ghost_signs, kept_apart
from jobs.selectors.market import pay_like
from matching import selectors, services
from matching.rendering.corrections import said_lines
from matching.rendering.evidence import evidence_groups, judged_parts, stop_lines
from matching.rendering.rows import adzuna_site, company_url, facts_of, link_rel, pay_of
from matching.rendering.signs import signs_in_full
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
        "signs": [] if posting.is_sample else signs_in_full(posting, ghost_signs(posting, now=now)),
        "pay_like": pay_like(posting),
        "adzuna_domain": adzuna_site(posting),
        "link_rel": link_rel(posting),
        "is_over": posting.status != Posting.Status.ACTIVE
        or (posting.expires_at is not None and posting.expires_at <= now),
        "engine": ENGINE_LINE,
        "base": "base.html" if request.user.is_authenticated else "base_public.html",
        **_elsewhere(posting, is_staff=request.user.is_staff),
    }
    if request.user.is_authenticated:
        owner = request.user
        context |= judged(owner, posting)
        context["verdict"] = selectors.verdicts_on(owner.pk, [posting.pk]).get(posting.pk, "")
    return render(request, "matching/posting.html", context)


def _elsewhere(posting: Posting, *, is_staff: bool) -> dict[str, object]:
    """The other advertisements of its job, and the one to read where this one says too little."""
    job = best_of_cluster(posting)
    here = job.besides(posting)
    still_open = [one for one in here if one.status == Posting.Status.ACTIVE]
    return {
        "here": here,
        "places": job.other_places,
        "apart": kept_apart(posting) if is_staff else [],
        "open_here": next(iter(still_open), None),
        "whole_here": next((one for one in still_open if not one.is_excerpt), None),
    }


def judged(owner: User, posting: Posting) -> dict[str, object]:
    """What the part of the page about the fit shows."""
    by_resume = services.fits_by_resume(owner.pk, posting, now=timezone.now())
    if not by_resume:
        return {"has_no_resume": True}
    best, fit = by_resume[0]
    stated, parts = judged_parts(fit)
    stops = stop_lines(fit)
    disputes = selectors.disputes_on(owner.pk, posting.pk)
    return {
        "fit": fit,
        "number": fit.number,
        "judged": stated,
        "parts": parts,
        "said": said_lines(disputes),
        "dispute_url": reverse("dispute", args=[posting.pk]),
        "groups": evidence_groups(fit),
        "stops": [stop for stop in stops if stop.is_certain],
        "questions": [stop for stop in stops if not stop.is_certain],
        "best": best,
        "others": [_other(version, one) for version, one in by_resume[1:OTHERS]],
    }


def _other(version: ResumeVersion, fit: Fit) -> dict[str, object]:
    return {"name": version.resume.name, "version": version.number, "number": fit.number}
