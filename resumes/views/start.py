"""The first minute, also without an account: drop a resume, check what is unsure, go on."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.requests import client_network, is_within_rate
from accounts.services import fill_profile, start_guest
from resumes import selectors, services
from resumes.forms import CheckForm, UploadForm
from resumes.models import ResumeVersion
from resumes.types import warnings_in_words
from resumes.views.detail import questions_of
from resumes.views.library import arrived, person, wants_json

_HOUR = 3600
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a resume from anybody."""
    if request.method == "GET":
        return _page(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, str(form.errors["file"][0]), 400)
    if not _may_upload(request):
        return _too_many(request)
    file = form.cleaned_data["file"]
    try:
        services.inspect_upload(file=file, file_name=file.name)  # before anybody is made for it
        version = services.upload_resume(
            owner=_owner(request), file=file, file_name=file.name, now=timezone.now()
        )
    except services.FileRefusedError as error:
        return _page(request, str(error), error.status)
    return arrived(request, reverse("start-check", args=[version.pk]))


@never_cache
@require_http_methods(["GET", "POST"])
@login_required(login_url="start")
def check(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Follow the reading; then ask for what is missing or uncertain, five things at most."""
    version = selectors.version_of(person(request), version_id)
    context = _check_context(version)
    if request.method == "GET" or version.state != ResumeVersion.State.PARSED:
        return render(request, "resumes/start_check.html", context)
    form = CheckForm(request.POST, questions=questions_of(version))
    if not form.is_valid():
        context["check_form"] = form
        return render(request, "resumes/start_check.html", context, status=422)
    checked = services.correct_version(version=version, changes=form.changes(), now=timezone.now())
    fill_profile(user=person(request), **selectors.person_in(checked))
    return redirect(_next_page(checked))


@never_cache
@require_GET
@login_required(login_url="start")
def reading(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The live part of the page, re-read by htmx."""
    version = selectors.version_of(person(request), version_id)
    if not request.headers.get("HX-Request"):
        return redirect("start-check", version_id=version.pk)
    return render(request, "resumes/partials/start_reading.html", _check_context(version))


def _owner(request: HttpRequest) -> User:
    """Return who is signed in, or a new guest who now is."""
    if isinstance(request.user, User):
        return request.user
    guest = start_guest(now=timezone.now())
    login(request, guest, backend=_BACKEND)
    request.session.set_expiry(settings.GUEST_SECONDS)
    return guest


def _may_upload(request: HttpRequest) -> bool:
    network = client_network(request)
    if not request.user.is_authenticated and not is_within_rate(
        f"guests:{network}", limit=settings.GUESTS_AN_HOUR, seconds=_HOUR
    ):
        return False
    return is_within_rate(f"start:{network}", limit=settings.UPLOADS_AN_HOUR, seconds=_HOUR)


def _too_many(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Many resumes came from your network in the last hour. Try again in an hour, "
        "or create an account: it is free and takes a minute."
    )
    response = _page(request, sentence, 429)
    response["Retry-After"] = str(_HOUR)
    return response


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    if error and wants_json(request):
        return JsonResponse({"error": error}, status=status)
    context = {"error": error, "stages": _stages(), "recent": _recent(request)}
    return render(request, "resumes/start.html", context, status=status)


def _recent(request: HttpRequest) -> ResumeVersion | None:
    """Return what a guest came with a moment ago."""
    user = request.user
    if not isinstance(user, User) or not user.is_guest:
        return None
    return selectors.versions_of(user).first()


def _stages() -> list[str]:
    return [_("Resume"), _("Check"), _("Looking for"), _("Postings")]


def _check_context(version: ResumeVersion) -> dict[str, object]:
    is_read = version.state == ResumeVersion.State.PARSED
    questions = questions_of(version) if is_read else []
    return {
        "version": version,
        "steps": selectors.steps_of(version),
        "failure": selectors.failure_of_version(version),
        "summary": selectors.summary_of(version),
        "sections": selectors.read_sections(version) if is_read else [],
        "questions": questions,
        "check_form": CheckForm(questions=questions),
        "warnings": warnings_in_words(version.warnings),
        "stages": _stages(),
    }


def _next_page(version: ResumeVersion) -> str:
    """Return where "what I'm looking for" is asked: a page of the matching app."""
    try:
        return f"{reverse('start-looking')}?version={version.pk}"
    except NoReverseMatch:
        return reverse("resume", args=[version.resume_id])
