"""Correcting what was read, where it stands: an entry, or all entries of a short list, saved at once."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from resumes import selectors, services
from resumes.forms import NEW, WORDS, EntriesForm
from resumes.models import ResumeVersion
from resumes.views.detail import sizes_of, version_context, with_whole_lines
from resumes.views.library import person, version_url

_MOST_PLACES = 3


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, version_id: UUID, section: str) -> HttpResponse:
    """Correct one entry (`?entry=2`), add one (`?entry=new`), or a whole short list."""
    version = selectors.version_of(person(request), version_id)
    kind = selectors.BY_SLUG.get(section)
    if kind is None or version.state != ResumeVersion.State.PARSED:
        raise Http404
    form = EntriesForm(
        request.POST or None,
        kind=kind,
        version=version,
        only=_scope(request, kind),
        initial={"newest": _newest_number(version)},
    )
    if not form.entries:
        raise Http404
    if request.method == "GET" or not form.is_valid():
        return _form_page(request, version, form)
    try:
        saved = services.correct_version(
            version=version,
            changes=form.changes(),
            newest_seen=form.cleaned_data["newest"],
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _form_page(request, version, form)
    return _saved(request, version, saved, section)


def _scope(request: HttpRequest, kind: selectors.Kind) -> str:
    entry = request.GET.get("entry", "")
    return entry if entry == NEW or not kind.is_list else ""


def _newest_number(version: ResumeVersion) -> int:
    newest = version.resume.versions.order_by("-number").values_list("number", flat=True).first()
    return newest or version.number


def _form_page(request: HttpRequest, version: ResumeVersion, form: EntriesForm) -> HttpResponse:
    is_htmx = bool(request.headers.get("HX-Request"))
    entry = request.GET.get("entry", "")
    wrong = next((name for name in form.errors if name in form.fields), "")
    _set_focus(form, wrong or request.GET.get("focus", ""), is_htmx=is_htmx)
    context = {
        "version": version,
        "resume": version.resume,
        "kind": form.kind,
        "form": form,
        "groups": list(form.groups()),
        "words": form[WORDS] if form.words else None,
        "entry": entry,
        "title": form.kind.one if entry == NEW else form.kind.title,
        "block": _block(form.kind, entry),
        "places": _places(version, form),
        "is_htmx": is_htmx,
    }
    name = "resumes/partials/edit.html" if is_htmx else "resumes/edit.html"
    response = render(request, name, context, status=422 if form.errors else 200)
    if is_htmx and request.method == "POST":
        response["HX-Retarget"] = f"#{context['block']}"
        response["HX-Reswap"] = "outerMorph"
    return response


def _set_focus(form: EntriesForm, wanted: str, *, is_htmx: bool) -> None:
    """Let the form begin at the field that was chosen; the key of a list may name one of its items."""
    names = [name for name in form.fields if name != "newest"]
    attribute = "data-focus-after-swap" if is_htmx else "autofocus"
    index = wanted.partition("-")[0]
    chosen = WORDS if index in form.words else wanted
    chosen = chosen if chosen in names else names[0]
    form.fields[chosen].widget.attrs[attribute] = True


def _block(kind: selectors.Kind, entry: str) -> str:
    """Return the id of the element the form takes the place of."""
    return f"entry-{kind.slug}-{entry}" if entry and not kind.is_list else f"part-{kind.slug}"


def _places(version: ResumeVersion, form: EntriesForm) -> Sequence[selectors.Crop]:
    """Return the parts of the original the entry was read from, without repeating a line."""
    sizes = sizes_of(version)
    found: dict[str, selectors.Crop] = {}
    bases = [
        f"/{form.kind.key}/{index}" if index else f"/{form.kind.key}" for index in form.entries
    ]
    for pointer in version.provenance or {}:
        if any(pointer.startswith(f"{base}/") for base in bases):
            crop = selectors.crop_of(version, pointer, sizes)
            if crop is not None:
                found.setdefault(crop.mark.id, crop)
    ordered = sorted(found.values(), key=lambda crop: (crop.number, crop.y))
    return with_whole_lines(version, ordered[:_MOST_PLACES])


def _saved(
    request: HttpRequest, before: ResumeVersion, saved: ResumeVersion, section: str
) -> HttpResponse:
    url = version_url(saved)
    if not request.headers.get("HX-Request"):
        return redirect(f"{url}&part=read#part-{section}")
    context = version_context(request, saved) | {"part": "read"}
    if saved.pk != before.pk:
        context |= {
            "said": _("Saved as version %(number)s") % {"number": saved.number},
            "undo_url": reverse("resume-version-restore", args=[before.pk]),
        }
    response = render(request, "resumes/partials/saved.html", context)
    response["HX-Push-Url"] = url
    return response
