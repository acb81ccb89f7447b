"""What a person looks for, and how well postings answer."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex, SparseVectorField

from core.models import Row
from jobs.models import Posting
from matching.models.disputes import ConfirmedFact, EvidenceDispute
from matching.models.experiments import Experiment, Participation
from matching.models.leanings import Leaning
from matching.models.neighbours import Neighbours

__all__ = [
    "DIMENSIONS", "NO_NUMBER", "ConfirmedFact", "EngineVersion", "EvidenceDispute", "Experiment", "Leaning", "Match", "MatchVerdict",
    "Neighbours", "Participation", "PostingVector", "Search", "SearchHit",
]  # fmt: skip

DIMENSIONS = 256
INDEXED = 288  # dense vector and fields of work
WAITING = models.Q(wanted_at__isnull=False) & (
    models.Q(matched_at__isnull=True) | models.Q(matched_at__lt=models.F("wanted_at"))
)
NO_NUMBER = -1  # too little stated to score: ordered after every number


class SearchQuerySet(models.QuerySet["Search"]):
    """Filters on searches."""

    def owned_by(self, owner_id: UUID) -> "SearchQuerySet":
        """Only this person's."""
        return self.filter(owner_id=owner_id)

    def waiting(self) -> "SearchQuerySet":
        """Those whose matching was asked for and is not done."""
        return self.filter(WAITING)


class Search(Row):
    """What a person looks for, with which resume. Matches, alerts and digests belong to one."""

    class Cadence(models.TextChoices):
        OFF = "OFF", _("Never")
        INSTANT = "INSTANT", _("At once")
        DAILY = "DAILY", _("Every day")
        WEEKLY = "WEEKLY", _("Every week")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches"
    )
    name = models.CharField(_("name"), max_length=120)
    is_default = models.BooleanField(_("default"), default=False)
    roles = ArrayField(
        models.CharField(max_length=120), verbose_name=_("roles"), default=list, blank=True
    )
    places = models.JSONField(
        _("places"),
        default=list,
        blank=True,
        help_text="[{name, country, lat, lon, radius_km}]",
    )
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    remote = models.CharField(
        _("remote"),
        max_length=6,
        choices=[("ANY", _("Any")), ("ALSO", _("Also remote")), ("ONLY", _("Only remote"))],
        default="ALSO",
    )
    pay_floor = models.PositiveIntegerField(_("lowest yearly pay"), null=True, blank=True)
    pay_currency = models.CharField(max_length=3, blank=True)
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    right_to_work = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    needs_sponsorship = models.BooleanField(_("needs sponsorship"), default=False)
    start_date = models.DateField(_("can start on"), null=True, blank=True)
    levels = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    employment_types = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    resume = models.ForeignKey(
        "resumes.Resume", null=True, blank=True, on_delete=models.SET_NULL, related_name="searches"
    )
    cadence = models.CharField(_("alerts"), max_length=7, choices=Cadence.choices, default="OFF")
    alerts_since = models.DateTimeField(
        _("alerts since"),
        null=True,
        blank=True,
        help_text=_("When they were switched on: what was published before is never mailed."),
    )
    last_seen_at = models.DateTimeField(_("last looked at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    wanted_at = models.DateTimeField(_("matching asked for at"), null=True, blank=True)
    matched_at = models.DateTimeField(_("matched at"), null=True, blank=True)
    matched_version = models.ForeignKey(
        "resumes.ResumeVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    considered = models.PositiveIntegerField(_("postings considered"), default=0)

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "searches"
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(is_default=True), name="one_default_search"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="searches_of_owner"),
            models.Index("wanted_at", name="searches_waiting", condition=WAITING),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Whether what was asked for has not been answered yet."""
        return self.wanted_at is not None and (
            self.matched_at is None or self.matched_at < self.wanted_at
        )


class EngineVersion(Row):
    """One version of the matching engine with its artefacts; exactly one is active."""

    class State(models.TextChoices):
        TRAINING = "TRAINING", _("Training")
        READY = "READY", _("Ready")
        ACTIVE = "ACTIVE", _("Active")
        RETIRED = "RETIRED", _("Retired")

    name = models.CharField(_("name"), max_length=80, unique=True)
    algorithm = models.CharField(_("algorithm"), max_length=40)
    artefacts = models.JSONField(default=dict, blank=True)
    metrics = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="ACTIVE"), name="one_active_engine"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostingVector(models.Model):
    """A posting's place in the engine's vector space."""

    id = models.BigAutoField(primary_key=True)
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="vectors")
    engine = models.ForeignKey(EngineVersion, on_delete=models.CASCADE, related_name="vectors")
    embedding = HalfVectorField(
        dimensions=INDEXED,
        help_text="Title and text as a dense vector, then the probabilities of each field of work; weighed.",
    )
    title_embedding = HalfVectorField(dimensions=DIMENSIONS, null=True)
    field = HalfVectorField(null=True, help_text="The probabilities of each field of work.")
    words = SparseVectorField(
        null=True,
        help_text="The most telling words, weighed; null until this version read the text.",
    )
    is_settled = models.BooleanField(
        default=True,
        db_default=True,
        help_text="In the nearest-neighbour index; what was just published is read row by row.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "engine"], name="one_vector_per_posting_engine"
            )
        ]
        indexes = [
            # Fields of work lie far apart: a graph made in haste (m=12, ef_construction=40) has parts
            # no search reaches. This one finds 98 % of the nearest 300, that one 86 %.
            HnswIndex(
                name="posting_vectors_hnsw",
                fields=["embedding"],
                m=16,
                ef_construction=128,
                opclasses=["halfvec_cosine_ops"],
                condition=models.Q(is_settled=True),
            ),
            models.Index(
                fields=["id"],
                name="posting_vectors_fresh",
                condition=models.Q(is_settled=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id} in {self.engine_id}"


class Match(Row):
    """How well one resume version answers one posting, and why."""

    version = models.ForeignKey(
        "resumes.ResumeVersion", on_delete=models.CASCADE, related_name="matches"
    )
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="matches")
    engine = models.ForeignKey(EngineVersion, on_delete=models.CASCADE, related_name="matches")
    search = models.ForeignKey(
        Search, null=True, blank=True, on_delete=models.CASCADE, related_name="matches"
    )
    relevance = models.FloatField(_("relevance"))
    fit = models.PositiveSmallIntegerField(_("fit"), null=True, blank=True)
    fit_low = models.PositiveSmallIntegerField(null=True, blank=True)
    fit_high = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.SmallIntegerField(
        _("number"),
        default=NO_NUMBER,
        help_text=_("The fit, or its lower end while provisional: orders, filters and labels."),
    )
    is_provisional = models.BooleanField(_("provisional"), default=False)
    is_stopped = models.BooleanField(_("stopped"), default=False)
    is_set_aside = models.BooleanField(
        _("set aside"),
        default=False,
        db_default=False,
        help_text=_("Much like a posting the person wants less of."),
    )
    explanation = models.JSONField(default=dict)
    found_by = models.CharField(
        _("found by"),
        max_length=10,
        default="local",
        db_default="local",
        help_text=_("The engine that retrieved the posting; the fit is ours whoever found it."),
    )
    scored_at = models.DateTimeField(_("scored at"))
    found_at = models.DateTimeField(_("first found by this search at"), default=timezone.now)

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "posting", "engine", "search"],
                name="one_match_per_pair_engine_search",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(
                fields=["search", "is_stopped", "-number", "-relevance", "-id"],
                name="matches_by_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} for {self.posting_id}"


class MatchVerdict(Row):
    """What a person said of a posting."""

    class Verdict(models.TextChoices):
        SAVE = "SAVE", _("Saved")
        LATER = "LATER", _("Later")
        NOT_FOR_ME = "NOT_FOR_ME", _("Not for me")

    class Reason(models.TextChoices):
        PAY = "PAY", _("Pay")
        PLACE = "PLACE", _("Place")
        LEVEL = "LEVEL", _("Level")
        COMPANY = "COMPANY", _("Company")
        FIELD = "FIELD", _("Not my field")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="match_verdicts"
    )
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="verdicts")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "posting"], name="one_verdict_per_posting")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.verdict} {self.posting_id}"


class SearchHit(Row):
    """A new posting a search found, on its way into one mail, or told in one. Never told twice.

    `WAITING → CLAIMED → SENDING → SENT`; written by `matching.transitions` alone. Somebody who dies
    while it is claimed loses nothing: it waits again. Somebody who dies while it is being sent
    leaves it unconfirmed: the mail may have arrived, and is not sent again by itself.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        CLAIMED = "CLAIMED", _("Claimed")
        SENDING = "SENDING", _("Being sent")
        SENT = "SENT", _("Sent")
        UNCONFIRMED = "UNCONFIRMED", _("Perhaps sent")
        DROPPED = "DROPPED", _("Dropped")

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="hits")
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="search_hits")
    first_seen_at = models.DateTimeField(_("first seen at"))
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    mail_id = models.UUIDField(
        null=True, blank=True, help_text=_("The mail it goes with, which carries this id too.")
    )
    claimed_at = models.DateTimeField(_("last claimed at"), null=True, blank=True)
    alerted_at = models.DateTimeField(_("handed over at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "posting"], name="one_hit_per_posting"),
            models.CheckConstraint(
                condition=models.Q(alerted_at__isnull=True)
                ^ models.Q(state__in=["SENDING", "SENT", "UNCONFIRMED"]),
                name="a_told_hit_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["search", "first_seen_at"],
                name="hits_waiting",
                condition=models.Q(state="WAITING"),
            ),
            models.Index(
                fields=["claimed_at"],
                name="hits_on_their_way",
                condition=models.Q(state__in=["CLAIMED", "SENDING"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id} for {self.search_id}: {self.state}"
