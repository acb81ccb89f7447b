"""Sources and the runs that collect from them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row


class Source(Row):
    """Where postings come from; written from the adapters' manifests."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, default="api")
    home_url = models.URLField(blank=True)
    terms_url = models.URLField(blank=True)
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)
    countries = models.JSONField(default=list, blank=True)
    full_feed = models.BooleanField(
        _("full feed"), default=False, help_text=_("What is absent from a full fetch is closed.")
    )
    complete_descriptions = models.BooleanField(_("complete descriptions"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False)
    links_may_be_checked = models.BooleanField(_("links may be checked"), default=True)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    back_off_until = models.DateTimeField(_("backing off until"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_good_count = models.PositiveIntegerField(_("postings in the last good run"), default=0)
    last_good_at = models.DateTimeField(_("last good run"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class SourceLease(Row):
    """Who may collect from a source now; renewed page by page."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="lease")
    holder = models.CharField(max_length=80)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source_id} held by {self.holder}"


class CallQuota(Row):
    """How many calls one key has used in one window of time."""

    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="quotas",
        help_text=_("Empty for a service that is no source: the key names it."),
    )
    key_id = models.CharField(_("key"), max_length=40, help_text=_("A fingerprint, never the key."))
    window_kind = models.CharField(_("window"), max_length=10)
    window_start = models.DateTimeField(_("since"))
    used = models.PositiveIntegerField(_("used"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key_id", "window_kind", "window_start"],
                name="one_quota_window",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id or self.key_id} {self.window_kind} {self.used}"


class SourceRun(Row):
    """One collection from one source, from the first page to the published rows."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        RUNNING = "RUNNING", _("Running")
        FAILED = "FAILED", _("Failed")
        DONE = "DONE", _("Done")

    class Trigger(models.TextChoices):
        SCHEDULE = "SCHEDULE", _("Schedule")
        MANUAL = "MANUAL", _("By hand")
        IMPORT = "IMPORT", _("Import")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    trigger = models.CharField(_("trigger"), max_length=8, choices=Trigger.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RUNNING)
    cursor = models.JSONField(_("cursor"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    tries = models.PositiveSmallIntegerField(
        _("tries"), default=0, help_text=_("How often the stage it stands at was begun and failed.")
    )
    next_try_at = models.DateTimeField(_("tried again at"), null=True, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["source", "-started_at"], name="runs_of_source"),
            models.Index(
                fields=["started_at"],
                name="runs_unfinished",
                condition=models.Q(state__in=["QUEUED", "RUNNING"]),
            ),
            models.Index(
                fields=["next_try_at"],
                name="runs_tried_again",
                condition=models.Q(next_try_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(state="QUEUED"),
                name="one_waiting_run_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M}"


class StageRun(Row):
    """One stage of one run: what went in, what came out, how long it took."""

    class Stage(models.TextChoices):
        FETCH = "FETCH", _("Fetch")
        VALIDATE = "VALIDATE", _("Validate")
        ENRICH = "ENRICH", _("Enrich")
        DEDUPE = "DEDUPE", _("Find duplicates")
        VECTORISE = "VECTORISE", _("Vectorise")
        PUBLISH = "PUBLISH", _("Publish")
        SYNC_TALENT = "SYNC_TALENT", _("Sync Talent Solution")

    run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    rows_in = models.PositiveIntegerField(_("in"), default=0)
    rows_out = models.PositiveIntegerField(_("out"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    retries = models.PositiveSmallIntegerField(_("retries"), default=0)
    error = models.TextField(_("error"), blank=True)
    log = models.TextField(_("log"), blank=True, help_text=_("What happened, at most 20 kB."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "stage"], name="one_row_per_stage")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.stage}"


class RawPage(Row):
    """One page as it came, kept compressed with the cursor to go on from."""

    run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="pages")
    page = models.PositiveIntegerField()
    body = models.BinaryField()
    count = models.PositiveIntegerField(default=0)
    origin = models.JSONField(
        default=dict, blank=True, help_text=_("What the rows do not say themselves: country, file.")
    )
    next_cursor = models.JSONField(null=True, default=None, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "page"], name="one_page_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id} page {self.page}"


class StagedPage(Row):
    """One page made ready for publishing; deleted in the transaction that publishes it."""

    run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="staged")
    page = models.PositiveIntegerField()
    rows = models.BinaryField(help_text=_("New and changed postings, compressed COPY text."))
    seen = models.BinaryField(help_text=_("Every posting of the page, compressed COPY text."))
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "page"], name="one_staged_page")]

    def __str__(self) -> str:
        return f"{self.run_id} staged page {self.page}"


class StagedPayload(Row):
    """What one indexer computed for one staged page."""

    staged = models.ForeignKey(StagedPage, on_delete=models.CASCADE, related_name="payloads")
    indexer = models.CharField(max_length=40)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staged", "indexer"], name="one_payload_per_indexer")
        ]

    def __str__(self) -> str:
        return f"{self.staged_id} {self.indexer}"


class RejectedRow(Row):
    """A posting that could not be taken, why, and what it was."""

    run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="rejects")
    stage = models.CharField(max_length=12, choices=StageRun.Stage.choices)
    page = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=80)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "reason"], name="rejects_by_reason")]

    def __str__(self) -> str:
        return self.reason
