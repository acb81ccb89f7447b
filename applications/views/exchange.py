"""Applications in and out as files."""

import secrets
import zlib
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from applications import services
from applications.exports import sheets
from applications.exports.columns import FIELDS, guessed_columns
from applications.exports.files import table_in
from applications.exports.proof import Sent, proof
from applications.exports.records import Reading, is_day_first, records_in
from applications.forms import PeriodForm
from applications.models import Application
from applications.rendering.exchange import FIELD_NAMES, json_file, why_no_sheet
from applications.selectors.exchange import applied_between, as_plain, records_of
from applications.selectors.people import full_name_of, locale_of
from applications.views.doors import page, person, zone
from resumes.requests import saved_as
from resumes.services import count_export, typeset_proof

KEPT_SECONDS = 3600
SHOWN_ROWS, SHOWN_PROBLEMS = 5, 100
PROOF_DAYS = 30


@require_http_methods(["GET", "POST"])
@page
@never_cache
def bring_in(request: HttpRequest) -> HttpResponse:
    """Upload a table, look at what it says, then take it. The file waits in the cache meanwhile."""
    if request.method == "GET":
        return render(request, "applications/import.html", {})
    upload, key = request.FILES.get("file"), request.POST.get("kept", "")
    if upload is not None and (upload.size or 0) > sheets.MOST_BYTES:
        return _refused(request, "too_long")
    content = upload.read() if upload is not None else _kept(request, key)
    if content is None:
        return _refused(request, "gone")
    try:
        sheet = table_in(content, encoding=request.POST.get("encoding", ""))
    except sheets.NotASheetError as error:
        return _refused(request, str(error))
    return _read(request, sheet, key if upload is None else _keep(request, content))


def _read(request: HttpRequest, sheet: sheets.Sheet, key: str) -> HttpResponse:
    columns = _columns(request, sheet)
    day_first = _day_first(request, sheet, columns)
    reading = records_in(sheet, columns, zone=zone(), is_day_first=day_first, now=timezone.now())
    context = {
        "sheet": sheet,
        "problems": reading.problems[:SHOWN_PROBLEMS],
        "problem_count": len(reading.problems),
    }
    if request.POST.get("take"):
        return _take(request, reading, context)
    context |= _preview(request, sheet, columns, reading)
    context |= {"kept": key, "is_day_first": day_first}
    return render(request, "applications/import.html", context)


def _take(request: HttpRequest, reading: Reading, context: dict[str, Any]) -> HttpResponse:
    done = services.import_applications(
        owner=person(request), records=reading.records, now=timezone.now()
    )
    said = ngettext("%(n)s application added.", "%(n)s applications added.", done.added)
    if not reading.problems:
        messages.success(request, said % {"n": done.added})
        return redirect("applications")
    return render(request, "applications/import_done.html", context | {"done": done})


def _preview(
    request: HttpRequest, sheet: sheets.Sheet, columns: dict[str, int], reading: Reading
) -> dict[str, Any]:
    fresh = services.new_among(owner=person(request), records=reading.records)
    return {
        "fields": [
            {"key": name, "label": FIELD_NAMES[name], "at": columns.get(name, -1)}
            for name in FIELDS
        ],
        "heads": list(enumerate(sheet.head)),
        "encodings": sheets.ENCODINGS.items(),
        "shown": reading.records[:SHOWN_ROWS],
        "fresh_count": len(fresh),
        "there_count": len(reading.records) - len(fresh),
    }


def _columns(request: HttpRequest, sheet: sheets.Sheet) -> dict[str, int]:
    """Return the person's mapping once they saw one, else the guess."""
    if not request.POST.get("mapped"):
        return guessed_columns(sheet.head)
    asked = {name: request.POST.get(f"column-{name}", "") for name in FIELDS}
    columns = {str(at): at for at in range(len(sheet.head))}
    return {name: columns[at] for name, at in asked.items() if at in columns}


def _day_first(request: HttpRequest, sheet: sheets.Sheet, columns: dict[str, int]) -> bool:
    asked = request.POST.get("dates", "")
    if asked in {"day", "month"}:
        return asked == "day"
    return is_day_first(sheet, columns, otherwise=locale_of(person(request)) != "en-us")


def _keep(request: HttpRequest, content: bytes) -> str:
    key = secrets.token_urlsafe(16)
    cache.set(f"import:{person(request).pk}:{key}", zlib.compress(content), KEPT_SECONDS)
    return key


def _kept(request: HttpRequest, key: str) -> bytes | None:
    found = cache.get(f"import:{person(request).pk}:{key}") if key else None
    return None if found is None else zlib.decompress(found)


def _refused(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "applications/import.html", {"error": why_no_sheet(code)}, status=422)


@require_GET
@page
def take_out(request: HttpRequest, kind: str) -> HttpResponse:
    """All applications as CSV or JSON."""
    return file_of(person(request), kind)


def file_of(owner: User, kind: str) -> HttpResponse:
    """Return everything of one person as a download."""
    records = records_of(owner.pk)
    if kind == "csv":
        made = sheets.written(FIELDS, [record.cells() for record in records])
        return saved_as(name="applications.csv", media_type="text/csv; charset=utf-8", content=made)
    made = json_file([as_plain(record) for record in records])
    return saved_as(name="applications.json", media_type="application/json", content=made)


@require_GET
@page
def proof_of_search(request: HttpRequest) -> HttpResponse:
    """Ask for which weeks; with them, the PDF."""
    today = timezone.localdate()
    usual = {"first": today - timedelta(days=PROOF_DAYS), "last": today}
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=usual)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "applications/proof.html", {"form": form}, status=status)
    asked = form.cleaned_data
    count_export(person_id=person(request).pk)
    content = proof(
        _sent(request, asked["first"], asked["last"]),
        name=full_name_of(person(request)),
        first=asked["first"],
        last=asked["last"],
        made_on=today,
        language=get_language() or "en",
    )
    made = typeset_proof(content=content, paper="a4", made_at=int(timezone.now().timestamp()))
    name = f"{_('Proof of job search')} {asked['first']} {asked['last']}.pdf"
    return saved_as(name=name, media_type="application/pdf", content=made)


def _sent(request: HttpRequest, first: date, last: date) -> list[Sent]:
    rows = applied_between(person(request).pk, first=first, last=last, zone=zone())
    return [_line(row) for row in rows]


def _line(row: Application) -> Sent:
    assert row.applied_at is not None
    return Sent(
        on=_on(row.applied_at),
        company_name=row.company_name,
        title=row.title,
        place=row.place,
        through=row.source_name,
        status=str(row.get_status_display()),
        status_on=_on(row.last_sign_at),
    )


def _on(moment: datetime) -> date:
    return timezone.localtime(moment).date()
