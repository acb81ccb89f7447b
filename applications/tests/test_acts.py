"""What a person does on the pages: with forms alone, and with htmx."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import ProfileFactory, UserFactory
from applications import services
from applications.models import Application
from applications.states import Column, Status
from applications.tests.factories import ApplicationFactory
from jobs.tests.factories import PostingFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


@pytest.fixture
def row(sam):
    return ApplicationFactory.create(owner=sam, status=Status.APPLIED)


def status_of(row):
    return Application.objects.values_list("status", flat=True).get(pk=row.pk)


class TestTimes:
    @pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-11-30T99:00"])
    @pytest.mark.parametrize(
        ("name", "field", "rest"),
        [
            ("application-next-step", "at", {"text": "Call"}),
            ("application-reminder", "due_at", {"text": "Call"}),
            ("application-interview", "starts_at", {"kind": "PHONE", "time_zone": "Asia/Tokyo"}),
        ],
    )
    def test_beyond_every_life_are_asked_again(self, page, row, name, field, rest, at):
        answer = page.post(reverse(name, args=[row.pk]), rest | {field: at, "minutes": 60})
        assert answer.status_code == 422

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_deadlines_too(self, page, row, day):
        changed = {"title": "Cook", "company_name": "L", "priority": 0, "deadline": day}
        answer = page.post(reverse("application-edit", args=[row.pk]), changed)
        assert answer.status_code == 422


class TestBoardWithoutJavaScript:
    def test_every_card_has_a_form_that_moves_it(self, page, row):
        html = page.get(reverse("applications")).content.decode()
        assert f'action="{reverse("application-move", args=[row.pk])}?seen=APPLIED"' in html
        assert html.count('name="to"') == 9  # five other columns and four ends

    @pytest.mark.parametrize("to", ["SAVED", "INTERVIEW", "REJECTED", "CLOSED"])
    def test_the_form_moves_and_returns(self, page, row, to):
        answer = page.post(reverse("application-move", args=[row.pk]), {"to": to}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("applications")
        assert status_of(row) == ("REJECTED" if to == "CLOSED" else to)
        assert row.company_name in answer.content.decode()

    def test_the_table_moves_many(self, page, sam):
        rows = ApplicationFactory.create_batch(3, owner=sam)
        other = ApplicationFactory.create()
        chosen = [str(r.pk) for r in [*rows, other]]
        page.post(reverse("applications-move"), {"to": "WITHDRAWN", "chosen": chosen})
        assert {status_of(r) for r in rows} == {"WITHDRAWN"}
        assert status_of(other) == "SAVED"


class TestDragging:
    def test_answers_a_toast_with_undo(self, page, row):
        url = reverse("application-move", args=[row.pk])
        answer = page.post(f"{url}?seen=APPLIED", {"to": "INTERVIEW", "after": ""}, headers=HTMX)
        event = row.events.get()
        assert reverse("application-undo", args=[event.pk]) in answer.content.decode()
        page.post(reverse("application-undo", args=[event.pk]), headers=HTMX)
        assert status_of(row) == "APPLIED"

    def test_a_closed_card_is_offered_the_other_ends(self, page, row):
        url = reverse("application-move", args=[row.pk])
        html = page.post(url, {"to": "CLOSED", "after": ""}, headers=HTMX).content.decode()
        assert status_of(row) == "REJECTED"
        assert [end for end in ("ACCEPTED", "WITHDRAWN", "GHOSTED") if f'value="{end}"' in html]

    def test_a_conflict_is_told_and_changes_nothing(self, page, row):
        url = reverse("application-move", args=[row.pk])
        answer = page.post(f"{url}?seen=SAVED", {"to": "PREPARING", "after": ""}, headers=HTMX)
        assert answer.status_code == 409
        assert "data-error-sentence" in answer.content.decode()
        assert "Applied" in answer.content.decode()
        assert status_of(row) == "APPLIED"

    @pytest.mark.parametrize("after", ["nonsense", "", "00000000-0000-0000-0000-000000000000"])
    def test_any_neighbour_is_survived(self, page, row, after):
        url = reverse("application-move", args=[row.pk])
        answer = page.post(url, {"to": "APPLIED", "after": after}, headers=HTMX)
        assert answer.status_code == 200

    def test_columns_go_on(self, page, sam):
        for n in range(25):
            ApplicationFactory.create(owner=sam, position=n)
        html = page.get(reverse("applications")).content.decode()
        assert html.count("data-card ") == 12
        last = Application.objects.order_by("position")[11]
        more = page.get(reverse("applications-column", args=["SAVED"]) + f"?after={last.pk}")
        assert more.content.decode().count("data-card ") == 13

    def test_a_board_read_again_shows_what_was_unfolded(self, page, sam):
        for n in range(40):
            ApplicationFactory.create(owner=sam, position=n)
        url = reverse("applications") + "?part=1&unfolded=SAVED&unfolded=NONSENSE"
        html = page.get(url, headers=HTMX).content.decode()
        assert html.count("data-card ") == 32
        assert html.count('name="unfolded"') == 1

    @pytest.mark.parametrize("address", ["column/NONSENSE?after=", "column/SAVED?after=x"])
    def test_nonsense_is_not_found(self, page, address):
        assert page.get(f"/applications/{address}").status_code == 404


class TestPostings:
    def test_save_twice_is_one(self, page, sam):
        posting = PostingFactory.create()
        url = reverse("application-save", args=[posting.pk])
        page.post(url)
        answer = page.post(url, headers=HTMX)
        row = Application.objects.get()
        assert reverse("application", args=[row.pk]) in answer.content.decode()

    def test_leaving_by_posting_saves_it_first(self, page):
        posting = PostingFactory.create()
        answer = page.post(reverse("application-leave", args=[posting.pk]))
        row = Application.objects.get()
        assert answer["Refresh"] == f"0; url={posting.redirect_url}"
        assert row.left_at is not None
        html = page.get(reverse("today")).content.decode()
        assert f"Did you apply to {row.company_name}?" in html
        page.post(reverse("application-answer", args=[row.pk]), {"answer": "yes_today"})
        assert status_of(row) == "APPLIED"

    def test_a_deleted_posting_cannot_be_saved(self, page):
        posting = PostingFactory.create(status="DELETED")
        assert page.post(reverse("application-save", args=[posting.pk])).status_code == 404


class TestForms:
    def test_add_needs_two_fields(self, page):
        url = reverse("application-add")
        assert page.post(url, {"title": "Cook"}).status_code == 422
        answer = page.post(url, {"title": "Cook", "company_name": "Luigi's", "status": "APPLIED"})
        row = Application.objects.get()
        assert answer.url == reverse("application", args=[row.pk])
        assert row.status == Status.APPLIED

    def test_edit_keeps_what_was_not_changed(self, page, row):
        url = reverse("application-edit", args=[row.pk])
        assert page.get(url).status_code == 200
        body = {"title": "Chef", "company_name": "Luigi's", "tags": "a, b, a"}
        assert page.post(url, body).status_code == 302
        row.refresh_from_db()
        assert (row.title, row.tags, row.status) == ("Chef", ["a", "b"], Status.APPLIED)
        assert page.post(url, {**body, "title": ""}).status_code == 422
        row.refresh_from_db()
        assert row.title == "Chef"

    def test_interview_in_the_persons_zone(self, page, row):
        url = reverse("application-interview", args=[row.pk])
        body = {
            "kind": "VIDEO",
            "starts_at": "2026-12-01T10:00",
            "time_zone": "Europe/Berlin",
            "minutes": "60",
        }
        assert page.post(url, body).status_code == 302
        made = row.interviews.get()
        assert made.starts_at.isoformat() == "2026-12-01T09:00:00+00:00"
        edit = reverse("interview", args=[made.pk])
        assert 'value="2026-12-01T10:00"' in page.get(edit).content.decode()
        assert page.post(edit, {**body, "outcome": "PASSED"}).status_code == 302
        made.refresh_from_db()
        assert made.outcome == "PASSED"
        assert page.post(reverse("interview-remove", args=[made.pk])).status_code == 302

    def test_next_step_reminder_and_note(self, page, row):
        page.post(
            reverse("application-next-step", args=[row.pk]),
            {"text": "Call them", "at": "2026-12-01T10:00"},
        )
        page.post(
            reverse("application-reminder", args=[row.pk]),
            {"text": "Write", "due_at": "2026-12-02T08:00"},
        )
        page.post(
            reverse("application-note", args=[row.pk]), {"text": "<b>Nice</b> people\nTwo of them"}
        )
        row.refresh_from_db()
        assert row.next_action_at.isoformat() == "2026-12-01T09:00:00+00:00"
        assert row.reminders.get().due_at.isoformat() == "2026-12-02T07:00:00+00:00"
        html = page.get(reverse("application", args=[row.pk])).content.decode()
        assert "&lt;b&gt;Nice&lt;/b&gt; people<br>\nTwo of them" in html

    def test_delete_asks_first(self, page, row):
        url = reverse("application-delete", args=[row.pk])
        assert "cannot be undone" in page.get(url).content.decode()
        page.post(url)
        assert not Application.objects.exists()

    def test_reminders_are_ticked_and_snoozed(self, page, sam):
        now = timezone.now()
        made = services.add_reminder(owner=sam, text="Call", due_at=now, now=now)
        page.post(reverse("reminder-snooze", args=[made.pk]), {"days": "3"})
        made.refresh_from_db()
        assert (made.snoozed_until - now).days in {2, 3}
        assert (
            page.post(reverse("reminder-snooze", args=[made.pk]), {"days": "9"}).status_code == 404
        )
        page.post(reverse("reminder-done", args=[made.pk]))
        made.refresh_from_db()
        assert made.state == "DONE"


class TestOwnership:
    @pytest.mark.parametrize(
        ("method", "name"),
        [
            ("get", "application"),
            ("post", "application-move"),
            ("get", "application-edit"),
            ("post", "application-delete"),
            ("post", "application-answer"),
            ("post", "application-next-step"),
            ("post", "application-note"),
            ("post", "application-reminder"),
            ("get", "application-interview"),
            ("post", "application-leave"),
        ],
    )
    def test_what_is_not_ones_own_does_not_exist(self, page, method, name):
        other = ApplicationFactory.create()
        body = {"to": Column.APPLIED.value, "text": "x", "answer": "no"}
        assert getattr(page, method)(reverse(name, args=[other.pk]), body).status_code == 404
        assert status_of(other) == "SAVED"

    @pytest.mark.parametrize(
        "name",
        [
            "interview",
            "interview-remove",
            "reminder-done",
            "reminder-snooze",
            "note-remove",
            "application-undo",
        ],
    )
    def test_nor_do_its_parts(self, page, name):
        other = ApplicationFactory.create(owner=UserFactory.create())
        now = timezone.now()
        parts = {
            "interview": services.add_interview(
                application=other, starts_at=now, actor=other.owner, now=now
            ),
            "reminder": services.add_reminder(
                owner=other.owner, application=other, text="x", due_at=now, now=now
            ),
            "note": services.add_note(application=other, text="x", actor=other.owner, now=now),
            "application": services.move_application(
                application=other, to=Status.APPLIED, actor=other.owner, now=now
            ),
        }
        pk = parts[name.split("-")[0]].pk
        assert page.post(reverse(name, args=[pk]), {"days": "1"}).status_code == 404
