"""Makes Sam: a profile, a resume really uploaded and read, a search, and a history."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.services import update_profile
from applications import services
from applications.management.story import STORY, Chapter, Meeting, Step
from applications.models import Application, ApplicationEvent
from applications.selectors.order import STEP
from applications.states import Column
from applications.types import morning_in
from jobs.models import Posting
from matching.models import Search
from matching.services import confirm_search, create_search, fits_for
from resumes.models import ResumeVersion
from resumes.services import parse_now, rename_resume, upload_resume

RESUME = Path(__file__).parent / "demo" / "sam-okafor-backend.docx"
ZONE = ZoneInfo("Europe/London")
SAMPLES_SAVED = 3
SAMPLES_LEFT = 8  # the very best are still to be found, on the first look at the matches
HOME = {"name": "Manchester", "country": "GB", "lat": 53.4809, "lon": -2.2374, "radius_km": 60}


def furnish(sam: User, *, now: datetime) -> None:
    """Give Sam everything a person of three months has."""
    update_profile(
        user=sam,
        name="Sam Okafor",
        headline="Backend developer",
        city="Manchester",
        country="GB",
        time_zone=ZONE.key,
        current_employer="Marlow Freight Systems",
    )
    version = _resume(sam, now=now)
    search = create_search(
        owner=sam,
        now=now,
        wish={
            "name": "Backend, Manchester or remote",
            "roles": ["Backend developer", "Data engineer"],
            "places": [HOME],
            "countries": ["GB"],
            "remote": "ALSO",
            "pay_floor": 45_000,
            "pay_currency": "GBP",
            "languages": ["en"],
            "right_to_work": ["GB"],
            "resume": version.resume,
        },
    )
    confirm_search(search=search, now=now)
    with transaction.atomic():
        samples = _best_samples(search, now=now)
        for chapter in STORY:
            posting = samples.pop() if chapter.from_sample and samples else None
            _live_through(sam, chapter, posting, now=now)
        _tidy_columns(sam)


def _resume(sam: User, *, now: datetime) -> ResumeVersion:
    with RESUME.open("rb") as file:
        version = upload_resume(owner=sam, file=file, file_name=RESUME.name, now=now)
    parse_now(version_id=version.pk, now=now)
    version.refresh_from_db()
    rename_resume(resume=version.resume, name="Backend")
    return version


def at(days_ago: int, hour: int, *, now: datetime) -> datetime:
    """Return an hour of Sam's clock some days ago; never later than a minute before now."""
    moment = morning_in(-days_ago, now=now, zone=ZONE, hour=hour)
    return moment if days_ago < 0 else min(moment, now - timedelta(minutes=1))


def _live_through(sam: User, chapter: Chapter, posting: Posting | None, *, now: datetime) -> None:
    row = _saved(sam, chapter, posting, now=now)
    for step in chapter.steps:
        _take(row, step, sam, now=now)
    for days_ago, text in chapter.notes:
        services.add_note(application=row, text=text, actor=sam, now=at(days_ago, 18, now=now))
    for meeting in chapter.meetings:
        _meet(row, meeting, sam, now=now)
    _look_ahead(row, chapter, sam, now=now)
    _backdate(row)


def _saved(sam: User, chapter: Chapter, posting: Posting | None, *, now: datetime) -> Application:
    saved_at = at(chapter.saved_days_ago, 9, now=now)
    if posting is not None:
        saved_at = min(max(saved_at, posting.posted_at), now - timedelta(minutes=1))
        return services.save_posting(owner=sam, posting=posting, now=saved_at)
    return services.add_by_hand(
        owner=sam,
        title=chapter.title,
        company_name=chapter.company,
        now=saved_at,
        place=chapter.place,
        description=chapter.about.format(company=chapter.company, title=chapter.title.lower()),
        tags=list(chapter.tags),
        priority=chapter.priority,
        deadline=_day(chapter.deadline_in_days, now),
    )


def _day(in_days: int | None, now: datetime) -> object:
    return None if in_days is None else (now + timedelta(days=in_days)).date()


def _best_samples(search: Search, *, now: datetime) -> list[Posting]:
    """Return British sample postings that fit Sam well, after the few that fit best."""
    british = Posting.objects.filter(
        is_sample=True, country="GB", status=Posting.Status.ACTIVE, posted_at__lte=now
    )
    postings = list(british.select_related("source").order_by("pk"))
    fits = fits_for(search, postings, now=now)
    able = [p for p in postings if p.pk in fits and not fits[p.pk].is_stopped]
    best = sorted(able, key=lambda p: (-(fits[p.pk].number or 0), str(p.pk)))
    one_each = {posting.company_name: posting for posting in reversed(best)}
    distinct = [posting for posting in best if one_each[posting.company_name] is posting]
    return distinct[SAMPLES_LEFT : SAMPLES_LEFT + SAMPLES_SAVED]


def _take(row: Application, step: Step, sam: User, *, now: datetime) -> None:
    then = at(step.days_ago, step.hour, now=now)
    services.move_application(application=row, to=step.to, actor=sam, now=then, by_hand=True)


def _meet(row: Application, meeting: Meeting, sam: User, *, now: datetime) -> None:
    services.add_interview(
        application=row,
        starts_at=at(meeting.days_ago, meeting.hour, now=now),
        actor=sam,
        now=at(meeting.arranged_days_ago, 13, now=now),
        kind=meeting.kind,
        time_zone=ZONE.key,
        people=meeting.people,
        place=meeting.place,
        notes=meeting.notes,
        outcome=meeting.outcome,
    )


def _look_ahead(row: Application, chapter: Chapter, sam: User, *, now: datetime) -> None:
    if chapter.left_hours_ago is not None:
        then = now - timedelta(hours=chapter.left_hours_ago)
        row.url = row.url or "https://jobs.example.org/quillstone"
        row.save(update_fields=["url"])
        services.leave_for_company_site(application=row, actor=sam, now=then)
    if chapter.next_action:
        due = at(-(chapter.next_in_days or 1), 9, now=now)
        services.set_next_action(application=row, text=chapter.next_action, at=due, now=now)
    if chapter.reminder:
        days = chapter.reminder_in_days
        services.add_reminder(
            owner=sam,
            application=row,
            text=chapter.reminder,
            due_at=at(-days, 9, now=now) if days else now - timedelta(minutes=5),
            time_zone=ZONE.key,
            now=row.last_sign_at,
        )


def _backdate(row: Application) -> None:
    """Set when the rows were written to when the story says: they are history, not news."""
    events = list(row.events.order_by("happened_at", "pk"))
    for event in events:
        ApplicationEvent.objects.filter(pk=event.pk).update(created_at=event.happened_at)
    for note, event in zip(
        row.notes.order_by("pk"), (e for e in events if e.kind == "NOTE"), strict=True
    ):
        type(note).objects.filter(pk=note.pk).update(created_at=event.happened_at)
    Application.objects.filter(pk=row.pk).update(
        created_at=events[0].happened_at, updated_at=events[-1].happened_at
    )


def _tidy_columns(sam: User) -> None:
    rows = Application.objects.owned_by(sam.pk).order_by("-last_sign_at", "pk")
    for column in Column:
        for place, row in enumerate(r for r in rows if r.column == column):
            Application.objects.filter(pk=row.pk).update(position=place * STEP)
