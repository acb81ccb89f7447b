"""How it is said: weak openings, empty words, first person, tense, length, repetition, spelling, numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator

from resumes.feedback.reading import Line, Reading, said
from resumes.feedback.score import finding
from resumes.feedback.types import Finding, Place, Suggestion

_LONGEST_POINT, _LONGEST_SENTENCE = 45, 45  # words
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_ONCE_TOO_OFTEN = 5
_FEWEST_POINTS = 5
_ENOUGH_NUMBERS = 0.3
_DIGIT = re.compile(r"\d")
_MOST_POINTS_LOST = 15
_MOST_TIPS = 3
_A_LIST = 2
_MOST_UNKNOWN = 12


def prose_findings(reading: Reading) -> Iterator[Finding]:
    """What makes the prose weaker than it could be."""
    yield from _phrases(reading)
    yield from _tense(reading)
    yield from _long(reading)
    yield from _repeated(reading)
    yield from _numbers(reading)
    yield from _spelling(reading)


def _phrases(reading: Reading) -> Iterator[Finding]:
    words = reading.words
    if words is None:
        return
    weak, first = [], []
    for line in reading.points:
        heavy, person = words.weak.search(line.text), words.first_person.search(line.text)
        if heavy and not _DIGIT.search(line.text):
            weak.append(_about(reading, line, heavy.group()))
        elif person:
            first.append(_about(reading, line, person.group()))
    if weak:
        yield finding("weak_opening", weak)
    if first:
        yield finding("first_person", first)
    buzz = [
        reading.place(pointer, text, about=found.group())
        for pointer, text in _everything_said(reading)
        if (found := words.buzz.search(text))
    ]
    if buzz:
        yield finding("buzzword", buzz)


def _everything_said(reading: Reading) -> Iterator[tuple[str, str]]:
    """Summary, prose and skills, by pointer."""
    summary = said(reading.basics.get("summary"))
    if summary:
        yield "/basics/summary", summary
    yield from ((line.pointer, line.text) for line in reading.lines)
    yield from ((pointer, name) for pointer, name in _skills(reading))


def _skills(reading: Reading) -> Iterator[tuple[str, str]]:
    for index, row in enumerate(reading.rows("skills")):
        keywords = row.get("keywords")
        items = keywords if isinstance(keywords, list) else []
        if not items and said(row.get("name")):
            yield f"/skills/{index}/name", said(row.get("name"))
        for number, item in enumerate(items):
            if said(item):
                yield f"/skills/{index}/keywords/{number}", said(item)


def _about(reading: Reading, line: Line, about: str) -> Place:
    opening = reading.openings.get(line.pointer)
    corrected = opening.corrected if opening else ""
    fix = Suggestion("replace", line.pointer, corrected) if corrected else None
    return reading.place(line.pointer, line.text, about=about.strip(), fix=fix)


def _tense(reading: Reading) -> Iterator[Finding]:
    words = reading.words
    if words is None:
        return
    past_jobs: list[Place] = []
    present: dict[str, list[tuple[Line, str]]] = defaultdict(list)
    for line in reading.points:
        verb = reading.openings[line.pointer].word
        if line.is_current is False and verb in words.present:
            past_jobs.append(reading.place(line.pointer, line.text, about=verb))
        elif line.is_current:
            present[line.entry].append((line, verb))
    if past_jobs:
        yield finding("present_in_past", past_jobs)
    told = [
        reading.place(lines[0][0].pointer, lines[0][0].text, about=lines[0][1])
        for lines in present.values()
        if len(lines) >= _MOST_TIPS
        and all(verb in words.past and not _DIGIT.search(line.text) for line, verb in lines)
    ]
    if told:
        yield finding("past_in_present", told)


def _long(reading: Reading) -> Iterator[Finding]:
    points = [line for line in reading.points if len(line.text.split()) > _LONGEST_POINT]
    if points:
        yield finding(
            "long_point",
            [
                reading.place(line.pointer, line.text, about=str(len(line.text.split())))
                for line in points
            ],
        )
    # Only the summary: a job's running text may be lines that lost their full stops when they were read.
    sentences = [
        reading.place("/basics/summary", sentence, about=str(len(sentence.split())))
        for sentence in _SENTENCE.split(said(reading.basics.get("summary")))
        if _is_long(sentence)
    ]
    if sentences:
        yield finding("long_sentence", sentences)


def _is_long(sentence: str) -> bool:
    """A sentence, not a list that was read as one."""
    is_sentence = (
        sentence.rstrip().endswith((".", "!"))
        and sentence.count(" - ") + sentence.count(", ") // 3 < _A_LIST
    )
    return is_sentence and _LONGEST_SENTENCE < len(sentence.split()) < 2 * _LONGEST_SENTENCE


def _repeated(reading: Reading) -> Iterator[Finding]:
    words = reading.words
    if words is not None:
        by_verb: dict[str, list[Line]] = defaultdict(list)
        for line in reading.points:
            verb = reading.openings[line.pointer].word
            if verb in words.past | words.present:
                by_verb[verb].append(line)
        often = [
            reading.place(lines[0].pointer, lines[0].text, about=f"{verb} × {len(lines)}")
            for verb, lines in by_verb.items()
            if len(lines) >= _ONCE_TOO_OFTEN
        ]
        if often:
            yield finding("verb_repeated", often)
    twice = [
        reading.place(line.pointer, line.text, fix=Suggestion("remove", line.pointer))
        for line in reading.repeated
    ]
    if twice:
        yield finding("point_repeated", twice)
    yield from _repeated_skills(reading)


def _repeated_skills(reading: Reading) -> Iterator[Finding]:
    seen: set[str] = set()
    again = []
    for pointer, name in _skills(reading):
        if len(name) > 1 and name.casefold() in seen and reading.is_sure_of(pointer):
            again.append(reading.place(pointer, name, fix=Suggestion("remove", pointer)))
        seen.add(name.casefold())
    if again:
        yield finding("skill_repeated", again)


def _numbers(reading: Reading) -> Iterator[Finding]:
    """How many points say how much, how many, how often."""
    points = [line for line in reading.points if line.pointer.startswith("/work/")]
    if reading.words is None or len(points) < _FEWEST_POINTS:
        return
    bare = [
        line
        for line in points
        if not _DIGIT.search(line.text) and not reading.words.numbers.search(line.text)
    ]
    share = 1 - len(bare) / len(points)
    if share >= _ENOUGH_NUMBERS:
        return
    yield finding(
        "few_numbers",
        [reading.place(line.pointer, line.text) for line in bare[:_MOST_TIPS]],
        points=round(_MOST_POINTS_LOST * (1 - share / _ENOUGH_NUMBERS), 2),
        bare=len(bare),
        all=len(points),
    )


def _spelling(reading: Reading) -> Iterator[Finding]:
    unknown = reading.subject.unknown_words
    if not unknown:
        return
    found: dict[str, Place] = {}
    summary = said(reading.basics.get("summary"))
    for pointer, text in [
        ("/basics/summary", summary),
        *((x.pointer, x.text) for x in reading.lines),
    ]:
        for word in re.findall(r"[^\W\d_]+", text):
            if word in unknown and word not in found and len(found) < _MOST_UNKNOWN:
                found[word] = reading.place(pointer, text, about=word)
    if found:
        yield finding("spelling", found.values())


def prose_words(reading: Reading) -> list[str]:
    """The words a dictionary is asked about: lower case, of a sentence, four letters or more."""
    texts = [said(reading.basics.get("summary")), *(line.text for line in reading.lines)]
    found = {
        word
        for text in texts
        for word in re.findall(r"(?<![\w.@/'’-])[^\W\d_]{4,}(?![\w@/'’-])", text)
    }
    return sorted(word for word in found if word.islower())
