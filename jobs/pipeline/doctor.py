"""What `manage.py doctor` says about sources."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from core.registry import Finding, broken, not_configured, ok
from jobs.models import Posting, Source
from jobs.pipeline import building
from jobs.pipeline.talent import calls, door
from jobs.pipeline.talent.door import TalentError
from jobs.sources.base import Manifest, SourceError
from jobs.sources.registry import DEFINITIONS

_ADD = "docs/sources.md says how to add a source."
_TRY = "bin/manage refresh_jobs --keyless asks them now."


def keyless_sources() -> Finding:
    """The sources without keys are switched on, their list can be read, and some have answered.

    No call: a machine without a network is not a broken install.
    """
    slugs = building.keyless()
    if not slugs:
        return not_configured("No keyless source is read.", f"Set KEYLESS_SOURCES; {_ADD}")
    try:
        for slug in slugs:
            building.plan_of(slug)
    except SourceError as error:
        named = settings.JOB_BOARDS_FILE or "the shipped list"
        return broken(str(error), f"Correct {named} (JOB_BOARDS_FILE); {_ADD}")
    answered = Source.objects.filter(slug__in=slugs, last_good_at__isnull=False)
    names = ", ".join(answered.order_by("name").values_list("name", flat=True))
    if not names:
        return not_configured(
            "No keyless source has answered yet.", f"Check the network; {_TRY} {_ADD}"
        )
    return ok(f"{answered.count()} of {len(slugs)} keyless sources have answered: {names}.")


def keyed_sources() -> Finding:
    """Per source that needs a key: when it last answered, what is wrong, or what is to be set.

    No call: each one counts against a quota.
    """
    rows = {source.slug: source for source in Source.objects.filter(slug__in=DEFINITIONS)}
    answers, wrong, unset = [], [], []
    for slug, definition in DEFINITIONS.items():
        manifest = definition.manifest
        if not manifest.keys or manifest.kind == "page":
            continue  # a list of pages is no key
        if missing := building.missing_keys(slug):
            unset.append(f"{manifest.name} ({', '.join(missing)})")
        elif problem := _problem(manifest, rows.get(slug)):
            wrong.append(problem)
        else:
            answers.append(_last_answer(manifest, rows.get(slug)))
    to_set = f"not configured: {', '.join(unset)}" if unset else ""
    sentence = "; ".join(filter(None, [*wrong, *answers, to_set])) + "."
    if wrong:
        return broken(sentence, "Correct these settings; docs/sources.md says what they are.")
    if not answers:
        fix = f"Set those of the sources you have keys for; {_ADD}"
        return not_configured(sentence[0].upper() + sentence[1:], fix)
    return ok(sentence)


def talent_solution() -> Finding:
    """Google Talent Solution answers, when an install uses it."""
    if not door.is_configured() and settings.MATCHING_ENGINE == "talent":
        return broken(
            "MATCHING_ENGINE is talent, but there is no Talent Solution; the local engine answers.",
            "Set GCP_PROJECT_ID and GCP_TENANT_ID; docs/talent.md says how.",
        )
    if not door.is_configured():
        return not_configured(
            "Postings are not sent to Google Talent Solution; the local engine ranks them.",
            "Set GCP_PROJECT_ID and GCP_TENANT_ID; docs/talent.md says how.",
        )
    now = timezone.now()
    today = calls.today(now=now)
    try:
        # What is left is for searching; sending tells soon enough when it is away.
        if today.left_for_sync:
            door.opened(lambda: _count_look(now)).look()
    except TalentError as error:
        return broken(
            str(error), "Check the project, the tenant and the credentials; docs/talent.md."
        )
    open_ = Posting.objects.live().filter(status=Posting.Status.ACTIVE)
    held = open_.filter(sync_status=Posting.SyncStatus.SYNCED).count()
    return ok(f"{held:,} postings are in step with Talent Solution; {today}.")


def _count_look(now: datetime) -> None:
    calls.take(calls.Purpose.SYNC, now=now)


def _problem(manifest: Manifest, row: Source | None) -> str:
    """What is wrong with a source's settings: they cannot be read, or its key was refused."""
    try:
        building.build(manifest.slug, now=timezone.now())
    except SourceError as error:
        return str(error).rstrip(".")
    last = row.runs.order_by("-started_at").first() if row and row.failures else None
    if last and any(name in last.error for name in manifest.keys):
        return last.error.partition(": ")[2].rstrip(".")
    return ""


def _last_answer(manifest: Manifest, row: Source | None) -> str:
    if row is None or row.last_good_at is None:
        return f"{manifest.name} is configured and was not asked yet"
    return f"{manifest.name} answered on {row.last_good_at:%Y-%m-%d %H:%M} UTC"
