"""Which people a page shows."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import (
    Delivery,
    ModelUsage,
    Notification,
    OutgoingMail,
    Profile,
    PushSubscription,
    User,
    Webhook,
)


def profile_of(user: User) -> Profile:
    """Return the person's profile; an empty, unsaved one for a person without."""
    return Profile.objects.filter(user=user).select_related("user").first() or Profile(user=user)


def is_staff_member(user_id: UUID) -> bool:
    """Whether this person is active staff."""
    return User.objects.filter(pk=user_id, is_staff=True, is_active=True).exists()


def demo_person(who: str) -> User | None:
    """Return the made-up `candidate` (also for an empty word), `reviewer` or `staff`."""
    people = User.objects.filter(is_demo=True, is_active=True, is_superuser=False)
    if who == "staff":
        people = User.objects.filter(is_demo=True, is_active=True, is_staff=True)
    elif who == "reviewer":
        people = people.filter(is_staff=False, groups__name="reviewer")
    elif who in {"", "candidate"}:
        people = people.filter(is_staff=False).exclude(groups__name="reviewer")
    else:
        return None
    return people.order_by("created_at", "pk").first()


def reachable_people() -> QuerySet[User]:
    """People who may be sent mail they subscribed to: they confirmed the address they sign in with.

    No guests, nobody who is made up, nobody whose account is closed.
    """
    confirmed = EmailAddress.objects.filter(
        user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=True
    )
    return User.objects.filter(Exists(confirmed), is_active=True, is_guest=False, is_demo=False)


def questions_asked(user: User) -> QuerySet[ModelUsage]:
    """What was asked of a language model for this person, the newest first."""
    return ModelUsage.objects.filter(user=user).order_by("-created_at", "-pk")


def notifications_of(user: User) -> QuerySet[Notification]:
    """What this person was told on the page, the newest first."""
    shown = Notification.objects.filter(user=user, is_shown=True)
    return shown.order_by("-created_at", "-pk")


def unread_count(user: User) -> int:
    """How many of them are unread."""
    return Notification.objects.filter(user=user, is_shown=True, read_at=None).count()


def browsers_of(user: User) -> QuerySet[PushSubscription]:
    """The browsers this person is told in, in the order they were added."""
    return PushSubscription.objects.filter(user=user).order_by("created_at", "pk")


def webhook_of(user: User) -> Webhook | None:
    """The address of this person that is told what they are told."""
    return Webhook.objects.filter(user=user).first()


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """What was sent to a webhook and how that ended, the newest first."""
    rows = Delivery.objects.filter(webhook=webhook).select_related("notification")
    return rows.order_by("-created_at", "-pk")


def mails_to_look_at() -> QuerySet[OutgoingMail]:
    """Mails that failed or may not have arrived, the newest first: for staff."""
    states = [OutgoingMail.State.UNCONFIRMED, OutgoingMail.State.FAILED]
    return OutgoingMail.objects.filter(state__in=states).order_by("-updated_at", "-pk")
