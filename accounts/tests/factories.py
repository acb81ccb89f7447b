"""Made-up people."""

from datetime import timedelta

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Profile, User

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    """A registered candidate whose password is `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])

    @factory.post_generation
    def reviewer(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.add(Group.objects.get_or_create(name="reviewer")[0])


class GuestFactory(UserFactory):
    """A signed-out visitor of `/start` with most of an hour left."""

    email = factory.Sequence(lambda n: f"guest-{n}@guest.invalid")
    is_guest = True
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=50))


class ProfileFactory(factory.django.DjangoModelFactory):
    """A person's profile. Every person has one from the start: this fills it in."""

    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)
    name = factory.Faker("name")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        user = kwargs.pop("user")
        profile, _made = model_class.objects.update_or_create(user=user, defaults=kwargs)
        return profile
