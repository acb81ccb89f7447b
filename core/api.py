"""What every API view shares: how pages go on, how errors are told."""

from datetime import UTC
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.dateparse import parse_datetime
from rest_framework import exceptions
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import BadCursorError, DomainError, TransientError


class Keyset(CursorPagination):
    """Pages by the last row seen: as fast on page 1,000 as on page 1. The first order is by a time."""

    ordering = ("-created_at", "-id")
    page_size_query_param = "limit"
    max_page_size = 200

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Read where the page before ended. Raises: BadCursorError."""
        try:
            cursor = super().decode_cursor(request)
        except exceptions.NotFound as error:
            raise BadCursorError from error
        if cursor is not None and not _leads_somewhere(cursor):
            raise BadCursorError
        return cursor


def _leads_somewhere(cursor: Cursor) -> bool:
    if cursor.position is None:
        return bool(cursor.offset or cursor.reverse)
    return _is_moment(str(cursor.position))


def _is_moment(text: str) -> bool:
    try:
        moment = parse_datetime(text)
        return moment is not None and moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return False


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a domain error with `{code, detail}` and its status; leave the rest to DRF."""
    if isinstance(error, DomainError):
        return Response({"code": error.code, "detail": str(error)}, status=error.status)
    if isinstance(error, TransientError):
        return Response({"code": "try_later", "detail": str(error)}, status=503)
    response = exception_handler(error, context)
    if response is None:
        return None
    if not isinstance(response.data, dict):
        response.data = {"detail": response.data}
    response.data.setdefault("code", _code_of(error))
    return response


def _code_of(error: Exception) -> str:
    if isinstance(error, Http404):
        return exceptions.NotFound.default_code
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied.default_code
    return str(getattr(error, "default_code", "error"))
