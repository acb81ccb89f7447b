"""What pages and the API answer alike."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def saved_as(*, name: str, media_type: str, content: bytes) -> HttpResponse:
    """Answer a document that is saved under its name, never shown. Source: RFC 6266."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
