"""The back office: every list and row opens, the status cannot be changed there."""

import pytest
from django.urls import reverse

from accounts.models import User
from applications import services
from applications.models import Tombstone, WritingSample
from applications.services import answers as services_of_answers
from applications.states import Status
from applications.tests.factories import NOW, ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("staff@example.org", "x"))
    return client


@pytest.fixture
def row():
    row = ApplicationFactory.create()
    services.add_note(application=row, text="Nice", actor=row.owner, now=NOW)
    services.add_interview(application=row, starts_at=NOW, actor=row.owner, now=NOW)
    services.add_reminder(owner=row.owner, application=row, text="Call", due_at=NOW, now=NOW)
    return row


MODELS = [
    "application",
    "applicationevent",
    "interview",
    "reminder",
    "note",
    "calendarfeed",
    "idempotencykey",
    "tombstone",
    "contact",
    "attachment",
]


@pytest.mark.parametrize("model", MODELS)
def test_lists_can_be_opened_and_searched(staff, row, model):
    url = reverse(f"admin:applications_{model}_changelist")
    assert staff.get(url).status_code == 200
    assert staff.get(f"{url}?q=backend").status_code == 200


def test_a_posted_status_is_ignored(staff, row):
    url = reverse("admin:applications_application_change", args=[row.pk])
    assert staff.get(url).status_code == 200
    staff.post(url, {"title": "Other", "company_name": "X", "status": "OFFER", "tags": "[]"})
    row.refresh_from_db()
    assert row.status == Status.SAVED


def test_history_cannot_be_changed(staff, row):
    event = row.events.first()
    url = reverse("admin:applications_applicationevent_change", args=[event.pk])
    assert staff.post(url, {"kind": "MOVED"}).status_code == 403


def test_what_staff_delete_is_told_to_clients_that_are_away(admin_client):
    row = ApplicationFactory.create()
    answer = admin_client.post(f"/admin/applications/application/{row.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert Tombstone.objects.get(owner=row.owner).application_id == row.pk


def test_staff_read_nothing_people_wrote_about_themselves(staff, row):
    sample = WritingSample.objects.create(owner=row.owner, text="Secret words of mine.")
    answer = services_of_answers.keep_answer(
        owner=row.owner,
        topic="OTHER",
        question="Secret question?",
        language="en",
        text="x",
        now=NOW,
    )
    use = services_of_answers.note_use(answer=answer, application=row, question="", now=NOW)
    for model, found in (("writingsample", sample), ("answer", answer), ("answeruse", use)):
        for url in (
            reverse(f"admin:applications_{model}_changelist"),
            reverse(f"admin:applications_{model}_change", args=[found.pk]),
        ):
            shown = staff.get(url)
            assert shown.status_code == 200
            assert "Secret" not in shown.content.decode()
