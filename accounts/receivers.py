"""What accounts does when Django or allauth tells it something."""

from typing import Any

from allauth.account.signals import user_signed_up
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Profile, User
from accounts.services import join_groups, welcome_person


@receiver(post_save, sender=User, dispatch_uid="accounts.give_profile")
def give_profile(instance: User, created: bool, raw: bool, **kwargs: Any) -> None:  # noqa: FBT001 - Django calls it
    """Give every new person a profile and their groups, whichever door they came through.

    Sign-up, `createsuperuser`, admin and tests share no function but `save`.
    """
    if created and not raw:
        Profile.objects.create(user=instance)
        join_groups(instance)


@receiver(user_signed_up, dispatch_uid="accounts.welcome")
def welcome(user: User, **kwargs: Any) -> None:
    """Have the new person welcomed by mail."""
    welcome_person(user=user, now=timezone.now())
