"""Which parser read how much, and the runs that read it again."""

from dataclasses import dataclass

from django.db.models import Count

from resumes.models import ReparseRun, ResumeVersion
from resumes.parsing.types import PARSER_VERSION

_RUNS = 20


@dataclass(frozen=True, slots=True)
class ParserShare:
    """How many files one version of the parser read, and how many of them it could not."""

    version: str
    is_current: bool
    files: int
    failed: int


def readings_by_parser() -> dict[str, object]:
    """Return `shares`, the newest parser first, `waiting` files of older ones, `run` and former `runs`."""
    files = ResumeVersion.objects.filter(
        origin=ResumeVersion.Origin.UPLOADED,
        state__in=[ResumeVersion.State.PARSED, ResumeVersion.State.FAILED],
    ).exclude(file_key="")
    counted: dict[str, dict[str, int]] = {}
    for version, state, number in files.values_list("parser_version", "state").annotate(
        Count("pk")
    ):
        counted.setdefault(version, {})[state] = number
    shares = [
        ParserShare(version, version == PARSER_VERSION, sum(each.values()), each.get("FAILED", 0))
        for version, each in sorted(counted.items(), reverse=True)
    ]
    runs = ReparseRun.objects.select_related("started_by").order_by("-created_at", "-pk")
    return {
        "shares": shares,
        "current": PARSER_VERSION,
        "waiting": sum(share.files for share in shares if not share.is_current),
        "files": sum(share.files for share in shares),
        "run": runs.filter(state=ReparseRun.State.RUNNING).first(),
        "runs": list(runs.exclude(state=ReparseRun.State.RUNNING)[:_RUNS]),
    }
