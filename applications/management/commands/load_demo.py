"""`load_demo`: made-up people to look around with, and the sample postings."""

import argparse
import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.privacy import erase_person
from applications.management.candidate import furnish
from jobs.models import Posting

PEOPLE = {
    "candidate": ("sam@demo.example.org", ("candidate",)),
    "reviewer": ("robin@demo.example.org", ("candidate", "reviewer")),
    "staff": ("staff@demo.example.org", ("candidate", "staff")),
}


class Command(BaseCommand):
    help = (
        "Load the demo: sample postings, Sam with three months of applications, a reviewer and a "
        "member of staff. Loading it again changes nothing; --fresh makes the people anew."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="delete all of it")
        parser.add_argument(
            "--fresh", action="store_true", help="make the people anew, with dates from today"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if options["remove"] or options["fresh"]:
            remove_people()
        if options["remove"]:
            deleted, _rows = Posting.objects.filter(is_sample=True).delete()
            self.stdout.write(f"The demo is gone ({deleted} rows of sample postings).")
            return
        if "load_sample_postings" in get_commands():
            call_command("load_sample_postings", stdout=self.stdout, stderr=self.stderr)
        made = make_people(now=timezone.now())
        words = ", ".join(made) if made else "nothing new"
        self.stdout.write(f"Demo people: {words}. Passwords are in {logins_path()}.")


def logins_path() -> Path:
    """Return where the passwords of this install's demo people are kept."""
    return Path(settings.VAR_DIR) / "demo-logins.json"


def make_people(*, now: datetime) -> list[str]:
    """Make who is missing; return their roles. Passwords are new only for the new, or when lost."""
    logins = {entry["role"]: entry for entry in _read_logins()}
    made = []
    for role, (email, groups) in PEOPLE.items():
        person = User.objects.filter(email=email, is_demo=True).first()
        if person is not None and role in logins:
            continue
        password = secrets.token_urlsafe(12)
        if person is None:
            person = _make(role, email, groups, password, now=now)
            made.append(role)
        else:
            person.set_password(password)
            person.save(update_fields=["password"])
        logins[role] = {"role": role, "email": email, "password": password}
    _write_logins([logins[role] for role in PEOPLE])
    return made


@transaction.atomic
def _make(role: str, email: str, groups: tuple[str, ...], password: str, *, now: datetime) -> User:
    is_staff = role == "staff"
    person = User.objects.create_user(
        email, password, is_demo=True, is_staff=is_staff, is_superuser=is_staff
    )
    person.groups.set(Group.objects.filter(name__in=groups))
    if role == "candidate":
        furnish(person, now=now)
    return person


@transaction.atomic
def remove_people() -> None:
    """Delete the made-up people with their files, and their passwords."""
    for person in User.objects.filter(is_demo=True):
        erase_person(person)
    logins_path().unlink(missing_ok=True)


def _read_logins() -> list[dict[str, str]]:
    try:
        found = json.loads(logins_path().read_text())
    except (FileNotFoundError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _write_logins(logins: list[dict[str, str]]) -> None:
    path = logins_path()
    text = json.dumps(logins, indent=1)
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    draft.replace(path)
