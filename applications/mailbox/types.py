"""What is read of a message, and what is known of the applications it may be about."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class UnreadableError(Exception):
    """These bytes are no message, or one made to do harm. The first argument is a key."""


class Kind(StrEnum):
    """What a message is for."""

    ACKNOWLEDGEMENT = "ACK"
    REJECTION = "REJECTION"
    INTERVIEW = "INTERVIEW"
    QUESTION = "QUESTION"
    OFFER = "OFFER"
    BULK = "BULK"  # newsletters and job alerts
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with the name its owner gives it; both may be empty."""

    name: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        """What stands behind the @, lower-cased."""
        return self.address.rpartition("@")[2].lower()

    @property
    def local(self) -> str:
        """What stands before the @, lower-cased."""
        return self.address.rpartition("@")[0].lower()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along. Its content stays where it is until somebody wants it."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A date somebody proposes, as its calendar file says."""

    uid: str
    starts_at: datetime
    minutes: int
    time_zone: str
    summary: str = ""
    place: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as far as it matters here; of a forwarded one, what was forwarded."""

    fingerprint: str  # the same for the same message, whichever door it comes by
    message_id: str
    sender: Address
    recipients: tuple[str, ...]
    subject: str
    text: str
    sent_at: datetime
    thread: tuple[str, ...] = ()  # ids of the messages it answers, the nearest last
    links: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    invitation: Invitation | None = None
    is_bulk: bool = False  # its headers say that many got it
    is_forwarded: bool = False
    platform: str = ""  # the recruiting system it was sent through


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message is, how sure that is (0 to 1) and the words that say so."""

    kind: Kind
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application, as far as a message could point to it."""

    key: str
    company: str
    title: str
    url: str = ""
    since: datetime | None = None  # when it was saved
    applied_at: datetime | None = None
    last_sign_at: datetime | None = None
    is_closed: bool = False
    is_over: bool = False  # closed by an answer, not by silence
    addresses: frozenset[str] = frozenset()  # of those who wrote about it before
    thread: frozenset[str] = frozenset()  # ids of the messages filed with it


class Verdict(StrEnum):
    """What is done with a message."""

    FILED = "FILED"
    ASKED = "ASKED"
    ORPHAN = "ORPHAN"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a message belongs: the verdict, the likeliest first, each with its chance (0 to 1)."""

    verdict: Verdict
    chances: tuple[tuple[str, float], ...] = field(default=())

    @property
    def best(self) -> str:
        """The key of the likeliest application, or nothing."""
        return self.chances[0][0] if self.chances and self.verdict != Verdict.ORPHAN else ""

    @property
    def confidence(self) -> float:
        """How sure the likeliest is."""
        return self.chances[0][1] if self.chances else 0.0
