"""Postings."""

from datetime import datetime
from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row

NAMESPACE = UUID("6f0b6f2c-5d0e-5a6c-9c39-2f5f7a1d8e11")


def posting_id(source: str, external_id: str, place_key: str = "") -> UUID:
    """Return the id a posting always has: UUIDv5 of source, external id and place key.

    Never of the URL, which carries per-call tokens.
    """
    return uuid5(NAMESPACE, "\x1f".join((source, external_id, place_key)))


class Company(Row):
    """An employer, as postings name it."""

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=200)
    links = models.JSONField(default=list, blank=True)
    cts_company_name = models.CharField(max_length=255, blank=True, db_default="")

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class PostingQuerySet(models.QuerySet["Posting"]):
    """Filters on postings."""

    def active(self, *, now: datetime) -> "PostingQuerySet":
        """Open and not over."""
        return self.filter(status=Posting.Status.ACTIVE).exclude(expires_at__lte=now)

    def live(self) -> "PostingQuerySet":
        """Real ones: without the shipped samples."""
        return self.filter(is_sample=False)


class Posting(Row):
    """One job advertised in one place, in the one schema every source is brought to."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", _("Active")
        EXPIRED = "EXPIRED", _("Expired")
        DELETED = "DELETED", _("Deleted")

    class SyncStatus(models.TextChoices):
        NONE = "NONE", _("Not synced")
        PENDING = "PENDING", _("Waiting")
        SYNCED = "SYNCED", _("Synced")
        FAILED = "FAILED", _("Failed")

    class EmploymentType(models.TextChoices):
        FULL_TIME = "FULL_TIME", _("Full time")
        PART_TIME = "PART_TIME", _("Part time")
        CONTRACT = "CONTRACT", _("Contract")
        TEMPORARY = "TEMPORARY", _("Temporary")
        INTERN = "INTERN", _("Internship")
        VOLUNTEER = "VOLUNTEER", _("Volunteer")
        OTHER = "OTHER", _("Other")

    class Level(models.TextChoices):
        INTERNSHIP = "INTERNSHIP", _("Internship")
        ENTRY = "ENTRY", _("Entry")
        MID = "MID", _("Mid")
        SENIOR = "SENIOR", _("Senior")
        LEAD = "LEAD", _("Lead")
        MANAGER = "MANAGER", _("Manager")
        DIRECTOR = "DIRECTOR", _("Director")
        EXECUTIVE = "EXECUTIVE", _("Executive")

    class Remote(models.TextChoices):
        ONSITE = "ONSITE", _("On site")
        HYBRID = "HYBRID", _("Hybrid")
        REMOTE = "REMOTE", _("Remote")

    class PayPeriod(models.TextChoices):
        HOUR = "HOUR", _("an hour")
        DAY = "DAY", _("a day")
        WEEK = "WEEK", _("a week")
        MONTH = "MONTH", _("a month")
        YEAR = "YEAR", _("a year")
        ONCE = "ONCE", _("once")

    class PaySource(models.TextChoices):
        STATED = "STATED", _("stated by the employer")
        PREDICTED = "PREDICTED", _("estimated")
        NONE = "NONE", _("not stated")

    source = models.ForeignKey("jobs.Source", on_delete=models.PROTECT, related_name="postings")
    external_id = models.CharField(max_length=255)
    place_key = models.CharField(max_length=120, blank=True)
    requisition_id = models.CharField(max_length=255, unique=True)
    cts_job_name = models.CharField(max_length=255, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    redirect_url = models.URLField(max_length=2000, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    sync_status = models.CharField(
        max_length=8, choices=SyncStatus.choices, default=SyncStatus.NONE
    )
    is_sample = models.BooleanField(_("sample"), default=False)

    title = models.CharField(_("title"), max_length=500)
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="postings"
    )
    company_name = models.CharField(_("company"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_html = models.TextField(blank=True)
    category = models.CharField(_("category"), max_length=120, blank=True)

    place = models.CharField(_("place"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    geoname_id = models.IntegerField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    remote = models.CharField(_("remote"), max_length=6, choices=Remote.choices, blank=True)

    employment_type = models.CharField(max_length=10, choices=EmploymentType.choices, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    is_internship = models.BooleanField(_("internship"), default=False)

    pay_min = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pay_max = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pay_currency = models.CharField(max_length=3, blank=True)
    pay_period = models.CharField(max_length=5, choices=PayPeriod.choices, blank=True)
    pay_source = models.CharField(max_length=9, choices=PaySource.choices, default=PaySource.NONE)
    pay_yearly_min = models.IntegerField(null=True, blank=True)
    pay_yearly_max = models.IntegerField(null=True, blank=True)
    pay_rule = models.CharField(max_length=80, blank=True)

    skills = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    must_skills = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    occupation = models.CharField(_("occupation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    years_wanted = models.PositiveSmallIntegerField(_("years wanted"), null=True, blank=True)
    degree_wanted = models.CharField(_("degree wanted"), max_length=12, blank=True)

    posted_at = models.DateTimeField(_("posted at"))
    first_seen_at = models.DateTimeField(_("first seen at"))
    last_seen_at = models.DateTimeField(_("last seen at"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    content_hash = models.CharField(max_length=64)
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    raw = models.JSONField(default=dict, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id", "place_key"],
                name="one_posting_per_source_id_place",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "status"], name="postings_by_place_status"),
            models.Index(fields=["status"], name="postings_by_status"),
            models.Index(fields=["expires_at"], name="postings_by_expiry"),
            models.Index(fields=["external_id"], name="postings_by_external_id"),
            models.Index(fields=["-posted_at", "-id"], name="postings_newest"),
            # Empty where Talent Solution is not configured.
            models.Index(
                fields=["source"],
                name="postings_to_sync",
                condition=models.Q(status="ACTIVE", sync_status="PENDING"),
            ),
            models.Index(
                fields=["source"],
                name="postings_to_unsync",
                condition=~models.Q(cts_job_name="") & ~models.Q(status="ACTIVE"),
            ),
            GinIndex(
                fields=["skills"],
                name="postings_by_skill",
                condition=models.Q(status="ACTIVE"),
                fastupdate=False,  # or every search reads what waits to be put there
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.company_name}"

    @property
    def outside_url(self) -> str:
        """The advertisement's own page, or nothing; the link the source asks to be used first."""
        return self.redirect_url or self.source_url

    @property
    def is_excerpt(self) -> bool:
        """Whether the source gave only the beginning of the description."""
        return "is_excerpt" in self.flags

    @property
    def has_stated_pay(self) -> bool:
        """Whether the employer, not an estimate, named the pay."""
        return self.pay_source == self.PaySource.STATED


class PostingSearch(models.Model):
    """The narrow row full-text search reads; kept beside its posting by the pipeline."""

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    document = SearchVectorField(help_text=_("Title A, company and skills B, description D."))
    headline = models.GeneratedField(
        expression=models.Func(models.F("document"), template="ts_filter(%(expressions)s, '{a}')"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text=_(
            "The title's words alone: a word common in descriptions may be rare in titles."
        ),
    )
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    source = models.ForeignKey(
        "jobs.Source", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    company = models.ForeignKey(
        Company, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    category = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=2, blank=True)
    remote = models.CharField(max_length=6, blank=True)
    employment_type = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=10, blank=True)
    is_internship = models.BooleanField(default=False)
    pay_yearly_max = models.IntegerField(
        null=True, blank=True, help_text=_("Only what the employer stated, never an estimate.")
    )
    pay_currency = models.CharField(max_length=3, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    posted_at = models.DateTimeField()

    class Meta:
        verbose_name = "search row"
        indexes = [
            models.Index(
                fields=["-posted_at", "-posting"],
                name="search_newest",
                condition=models.Q(is_active=True),
            ),
            models.Index(
                fields=["lat", "lon"],
                name="search_near",
                condition=models.Q(is_active=True, lat__isnull=False),
            ),
            GinIndex(
                fields=["document"],
                name="search_document",
                condition=models.Q(is_active=True),
            ),
            GinIndex(
                fields=["headline"],
                name="search_headline",
                condition=models.Q(is_active=True),
            ),
            models.Index(
                fields=["company", "-posted_at"],
                name="search_company_newest",
                condition=models.Q(is_active=True),
            ),
            models.Index(
                fields=["pay_currency", "-pay_yearly_max", "-posted_at", "-posting"],
                name="search_best_paid",
                condition=models.Q(is_active=True, pay_yearly_max__isnull=False),
            ),
            models.Index(
                fields=["country", "-posted_at"],
                name="search_country_newest",
                condition=models.Q(is_active=True),
            ),
            # All that a person's wishes ask for, so that who passes is read without the wide rows.
            models.Index(
                fields=["country", "remote", "level"],
                include=[
                    "posting",
                    "lat",
                    "lon",
                    "pay_yearly_max",
                    "pay_currency",
                    "employment_type",
                    "is_internship",
                    "is_sample",
                ],
                name="search_passing",
                condition=models.Q(is_active=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.posting_id)
