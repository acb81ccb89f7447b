"""Applications as JSON, and what a client may send."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.types import check_time_zone
from applications.models import (
    Application,
    ApplicationEvent,
    Attachment,
    Contact,
    Interview,
    Note,
    Reminder,
)
from applications.states import COLUMN_OF, HAND_SET, Column, Status, moves_for_a_person
from applications.types import check_year
from jobs.models import Posting

MAX_NOTE = 20_000
FROM_BY_HAND = ("title", "company_name")


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """One application in a list."""

    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    column = serializers.SerializerMethodField()
    next_action_at = serializers.DateTimeField(read_only=True)
    tags = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Application
        fields = (
            "id",
            "posting",
            "title",
            "company_name",
            "place",
            "url",
            "source_name",
            "version",
            "status",
            "column",
            "fit_at_applying",
            "priority",
            "tags",
            "position",
            "next_action",
            "next_action_at",
            "deadline",
            "pay_asked",
            "pay_offered",
            "pay_currency",
            "pay_period",
            "left_at",
            "applied_at",
            "last_sign_at",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Column.choices))
    def get_column(self, application: Application) -> str:
        """Return the board column."""
        return COLUMN_OF[Status(application.status)].value


class EventSerializer(serializers.ModelSerializer[ApplicationEvent]):
    """One thing that happened."""

    kind = serializers.ChoiceField(choices=ApplicationEvent.Kind.choices, read_only=True)

    class Meta:
        model = ApplicationEvent
        fields = (
            "id",
            "kind",
            "from_status",
            "to_status",
            "happened_at",
            "created_at",
            "undoes",
        )
        read_only_fields = fields
        extra_kwargs = {
            "from_status": {"help_text": "Empty when the status did not change."},
            "to_status": {"help_text": "Empty when the status did not change."},
        }


class NoteSerializer(serializers.ModelSerializer[Note]):
    """Something written down."""

    text = serializers.CharField(max_length=MAX_NOTE)

    class Meta:
        model = Note
        fields = ("id", "text", "created_at")
        read_only_fields = ("id", "created_at")


class InterviewSerializer(serializers.ModelSerializer[Interview]):
    """A conversation with the employer. `starts_at` carries its offset; `time_zone` is for showing."""

    minutes = serializers.IntegerField(min_value=5, max_value=1440, default=60)

    class Meta:
        model = Interview
        fields = (
            "id",
            "kind",
            "starts_at",
            "minutes",
            "time_zone",
            "people",
            "place",
            "notes",
            "outcome",
            "created_at",
        )
        read_only_fields = ("id", "created_at")
        extra_kwargs = {
            "starts_at": {"validators": [check_year]},
            "time_zone": {"validators": [check_time_zone]},
        }


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """Somebody at the employer."""

    class Meta:
        model = Contact
        fields = ("id", "name", "role", "email", "phone", "url", "notes", "created_at")
        read_only_fields = ("id", "created_at")


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file kept with an application."""

    class Meta:
        model = Attachment
        fields = ("id", "name", "size_bytes", "created_at")
        read_only_fields = fields


class ReminderSerializer(serializers.ModelSerializer[Reminder]):
    """Something to do at a time."""

    state = serializers.ChoiceField(choices=Reminder.State.choices, read_only=True)

    class Meta:
        model = Reminder
        fields = (
            "id",
            "application",
            "text",
            "due_at",
            "time_zone",
            "state",
            "snoozed_until",
            "created_at",
        )
        read_only_fields = ("id", "application", "state", "snoozed_until", "created_at")
        extra_kwargs = {
            "due_at": {"validators": [check_year]},
            "time_zone": {"validators": [check_time_zone]},
        }


class DetailSerializer(ApplicationSerializer):
    """One application with its archived posting and everything that happened."""

    events = EventSerializer(many=True, read_only=True)
    interviews = InterviewSerializer(many=True, read_only=True)
    notes = NoteSerializer(many=True, read_only=True)
    reminders = ReminderSerializer(many=True, read_only=True)
    contacts = ContactSerializer(many=True, read_only=True)
    attachments = AttachmentSerializer(many=True, read_only=True)
    allowed = serializers.SerializerMethodField(help_text="The moves a person may ask for now.")

    class Meta:
        model = Application
        fields = (
            *ApplicationSerializer.Meta.fields,
            "description",
            "archived_at",
            "allowed",
            "events",
            "interviews",
            "notes",
            "reminders",
            "contacts",
            "attachments",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Status.choices)))
    def get_allowed(self, application: Application) -> list[str]:
        """Return the moves a person may ask for now."""
        return [to.value for to in moves_for_a_person(Status(application.status))]


class CreateSerializer(serializers.Serializer[Any]):
    """Either `posting`, or `title` and `company_name`."""

    posting = serializers.PrimaryKeyRelatedField(
        queryset=Posting.objects.exclude(status=Posting.Status.DELETED), required=False
    )
    title = serializers.CharField(max_length=500, required=False)
    company_name = serializers.CharField(max_length=200, required=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    url = serializers.URLField(max_length=2000, required=False, allow_blank=True)
    description = serializers.CharField(max_length=200_000, required=False, allow_blank=True)
    deadline = serializers.DateField(required=False, allow_null=True, validators=[check_year])
    status = serializers.ChoiceField(
        choices=[(s.value, s.label) for s in Status if s in HAND_SET], required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for a posting, or for the two fields that are enough without one."""
        if "posting" not in attrs:
            missing = {name: [_("Required without a posting.")] for name in FROM_BY_HAND}
            missing = {name: why for name, why in missing.items() if name not in attrs}
            if missing:
                raise serializers.ValidationError(missing)
        return attrs


def _pay() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True
    )


class EditSerializer(serializers.Serializer[Any]):
    """What may be changed of an application's description."""

    title = serializers.CharField(max_length=500, required=False)
    company_name = serializers.CharField(max_length=200, required=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    url = serializers.URLField(max_length=2000, required=False, allow_blank=True)
    description = serializers.CharField(max_length=200_000, required=False, allow_blank=True)
    deadline = serializers.DateField(required=False, allow_null=True, validators=[check_year])
    priority = serializers.IntegerField(min_value=0, max_value=3, required=False)
    source_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    pay_asked = _pay()
    pay_offered = _pay()
    pay_currency = serializers.RegexField(r"^[A-Z]{3}$|^$", required=False, allow_blank=True)
    pay_period = serializers.ChoiceField(choices=Posting.PayPeriod.choices, required=False)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=20, required=False
    )


class NextActionSerializer(serializers.Serializer[Any]):
    """What comes next; an empty text clears it."""

    text = serializers.CharField(max_length=200, allow_blank=True)
    at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, validators=[check_year]
    )


class MoveSerializer(serializers.Serializer[Any]):
    """Where to, and what the client was looking at."""

    to = serializers.ChoiceField(choices=Status.choices)
    seen = serializers.ChoiceField(
        choices=Status.choices,
        required=False,
        help_text="The status the person saw; refused with 409 when it is out of date.",
    )
    by_hand = serializers.BooleanField(
        default=False, help_text="Set it by hand, beyond the table of moves."
    )
    happened_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, validators=[check_year]
    )


class PlaceSerializer(serializers.Serializer[Any]):
    """Where on the board."""

    column = serializers.ChoiceField(choices=Column.choices)
    after = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="The card above; null: on top."
    )
    seen = serializers.ChoiceField(
        choices=Status.choices,
        required=False,
        help_text="The status the person saw; refused with 409 when it is out of date.",
    )
    end = serializers.ChoiceField(
        choices=[(s.value, s.label) for s in Status if COLUMN_OF[s] == Column.CLOSED],
        required=False,
        help_text="Which end is meant when the column is CLOSED.",
    )


class RefusalSerializer(serializers.Serializer[Any]):
    """Why a move was refused, where the application stands, and what is allowed from there."""

    code = serializers.CharField()
    detail = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    allowed = serializers.ListField(child=serializers.ChoiceField(choices=Status.choices))


class SnoozeSerializer(serializers.Serializer[Any]):
    """Until when."""

    until = serializers.DateTimeField(validators=[check_year])


class NextStepSerializer(serializers.Serializer[Any]):
    """What comes next for one application."""

    text = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    kind = serializers.CharField()
    is_due = serializers.BooleanField()


class CardSerializer(serializers.Serializer[Any]):
    """One card of the board."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    company_name = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    fit = serializers.IntegerField(allow_null=True)
    next_step = NextStepSerializer(allow_null=True)
    silent_days = serializers.IntegerField()
    position = serializers.FloatField()


class BoardColumnSerializer(serializers.Serializer[Any]):
    """One column with its first cards, top first."""

    column = serializers.ChoiceField(choices=Column.choices)
    count = serializers.IntegerField()
    more_after = serializers.UUIDField(
        allow_null=True, help_text="Ask for `?column=…&after=…` to see what is below."
    )
    cards = CardSerializer(many=True)
