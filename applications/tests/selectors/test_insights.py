"""What is counted for `/insights`, against ledgers written by the services themselves."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from applications import services
from applications.rendering.rates import rate
from applications.selectors.insights import Period, insights
from applications.states import Column, Status
from applications.tests.factories import NOW, ApplicationFactory
from jobs.tests.factories import PostingFactory
from resumes.tests.factories import ResumeVersionFactory

UTC = ZoneInfo("UTC")
S = Status


@pytest.fixture
def owner():
    return UserFactory.create()


def through(owner, *steps, begun=NOW - timedelta(days=30), days=2, **details):
    """Add an application and move it on every `days` days; returns the row and its last move."""
    row = services.add_by_hand(owner=owner, title="Baker", company_name="Acme", now=begun)
    for name, value in details.items():
        setattr(row, name, value)
    row.save()
    event = None
    for nth, to in enumerate(steps, 1):
        at = begun + timedelta(days=days * nth)
        event = services.move_application(application=row, to=to, actor=owner, now=at, by_hand=True)
    return row, event


def counted(owner, period=Period.ALL):
    return insights(owner.pk, period=period, now=NOW, zone=UTC)


class TestRate:
    @pytest.mark.parametrize(
        ("part", "whole", "expected"),
        [
            (1, 10, (10, 2, 40)),  # as published for Wilson's interval
            (0, 10, (0, 0, 28)),
            (10, 10, (100, 72, 100)),
            (50, 100, (50, 40, 60)),
            (2, 5, (40, 12, 77)),
        ],
    )
    def test_has_an_interval(self, part, whole, expected):
        found = rate(part, whole)
        assert (found.percent, found.low, found.high) == expected

    @pytest.mark.parametrize("whole", [0, 1, 4])
    def test_of_few_is_no_rate(self, whole):
        assert (rate(0, whole).percent, rate(0, whole).low) == (None, None)


@pytest.mark.django_db
class TestRoads:
    def test_counts_how_far_each_ever_came(self, owner):
        through(owner)
        through(owner, S.APPLIED)
        through(owner, S.APPLIED, S.INTERVIEW, S.REJECTED)
        through(owner, S.APPLIED, S.OFFER, S.ACCEPTED)
        through(owner, S.APPLIED, S.GHOSTED)
        _row, taken_back = through(owner, S.APPLIED, S.INTERVIEW)
        services.undo(event=taken_back, actor=owner, now=NOW)
        through(UserFactory.create(), S.APPLIED)

        found = counted(owner).roads

        total = found.total
        assert (total.added, total.sent, total.answered) == (6, 5, 2)
        assert (total.met, total.offered, found.waiting) == (2, 1, 2)
        assert {(road.steps, road.end): road.count for road in found.roads} == {
            ((), "OPEN"): 2,
            ((), "GHOSTED"): 1,
            ((S.INTERVIEW,), "REJECTED"): 1,
            ((S.OFFER,), "ACCEPTED"): 1,
        }

    def test_counts_apart_by_source_band_and_resume(self, owner):
        version = ResumeVersionFactory.create(resume__owner=owner)
        through(owner, S.APPLIED, S.SCREENING, source_name="Reed", fit_at_applying=80)
        through(owner, S.APPLIED, source_name="Reed ", fit_at_applying=40)
        through(owner, S.APPLIED, fit_at_applying=64)
        through(owner, source_name="Only saved")

        found = counted(owner)

        by = found.roads
        assert {k: (c.sent, c.answered) for k, c in by.by_source.items()} == {
            "Reed": (2, 1),
            "": (1, 0),
        }
        assert {k: (c.sent, c.answered) for k, c in by.by_band.items()} == {
            "STRONG": (1, 1),
            "GOOD": (1, 0),
            "PARTIAL": (1, 0),
        }
        assert by.by_version[version.pk].sent == 3
        assert found.versions == {version.pk: f"{version.resume.name} v{version.number}"}

    def test_a_period_counts_by_the_day_of_applying(self, owner):
        through(owner, S.APPLIED, begun=NOW - timedelta(days=100), days=5)
        through(owner, S.APPLIED, begun=NOW - timedelta(days=95), days=10)
        through(owner, begun=NOW - timedelta(days=20))

        sent = {period: counted(owner, period).roads.total.sent for period in Period}

        assert sent == {Period.MONTH: 0, Period.QUARTER: 1, Period.YEAR: 2, Period.ALL: 2}
        assert counted(owner, Period.MONTH).roads.total.added == 1


@pytest.mark.django_db
class TestStays:
    def test_are_told_by_the_ledger(self, owner):
        for days in (2, 4, 6, 8, 10):
            through(owner, S.APPLIED, S.REJECTED, days=days)
        through(owner, S.PREPARING, S.READY, S.APPLIED, days=1)  # one column, two badges

        by_column = {stay.column: stay for stay in counted(owner).stays}

        applied = by_column[Column.APPLIED]
        assert (applied.first_quartile, applied.median, applied.third_quartile) == (4, 6, 8)
        assert (applied.moved_on, applied.still_there) == (5, 1)
        preparing = by_column[Column.PREPARING]
        assert (preparing.moved_on, preparing.median) == (1, 2)
        assert by_column[Column.SAVED].moved_on == 6
        assert Column.CLOSED not in by_column

    def test_a_day_said_afterwards_is_no_negative_time(self, owner):
        row, _event = through(owner, begun=NOW)
        services.move_application(
            application=row,
            to=S.APPLIED,
            actor=owner,
            now=NOW,
            happened_at=NOW - timedelta(days=9),
        )
        by_column = {stay.column: stay for stay in counted(owner).stays}
        assert by_column[Column.SAVED].median == 0
        assert by_column[Column.APPLIED].still_there == 1


@pytest.mark.django_db
class TestDays:
    def test_are_those_of_the_persons_calendar(self, owner):
        through(owner, begun=NOW.replace(hour=23))
        in_tokyo = insights(
            owner.pk, period=Period.ALL, now=NOW + timedelta(days=1), zone=ZoneInfo("Asia/Tokyo")
        )
        assert in_tokyo.days == {date(2026, 11, 23): 1}


@pytest.mark.django_db
class TestSkillGap:
    def test_names_what_is_asked_and_not_shown(self, owner):
        ResumeVersionFactory.create(
            resume__owner=owner, text="I write Python.", parsed={"skills": [{"name": "Python"}]}
        )
        for title, skills in (("A", ["Python", "Kubernetes"]), ("B", ["Kubernetes", "SQL"])):
            ApplicationFactory.create(
                owner=owner, title=title, posting=PostingFactory.create(skills=skills)
            )
        over = PostingFactory.create(skills=["COBOL"])
        ApplicationFactory.create(owner=owner, posting=over, status=S.REJECTED)
        ApplicationFactory.create(posting=PostingFactory.create(skills=["Rust"]))

        gap = counted(owner).gap

        assert gap.postings == 2
        assert [(skill.name, skill.count) for skill in gap.missing] == [
            ("Kubernetes", 2),
            ("SQL", 1),
        ]
        assert sorted(title for _pk, title, _company in gap.missing[0].examples) == ["A", "B"]

    def test_reads_what_was_brought_from_elsewhere_and_keeps_what_a_posting_said(self, owner):
        ResumeVersionFactory.create(resume__owner=owner)
        text = "You need experience with Kubernetes.\nRequirements:\n- Kubernetes\n- Terraform"
        row = services.add_by_hand(
            owner=owner, title="Engineer", company_name="Acme", description=text, now=NOW
        )
        posting = PostingFactory.create(skills=["Terraform"])
        services.save_posting(owner=owner, posting=posting, now=NOW)
        posting.delete()
        found = {skill.name: skill.count for skill in counted(owner).gap.missing}
        assert found == {"Kubernetes": 1, "Terraform": 2}
        services.edit_application(application=row, actor=owner, now=NOW, description="")
        assert counted(owner).gap.postings == 1
        assert row.events.order_by("pk").last().data == {"fields": ["description"]}

    def test_without_a_resume_there_is_none(self, owner):
        assert counted(owner).gap is None


@pytest.mark.django_db
class TestQueries:
    def test_as_many_for_fifty_as_for_one(self, owner):
        def count():
            with CaptureQueriesContext(connection) as seen:
                counted(owner)
            return len(seen)

        version = ResumeVersionFactory.create(resume__owner=owner)
        through(owner, S.APPLIED, S.INTERVIEW, version=version)
        counted(owner)  # the resume is read once
        few = count()
        for n in range(50):
            ApplicationFactory.create(
                owner=owner,
                source_name=f"Source {n}",
                posting=PostingFactory.create(skills=["SQL"]),
            )
        assert count() == few <= 8
