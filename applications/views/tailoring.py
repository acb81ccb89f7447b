"""A resume tailored to an application: what is proposed, what it changes, the version at the end."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.ai import keys
from accounts.selectors import profile_of
from applications.models import Tailoring
from applications.selectors.tailoring import plan_of, posting_language, tailorings_of
from applications.services import save_posting
from applications.services import tailoring as services
from applications.tailoring import Act, Proposal, Where
from applications.views.doors import is_htmx, own, page, person
from core.errors import DomainError
from jobs.models import Posting
from matching.rendering.evidence import PART_NAMES
from matching.selectors import readable_versions, version_named
from matching.types import PartKey
from resumes.selectors.differences import marked

_HEADINGS = {
    Act.SECTION: gettext_lazy("Sections"),
    Act.FIRST: gettext_lazy("Lines to put first"),
    Act.ADD: gettext_lazy("From your other resumes and your facts"),
    Act.REWRITE: gettext_lazy("In other words, written by a model"),
    Act.DROP: gettext_lazy("Lines to leave out"),
}
_WHY = {
    Act.SECTION: gettext_lazy("Your skills before your work: the posting asks for many of them."),
    Act.FIRST: gettext_lazy("They answer the posting, and stand behind lines that do not."),
    Act.ADD: gettext_lazy("You wrote or confirmed them; this resume does not say them."),
    Act.REWRITE: gettext_lazy(
        "Each was checked: every claim stands in the same entry of your resume. Read them before you accept."
    ),
    Act.DROP: gettext_lazy("Old lines that say nothing to this posting; two pages are enough."),
}
_GAPS = {
    Where.MASTER: gettext_lazy("In your resumes, not said here"),
    Where.FACTS: gettext_lazy("In your confirmed facts"),
    Where.NOT_YOURS: gettext_lazy("Not yours, and left out"),
}


@require_GET
@page
def tailor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin, or go on with what was begun."""
    application = own(request, pk)
    who = person(request)
    context = {
        "application": application,
        "versions": readable_versions(who.pk),
        "tailorings": tailorings_of(who.pk).filter(application=application)[:5],
    }
    return render(request, "applications/tailor_start.html", context)


@require_POST
@page
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose by rules."""
    application = own(request, pk)
    asked = request.POST.get("version", "")
    try:
        base = version_named(person(request).pk, UUID(asked)) if asked else None
    except ValueError:
        raise Http404 from None
    try:
        made = services.start_tailoring(application=application, base=base, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("application-tailor", application.pk)
    return redirect("tailoring", made.pk)


@require_POST
@page
def start_for_posting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a posting and tailor a resume to it."""
    shown = Posting.objects.exclude(status=Posting.Status.DELETED).select_related("source")
    posting = get_object_or_404(shown, pk=pk)
    row = save_posting(owner=person(request), posting=posting, now=timezone.now())
    return redirect("application-tailor", row.pk)


@require_GET
@page
def tailoring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would change, line by line, and what fit that makes?"""
    found = _own(request, pk)
    name = "applications/partials/tailoring.html" if is_htmx(request) else "applications/tailoring.html"  # fmt: skip
    return render(request, name, _shown(request, found))


@require_POST
@page
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the choices; make the version where that was pressed."""
    found = _own(request, pk)
    now = timezone.now()
    try:
        if found.made is None:
            accepted = request.POST.getlist("accept")
            found = services.choose_proposals(tailoring=found, accepted=accepted, now=now)
        if "make" in request.POST:
            made = services.make_tailored(tailoring=found, actor=person(request), now=now)
            said = _("Version %(number)s is made, and this application goes with it.")
            messages.success(request, said % {"number": made.number})
    except DomainError as error:
        messages.error(request, str(error))
    if is_htmx(request):
        return render(
            request, "applications/partials/tailoring.html", _shown(request, _own(request, pk))
        )
    return redirect("tailoring", found.pk)


@require_POST
@page
def rewrite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a model word the lines anew."""
    found = _own(request, pk)
    try:
        services.ask_for_rewrites(
            tailoring=found, translate=request.POST.get("translate") == "1", now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("tailoring", found.pk)


def _own(request: HttpRequest, pk: UUID) -> Tailoring:
    found = tailorings_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, row: Tailoring) -> dict[str, Any]:
    who = person(request)
    accepted = set(row.accepted)
    wanted = posting_language(row.application)
    return {
        "tailoring": row,
        "application": row.application,
        "groups": list(_groups(plan_of(row).proposals, accepted)),
        "gaps": list(_gaps(row.gaps)),
        "parts": list(_parts(row)),
        "refused": [{"text": t, "claim": c, "lacked": k} for t, c, k in row.refused],
        "host": keys.host_for(who.pk),
        "has_consent": profile_of(who).has_ai_consent,
        "other_language": wanted if wanted and wanted != row.base.language else "",
    }


def _groups(proposals: Iterable[Proposal], accepted: set[str]) -> Iterator[dict[str, Any]]:
    held = list(proposals)
    for act in (Act.REWRITE, Act.ADD, Act.FIRST, Act.SECTION, Act.DROP):
        lines = [_line(one, accepted) for one in held if one.act is act]
        if lines:
            yield {"act": act, "title": _HEADINGS[act], "why": _WHY[act], "lines": lines}


def _line(one: Proposal, accepted: set[str]) -> dict[str, Any]:
    before, after = marked(one.before, one.after) if one.act is Act.REWRITE else ((), ())
    return {
        "key": one.key,
        "text": one.after or one.before or _("Skills before work"),
        "before": before,
        "after": after,
        "subjects": one.subjects,
        "source": one.source_label or (_("a fact you confirmed") if one.source else ""),
        "is_on": one.key in accepted,
    }


def _gaps(rows: Iterable[list[str]]) -> Iterator[dict[str, Any]]:
    held = list(rows)
    for where in Where:
        lines = [
            {"subject": subject, "asked": asked, "quote": quote, "label": label}
            for subject, asked, at, quote, label in held
            if at == where.value
        ]
        if lines:
            yield {"where": where, "title": _GAPS[where], "lines": lines}


def _parts(row: Tailoring) -> Iterator[dict[str, Any]]:
    """The parts of the fit, before and after; those that cannot be judged are left out."""
    after = {part["key"]: part["points"] for part in row.fit_after.get("parts", ())}
    for part in row.fit_before.get("parts", ()):
        now = after.get(part["key"])
        if part["points"] is None and now is None:
            continue
        was = part["points"] or 0.0
        yield {
            "name": PART_NAMES[PartKey(part["key"])],
            "before": round(was, 1),
            "after": round(now or 0.0, 1),
            "of": part["weight"],
            "change": round((now or 0.0) - was, 1),
        }
