"""Mail: what is asked about it, one message, and the doors it comes in by."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications import services
from applications.forms import FolderForm
from applications.mailbox.reading import MOST_BYTES
from applications.models import Application, Mail, MailFolder
from applications.selectors import mail as selectors
from applications.selectors.mail_words import question_of
from applications.views.doors import back, own, page, person
from applications.views.words import clock
from core.errors import DomainError
from resumes.requests import saved_as

SHOWN, MOST_CHOICES = 50, 500


@require_GET
@page
@never_cache
def mail_page(request: HttpRequest) -> HttpResponse:
    """What is asked, what belongs nowhere, and how does mail come in?"""
    return render(request, "applications/mail/list.html", _shown(request))


def _shown(request: HttpRequest) -> dict[str, Any]:
    who = person(request)
    address, folder = selectors.address_of(who.pk), selectors.folder_of(who.pk)
    return {
        "questions": question_words(selectors.questions(who.pk)),
        "orphans": selectors.orphans(who.pk)[:SHOWN],
        "others": selectors.others(who.pk)[:SHOWN],
        "takes_mail": bool(settings.MAIL_IN_ADDRESS),
        "address": address,
        "shown_address": services.shown_address(address) if address else "",
        "folder": folder,
        "trouble": trouble_words(folder),
        "folder_form": FolderForm(),
        "max_bytes": MOST_BYTES,
    }


def question_words(questions: list[selectors.Question]) -> list[dict[str, Any]]:
    """Return what is asked as the row of a page shows it."""
    return [
        {
            "mail": question.mail,
            "question": question_of(question.mail, question.choices),
            "choices": question.choices,
            "is_whose": question.mail.state == Mail.State.ASKED,
        }
        for question in questions
    ]


def trouble_words(folder: MailFolder | None) -> str:
    """Say why a mailbox could not be read, and what to do."""
    if folder is None or not folder.trouble:
        return ""
    return {
        "refused": _("The server refuses the user name or password. Many ask for an app password."),
        "no_host": _("There is no server of this name."),
        "not_public": _("This server is not on the public internet."),
        "no_folder": _("There is no folder of this name."),
        "sealed": _("The password can no longer be opened. Enter it again."),
        "unreachable": _("The server did not answer. It is tried again."),
    }.get(folder.trouble, _("The server answered in an odd way. It is tried again."))


@require_POST
@page
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a saved message, for one application or for whichever it is about."""
    where = _application(request, request.GET.get("application", ""))
    file = request.FILES.get("file")
    raw = file.read(MOST_BYTES + 1) if file is not None else b""
    try:
        mail, is_new = services.upload_mail(
            owner=person(request), raw=raw, now=timezone.now(), application=where
        )
    except DomainError as error:
        context = _shown(request) | {"error": str(error)}
        return render(request, "applications/mail/list.html", context, status=error.status)
    messages.success(request, _said(mail, is_new=is_new))
    return redirect("application", where.pk) if where else redirect("mail", mail.pk)


def _said(mail: Mail, *, is_new: bool) -> str:
    if not is_new:
        return _("This message was there already.")
    if mail.state == Mail.State.FILED and mail.application is not None:
        return _("Filed with %(company)s.") % {"company": mail.application.company_name}
    return _("Taken in.")


@require_GET
@page
@never_cache
def mail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What does it say, and whose is it?"""
    row = _own(request, pk)
    question = question_words(selectors.with_choices(row.owner_id, [row]))[0]
    invitation = row.invitation or {}
    starts_at = parse_datetime(str(invitation.get("starts_at", "")))
    context = {
        "mail": row,
        "question": question if question["question"] else None,
        "files": {file.name: file.pk for file in row.files.defer("content")},
        "kept": row.files.defer("content").order_by("pk"),
        "invitation": invitation,
        "invited_at": clock(starts_at, str(invitation["time_zone"])) if starts_at else "",
        "applications": _choices(request),
    }
    return render(request, "applications/mail/mail.html", context)


def _choices(request: HttpRequest) -> list[Application]:
    rows = Application.objects.owned_by(person(request).pk).only("company_name", "title")
    return list(rows.order_by("-updated_at", "-pk")[:MOST_CHOICES])


@require_POST
@page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no to what a message proposes."""
    row = _own(request, pk)
    if request.POST.get("answer") == "yes":
        done = services.accept_proposal(mail=row, actor=person(request), now=timezone.now())
        messages.success(request, _done(done))
    else:
        services.decline_proposal(mail=row)
        messages.success(request, _("Left as it is."))
    return back(request, "mails")


def _done(mail: Mail) -> str:
    if mail.proposed_status:
        status = mail.get_proposed_status_display()
        return _("Set: %(status)s. You can undo it in its timeline.") % {"status": status}
    return _("It is in the diary.")


@require_POST
@page
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which application a message is about."""
    row, told = _own(request, pk), request.POST.get("application", "")
    where = None if told == "none" else _application(request, told)
    if where is None and told != "none":
        messages.error(request, _("Choose an application."))
        return redirect("mail", row.pk)
    services.link_mail(mail=row, application=where, actor=person(request), now=timezone.now())
    company = where.company_name if where else ""
    said = (
        _("Filed with %(company)s.") % {"company": company} if where else _("About none of them.")
    )
    messages.success(request, said)
    return back(request, "mails")


@require_POST
@page
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a message away."""
    services.dismiss_mail(mail=_own(request, pk))
    messages.success(request, _("Put away."))
    return redirect("mails")


@require_POST
@page
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a message; its page asked before."""
    services.delete_mail(mail=_own(request, pk))
    messages.success(request, _("The message is deleted."))
    return redirect("mails")


@require_GET
@page
@never_cache
def kept_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file that came attached: saved, never shown, whatever it says it is."""
    found = selectors.files_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    kind = "application/octet-stream"
    return saved_as(name=found.name, media_type=kind, content=bytes(found.content))


@require_POST
@page
def address(request: HttpRequest) -> HttpResponse:
    """Make the forwarding address anew, revoke it, or say whether files are kept."""
    who, act = person(request), request.POST.get("act", "")
    if act == "revoke":
        services.revoke_mail_address(owner=who)
        messages.success(request, _("The address no longer works."))
    elif act == "files":
        services.keep_files(owner=who, keeps="keeps" in request.POST)
        messages.success(request, _("Saved."))
    else:
        services.make_mail_address(owner=who, now=timezone.now())
        messages.success(request, _("The address works from now on."))
    return redirect(f"{reverse('mails')}#doors")


@require_POST
@page
def folder(request: HttpRequest) -> HttpResponse:
    """Name a mailbox whose folder is read, or have it forgotten."""
    who = person(request)
    if "forget" in request.POST:
        services.disconnect_folder(owner=who)
        messages.success(
            request, _("The mailbox and its password are forgotten. Its messages stay.")
        )
        return redirect("mails")
    form = FolderForm(request.POST)
    if not form.is_valid():
        context = _shown(request) | {"folder_form": form}
        return render(request, "applications/mail/list.html", context, status=422)
    services.connect_folder(owner=who, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The folder is read now, and then every ten minutes."))
    return redirect(f"{reverse('mails')}#doors")


def _own(request: HttpRequest, pk: UUID) -> Mail:
    found = selectors.mail_of(person(request).pk, pk)
    if found is None:
        raise Http404
    return found


def _application(request: HttpRequest, key: str) -> Application | None:
    if not key:
        return None
    try:
        return own(request, UUID(key))
    except ValueError as error:
        raise Http404 from error
