"""Facts and answers: everything a person confirmed, where it came from, where it was used."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.forms import AnswerForm
from applications.models import Answer, Application
from applications.selectors.answers import answers_of, suggest
from applications.selectors.facts import facts_with_uses
from applications.services import answers as services
from applications.views.doors import own, page, person
from core.errors import DomainError
from matching.models import ConfirmedFact

_KINDS = (ConfirmedFact.Kind.SKILL, ConfirmedFact.Kind.CERTIFICATE, ConfirmedFact.Kind.LANGUAGE, ConfirmedFact.Kind.EXPERIENCE)  # fmt: skip


@require_GET
@page
def facts(request: HttpRequest) -> HttpResponse:
    """What did I confirm about myself, and who was told?"""
    question = " ".join(request.GET.get("question", "").split())[:300]
    language = _language()
    form = AnswerForm(initial={"language": language, "question": question})
    return render(request, "applications/facts.html", _shown(request, form, question))


@require_POST
@page
def keep(request: HttpRequest) -> HttpResponse:
    """Keep an answer."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.keep_answer(owner=person(request), now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("facts")
    return render(request, "applications/facts.html", _shown(request, form, ""), status=422)


@require_POST
@page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what an answer says."""
    answer = _own_answer(request, pk)
    text = request.POST.get("text", "").replace("\x00", "").strip()
    if not text:
        messages.error(request, _("An answer needs words. To be rid of it, delete it."))
    else:
        services.edit_answer(answer=answer, text=text[:4000], now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("facts")


@require_POST
@page
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete an answer."""
    if not services.forget_answer(owner=person(request), answer_id=pk):
        raise Http404
    messages.success(request, _("Deleted."))
    return redirect("facts")


@require_POST
@page
def used(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that an answer was used."""
    answer = _own_answer(request, pk)
    asked = request.POST.get("application", "")
    application: Application | None = None
    if asked:
        try:
            application = own(request, UUID(asked))
        except ValueError:
            raise Http404 from None
    services.note_use(
        answer=answer,
        application=application,
        question=request.POST.get("question", "").replace("\x00", ""),
        now=timezone.now(),
    )
    messages.success(request, _("Noted. It will be found by this wording next time."))
    return redirect("facts")


def _shown(request: HttpRequest, form: AnswerForm, question: str) -> dict[str, Any]:
    who = person(request)
    found = suggest(who.pk, question, language=_language()) if question else None
    return {
        "facts": facts_with_uses(who.pk),
        "kinds": [(kind.value, kind.label) for kind in _KINDS],
        "answers": answers_of(who.pk),
        "form": form,
        "question": question,
        "suggestion": found,
        "topic": Answer.Topic(found.topic).label if found else "",
        "open_applications": Application.objects.owned_by(who.pk).still_open()
        .order_by("-updated_at", "-pk")[:50],
    }  # fmt: skip


def _language() -> str:
    return (get_language() or "en")[:2]


def _own_answer(request: HttpRequest, pk: UUID) -> Answer:
    found = Answer.objects.filter(owner=person(request), pk=pk).first()
    if found is None:
        raise Http404
    return found
