"""The page of an application's cover letter."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import client_network
from applications import services
from applications.forms import LetterForm
from applications.models import Application
from applications.selectors.letters import changes_between, letter_of, versions_of
from applications.views.doors import is_htmx, own, page, person
from applications.views.letter_words import shown_letter
from core.errors import DomainError
from jobs.models import Posting
from resumes.requests import saved_as
from resumes.services import LETTER_FORMATS, count_export


@require_GET
@page
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Is every sentence true?"""
    context = _context(own(request, pk))
    if is_htmx(request) and request.GET.get("part"):
        return render(request, "applications/letters/letter.html", context)
    return render(request, "applications/letters/page.html", context)


def _context(application: Application, **more: Any) -> dict[str, Any]:
    return {
        "application": application,
        **shown_letter(application, now=timezone.now()),
        **more,
    }


@require_POST
@page
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it composed by rules, or written by a model."""
    row = own(request, pk)
    form = LetterForm(request.POST, owner_id=row.owner_id)
    if not form.is_valid():
        return _refused(request, row, form=form)
    wishes, now = form.cleaned_data, timezone.now()
    services.count_letter(user=person(request), network=client_network(request))
    if request.POST.get("by") == "model":
        services.ask_for_letter(application=row, actor=person(request), wishes=wishes, now=now)
    else:
        services.compose_letter(application=row, actor=person(request), wishes=wishes, now=now)
    return _back(row, "letter-text")


@require_POST
@page
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what was typed."""
    row, text = own(request, pk), request.POST.get("text", "")
    try:
        _version, is_beside = services.save_letter(
            application=row,
            text=text,
            base=_number(request.POST.get("base")),
            actor=person(request),
            now=timezone.now(),
        )
    except DomainError as error:
        return _refused(request, row, error, typed=text)
    if is_beside:
        messages.warning(
            request,
            _(
                "Saved. It was changed somewhere else meanwhile: that version stands among the versions."
            ),
        )
    else:
        messages.success(request, _("Saved and checked."))
    return _back(row, "letter-check")


@require_POST
@page
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop the model; what came is kept."""
    row = own(request, pk)
    services.stop_letter(application=row, actor=person(request), now=timezone.now())
    return _back(row, "letter-text")


@require_POST
@page
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what came before the writing failed."""
    row = own(request, pk)
    services.keep_draft(application=row, actor=person(request), now=timezone.now())
    return _back(row, "letter-text")


@require_POST
@page
def paragraph(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write one paragraph anew."""
    row, number, now = own(request, pk), _number(request.POST.get("number")), timezone.now()
    services.count_letter(user=person(request), network=client_network(request))
    if request.POST.get("by") == "model":
        services.ask_for_letter(
            application=row, actor=person(request), wishes={}, now=now, paragraph=number
        )
    else:
        services.rewrite_paragraph(application=row, number=number, actor=person(request), now=now)
    return _back(row, "letter-text")


@require_POST
@page
def sentence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A blocked sentence is confirmed as true, or taken out."""
    row, text, now = own(request, pk), request.POST.get("sentence", ""), timezone.now()
    if request.POST.get("act") == "confirm":
        services.confirm_sentence(application=row, sentence=text, actor=person(request), now=now)
        messages.success(request, _("Confirmed. It stands among your facts now."))
    else:
        services.take_out_sentence(application=row, sentence=text, actor=person(request), now=now)
        messages.success(request, _("Taken out. The version before is kept."))
    return _back(row, "letter-check")


@require_POST
@page
def restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Make a former version the latest."""
    row = own(request, pk)
    services.restore_letter(
        application=row, number=number, actor=person(request), now=timezone.now()
    )
    messages.success(request, _("Version %(number)s is back.") % {"number": number})
    return _back(row, "letter-text")


@require_GET
@page
def changes(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """What became of the words of a version since."""
    row = own(request, pk)
    found = letter_of(row)
    former = versions_of(found).filter(number=number).first() if found else None
    if found is None or former is None:
        raise Http404
    last = versions_of(found).first()
    assert last is not None
    context = {
        "application": row,
        "former": former,
        "last": last,
        "pieces": changes_between(former.text, last.text),
    }
    return render(request, "applications/letters/changes.html", context)


@require_POST
@page
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attach it to the application, or detach it."""
    row, now = own(request, pk), timezone.now()
    if request.POST.get("act") == "reopen":
        services.reopen_letter(application=row, actor=person(request), now=now)
    else:
        services.finish_letter(application=row, actor=person(request), now=now)
        messages.success(request, _("Finished. It goes with this application."))
    return _back(row)


@require_GET
@page
def export(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The letter as a file; never one with a sentence that is not traced."""
    row = own(request, pk)
    if kind not in LETTER_FORMATS:
        raise Http404
    count_export(person_id=row.owner_id)
    document = services.export_cover_letter(
        application=row,
        name=kind,
        template=request.GET.get("template", ""),
        now=timezone.now(),
    )
    return saved_as(name=document.name, media_type=document.media_type, content=document.content)


@require_POST
@page
def sample(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a text of one's own, or remove one."""
    row = own(request, pk)
    if gone := request.POST.get("remove"):
        services.remove_sample(owner=person(request), sample_id=_uuid(gone))
    else:
        services.add_sample(owner=person(request), text=request.POST.get("text", ""))
    return _back(row, "letter-samples")


@require_POST
@page
def for_posting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From a posting to its letter: it is saved first."""
    shown = Posting.objects.exclude(status=Posting.Status.DELETED).select_related("source")
    posting = get_object_or_404(shown, pk=pk)
    row = services.save_posting(owner=person(request), posting=posting, now=timezone.now())
    return redirect("letter", row.pk)


def _refused(
    request: HttpRequest,
    row: Application,
    error: DomainError | None = None,
    *,
    form: LetterForm | None = None,
    typed: str | None = None,
) -> HttpResponse:
    """The page with what was typed still in it, and why it was refused."""
    context = _context(row, error=str(error or ""), typed=typed)
    context |= {"form": form} if form is not None else {}
    status = getattr(error, "status", 409) if error else 422
    return render(request, "applications/letters/page.html", context, status=status)


def _back(row: Application, part: str = "") -> HttpResponse:
    return redirect(reverse("letter", args=[row.pk]) + (f"#{part}" if part else ""))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else -1  # noqa: PLR2004


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
