"""People as JSON."""

from rest_framework import serializers

from accounts.models import Profile, User
from accounts.types import check_country, check_time_zone


class ProfileSerializer(serializers.ModelSerializer[Profile]):
    """What a person tells everyone they apply to."""

    links = serializers.ListField(
        child=serializers.URLField(max_length=300), required=False, max_length=10
    )

    class Meta:
        model = Profile
        fields = (
            "name",
            "headline",
            "phone",
            "city",
            "region",
            "country",
            "links",
            "time_zone",
            "current_employer",
            "hide_samples",
        )
        extra_kwargs = {
            "time_zone": {"validators": [check_time_zone]},
            "country": {"validators": [check_country]},
        }


class MeSerializer(serializers.ModelSerializer[User]):
    """The caller."""

    profile = ProfileSerializer()

    class Meta:
        model = User
        fields = ("id", "email", "is_guest", "is_demo", "created_at", "profile")
        read_only_fields = ("id", "email", "is_guest", "is_demo", "created_at")


class TicketSerializer(serializers.Serializer[None]):
    """What opens one live socket."""

    ticket = serializers.CharField(help_text="Works once.")
    expires_in = serializers.IntegerField(help_text="Seconds.")
    url = serializers.URLField(help_text="Open this WebSocket; it carries `{topic, …ids}` objects.")
