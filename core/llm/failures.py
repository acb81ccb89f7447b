"""What a failed call says, in our own words and without the key."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx2
import openai

from core import secrecy, unreached
from core.llm.types import ModelError, ModelTransientError, RefusedError, Server

_TRANSIENT = {408, 409, 425, 429}
_SHOWN = 200  # characters of a server's words
_NO_SCHEMA = ("response_format", "json_schema", "json_object", "grammar", "guided")


class FormatUnknownError(ModelError):
    """The server does not know how to keep to this format."""


def of(error: Exception, server: Server, *, was_cut: bool) -> ModelError | ModelTransientError:
    """The error of ours for one of the package's, or of the connection below it."""
    host = httpx2.URL(server.url).host
    for each in _causes(error):
        if isinstance(each, ModelError | ModelTransientError):  # ours, wrapped on its way
            return each
    if was_cut or isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ModelTransientError(f"{host} did not answer in time.")
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, host, server)
    if isinstance(error, openai.APIConnectionError):
        return ModelTransientError(f"{host} cannot be reached: {_reason(error)}.")
    words = secrecy.scrub(f"{type(error).__name__}: {error}", [server.key])
    return ModelTransientError(f"{host} broke off: {words[:_SHOWN]}")


def _is_about_the_format(status: int, said: str) -> bool:
    """Whether a server said that it does not know how to keep to a schema."""
    is_refusal = status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    return is_refusal and any(word in said.lower() for word in _NO_SCHEMA)


def _of_status(
    error: openai.APIStatusError, host: str, server: Server
) -> ModelError | ModelTransientError:
    status = error.status_code
    said = secrecy.scrub(" ".join(str(error.message).split()), [server.key])[:_SHOWN]
    may_pass = status in _TRANSIENT or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if may_pass and error.code != "insufficient_quota":
        seconds = _retry_after(error.response.headers)
        return ModelTransientError(f"{host} answered {status}: {said}", retry_after=seconds)
    if _is_about_the_format(status, str(error)):
        return FormatUnknownError(f"{host} does not know this format: {said}")
    if error.code == "content_filter":
        return RefusedError(f"{host} declined to answer.")
    return ModelError(f"{host} {_refusal(error, said)}")


def _refusal(error: openai.APIStatusError, said: str) -> str:
    if error.status_code < HTTPStatus.BAD_REQUEST:
        return "redirects; that is not followed."
    if error.code == "insufficient_quota":
        return "says that its credit is used up."
    if error.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return "refuses the key."
    return f"answered {error.status_code}: {said}"


def _reason(error: Exception) -> str:
    """What was in the way, or that an answer broke off."""
    if any(isinstance(each, httpx2.ProtocolError | httpx2.ReadError) for each in _causes(error)):
        inner = next(each for each in _causes(error) if isinstance(each, httpx2.HTTPError))
        return f"it broke off ({type(inner).__name__})"
    return unreached.why(error).words


def _retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds from a Retry-After header, given in seconds or as a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    with suppress(ValueError):
        return max(0.0, float(value))
    with suppress(ValueError):
        at = parsedate_to_datetime(value)
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
