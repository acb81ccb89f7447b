"""The figures of `/insights` in words: for each picture a table, which says the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.rendering.funnel import Bar, funnel
from applications.rendering.rates import ENOUGH, Rate, rate
from applications.selectors.insights import Counts, Roads, SkillGap, Stay
from applications.selectors.insights.roads import OPEN
from applications.states import Status
from matching.types import Band

MOST_GROUPS = 8
DAYS_A_WEEK = 7
NO_BREAK, JOINED = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
SHORT = 10  # days: up to here a tenth of one is said


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the table behind it. Without `chart` there is too little to draw."""

    key: str
    title: str
    hint: str
    heads: list[str]
    rows: list[list[str]]
    chart: dict[str, Any] | None
    note: str = ""
    words: int = 1  # how many columns are words; the rest are figures


def stages(total: Counts) -> list[tuple[str, int]]:
    """Return how many came how far."""
    return [
        (_("Saved"), total.added),
        (_("Applied"), total.sent),
        (_("Answered"), total.answered),
        (_("Interviewed"), total.met),
        (_("Offered"), total.offered),
    ]


def stats(found: Roads) -> list[dict[str, Any]]:
    """Return the figures on top."""
    total = found.total
    rates = [
        (_("answered"), rate(total.answered, total.sent)),
        (_("interviewed"), rate(total.met, total.sent)),
        (_("offered"), rate(total.offered, total.sent)),
    ]
    return [
        {
            "label": _("sent"),
            "value": total.sent,
            "note": _("%(n)s waiting for a reply") % {"n": found.waiting},
        },
        *(_stat(name, one) for name, one in rates),
    ]


def _stat(label: str, one: Rate) -> dict[str, Any]:
    """A rate as a figure: its n and what luck may move are the note."""
    if one.percent is None:
        return {"label": label, "value": in_short(one)}
    of = _("%(part)s of %(whole)s") % {"part": one.part, "whole": one.whole}
    parts = (of.replace(" ", NO_BREAK), between(one).replace("–", f"{JOINED}–{JOINED}"))
    return {"label": label, "value": f"{one.percent}%", "note": " · ".join(parts)}


def in_short(one: Rate) -> str:
    """Say a rate with its n; the counts alone while there are too few."""
    values = {"part": one.part, "whole": one.whole, "percent": one.percent}
    if one.percent is None:
        return _("%(part)s of %(whole)s") % values
    return _("%(percent)s%% (%(part)s of %(whole)s)") % values


def between(one: Rate) -> str:
    """Say how far luck may have moved a rate."""
    if one.percent is None:
        return ""
    return _("%(low)s–%(high)s%%") % {"low": one.low, "high": one.high}


def roads_picture(found: Roads) -> Picture | None:
    """Return what came after what."""
    links: dict[tuple[str, str], int] = {}
    for road in found.roads:
        end = _("No end yet") if road.end == OPEN else str(Status(road.end).label)
        names = [str(Status.APPLIED.label), *(str(step.label) for step in road.steps), end]
        for link in pairwise(names):
            links[link] = links.get(link, 0) + road.count
    if not links:
        return None
    ordered = sorted(links.items(), key=lambda one: -one[1])
    return Picture(
        key="roads",
        title=_("The roads they took"),
        hint=_("From Applied to where each stands now."),
        heads=[_("From"), _("To"), _("Applications")],
        rows=[[source, target, str(count)] for (source, target), count in ordered],
        words=2,
        chart={
            "kind": "sankey",
            "names": sorted({name for link in links for name in link}),
            "links": [{"source": s, "target": t, "value": count} for (s, t), count in ordered],
        },
    )


def stays_picture(stays: Sequence[Stay]) -> Picture | None:
    """Return how long they stood where."""
    if not stays:
        return None
    drawn = [stay for stay in stays if stay.moved_on >= ENOUGH]
    return Picture(
        key="stays",
        title=_("How long they stand where"),
        hint=_("Days until an application moved on: half of them took between the quartiles."),
        heads=[
            _("Column"),
            _("Moved on"),
            _("A quarter within"),
            _("Half within"),
            _("Three quarters within"),
            _("Still there"),
        ],
        rows=[_stay_row(stay) for stay in stays],
        chart={
            "kind": "stays",
            "names": [str(stay.column.label) for stay in drawn],
            "days": [
                [round(q or 0, 1) for q in (stay.first_quartile, stay.median, stay.third_quartile)]
                for stay in drawn
            ],
            "unit": _("days"),
        }
        if drawn
        else None,
    )


def _stay_row(stay: Stay) -> list[str]:
    quartiles = (stay.first_quartile, stay.median, stay.third_quartile)
    said = [_days(q) if stay.moved_on >= ENOUGH else "–" for q in quartiles]
    return [str(stay.column.label), str(stay.moved_on), *said, str(stay.still_there)]


def _days(days: float | None) -> str:
    if days is None:
        return "–"
    if days < 1:
        return _("under a day")
    number = formats.number_format(round(days, 1) if days < SHORT else round(days))
    return ngettext("%(n)s day", "%(n)s days", 1 if number == "1" else 2) % {"n": number}


def bands_picture(found: Roads) -> Picture | None:
    """Return whether strong matches are answered more."""
    words = {
        Band.STRONG: _("Strong"),
        Band.GOOD: _("Good"),
        Band.PARTIAL: _("Partial"),
        Band.WEAK: _("Weak"),
    }
    ordered = [(name, found.by_band[band]) for band, name in words.items() if band in found.by_band]
    if not ordered:
        return None
    if "" in found.by_band:
        ordered.append((_("Fit not known"), found.by_band[""]))
    rest = [counts for band, counts in found.by_band.items() if band not in {Band.STRONG, ""}]
    strong = found.by_band.get(Band.STRONG, Counts())
    return _rates("bands", _("Do strong matches answer more?"), _("Fit"), ordered)(
        note=_verdict(strong, reduce(Counts.__add__, rest, Counts()))
    )


def _verdict(strong: Counts, rest: Counts) -> str:
    one, other = rate(strong.answered, strong.sent), rate(rest.answered, rest.sent)
    values = {"one": one.percent, "other": other.percent}
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return _("Too few of both kinds to tell.")
    if one.low > other.high:
        return _("Yes: %(one)s%% of the strong, %(other)s%% of the others.") % values
    if one.high < other.low:
        return _("No, less: %(one)s%% of the strong, %(other)s%% of the others.") % values
    return _("%(one)s%% of the strong, %(other)s%% of the others: luck alone may do that.") % values


def sources_picture(found: Roads) -> Picture | None:
    """Return where answers come from."""
    named = [(name or _("Not noted"), counts) for name, counts in found.by_source.items()]
    return _rates("sources", _("By where you found them"), _("Found through"), _first(named))()


def versions_picture(found: Roads, names: Mapping[UUID, str]) -> Picture | None:
    """Return which resume is answered."""
    named = [
        (names.get(key, _("Deleted")) if key else _("Not noted"), counts)
        for key, counts in found.by_version.items()
    ]
    return _rates("versions", _("By resume"), _("Resume"), _first(named))()


def _first(groups: list[tuple[str, Counts]]) -> list[tuple[str, Counts]]:
    """The largest groups, the rest as one."""
    shown, rest = groups[:MOST_GROUPS], groups[MOST_GROUPS:]
    if rest:
        counts = reduce(Counts.__add__, (counts for _name, counts in rest), Counts())
        shown.append((_("All others"), counts))
    return shown


def _rates(
    key: str, title: str, head: str, groups: list[tuple[str, Counts]]
) -> Callable[..., Picture | None]:
    def made(note: str = "") -> Picture | None:
        if not groups:
            return None
        return Picture(
            key=key,
            title=title,
            hint=_("Of those sent, how many were answered; the thin line is what luck may move."),
            heads=[head, _("Sent"), _("Answered"), _("95% interval"), _("Interviewed")],
            rows=[_rate_row(name, counts) for name, counts in groups],
            chart=_rates_chart(groups),
            note=note,
        )

    return made


def _rate_row(name: str, counts: Counts) -> list[str]:
    answered = rate(counts.answered, counts.sent)
    met = in_short(rate(counts.met, counts.sent))
    return [name, str(counts.sent), in_short(answered), between(answered) or "–", met]


def _rates_chart(groups: Iterable[tuple[str, Counts]]) -> dict[str, Any] | None:
    rates = [(name, rate(counts.answered, counts.sent)) for name, counts in groups]
    drawn = [(name, one) for name, one in rates if one.percent is not None]
    if not drawn:
        return None
    return {
        "kind": "rates",
        "names": [name for name, _one in drawn],
        "rates": [[one.percent, one.low, one.high] for _name, one in drawn],
        "words": [in_short(one) for _name, one in drawn],
    }


def days_picture(days: Mapping[date, int], *, today: date) -> Picture | None:
    """Return on which days something was done: a year of weeks."""
    if not days:
        return None
    first = today - timedelta(days=52 * DAYS_A_WEEK + today.weekday())
    weeks = [first + timedelta(days=DAYS_A_WEEK * n) for n in range(53)]
    rows = [_week_row(week, days, today) for week in weeks]
    names = [str(formats.date_format(first + timedelta(days=n), "D")) for n in range(DAYS_A_WEEK)]
    return Picture(
        key="days",
        title=_("When you were at it"),
        hint=_("The last year, whatever is counted above: every step noted is one."),
        heads=[_("Week of"), *names, _("Together")],
        rows=[row for row in rows if row[-1] != "0"],
        chart={
            "kind": "days",
            "first": first.isoformat(),
            "last": today.isoformat(),
            "days": [[day.isoformat(), n] for day, n in days.items() if first <= day <= today],
            "weekdays": [names[-1], *names[:-1]],
            "months": [str(formats.date_format(date(2026, n, 1), "M")) for n in range(1, 13)],
            "unit": _("steps"),
        },
    )


def _week_row(week: date, days: Mapping[date, int], today: date) -> list[str]:
    shown = [week + timedelta(days=n) for n in range(DAYS_A_WEEK)]
    counts = [days.get(day, 0) for day in shown]
    cells = ["" if day > today else str(n) for day, n in zip(shown, counts, strict=True)]
    return [str(formats.date_format(week, "j M Y")), *cells, str(sum(counts))]


@dataclass(frozen=True, slots=True)
class GapLine:
    """A skill that is asked for and not shown."""

    bar: Bar
    share: str
    examples: list[tuple[UUID, str, str]]


@dataclass(frozen=True, slots=True)
class GapShown:
    """The skills missing, and what they were counted in."""

    postings: int
    lines: list[GapLine]


def gap_lines(gap: SkillGap | None) -> GapShown | None:
    """Return what tracked postings ask for and the resume does not show."""
    if gap is None:
        return None
    bars = funnel([("", gap.postings), *((skill.name, skill.count) for skill in gap.missing)])[1:]
    lines = [
        GapLine(
            bar,
            _("%(part)s of %(whole)s") % {"part": skill.count, "whole": gap.postings},
            skill.examples,
        )
        for bar, skill in zip(bars, gap.missing, strict=True)
    ]
    return GapShown(gap.postings, lines)
