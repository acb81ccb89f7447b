"""Whether mail gets out, and which mails staff have to look at."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import OutgoingMail
from core.alerts import Finding as Alarm
from core.alerts import Severity
from core.registry import Finding, broken, not_configured, ok

WAITS_TOO_LONG = timedelta(minutes=15)
_LOOK = "Admin, Outgoing mails: send again or set aside."
_STATES = (OutgoingMail.State.UNCONFIRMED, OutgoingMail.State.FAILED)


def findings(*, now: datetime) -> list[Alarm]:
    """What staff are told of the outbox: mails to look at, and mails that do not get out."""
    found = []
    unsure, failed, waiting = _counts(now)
    if unsure or failed:
        words = f"{unsure} may not have arrived, {failed} failed. {_LOOK}"
        found.append(
            Alarm(
                "mail.look",
                Severity.WARNING,
                "Mails to look at",
                words,
                "/admin/accounts/outgoingmail/",
            )
        )
    if waiting:
        words = f"{waiting} mails are overdue: the mail server or the worker is away."
        found.append(Alarm("mail.waiting", Severity.WARNING, "Mail does not get out", words))
    return found


def outbox() -> Finding:
    """Every mail got out, or somebody looked at it."""
    unsure, failed, waiting = _counts(timezone.now())
    if waiting:
        fix = "See mail and workers: nothing is lost, it goes when they are back."
        return broken(f"{waiting} mails are overdue.", fix)
    if unsure or failed:
        return not_configured(
            f"{unsure} mails may not have arrived and {failed} failed; none goes again by itself.",
            _LOOK,
        )
    return ok("Every mail that was due is sent.")


def _counts(now: datetime) -> tuple[int, int, int]:
    unsure, failed = (OutgoingMail.objects.filter(state=state).count() for state in _STATES)
    late = Q(state=OutgoingMail.State.QUEUED, created_at__lt=now - WAITS_TOO_LONG)
    return (
        unsure,
        failed,
        OutgoingMail.objects.filter(late, due_at__lt=now - WAITS_TOO_LONG).count(),
    )
