"""What a person forwards, out of the mail that forwards it: Gmail, Outlook, Apple Mail, Thunderbird.

Each writes the header of the original into the text, in its own language. Markers differ and are
translated anew with every version; the block of labelled lines is what they all have.
"""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from applications.mailbox.texts import folded, header_text
from applications.mailbox.types import Address

#: en, de, fr, es, it, nl, pl, pt; folded.
_LABELS = {
    "from": ("from", "von", "de", "da", "van", "od", "nadawca"),
    "date": ("date", "sent", "datum", "gesendet", "envoye", "fecha", "enviado", "enviado el", "data", "inviato", "verzonden", "wyslano", "data wyslania", "enviada", "enviada em", "enviado em"),
    "subject": ("subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "temat", "assunto"),
    "to": ("to", "an", "a", "para", "aan", "do", "cc", "kopie", "dw", "kopia", "reply to", "antwort an", "repondre a", "responder a", "rispondi a", "antwoord aan", "odpowiedz do", "bcc"),
}  # fmt: skip
_FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels}
_LINE = re.compile(r"^[>\s|]*\*?\s*([^\W\d][\w \-]{0,20}?)\s*:\s*\*?\s*(.*)$")
_PREFIX = re.compile(
    r"^\s*(?:(?:fwd?|wg|wtr|tr|rv|i|doorst|pd|enc|weitergeleitet|transfere?|renv|inoltra|fwd/rv)\s*:\s*)+",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|sv|rif|r|odp|res|antw|betreff)\s*:\s*)+", re.IGNORECASE)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_HISTORY = (
    re.compile(r"^(?:On|Am|Le|El|Il|Op|W dniu|Dnia|Em|A)\b.{5,200}(?:wrote|schrieb|écrit|escribió|ha scritto|schreef|napisał\(?a?\)?|pisze|escreveu)\b.{0,80}:?\s*$", re.MULTILINE),
    re.compile(r"^-{3,} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Wiadomość oryginalna|Mensagem original) ?-{3,}", re.MULTILINE | re.IGNORECASE),
)  # fmt: skip
_FEWEST_LABELS = 3
_SEARCHED_LINES = 400
_LONGEST_HEAD = 14


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The original: what its header says, as text, and its body."""

    sender: Address
    subject: str
    date: str
    text: str


def is_forward(subject: str) -> bool:
    """Whether a subject says that the message passes on another."""
    return bool(_PREFIX.match(subject))


def bare_subject(subject: str) -> str:
    """Return a subject without what mail programs put in front."""
    before = None
    while before != subject:
        before, subject = subject, _REPLY.sub("", _PREFIX.sub("", subject))
    return subject.strip()


def unwrapped(text: str) -> Forwarded | None:
    """Return the first message whose header stands in the text, or None."""
    lines = text.split("\n")
    for at in range(min(len(lines), _SEARCHED_LINES)):
        found = _head_at(lines, at)
        if found is not None:
            fields, end = found
            body = _QUOTED.sub("", "\n".join(lines[end:])).strip()
            return Forwarded(_address(fields["from"]), header_text(fields.get("subject", "")), fields.get("date", ""), body)  # fmt: skip
    return None


def _head_at(lines: list[str], at: int) -> tuple[dict[str, str], int] | None:
    """The labelled lines that begin here, when they are enough of them to be a header."""
    if _label(lines[at])[0] not in {"from", "subject", "date"}:
        return None
    fields: dict[str, str] = {}
    count, last, end = 0, "", at
    for end in range(at, min(len(lines), at + _LONGEST_HEAD)):
        name, value = _label(lines[end])
        if name:
            count, last = count + 1, name
            fields.setdefault(name, value)
        elif not lines[end].strip(" >*") and count >= _FEWEST_LABELS:
            break
        elif lines[end].strip(" >*") and last in {"subject", "to"}:
            fields[last] += f" {lines[end].strip(' >')}"  # folded by the program
        elif lines[end].strip(" >*"):
            break
    is_head = count >= _FEWEST_LABELS and {"from"} < fields.keys()
    return (fields, end) if is_head else None


def _label(line: str) -> tuple[str, str]:
    found = _LINE.match(line)
    if found is None:
        return "", ""
    return _FIELD_OF.get(folded(found.group(1)), ""), found.group(2).strip(" *")


def _address(text: str) -> Address:
    """A sender as programs write one: `Name <a@b>`, `Name [mailto:a@b]`, or an address alone."""
    text = re.sub(r"\[mailto:([^\]]+)\]|<mailto:([^>]+)>", r"<\1\2>", header_text(text)).replace(
        "*", ""
    )
    text = re.sub(r"<?(https?://\S+)>?", "", text)
    found = re.search(r"[\w.+\-']+@[\w\-]+(?:\.[\w\-]+)+", text)
    if found is None:
        return Address(text.strip(' "')[:200])
    name = parseaddr(text)[0] if "<" in text else ""
    name = name or text[: found.start()].strip(" <\"'(")
    return Address(name[:200], found.group().lower()[:254])


def newest_part(text: str) -> str:
    """Return what the sender wrote, without the messages that it answers."""
    ends = [found.start() for pattern in _HISTORY if (found := pattern.search(text))]
    lines = text[: min(ends, default=len(text))].split("\n")
    for at in range(1, len(lines)):
        if _head_at(lines, at) is not None:
            lines = lines[:at]
            break
    kept = [line for line in lines if not line.lstrip().startswith(">")]
    return "\n".join(kept).strip() or text
