"""What every API endpoint shares: pages by keyset and one shape of error."""

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import DomainError, TransientError


class Keyset(CursorPagination):
    """Pages by the last row seen: as fast on page 1,000 as on page 1."""

    ordering = ("-created_at", "-id")
    page_size_query_param = "limit"
    max_page_size = 200


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a domain error with `{code, detail}` and its status; leave the rest to DRF."""
    if isinstance(error, DomainError):
        return Response({"code": error.code, "detail": str(error)}, status=error.status)
    if isinstance(error, TransientError):
        return Response({"code": "try_later", "detail": str(error)}, status=503)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, APIException) and isinstance(response.data, dict):
        response.data.setdefault("code", error.default_code)
    return response
