"""The door to Talent Solution as the pipeline sees it, and who stands behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core.errors import DomainError

BATCH = 100  # postings a call; the service takes 200
NAMES = 255  # characters of a name or an id


class TalentError(DomainError):
    """Talent Solution could not do what it was asked."""

    code = "talent"


class TalentQuotaError(TalentError):
    """No more calls for now: the rest waits for another day."""

    code = "talent_quota"


class TalentDownError(TalentError):
    """It does not answer, or not for us."""

    code = "talent_down"


class TalentRefusedError(TalentError):
    """It does not take what it was given."""

    code = "talent_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDraft:
    """One posting as Talent Solution takes it. `name` is empty for one it does not hold yet.

    `level`, `employment_type` and `pay_unit` are names of its own enums, or empty; `exact_level` is
    ours, which tells more apart.
    """

    name: str
    company: str
    requisition_id: str
    title: str
    description: str
    addresses: tuple[str, ...]
    uris: tuple[str, ...]
    language: str
    employment_type: str
    level: str
    exact_level: str
    is_internship: bool
    is_remote: bool
    pay_min: Decimal | None
    pay_max: Decimal | None
    pay_currency: str
    pay_unit: str
    skills: tuple[str, ...]
    source: str
    published_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft: the name it has now, or why it has none."""

    name: str = ""
    reason: str = ""


class TalentDoor(Protocol):
    """What the pipeline asks of Talent Solution. Every call may be made twice.

    Every method raises TalentQuotaError, TalentDownError, and TalentRefusedError when the call as a
    whole was refused.
    """

    def company(self, external_id: str, name: str) -> str:
        """Return the resource name of an employer, made if it is not there."""

    def write(self, drafts: Sequence[JobDraft]) -> dict[str, Outcome]:
        """Create or update up to `BATCH` postings; return an outcome for each requisition id."""

    def look(self) -> None:
        """Ask for something small, to see whether it answers."""

    def remove(self, names: Sequence[str]) -> dict[str, Outcome]:
        """Delete up to `BATCH` postings; return an outcome for each name. One not there is deleted."""


def is_configured() -> bool:
    """Whether an install wants its postings in Talent Solution."""
    return bool(settings.GCP_PROJECT_ID and settings.GCP_TENANT_ID)


def parent() -> str:
    """The resource name of the tenant."""
    return f"projects/{settings.GCP_PROJECT_ID}/tenants/{settings.GCP_TENANT_ID}"


def opened(count: Callable[[], None]) -> TalentDoor:
    """Return the door; `count` is called before every call and may refuse it.

    Raises: TalentDownError when the package or the credentials are missing.
    """
    try:
        door: TalentDoor = import_string("jobs.pipeline.talent.google.open_door")(
            parent(), settings.TALENT_ENDPOINT, count
        )
    except ImportError as error:
        raise TalentDownError(
            "google-cloud-talent is not installed: pip install -r requirements-talent.txt"
        ) from error
    return door
