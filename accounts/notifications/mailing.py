"""Handing a mail to the mail server, so that it is known whether the server took it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from smtplib import SMTP, SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from core.errors import TransientError

_FOR_GOOD = 500  # answers of a mail server from here on stay the same
_NEVER = 1000  # of those to MAIL: they are about us, not about this mail
_OK, _WILL_FORWARD, _GO_AHEAD = 250, 251, 354
_MOST_WORDS = 200


class MailDownError(TransientError):
    """The mail server did not take this mail; it may later."""


class MailRefusedError(MailDownError):
    """The mail server will not take this mail, now or later."""


class MailUnconfirmedError(MailDownError):
    """The connection broke behind the last line of the mail: it may have been taken."""


class MailWithdrawnError(Exception):
    """Whoever asked for this mail took it back before its last line went out."""


def _at_once() -> bool:
    return True


@contextmanager
def open_server() -> Iterator[BaseEmailBackend]:
    """Connect to the mail server first, so that nothing is left but handing the mail over.

    Raises: MailDownError.
    """
    server = get_connection()
    try:
        try:
            server.open()
            if isinstance(greeted := getattr(server, "connection", None), SMTP):
                greeted.ehlo_or_helo_if_needed()
        except OSError as error:
            raise MailDownError(str(error)) from error
        yield server
    finally:
        with suppress(OSError):  # what was taken is taken, however they part
            server.close()


def send(  # noqa: PLR0913 - what a mail consists of
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    server: BaseEmailBackend,
    begin: Callable[[], bool] = _at_once,
) -> None:
    """Hand one mail over.

    Args:
        begin: called when the server has everything but the last line, without which it throws the
            mail away. What it commits says from then on that the mail may have been taken; False
            takes the mail back.

    Raises: MailDownError, MailRefusedError, MailUnconfirmedError, MailWithdrawnError.
    """
    message = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=dict(headers or {})
    )
    if html:
        message.attach_alternative(html, "text/html")
    connection = getattr(server, "connection", None)
    if isinstance(connection, SMTP):
        _dictate(connection, message, begin)
        return
    if not begin():
        raise MailWithdrawnError
    try:
        server.send_messages([message])
    except (SMTPException, OSError) as error:
        raise MailUnconfirmedError(str(error)) from error


def _dictate(connection: SMTP, message: EmailMultiAlternatives, begin: Callable[[], bool]) -> None:
    """Say the mail line by line, the last one alone. Source: RFC 5321, 3.3, 4.1.1.4 and 4.5.2."""
    content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own takes it
    [to] = message.to
    try:
        _expect(connection.mail(sanitize_address(message.from_email, "utf-8")), {_OK}, _NEVER)
        _expect(connection.rcpt(sanitize_address(to, "utf-8")), {_OK, _WILL_FORWARD}, _FOR_GOOD)
        _expect(connection.docmd("DATA"), {_GO_AHEAD}, _FOR_GOOD)
        connection.send(_stuffed(content))
    except (SMTPException, OSError, UnicodeError) as error:
        raise MailDownError(_words(error)) from error
    if not begin():
        connection.close()  # no last line, no mail
        raise MailWithdrawnError
    try:
        connection.send(b".\r\n")
        answer = connection.getreply()
    except (SMTPServerDisconnected, OSError) as error:
        raise MailUnconfirmedError(_words(error)) from error
    _expect(answer, {_OK}, _FOR_GOOD)


def _stuffed(content: bytes) -> bytes:
    """The content as it goes over the line: dots doubled, a line end at its end."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    doubled = b"." + doubled if doubled.startswith(b".") else doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _expect(answer: tuple[int, bytes], wanted: set[int], for_good: int) -> None:
    code, words = answer
    if code in wanted:
        return
    said = f"{code} {words.decode('utf-8', 'replace')}"[:_MOST_WORDS]
    raise MailRefusedError(said) if code >= for_good else MailDownError(said)


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:_MOST_WORDS]
