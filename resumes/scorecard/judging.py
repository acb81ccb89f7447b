"""Compares what was read with what is true, field by field.

What the truth does not state is not counted. A wrong value is both a wrong and a missed one; one that was made up (a
fourth job where there are three) is wrong in every field the true entries state.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from resumes.scorecard import matching
from resumes.scorecard.periods import Span, same_span
from resumes.scorecard.profile import Entry, Profile
from resumes.scorecard.reading import read_resume, values
from resumes.scorecard.tallies import Tally
from resumes.scorecard.truth import forbidden_texts, read_truth


@dataclass(frozen=True, slots=True)
class Mistake:
    """A value that was not read as the truth has it; '' where nothing stands on that side."""

    field: str
    expected: str
    found: str


@dataclass(slots=True)
class Judgement:
    """Tallies and mistakes of one file."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def count(self, name: str, *, hits: int, missed: list[str], wrong: list[str]) -> None:
        """Add values to a field; missed and wrong ones are noted beside each other."""
        tally = self.tallies.setdefault(name, Tally())
        tally.add(Tally(hits, len(wrong), len(missed)))
        for index in range(max(len(missed), len(wrong))):
            expected = missed[index] if index < len(missed) else ""
            found = wrong[index] if index < len(wrong) else ""
            self.mistakes.append(Mistake(name, expected, found))


def judge(stated: dict[str, Any], resume: dict[str, Any]) -> Judgement:
    """The judgement of one answer (JSON Resume; empty when the file was refused) by a truth as it was written."""
    truth, found, result = read_truth(stated), read_resume(resume), Judgement()
    _one(result, "name", (truth.name,), (found.name,), matching.same_text)
    _one(result, "email", truth.emails, found.emails, matching.same_email)
    _one(result, "phone", truth.phones, found.phones, matching.same_phone)
    _one(result, "location", truth.places, found.places, matching.same_place)
    _many(result, "links", truth.links, found.links, matching.same_link)
    _jobs(result, truth, found)
    _studies(result, truth, found)
    _many(result, "skills", _once(truth.skills), _once(found.skills), matching.same_skill)
    _many(result, "languages", truth.languages, found.languages, matching.same_language)
    _forbidden(result, forbidden_texts(stated), resume)
    return result


def _one(
    result: Judgement,
    name: str,
    truth: tuple[str, ...],
    found: tuple[str, ...],
    same: matching.Same,
) -> None:
    """A field of one value that may be said in several ways."""
    truth, found = tuple(filter(None, truth)), tuple(filter(None, found))
    if not truth:
        return
    if any(same(value, other) for value in truth for other in found):
        result.count(name, hits=1, missed=[], wrong=[])
    else:
        result.count(name, hits=0, missed=[truth[0]], wrong=list(found[:1]))


def _many(
    result: Judgement,
    name: str,
    truth: tuple[str, ...],
    found: tuple[str, ...],
    same: matching.Same,
) -> None:
    """A field of many values, each matched once."""
    if truth:
        missed, wrong = matching.unmatched(truth, found, same)
        result.count(name, hits=len(truth) - len(missed), missed=missed, wrong=wrong)


def _jobs(result: Judgement, truth: Profile, found: Profile) -> None:
    has_bullets = any(job.bullets for job in truth.jobs)
    for true, read in paired(truth.jobs, found.jobs):
        _value(result, "title", (true, truth.jobs), "what", read, matching.same_text)
        _value(result, "company", (true, truth.jobs), "where", read, matching.same_text)
        _span(result, "job_dates", (true, truth.jobs), read)
        if has_bullets and (true is None or true.bullets):
            bullets = true.bullets if true else ()
            missed, wrong = matching.unmatched_bullets(bullets, read.bullets)
            result.count("bullets", hits=len(bullets) - len(missed), missed=missed, wrong=wrong)


def _studies(result: Judgement, truth: Profile, found: Profile) -> None:
    for true, read in paired(truth.studies, found.studies):
        _value(result, "degree", (true, truth.studies), "what", read, matching.same_degree)
        _value(result, "school", (true, truth.studies), "where", read, matching.same_text)
        _span(result, "study_dates", (true, truth.studies), read)


def _value(
    result: Judgement,
    name: str,
    truth: tuple[Entry | None, tuple[Entry, ...]],
    key: str,
    read: Entry,
    same: matching.Same,
) -> None:
    entry, entries = truth
    expected, found = getattr(entry, key, ""), getattr(read, key)
    if expected:
        hit = same(expected, found)
        result.count(
            name,
            hits=int(hit),
            missed=[] if hit else [expected],
            wrong=[found] if found and not hit else [],
        )
    elif entry is None and found and any(getattr(e, key) for e in entries):
        result.count(name, hits=0, missed=[], wrong=[found])


def _span(
    result: Judgement, name: str, truth: tuple[Entry | None, tuple[Entry, ...]], read: Entry
) -> None:
    entry, entries = truth
    found = [_shown(read.span)] if read.span else []
    if entry is not None and entry.span:
        hit = same_span(entry.span, read.span)
        missed = [] if hit else [_shown(entry.span)]
        result.count(name, hits=int(hit), missed=missed, wrong=[] if hit else found)
    elif entry is None and found and any(e.span for e in entries):
        result.count(name, hits=0, missed=[], wrong=found)


def _shown(span: Span) -> str:
    return f"{span.start or '…'} – {span.end or '…'}"


def paired(
    truth: tuple[Entry, ...], found: tuple[Entry, ...]
) -> Iterator[tuple[Entry | None, Entry]]:
    """True entries with the found ones most like them, the most alike first, none used twice; then what is left over.

    A true entry nobody found stands beside an empty one, a found entry without a true one beside None.
    Nothing is yielded where the truth states no entry.
    """
    if not truth:
        return
    alike = sorted(
        ((_likeness(t, f), -i, -j) for i, t in enumerate(truth) for j, f in enumerate(found)),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for _, i, j in alike:
        if -i not in partner and -j not in partner.values():
            partner[-i] = -j
    for i, entry in enumerate(truth):
        yield entry, found[partner[i]] if i in partner else Entry()
    for j, extra in enumerate(found):
        if j not in partner.values():
            yield None, extra


def _likeness(truth: Entry, found: Entry) -> float:
    same = truth.span is not None and same_span(truth.span, found.span)
    return (
        matching.likeness(truth.what, found.what)
        + matching.likeness(truth.where, found.where)
        + same
    )


def _once(skills: tuple[str, ...]) -> tuple[str, ...]:
    """A skill listed under two heads is one."""
    return tuple({matching.skill_key(skill): skill for skill in reversed(skills)}.values())[::-1]


def _forbidden(result: Judgement, texts: tuple[str, ...], resume: dict[str, Any]) -> None:
    """Deleted text must stand in no value at all."""
    read = [f" {' '.join(matching.words(value))} " for value in values(resume)]
    for text in texts:
        inside = any(f" {' '.join(matching.words(text))} " in value for value in read)
        result.count("forbidden", hits=int(not inside), missed=[], wrong=[text] if inside else [])
