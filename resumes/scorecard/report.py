"""The scorecard as text for a terminal and as Markdown for the README."""

from collections import Counter
from collections.abc import Iterator

from resumes.scorecard.card import HEADLINE, SHOWN, Card, Result, figures, sums

_WIDTH = 24
_NAMES = {
    "job_dates": "job dates",
    "study_dates": "study dates",
    "forbidden": "deleted text left out",
}
_PARTS = frozenset(SHOWN) - frozenset(HEADLINE) - {"links", "forbidden"}


def as_text(card: Card, *, with_layouts: bool = True) -> str:
    """Precision, recall and F1 per field, F1 per format, group and layout, then time and memory."""
    lines = [f"{'':{_WIDTH}}     P      R     F1  values"]
    total = sums(card.text)
    for name in SHOWN:
        tally = total[name]
        if tally.f1 is not None:
            row = "  ".join(map(_figure, (tally.precision, tally.recall, tally.f1)))
            lines.append(f"{_name(name):{_WIDTH}} {row}  {tally.hits + tally.missed:6}")
    lines += _matrix("by format", card.by(lambda r: r.format))
    lines += _matrix("by group", card.by(lambda r: r.group))
    lines += _matrix("by layout", card.by(lambda r: r.layout)) if with_layouts else []
    return "\n".join([*lines, "", *_closing(card)])


def as_markdown(card: Card) -> str:
    """The table of the README, one line per group and one column per field; then time and memory."""
    head = ["", "files", *HEADLINE]
    lines = [_row(head), _row(["---", *["--:"] * (len(head) - 1)])]
    rows = {"all with a text layer": card.text, **card.by(lambda r: r.group)}
    for name, results in rows.items():
        total = sums(results)
        lines.append(
            _row([name, str(len(results)), *(_figure(total[f].f1).strip() for f in HEADLINE)])
        )
    return "\n".join([*lines, "", "; ".join(_closing(card)) + "."])


def mistakes(card: Card) -> Iterator[str]:
    """Every value that was not read as its truth has it, and every file that was refused."""
    for result in card.judged:
        if result.code != "ok":
            yield f"{result.label}: refused, {result.code}"
        elif result.judgement:
            for mistake in result.judgement.mistakes:
                yield f"{result.label}: {mistake.field}: {mistake.expected!r} ≠ {mistake.found!r}"


def worst(card: Card, most: int = 25) -> list[tuple[str, str, int]]:
    """(layout, field, mistakes): where most goes wrong."""
    counts = Counter(
        (result.layout, mistake.field)
        for result in card.judged
        if result.judgement and result.code == "ok"
        for mistake in result.judgement.mistakes
    )
    return [(layout, field, n) for (layout, field), n in counts.most_common(most)]


def _matrix(title: str, groups: dict[str, list[Result]]) -> Iterator[str]:
    if len(groups) > 1:
        yield ""
        yield f"{title:{_WIDTH}} files " + " ".join(f"{name[:6]:>6}" for name in HEADLINE)
        for name, results in groups.items():
            total = sums(results)
            row = "  ".join(_figure(total[f].f1) for f in HEADLINE)
            yield f"{name[:_WIDTH]:{_WIDTH}} {len(results):5}  {row}"


def _closing(card: Card) -> Iterator[str]:
    found = figures(card)
    yield f"{found['files']} files, {found['truths']} with a truth; answered {found['answered']:.3f}"
    yield (
        f"seconds to read a text PDF: p50 {_shown(found['p50_seconds'])}, p95 {_shown(found['p95_seconds'])}, "
        f"worst {_shown(found['worst_seconds'])} (processor: p50 {_shown(found['p50_cpu_seconds'])}, "
        f"p95 {_shown(found['p95_cpu_seconds'])}); start of the child apart: {_shown(found['child_start_seconds'])}; "
        f"slowest answer {_shown(found['slowest_answer_seconds'])}"
    )
    if found["worst_peak_mib"] is not None:
        yield f"memory of the child: p50 {found['p50_peak_mib']} MiB, worst {found['worst_peak_mib']} MiB"


def _name(name: str) -> str:
    shown = _NAMES.get(name, name)
    return f"  {shown}" if name in _PARTS else shown


def _figure(value: float | None) -> str:
    return "    –" if value is None else f"{value:5.3f}"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
