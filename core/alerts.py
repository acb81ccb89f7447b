"""What staff are told about the machine, how loud, and where.

Knows no tables: `accounts.alerting` keeps which alerts are open, so that each is told once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from core.errors import TransientError
from core.http import Call, HttpClient, HttpError

log = logging.getLogger(__name__)

WEBHOOK_SECONDS = 8.0


class Severity(StrEnum):
    """Decides the channels: information is logged, a warning goes to the webhook, the rest by mail too."""

    INFO = "INFO"
    WARNING = "WARNING"
    CRITICAL = "CRITICAL"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be now.

    `key` names it among all that can be wrong, such as `jobs.adzuna.stopped`; `path` is the page
    that shows more.
    """

    key: str
    severity: Severity
    title: str
    detail: str = ""
    path: str = ""


class Channels:
    """The ways to staff, for one round of news.

    One that is out of order does not silence the other, and is not waited for again in this round.
    """

    def __init__(self) -> None:
        self._problems: dict[Callable[[str], None], Exception] = {}

    def tell(self, finding: Finding, *, is_over: bool = False) -> None:
        """Tell staff that something is wrong, or over again, by the channels of its severity.

        Raises: what the last one raised, when no channel takes it.
        """
        words = _words(finding, is_over=is_over)
        log.log(_LEVELS[finding.severity], "alert: %s", words.replace("\n", " "))
        channels = _channels_of(finding.severity)
        problems = [problem for use in channels if (problem := self._problem(use, words))]
        for problem in problems:
            log.warning("alert %s: a channel did not take it: %s", finding.key, problem)
        if problems and len(problems) == len(channels):
            raise problems[-1]

    def _problem(self, use: Callable[[str], None], words: str) -> Exception | None:
        if use not in self._problems:
            try:
                use(words)
            except (TransientError, HttpError, OSError, SMTPException) as problem:
                self._problems[use] = problem
        return self._problems.get(use)


def post(url: str, text: str) -> None:
    """Post to a Slack-compatible webhook, whose whole address is a secret.

    Once and not for long: what it does not take is told again the next minute.
    Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    Raises: HttpTransientError, HttpError.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise HttpError("ALERT_WEBHOOK_URL is no address.") from None
    client = HttpClient(
        url,
        secrets=(parts.path, parts.query),
        attempts=1,
        timeout_seconds=WEBHOOK_SECONDS,
        total_seconds=WEBHOOK_SECONDS,
    )
    try:
        client.send_checked(Call(path="", json={"text": text}), lambda answer: answer.status)
    finally:
        client.close()


def _channels_of(severity: Severity) -> list[Callable[[str], None]]:
    channels: list[Callable[[str], None]] = []
    if severity != Severity.INFO and settings.ALERT_WEBHOOK_URL:
        channels.append(_post)
    if severity == Severity.CRITICAL and settings.ALERT_EMAILS:
        channels.append(_mail)
    return channels


def _post(words: str) -> None:
    post(settings.ALERT_WEBHOOK_URL, words)


def _mail(words: str) -> None:
    subject = " ".join(words.partition("\n")[0].split())
    sender = settings.DEFAULT_FROM_EMAIL
    EmailMessage(subject, words, sender, list(settings.ALERT_EMAILS)).send()


_LEVELS = {
    Severity.INFO: logging.INFO,
    Severity.WARNING: logging.WARNING,
    Severity.CRITICAL: logging.ERROR,
}


def _words(finding: Finding, *, is_over: bool) -> str:
    label = _("Recovered") if is_over else finding.severity.capitalize()
    lines = [f"[{label}] {finding.title}"]
    if finding.detail and not is_over:
        lines.append(finding.detail)
    if finding.path:
        lines.append(settings.SITE_URL.rstrip("/") + finding.path)
    return "\n".join(lines)
