"""Applications in and out as files, over the API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications import services
from applications.api.views import caller
from applications.exports import sheets
from applications.exports.columns import FIELDS, guessed_columns
from applications.exports.files import table_in
from applications.exports.records import is_day_first, records_in
from applications.rendering.exchange import json_file, why_no_sheet
from applications.selectors.exchange import as_plain, records_of
from applications.selectors.people import locale_of, zone_of
from core.errors import DomainError
from resumes.requests import saved_as


class NotASheetError(DomainError):
    """This file is no table."""

    code = "not_a_table"
    status = 422


class ImportSerializer(serializers.Serializer[Any]):
    """A table or our own JSON, and how to read it where the guess is not right."""

    file = serializers.FileField()
    columns = serializers.JSONField(
        required=False, help_text="The column of each field, from 0; guessed by name if left out."
    )
    encoding = serializers.ChoiceField(choices=list(sheets.ENCODINGS), required=False)
    day_first = serializers.BooleanField(required=False, allow_null=True, default=None)
    dry_run = serializers.BooleanField(default=False, help_text="Look only.")

    def validate_columns(self, columns: Any) -> dict[str, int]:
        """Take known fields with a number each."""
        is_mapping = isinstance(columns, dict) and all(
            name in FIELDS and type(at) is int and at >= 0 for name, at in columns.items()
        )
        if not is_mapping:
            raise serializers.ValidationError(f"An object of numbers by field: {', '.join(FIELDS)}")
        return dict(columns)


class ProblemSerializer(serializers.Serializer[Any]):
    """A row that was not taken, and why."""

    line = serializers.IntegerField()
    field = serializers.CharField()
    message = serializers.CharField()
    cells = serializers.ListField(child=serializers.CharField())


class ImportedSerializer(serializers.Serializer[Any]):
    """What came of it; `added` is what would be when it was a dry run."""

    added = serializers.IntegerField()
    already_there = serializers.IntegerField()
    columns = serializers.DictField(child=serializers.IntegerField())
    problems = ProblemSerializer(many=True)


class ImportView(APIView):
    """A table of applications, brought in."""

    parser_classes = [MultiPartParser]

    @extend_schema(request=ImportSerializer, responses=ImportedSerializer)
    def post(self, request: Request) -> Response:
        """Add what a table says. Rows that cannot be taken come back; the others are added."""
        form = ImportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked, owner, now = form.validated_data, caller(request), timezone.now()
        sheet = _sheet(asked)
        columns = asked.get("columns") or guessed_columns(sheet.head)
        day_first = asked["day_first"]
        if day_first is None:
            day_first = is_day_first(sheet, columns, otherwise=locale_of(owner) != "en-us")
        reading = records_in(sheet, columns, zone=zone_of(owner), is_day_first=day_first, now=now)
        if asked["dry_run"]:
            added = len(services.new_among(owner=owner, records=reading.records))
            done = services.Imported(added, len(reading.records) - added)
        else:
            done = services.import_applications(owner=owner, records=reading.records, now=now)
        body = {
            "added": done.added,
            "already_there": done.already_there,
            "columns": columns,
            "problems": reading.problems,
        }
        return Response(ImportedSerializer(body).data)


def _sheet(asked: dict[str, Any]) -> sheets.Sheet:
    if asked["file"].size > sheets.MOST_BYTES:
        raise NotASheetError(why_no_sheet("too_long"))
    try:
        return table_in(asked["file"].read(), encoding=asked.get("encoding", ""))
    except sheets.NotASheetError as error:
        raise NotASheetError(why_no_sheet(str(error))) from error


class ExportView(APIView):
    """All applications in one file."""

    @extend_schema(
        parameters=[OpenApiParameter("as", OpenApiTypes.STR, enum=["csv", "json"])],
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return a file, CSV or JSON; both come back by import."""
        records = records_of(caller(request).pk)
        if request.query_params.get("as") == "json":
            made = json_file([as_plain(record) for record in records])
            return saved_as(name="applications.json", media_type="application/json", content=made)
        made = sheets.written(FIELDS, [record.cells() for record in records])
        return saved_as(name="applications.csv", media_type="text/csv; charset=utf-8", content=made)
