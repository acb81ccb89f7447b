"""Which of the skills that postings ask for a version of a resume shows: of one posting, or of what a search finds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jobs.models import Posting
from jobs.skills import spelled
from matching import selectors
from matching.engines import scoring
from matching.models import Search
from matching.types import Evidence, Fit, PartKey, Verdict, Wishes
from resumes.models import ResumeVersion

MOST_POSTINGS = 40
_PARTS = (PartKey.MUST, PartKey.NICE)
#: From what helps most to what is there already.
_ORDER = (Verdict.MISSING, Verdict.ELSEWHERE, Verdict.PARTLY, Verdict.MET)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One skill that is asked for: by how many postings, with the lines of both sides."""

    name: str
    verdict: Verdict
    is_must: bool
    postings: int
    asks: str
    shows: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every skill asked for, what is missing and asked most often first, over so many postings."""

    postings: int
    wanted: tuple[Wanted, ...]

    @property
    def shown(self) -> int:
        """How many of the skills the version shows."""
        return sum(one.verdict is not Verdict.MISSING for one in self.wanted)

    @property
    def percent(self) -> int | None:
        """How much of what is asked for is shown, each skill as often as it is asked; None without any."""
        asked = sum(one.postings for one in self.wanted)
        held = sum(one.postings for one in self.wanted if one.verdict is not Verdict.MISSING)
        return round(100 * held / asked) if asked else None


def coverage_of_posting(*, version: ResumeVersion, posting: Posting, now: datetime) -> Coverage:
    """What one posting asks for."""
    return _coverage(_fits(version, [posting], now))


def coverage_of_search(*, version: ResumeVersion, search: Search, now: datetime) -> Coverage:
    """What the best postings of a search ask for, most of all."""
    matches = selectors.matches_of(search).filter(is_stopped=False).select_related("posting")
    best = matches.order_by("-number", "-relevance", "-pk")[:MOST_POSTINGS]
    return _coverage(_fits(version, [match.posting for match in best], now))


def _fits(version: ResumeVersion, postings: list[Posting], now: datetime) -> list[Fit]:
    profile = scoring.profile_of(version, now.date())
    wishes = Wishes(said=selectors.corrections_of(version.owner_id))
    return list(scoring.judge_all(profile, postings, wishes).values())


def _coverage(fits: Iterable[Fit]) -> Coverage:
    held: dict[str, list[tuple[PartKey, Evidence]]] = defaultdict(list)
    count = 0
    for fit in fits:
        count += 1
        for subject, line in _lines(fit).items():
            held[subject].append(line)
    wanted = sorted(
        (_wanted(subject, lines) for subject, lines in held.items()),
        key=lambda one: (_ORDER.index(one.verdict), -one.postings, not one.is_must, one.name),
    )
    return Coverage(count, tuple(wanted))


def _lines(fit: Fit) -> dict[str, tuple[PartKey, Evidence]]:
    """One line for each skill of a posting; what must be weighs more."""
    found: dict[str, tuple[PartKey, Evidence]] = {}
    for part in fit.parts:
        if part.key in _PARTS:
            for line in part.evidence:
                found.setdefault(line.subject, (part.key, line))
    return found


def _wanted(subject: str, lines: list[tuple[PartKey, Evidence]]) -> Wanted:
    """The best answer the version has to a skill counts for all postings: it is the same resume."""
    best = max((line for _part, line in lines), key=lambda line: _ORDER.index(line.verdict))
    return Wanted(
        name=spelled(subject),
        verdict=best.verdict,
        is_must=any(part is PartKey.MUST for part, _line in lines),
        postings=len(lines),
        asks=best.posting,
        shows=best.resume,
    )
