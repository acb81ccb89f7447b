"""A message out of its bytes. Nothing a stranger can put into them does more than fail to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.message import Message as MailPart
from email.parser import BytesParser
from email.policy import default as policy
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from applications.mailbox import forwarding, texts
from applications.mailbox.dates import read_date
from applications.mailbox.invitations import invitation_in
from applications.mailbox.platforms import platform_of
from applications.mailbox.types import Address, Attachment, Invitation, Message, UnreadableError

MOST_BYTES = 10 * 1024 * 1024
_MOST_NESTED = 60  # parts that could hold parts: the parser goes into each
_MOST_PARTS = 100
_MOST_BOUNDARIES = 1_000  # lines that may begin a part; the library is slow with thousands of them
_MOST_LINES = 3_000_000  # times the depth: each line is held against the end of each part around it
_LONGEST_HEAD = 512 * 1024
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_MOST_ATTACHMENTS = 30
_MOST_RECIPIENTS = 50
_MOST_THREAD = 50
_NESTED = re.compile(rb"multipart|rfc822", re.IGNORECASE)
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:", re.MULTILINE)
_ID = re.compile(r"<([^<>\s]{3,250}@?[^<>\s]*)>")
_CALENDARS = {"text/calendar", "application/ics"}
_BULK_WORDS = {"bulk", "list", "junk"}
_FAILURES = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(slots=True)
class _Body:
    """What was found in the parts of a message."""

    plain: str = ""
    markup: str = ""
    invitation: Invitation | None = None
    inner: MailPart | None = None


def read(
    raw: bytes, *, now: datetime, zone: ZoneInfo, own: frozenset[str] = frozenset()
) -> Message:
    """Return a message; of one that a person forwards, the message that was forwarded.

    Args:
        now: no message comes from later than that.
        zone: on whose wall the times of forwarded headers are read.
        own: the addresses of the person, lower-cased: what these send is forwarded, or theirs.

    Raises:
        UnreadableError: `too_large`, `too_nested` or `no_message`.
    """
    mail = _parsed(raw)
    body = _body(mail, zone)
    message = _outer(mail, body, now=now)
    is_own = message.sender.address in own
    if body.inner is not None and (is_own or forwarding.is_forward(message.subject)):
        return _attached(body.inner, message, now=now, zone=zone)
    if is_own or forwarding.is_forward(message.subject):
        return _inline(message, now=now, zone=zone, is_own=is_own)
    return message


def _parsed(raw: bytes) -> MailPart:
    if len(raw) > MOST_BYTES:
        raise UnreadableError("too_large")
    nested = len(_NESTED.findall(raw))
    if nested > _MOST_NESTED or raw.count(b"\n--") > _MOST_BOUNDARIES:
        raise UnreadableError("too_nested")
    if (nested + 1) * raw.count(b"\n") > _MOST_LINES:
        raise UnreadableError("too_nested")
    if not _EMPTY_LINE.search(raw[:_LONGEST_HEAD]) and len(raw) > _LONGEST_HEAD:
        raise UnreadableError("no_message")
    if not _HEADER.search(raw[: 64 * 1024]):
        raise UnreadableError("no_message")
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    try:
        mail = BytesParser(policy=policy).parsebytes(raw)
    except _FAILURES as error:
        raise UnreadableError("no_message") from error
    if not any(_header(mail, name) for name in ("From", "Subject", "Message-ID", "Date")):
        raise UnreadableError("no_message")
    return mail


def _outer(mail: MailPart, body: _Body, *, now: datetime) -> Message:
    sender = next(iter(_addresses(mail, "From")), Address())
    text = body.plain or texts.html_text(body.markup)
    subject, sent_at = _header(mail, "Subject")[:500], _date(_header(mail, "Date"), now)
    message_id = next(iter(_ids(mail, "Message-ID")), "")
    recipients = tuple(
        address.address
        for name in ("To", "Cc", "Delivered-To", "X-Original-To")
        for address in _addresses(mail, name)
    )
    told = message_id or "\n".join((sender.address, subject, sent_at.isoformat(), text))
    return Message(
        fingerprint=sha256(told.encode("utf-8", "replace")).hexdigest(),
        message_id=message_id,
        sender=sender,
        recipients=tuple(dict.fromkeys(recipients))[:_MOST_RECIPIENTS],
        subject=subject,
        text=text,
        sent_at=sent_at,
        thread=_thread(mail),
        links=texts.links_in(body.markup, body.plain),
        attachments=tuple(attachment for attachment, _content in attachments_in(mail)),
        invitation=body.invitation,
        is_bulk=_is_bulk(mail),
        platform=platform_of(sender.domain),
    )


def _attached(inner: MailPart, outer: Message, *, now: datetime, zone: ZoneInfo) -> Message:
    """The message that came along whole."""
    body = _body(inner, zone)
    read_inner = _outer(inner, body, now=now)
    return _with(read_inner, is_forwarded=True, recipients=read_inner.recipients + outer.recipients)


def _inline(message: Message, *, now: datetime, zone: ZoneInfo, is_own: bool) -> Message:
    """The message whose header and text stand in the text of another."""
    found = forwarding.unwrapped(message.text)
    if found is None or (not is_own and not found.sender.address):
        return message
    sent_at = read_date(found.date, zone) or _date(found.date, message.sent_at)
    return _with(
        message,
        sender=found.sender,
        subject=(found.subject or forwarding.bare_subject(message.subject))[:500],
        text=found.text or message.text,
        sent_at=min(sent_at.astimezone(UTC), now),
        platform=platform_of(found.sender.domain),
        is_forwarded=True,
        is_bulk=False,
    )


def _with(message: Message, **changes: object) -> Message:
    fields = {name: getattr(message, name) for name in Message.__slots__}
    return Message(**{**fields, **changes})


def parts_of(mail: MailPart) -> Iterator[MailPart]:
    """Yield the parts that hold something, not those of messages inside."""
    waiting, seen = [mail], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = _inner(part) + waiting
        else:
            yield part


def _inner(part: MailPart) -> list[MailPart]:
    """The messages a part holds; asked anything else, the library decodes by the stated charset."""
    held = part.get_payload() if part.is_multipart() else []
    return [each for each in held if isinstance(each, MailPart)] if isinstance(held, list) else []


def _body(mail: MailPart, zone: ZoneInfo) -> _Body:
    found = _Body()
    for part in parts_of(mail):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            found.inner = found.inner or next(iter(_inner(part)), None)
        elif kind in _CALENDARS or _name(part).lower().endswith(".ics"):
            found.invitation = found.invitation or invitation_in(_content(part), zone=zone)
        elif part.get_content_disposition() == "attachment":
            continue
        elif kind == "text/plain" and len(found.plain) < texts.LONGEST_TEXT:
            found.plain = f"{found.plain}\n{texts.tidy(_words(part))}".strip()
        elif kind == "text/html" and not found.markup:
            found.markup = _words(part)
    return found


def attachments_in(mail: MailPart) -> Iterator[tuple[Attachment, MailPart]]:
    """Yield what came along as files, in the order of the message."""
    count = 0
    for part in parts_of(mail):
        name = _name(part)
        is_text = part.get_content_maintype() == "text" and not name
        if is_text or (part.get_content_disposition() != "attachment" and not name):
            continue
        count += 1
        if count > _MOST_ATTACHMENTS:
            return
        kind = texts.header_text(part.get_content_type())[:100]
        yield Attachment(name or kind.partition("/")[2], kind, len(_content(part))), part


def attachment_bytes(raw: bytes) -> list[tuple[Attachment, bytes]]:
    """Return the files of a message with their content. Raises: UnreadableError."""
    return [(about, _content(part)) for about, part in attachments_in(_parsed(raw))]


def recipients_in(raw: bytes) -> list[str]:
    """Return whom a message names as its recipients. Raises: UnreadableError."""
    mail = _parsed(raw)
    names = ("X-Envelope-To", "Delivered-To", "X-Original-To", "To", "Cc")
    return [address.address for name in names for address in _addresses(mail, name)]


def _name(part: MailPart) -> str:
    try:
        name = part.get_filename() or ""
    except _FAILURES:
        return ""
    return texts.header_text(str(name)).replace("/", "_").replace("\\", "_")[:200]


def _content(part: MailPart) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _FAILURES:
        return b""
    return content if isinstance(content, bytes) else b""


def _words(part: MailPart) -> str:
    try:
        charset = part.get_content_charset("utf-8")
    except _FAILURES:
        charset = "utf-8"
    return texts.decoded(_content(part), str(charset))


def _raw_headers(mail: MailPart, name: str) -> Iterator[str]:
    """Header lines as they came: the library's own reading of them fails on what is malformed."""
    for key, value in mail.raw_items():
        if key.lower() == name.lower():
            text = str(value).encode("utf-8", "surrogateescape")[: texts.LONGEST_HEADER]
            yield texts.printable(texts.decoded(text, "utf-8"))


def _header(mail: MailPart, name: str) -> str:
    return next((texts.header_text(raw) for raw in _raw_headers(mail, name)), "")


def _addresses(mail: MailPart, name: str) -> list[Address]:
    raw = [" ".join(value.split()) for value in _raw_headers(mail, name)]
    try:
        pairs = getaddresses(raw)[:_MOST_RECIPIENTS]
    except _FAILURES:
        return []
    return [
        Address(texts.header_text(shown)[:200], address.strip().lower()[:254])
        for shown, address in pairs
        if "@" in address
    ]


def _ids(mail: MailPart, name: str) -> list[str]:
    return [found[:255] for raw in _raw_headers(mail, name) for found in _ID.findall(raw)]


def _thread(mail: MailPart) -> tuple[str, ...]:
    ids = [*_ids(mail, "References"), *_ids(mail, "In-Reply-To")]
    return tuple(dict.fromkeys(ids))[-_MOST_THREAD:]


def _date(text: str, now: datetime) -> datetime:
    """When it was sent; now where that cannot be told or cannot be."""
    try:
        sent = parsedate_to_datetime(text)
        sent = (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
    except (*_FAILURES, OverflowError):
        return now
    is_likely = now - timedelta(days=365 * 20) < sent <= now
    return sent if is_likely else now


def _is_bulk(mail: MailPart) -> bool:
    precedence = _header(mail, "Precedence").lower() in _BULK_WORDS
    return precedence or bool(_header(mail, "List-Unsubscribe") or _header(mail, "List-Id"))
