"""What `manage.py doctor` says about sources."""

from django.conf import settings

from core.registry import Finding, broken, not_configured, ok
from jobs.models import Source
from jobs.pipeline import building
from jobs.sources.base import SourceError

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
