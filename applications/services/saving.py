"""How an application comes to be, is described and goes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from accounts.services.notices import withdraw_news
from applications import transitions
from applications.models import Application, ApplicationEvent, Note, Reminder, WritingSample
from applications.reminding.occasions import page_of
from applications.selectors.fit import default_version
from applications.selectors.order import top_of
from applications.services.contacts import erase_on_commit
from applications.services.ledger import hold, record, touch
from applications.services.syncing import bury
from applications.states import MOVES, Column, Status
from core.live import announce_on_commit
from jobs.models import Posting
from jobs.services import read_advertisement
from matching.models import MatchVerdict
from matching.selectors import default_search
from matching.services import fits_for, record_verdict

EDITABLE = frozenset(
    [
        "title",
        "company_name",
        "place",
        "url",
        "description",
        "source_name",
        "priority",
        "tags",
        "deadline",
        "pay_asked",
        "pay_offered",
        "pay_currency",
        "pay_period",
    ]
)


def save_posting(*, owner: User, posting: Posting, now: datetime) -> Application:
    """Keep a posting with a copy of what it says now. Saving it twice returns the same row."""
    kept = _open_one(owner, posting)
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            application = _keep(owner, posting, now)
    except IntegrityError:  # the same person, a second tab, the same moment
        kept = _open_one(owner, posting)
        if kept is None:
            raise
        return kept
    return application


@transaction.atomic
def unsave_posting(*, owner: User, posting: Posting) -> bool:
    """Take a saving back: the application goes if nothing was done with it. Whether it went."""
    saved = Application.objects.owned_by(owner.pk).filter(posting=posting, status=Status.SAVED)
    application = saved.select_for_update().first()
    if application is None or _was_worked_on(application):
        return False
    delete_application(application=application)
    return True


def _was_worked_on(application: Application) -> bool:
    only_saved = [ApplicationEvent.Kind.CREATED]
    return (
        list(application.events.values_list("kind", flat=True)) != only_saved
        or bool(application.next_action)
        or application.notes.exists()
        or application.reminders.exists()
        or application.interviews.exists()
    )


def _open_one(owner: User, posting: Posting) -> Application | None:
    mine = Application.objects.owned_by(owner.pk).still_open()
    return mine.filter(posting=posting).first()


def _keep(owner: User, posting: Posting, now: datetime) -> Application:
    version = default_version(owner.pk)
    fit = fits_for(default_search(owner.pk), [posting], now=now).get(posting.pk)
    application = Application.objects.create(
        owner=owner,
        posting=posting,
        title=posting.title,
        company_name=posting.company_name,
        place=posting.place,
        url=posting.redirect_url or posting.source_url,
        description=posting.description,
        skills=posting.skills,
        archived_at=now,
        source_name=posting.source.name,
        version=version,
        fit_at_applying=fit.number if fit else None,
        position=top_of(owner.pk, Column.SAVED),
        last_sign_at=now,
    )
    record(application, ApplicationEvent.Kind.CREATED, actor=owner, now=now, how="posting")
    record_verdict(user=owner, posting=posting, verdict=MatchVerdict.Verdict.SAVE)
    return application


@transaction.atomic
def add_by_hand(
    *,
    owner: User,
    title: str,
    company_name: str,
    now: datetime,
    status: Status = Status.SAVED,
    **details: Any,
) -> Application:
    """Add an application nobody collected; a role and a company are enough.

    Args:
        status: where it stands already.
        details: any of `place url description source_name priority tags deadline`.
    """
    from_details = {name: value for name, value in details.items() if name in EDITABLE}
    application = Application.objects.create(
        owner=owner,
        title=title,
        company_name=company_name,
        version=default_version(owner.pk),
        archived_at=now if from_details.get("description") else None,
        skills=_skills_asked(title, from_details.get("description", "")),
        position=top_of(owner.pk, Column.SAVED),
        last_sign_at=now,
        **from_details,
    )
    record(application, ApplicationEvent.Kind.CREATED, actor=owner, now=now, how="hand")
    if status in MOVES[Status.SAVED]:
        transitions.move(application, status, now=now, actor=owner)
    elif status != Status.SAVED:
        transitions.correct(application, status, now=now, actor=owner)
    return application


def _skills_asked(title: str, description: str) -> list[str]:
    """What the posting asks for, read as the pipeline reads postings; a title alone asks nothing."""
    return list(read_advertisement(title, description).skills) if description.strip() else []


@transaction.atomic
def edit_application(
    *, application: Application, actor: User, now: datetime, **changes: Any
) -> Application:
    """Change how an application is described; the event keeps which fields changed."""
    changed = {
        name: value
        for name, value in changes.items()
        if name in EDITABLE and getattr(application, name) != value
    }
    if not changed:
        return application
    hold(application)
    if changed.keys() & {"title", "description"} and application.posting_id is None:
        changed["skills"] = _skills_asked(
            changed.get("title", application.title),
            changed.get("description", application.description),
        )
    for name, value in changed.items():
        setattr(application, name, value)
    application.save(update_fields=[*changed, "updated_at"])
    if changed.keys() & {"title", "company_name"}:  # calendars show both
        application.interviews.update(revision=F("revision") + 1, updated_at=now)
        application.reminders.update(revision=F("revision") + 1, updated_at=now)
    kind = ApplicationEvent.Kind.CHANGED
    record(application, kind, actor=actor, now=now, fields=sorted(changed.keys() & EDITABLE))
    return application


@transaction.atomic
def set_next_action(
    *, application: Application, text: str, at: datetime | None, now: datetime
) -> Application:
    """Write down what comes next and by when; an empty text clears it."""
    hold(application)
    application.next_action = text.strip()
    application.next_action_at = at if application.next_action else None
    application.save(update_fields=["next_action", "next_action_at", "updated_at"])
    touch(application, now=now)
    return application


@transaction.atomic
def delete_application(*, application: Application) -> None:
    """Delete an application with everything written about it. The posting stays."""
    # Held first: an event written at this moment is either seen here or refused there.
    hold(application)
    announce_on_commit(application.owner_id, "applications", application_id=application.pk)
    bury(application)
    _take_back_news(application)
    erase_on_commit(list(application.attachments.values_list("file_key", flat=True)))
    application.delete()


def _take_back_news(application: Application) -> None:
    """Nobody is reminded of what was deleted: what waits for a mail server or the morning is dropped."""
    paths = [page_of(application)]
    interviews = application.interviews.values_list("pk", flat=True)
    paths += [reverse("interview", args=[pk]) for pk in interviews]
    told = Notification.objects.filter(user_id=application.owner_id, path__in=paths)
    keys = list(told.values_list("key", flat=True))
    withdraw_news(user_id=application.owner_id, keys=keys, now=timezone.now())


def move_applications(*, guest_id: UUID, user_id: UUID) -> None:
    """Re-own a guest's applications, but for what the account already has open."""
    theirs = Application.objects.owned_by(user_id).still_open().filter(posting__isnull=False)
    moved = Application.objects.owned_by(guest_id).exclude(posting__in=theirs.values("posting"))
    Reminder.objects.filter(application__in=moved).update(owner_id=user_id)
    # Who is told of what others did must not be told of their own.
    ApplicationEvent.objects.filter(application__in=moved, actor_id=guest_id).update(
        actor_id=user_id
    )
    Note.objects.filter(application__in=moved, author_id=guest_id).update(author_id=user_id)
    WritingSample.objects.filter(owner_id=guest_id).update(owner_id=user_id)
    moved.update(owner_id=user_id, updated_at=Now())  # clients of the account have not seen them
