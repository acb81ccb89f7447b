"""Made-up people."""

import factory
from django.contrib.auth.models import Group

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
            self.groups.add(Group.objects.get(name="reviewer"))


class ProfileFactory(factory.django.DjangoModelFactory):
    """A person's profile."""

    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)
    name = factory.Faker("name")
