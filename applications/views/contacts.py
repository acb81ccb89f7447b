"""People at the employer, and files kept with an application."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import services
from applications.forms import ContactForm, FileForm
from applications.models import Attachment, Contact
from applications.selectors.detail import attachments_of, contacts_of
from applications.views.doors import own, page, person


@require_http_methods(["GET", "POST"])
@page
def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down somebody at the employer."""
    row = own(request, pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_contact(
            application=row, actor=person(request), now=timezone.now(), **form.cleaned_data
        )
        return redirect("application", row.pk)
    context = {"form": form, "application": row, "title": _("Add a contact")}
    status = 422 if form.is_bound else 200
    return render(request, "applications/contact.html", context, status=status)


@require_http_methods(["GET", "POST"])
@page
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of somebody."""
    found = _contact(request, pk)
    form = ContactForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.edit_contact(contact=found, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("application", found.application_id)
    context = {
        "form": form,
        "application": found.application,
        "contact": found,
        "title": found.name,
    }
    status = 422 if form.is_bound else 200
    return render(request, "applications/contact.html", context, status=status)


@require_POST
@page
def remove_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget somebody."""
    found = _contact(request, pk)
    services.remove_contact(contact=found, now=timezone.now())
    messages.success(request, _("Contact removed."))
    return redirect("application", found.application_id)


@require_POST
@page
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a file."""
    row, form = own(request, pk), FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file that is not empty."))
        return redirect("application", row.pk)
    file = form.cleaned_data["file"]
    if file.size > services.MOST_ATTACHED_BYTES:
        raise services.FileRefusedError(_("A file has at least one byte and at most 10 MB."))
    services.attach(
        application=row,
        name=file.name,
        content=file.read(),
        actor=person(request),
        now=timezone.now(),
    )
    messages.success(request, _("The file is kept."))
    return redirect("application", row.pk)


@require_GET
@page
def attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save a file. Never shown in the page: what it is was never checked."""
    found = _attachment(request, pk)
    try:
        content = services.read_attachment(found)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=found.name
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@page
def detach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a file."""
    found = _attachment(request, pk)
    services.detach(attachment=found, now=timezone.now())
    messages.success(request, _("File removed."))
    return redirect("application", found.application_id)


def _contact(request: HttpRequest, pk: UUID) -> Contact:
    found = contacts_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _attachment(request: HttpRequest, pk: UUID) -> Attachment:
    found = attachments_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
