"""Which alerts are open, and telling staff each one once, its end too."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When

from accounts.models import Alert
from core.alerts import Channels, Finding, Severity
from core.errors import TransientError
from core.http import HttpError

log = logging.getLogger(__name__)

#: One that was claimed and not told for so long is told by somebody else.
CLAIM = timedelta(minutes=10)
#: After so long no other alert is begun, so that the slowest one still ends in its task's time.
ROUND_SECONDS = 60.0
_BATCH = 50
_WORST_FIRST = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)


@transaction.atomic
def reconcile(prefix: str, findings: Iterable[Finding], *, now: datetime) -> None:
    """Make the open alerts whose key begins with `prefix` be exactly these findings.

    What is new is opened, what got worse is told again, what is gone is closed. Doing it twice
    changes nothing.
    """
    present = {finding.key: finding for finding in findings}
    foreign = [key for key in present if not key.startswith(prefix)]
    if foreign:
        raise ValueError(f"{foreign} do not begin with {prefix}")
    open_ = Alert.objects.filter(key__startswith=prefix, closed_at=None)
    known = {alert.key: alert for alert in open_.select_for_update().order_by("key")}
    for key, finding in sorted(present.items()):
        _keep(known.get(key), finding, now)
    over = [alert.pk for key, alert in known.items() if key not in present]
    Alert.objects.filter(pk__in=over).update(closed_at=now, updated_at=now)


def raise_alert(finding: Finding, *, now: datetime) -> None:
    """Open one alert, or bring it up to date. It stays open until `recover`."""
    with transaction.atomic():
        known = Alert.objects.select_for_update().filter(key=finding.key, closed_at=None).first()
        _keep(known, finding, now)


def recover(key: str, *, now: datetime) -> None:
    """Close an alert if it is open."""
    Alert.objects.filter(key=key, closed_at=None).update(closed_at=now, updated_at=now)


def open_alerts() -> QuerySet[Alert]:
    """What is wrong now, the worst first."""
    return _worst_first(Alert.objects.filter(closed_at=None))


def tell_waiting(*, now: datetime, clock: Callable[[], float] = time.monotonic) -> int:
    """Tell staff what they have not heard; returns how many messages were sent.

    A channel that does not answer leaves the alert waiting; the next minute tries again, and goes
    on where a slow one used up the minute of this round.
    """
    channels, until, told = Channels(), clock() + ROUND_SECONDS, 0
    for alert in _waiting(now)[:_BATCH]:
        if clock() > until:
            log.warning("alerts: the channels are slow; the next round tells the rest")
            break
        told += _tell(alert, channels, now)
    return told


def _keep(known: Alert | None, finding: Finding, now: datetime) -> None:
    facts = {
        "severity": finding.severity.value,
        "title": finding.title[:200],
        "detail": finding.detail,
        "path": finding.path,
    }
    if known is None:
        Alert.objects.create(key=finding.key, opened_at=now, **facts)
    elif any(getattr(known, name) != value for name, value in facts.items()):
        Alert.objects.filter(pk=known.pk).update(**facts, updated_at=now)


def _waiting(now: datetime) -> QuerySet[Alert]:
    """Alerts that began or got worse unheard of, and ends of those that were heard of."""
    got_worse = Q(told=Severity.INFO) & ~Q(severity=Severity.INFO)
    got_worse |= Q(told=Severity.WARNING, severity=Severity.CRITICAL)
    is_news = Q(closed_at=None) & (Q(told="") | got_worse)
    is_over = Q(closed_at__isnull=False, is_end_told=False) & ~Q(told="")
    is_free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
    return _worst_first(Alert.objects.filter((is_news | is_over) & is_free))


def _worst_first(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """So that a crowd nobody takes, the webhook being gone, does not stand before an alarm."""
    worst = [When(severity=name, then=rank) for rank, name in enumerate(_WORST_FIRST)]
    ranked = alerts.alias(rank=Case(*worst, default=len(worst)))
    return ranked.order_by("rank", "opened_at", "pk")


def _tell(alert: Alert, channels: Channels, now: datetime) -> bool:
    """Claim one alert, tell it, and remember as what it was told."""
    mine = Alert.objects.filter(pk=alert.pk, claimed_at=alert.claimed_at)
    if not mine.update(claimed_at=now):
        return False
    is_over = alert.closed_at is not None
    severity = Severity(alert.told if is_over else alert.severity)
    finding = Finding(alert.key, severity, alert.title, alert.detail, alert.path)
    done = {"is_end_told": True} if is_over else {"told": severity.value}
    try:
        channels.tell(finding, is_over=is_over)
    except (TransientError, HttpError, SMTPException, OSError) as error:
        log.warning("alert %s was not told: %s", alert.key, error)
        Alert.objects.filter(pk=alert.pk).update(claimed_at=None)
        return False
    Alert.objects.filter(pk=alert.pk).update(claimed_at=None, **done)
    return True
