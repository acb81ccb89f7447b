"""The demo: whole, coherent, harmless to load twice, and gone when asked."""

import json
import stat
from collections import Counter
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applications.models import Application, ApplicationEvent, Interview
from applications.selectors.today import today
from applications.states import COLUMN_OF, MOVES, Column, Status
from jobs.models import Posting
from resumes.models import ResumeVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    return tmp_path


def load(*words):
    call_command("load_demo", *words, stdout=StringIO(), stderr=StringIO())


def everything():
    return {
        model: sorted(model.objects.values_list("pk", "updated_at"))
        for model in (User, Application, ApplicationEvent, ResumeVersion, Interview)
    }


def check_history(row):
    events = list(row.events.order_by("happened_at", "pk"))
    moves = [event for event in events if event.to_status]
    stations = [Status.SAVED, *(event.to_status for event in moves)]
    assert events[0].kind == "CREATED"
    assert [event.from_status for event in moves] == stations[:-1]
    assert stations[-1] == row.status
    assert all(event.to_status in MOVES[Status(event.from_status)] for event in moves)
    assert all(event.happened_at <= timezone.now() for event in events)


def check_day(sam):
    london = ZoneInfo("Europe/London")
    things = today(sam.pk, now=timezone.now(), zone=london).things
    assert Counter(thing.kind for thing in things) == {"interview": 1, "reminder": 1, "left": 1}
    assert Interview.objects.count() == 2
    ahead = Interview.objects.get(starts_at__gt=timezone.now()).starts_at.astimezone(london)
    assert (ahead.hour, ahead.minute) == (10, 0)
    assert ahead.date() == timezone.now().astimezone(london).date() + timedelta(days=1)


def check_logins(file, client):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    logins = json.loads(file.read_text())
    assert [entry["role"] for entry in logins] == ["candidate", "reviewer", "staff"]
    for entry in logins:
        assert client.login(username=entry["email"], password=entry["password"])
    return logins


def test_the_demo_tells_one_story(home, client):
    load()
    sam = User.objects.get(email="sam@demo.example.org")
    rows = Application.objects.filter(owner=sam)
    assert rows.count() == 14
    assert {COLUMN_OF[Status(row.status)] for row in rows} == set(Column)
    for row in rows:
        check_history(row)
    check_day(sam)
    version = ResumeVersion.objects.get(owner=sam)
    assert version.state == "PARSED"
    assert version.parsed["basics"]["name"] == "Sam Okafor"

    before = everything()
    load()
    assert everything() == before

    file = home / "demo-logins.json"
    logins = check_logins(file, client)
    client.force_login(sam)
    for name in ("today", "applications", "insights"):
        assert client.get(reverse(name)).status_code == 200

    file.unlink()
    load()
    assert json.loads(file.read_text())[0]["password"] != logins[0]["password"]

    load("--remove")
    assert not User.objects.filter(is_demo=True).exists()
    assert not Application.objects.exists()
    assert not Posting.objects.filter(is_sample=True).exists()
    assert not file.exists()
