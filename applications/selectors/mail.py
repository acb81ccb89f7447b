"""A person's mail: what is asked about it, what waits, and what it could be about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from applications.mailbox.platforms import is_shared
from applications.mailbox.types import Candidate
from applications.models import Application, Contact, KeptFile, Mail, MailAddress, MailFolder
from applications.states import CLOSED, Status

MOST_CANDIDATES = 3_000
FORGOTTEN = timedelta(days=400)
SHOWN_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A message something is asked about, with the applications it may belong to."""

    mail: Mail
    choices: list[Application]  # the likeliest first; empty when it is filed


def mails_of(owner_id: UUID) -> QuerySet[Mail]:
    """Return every message of a person, the newest first."""
    rows = Mail.objects.owned_by(owner_id).select_related("application", "owner", "interview")
    return rows.order_by("-sent_at", "-pk")


def mail_of(owner_id: UUID, pk: UUID) -> Mail | None:
    """Return one message of this person, or None."""
    return mails_of(owner_id).filter(pk=pk).first()


def questions(owner_id: UUID, *, application_id: UUID | None = None) -> list[Question]:
    """Return what is asked, the newest first; of one application, or of all."""
    rows = mails_of(owner_id).with_question()  # type: ignore[attr-defined]
    if application_id is not None:
        rows = rows.filter(application_id=application_id)
    return with_choices(owner_id, rows[:100])


def with_choices(owner_id: UUID, mails: Iterable[Mail]) -> list[Question]:
    """Return messages with the applications they may be about, in one query for all."""
    kept = list(mails)
    keys = {str(key) for mail in kept if mail.state == Mail.State.ASKED for key, _ in mail.chances}
    found = Application.objects.owned_by(owner_id).filter(pk__in=keys).defer("description")
    by_key = {str(row.pk): row for row in found}
    return [
        Question(mail, [by_key[key] for key, _ in mail.chances if key in by_key]) for mail in kept
    ]


def orphans(owner_id: UUID) -> QuerySet[Mail]:
    """Return the messages about no application, until somebody puts them away."""
    return mails_of(owner_id).filter(state=Mail.State.ORPHAN).exclude(kind=Mail.About.BULK)


def others(owner_id: UUID) -> QuerySet[Mail]:
    """Return what is filed, put away, or went to many."""
    asked = mails_of(owner_id).exclude(state=Mail.State.ASKED)
    return asked.exclude(pk__in=orphans(owner_id).values("pk"))


def mails_by_id(owner_id: UUID, application_id: UUID) -> dict[str, Mail]:
    """Return the messages filed with an application, by id, for its timeline."""
    rows = Mail.objects.owned_by(owner_id).filter(application_id=application_id)
    return {str(mail.pk): mail for mail in rows.defer("text")}


def files_of(owner_id: UUID) -> QuerySet[KeptFile]:
    """Return every file a person kept."""
    return KeptFile.objects.filter(mail__owner_id=owner_id)


def address_of(owner_id: UUID) -> MailAddress | None:
    """Return the person's forwarding address, if they made one."""
    return MailAddress.objects.filter(owner_id=owner_id).first()


def folder_of(owner_id: UUID) -> MailFolder | None:
    """Return the folder that is read for the person, if they named one."""
    return MailFolder.objects.filter(owner_id=owner_id).first()


def own_addresses(owner: User) -> frozenset[str]:
    """Return the addresses a person writes from, as far as they are known."""
    folder = folder_of(owner.pk)
    names = [owner.email, folder.username if folder else ""]
    return frozenset(name.lower() for name in names if "@" in name)


def candidates_of(owner_id: UUID) -> list[Candidate]:
    """Return what a message could be about: what is open, and what ended not long ago."""
    rows = Application.objects.owned_by(owner_id).filter(
        updated_at__gte=timezone.now() - FORGOTTEN
    ) | Application.objects.owned_by(owner_id).exclude(status__in=CLOSED)
    addresses, threads = _written_before(owner_id)
    fields = (
        "pk",
        "company_name",
        "title",
        "url",
        "status",
        "created_at",
        "applied_at",
        "last_sign_at",
    )
    return [
        Candidate(
            key=str(row.pk),
            company=row.company_name,
            title=row.title,
            url=row.url,
            since=row.created_at,
            applied_at=row.applied_at,
            last_sign_at=row.last_sign_at,
            is_closed=row.is_closed,
            is_over=row.is_closed and row.status != Status.GHOSTED,
            addresses=frozenset(addresses[row.pk]),
            thread=frozenset(threads[row.pk]),
        )
        for row in rows.only(*fields).order_by("-updated_at", "-pk")[:MOST_CANDIDATES]
    ]


def _written_before(owner_id: UUID) -> tuple[dict[UUID, set[str]], dict[UUID, set[str]]]:
    """Who wrote about which application before, and in which threads."""
    addresses: dict[UUID, set[str]] = defaultdict(set)
    threads: dict[UUID, set[str]] = defaultdict(set)
    filed = (
        Mail.objects.owned_by(owner_id).filter(state=Mail.State.FILED).exclude(kind=Mail.About.BULK)
    )
    for key, address, message_id, thread in filed.values_list(
        "application_id", "sender_address", "message_id", "thread"
    ):
        threads[key].update(filter(None, (message_id, *thread)))
        if address and not is_shared(address.partition("@")[0]):
            addresses[key].add(address)
    contacts = Contact.objects.filter(application__owner_id=owner_id).exclude(email="")
    for key, address in contacts.values_list("application_id", "email"):
        addresses[key].add(address.lower())
    return addresses, threads
