"""`bin/manage create_bi_reader`: a role for BI tools that reads the views and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection

from jobs.pipeline.bi import ROLE, create_reader


class Command(BaseCommand):
    """Create the role or give it a new password, which is printed once."""

    help = "Create or renew the read-only database role of BI tools; prints its password once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how to sign in."""
        try:
            password = create_reader()
        except ProgrammingError as error:
            raise CommandError(
                f"{error}\nThe database's user may not create roles: ask whoever runs the server, "
                "or create the role there as docs/bi.md says."
            ) from error
        chosen = connection.settings_dict
        self.stdout.write(f"host      {chosen['HOST'] or 'local socket'}")
        self.stdout.write(f"port      {chosen['PORT'] or 5432}")
        self.stdout.write(f"database  {chosen['NAME']}")
        self.stdout.write(f"user      {ROLE}")
        self.stdout.write(f"password  {password}   (shown this once; run again for a new one)")
