"""Takes one message from a mail server's pipe: `receive_mail RECIPIENT… < message`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from django.utils import timezone

from applications import services
from applications.ingest.messages import TooManyMailsError, UnreadableMailError
from applications.mailbox.reading import MOST_BYTES

# Source: sysexits.h; what postfix and exim make of each: pipe(8), "DIAGNOSTICS".
EX_DATAERR, EX_NOUSER, EX_TEMPFAIL = 65, 67, 75


class Command(BaseCommand):
    """Reads a message from stdin; the exit status tells the mail server what to do with it."""

    help = "Take in one message (RFC 5322) from stdin, for the addresses named."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom it is for."""
        parser.add_argument("recipients", nargs="+", help="the addresses of the envelope")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take it in; 67 nobody has this address, 65 no message, 75 try again later."""
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            received = services.receive_mail(
                recipients=options["recipients"], raw=raw, now=timezone.now()
            )
        except UnreadableMailError as error:
            self._leave(str(error), EX_DATAERR)
        except (TooManyMailsError, OperationalError) as error:
            self._leave(str(error), EX_TEMPFAIL)
        if not received.is_known:
            self._leave("nobody has this address", EX_NOUSER)

    def _leave(self, why: str, status: int) -> None:
        self.stderr.write(why)
        raise SystemExit(status)
