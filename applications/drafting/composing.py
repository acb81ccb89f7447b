"""Composes a letter by rules, from the lines a posting and a resume have in common. Pure: no model, no clock.

Of every sentence there are several wordings; the first that the fact gate lets pass is taken, and a
sentence none of whose wordings passes is left out. Nothing is said that the resume does not say.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from applications.drafting.phrasing import (
    NOUN,
    OTHER,
    Phrase,
    clean_title,
    framed,
    joined,
    month_of,
    phrase_of,
    quoted,
    sizes,
    title_of,
    words,
)
from applications.drafting.types import Length, Material, Tone
from jobs.skills import extract_skills

Passes = Callable[[str], bool]

_MOST_SKILLS = 4
_STILL = "9999"
_FEWEST_WORDS, _LONGEST_QUOTE = 3, 90
_MOST_ASIDES = 3
_TELLING = 4  # letters of a word worth comparing
_SMALL_START = frozenset(["de", "it", "pl"])  # the letter goes on after the greeting's comma
_FIRST_PERSON = re.compile(
    r"^(?:i|ich|je|j'|yo|tengo|eu|tenho|io|ho|mam|ik|vivo|hablo)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the resume with the lines worth telling, the best answered first.

    `start` and `end` are months as `2019-04`; a job that goes on ends after every month.
    """

    employer: str
    position: str
    since: str
    until: str
    start: str
    end: str
    lines: tuple[str, ...]
    skills: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether the person is still there."""
        return bool(self.start) and self.end == _STILL


def compose(
    material: Material,
    *,
    language: str,
    tone: Tone,
    length: Length,
    passes: Passes,
    turn: int = 0,
) -> str:
    """The letter. `turn` gives another wording of the same: rewriting is asking for the next one."""
    writer = _Writer(material, language, tone, length, passes, turn)
    return "\n\n".join(paragraph for paragraph in writer.paragraphs() if paragraph)


def jobs_of(material: Material, language: str, most: int) -> list[Job]:
    """So many jobs of a resume, the latest first: that one, and those that answer the posting best."""
    rows = [row for row in material.resume.get("work") or [] if isinstance(row, Mapping)]
    jobs = [_job(row, material, language) for row in rows if row.get("name")]
    jobs.sort(key=lambda job: (job.end, job.start), reverse=True)
    told = {pair.resume for pair in material.pairs}
    rest = sorted(
        range(1, len(jobs)), key=lambda at: (-sum(line in told for line in jobs[at].lines), at)
    )
    # Where it answers nothing the latest job is still what a reader asks for first.
    chosen = [0, *rest][:most] if jobs else []
    return [jobs[at] for at in sorted(chosen)]


@dataclass(slots=True)
class _Writer:
    material: Material
    language: str
    tone: Tone
    length: Length
    passes: Passes
    turn: int

    def paragraphs(self) -> Iterator[str]:
        yield self._salutation()
        most_jobs, most_lines = sizes(self.length)
        told = jobs_of(self.material, self.language, most_jobs)
        opening = [self._opening()]
        if told:
            opening.append(self._work(told[0], after=None))
        yield self._paragraph(opening)
        for at, job in enumerate(told):
            quote, line = self._quote(job)
            head = self._work(job, after=told[at - 1]) if at else ""
            body = self._lines(job, most_lines, line)
            yield self._paragraph([head, *([quote] if body else []), *body])
        yield self._paragraph(self._more() if self.length != Length.SHORT or not told else [])
        yield self._paragraph([self._one("wish"), self._one("ask")])
        name = str((self.material.resume.get("basics") or {}).get("name") or "")
        closing = framed(self.language, "closing", "", self.tone)[0]
        yield "\n".join(filter(None, (closing, name)))

    def _salutation(self) -> str:
        tones = dict.fromkeys([self.tone, Tone.FORMAL, Tone.PLAIN])
        frames = [framed(self.language, "salutation", "", tone)[0] for tone in tones]
        return self._first(frame.format(company=self.material.company) for frame in frames)

    def _opening(self) -> str:
        found = self._one("opening")
        if self.language in _SMALL_START:
            return found
        return found[:1].upper() + found[1:]

    def _one(self, group: str) -> str:
        title, company = clean_title(self.material.title), self.material.company
        frames = self._turned(framed(self.language, group, "", self.tone))
        return self._first(frame.format(title=title, company=company) for frame in frames)

    def _work(self, job: Job, *, after: Job | None) -> str:
        """The job itself; `before that` only where its end says so."""
        is_before = after is not None and "" < job.end <= after.start
        name = "now" if job.is_current else "before" if is_before else "was"
        fields = {
            "position": title_of(job.position, self.language),
            "employer": job.employer,
            "since": job.since,
            "until": job.until,
        }
        return self._filled("work", name, fields)

    def _lines(self, job: Job, most: int, first: str) -> list[str]:
        phrases = self._phrases(job, first)
        told: list[str] = []
        while phrases and len(told) < most:
            phrase = phrases.pop(0)
            sentence = "" if told else self._both(job, phrase, phrases)
            sentence = sentence or self._told(job, phrase, at=len(told))
            told += [sentence] if sentence else []
        skills = joined(list(job.skills[:_MOST_SKILLS]), self.language)
        used = self._filled("work", "skills", {"employer": job.employer, "skills": skills})
        return [*told, *([used] if used and len(told) <= most else [])]

    def _phrases(self, job: Job, first: str) -> list[Phrase]:
        """The lines worth telling; those of one form together, one that fits no form at most and last."""
        lines = sorted(self._fresh(job.lines), key=lambda line: line != first)
        found = [phrase_of(line, self.language) for line in lines]
        phrases = [phrase for phrase in found if phrase is not None]
        forms = list(dict.fromkeys(phrase.form for phrase in phrases if phrase.form != OTHER))
        others = [phrase for phrase in phrases if phrase.form == OTHER]
        return [p for form in forms for p in phrases if p.form == form] + others[:1]

    def _both(self, job: Job, phrase: Phrase, rest: list[Phrase]) -> str:
        """Two things in one sentence, where both are nouns."""
        if phrase.form != NOUN or not rest or rest[0].form != NOUN:
            return ""
        fields = {"employer": job.employer, "line": phrase.text, "other": rest[0].text}
        sentence = self._filled("work", "nouns", fields)
        if sentence:
            rest.pop(0)
        return sentence

    def _told(self, job: Job, phrase: Phrase, *, at: int) -> str:
        """The sentence of one line; those after the first say the employer no more."""
        fields = {"employer": job.employer, "line": phrase.text, "belonged": phrase.verb}
        more = f"{phrase.form}_more"
        if not at or more not in words(self.language)["work"]:
            return self._filled("work", phrase.form, fields)
        return self._filled("work", more, fields, skip=at - 1)

    def _quote(self, job: Job) -> tuple[str, str]:
        """A sentence that quotes the posting, and the line of this job that answers it."""
        if self.length == Length.SHORT or self.material.posting_language != self.language:
            return "", ""
        for pair in self._fresh(self.material.pairs):
            words_asked = " ".join(pair.posting.split()).strip(" .;:,-–•*")
            answer = next((line for line in job.lines if _is_same(pair.resume, line)), "")
            if answer and _is_quotable(words_asked):
                asked = quoted(words_asked, self.language)
                if sentence := self._filled("work", "quote", {"quote": asked}):
                    return sentence, answer
        return "", ""

    def _more(self) -> list[str]:
        """Studies, and what the person confirmed beside the resume, where it bears on the posting."""
        if self.material.resume_language != self.language:
            return []
        found = []
        if self.length == Length.LONG or not self.material.resume.get("work"):
            found.append(self._study())
        asked = _telling(self.material.posting_text)
        found += [
            self._first([fact.rstrip(" .") + "."])
            for fact in self.material.facts
            if _FIRST_PERSON.match(fact) and _telling(fact) & asked
        ]
        return found[:_MOST_ASIDES]

    def _study(self) -> str:
        for row in self.material.resume.get("education") or []:
            if isinstance(row, Mapping) and row.get("institution"):
                fields = {"area": str(row.get("area") or ""), "institution": row["institution"]}
                return self._filled("more", "study", fields)
        return ""

    def _filled(self, group: str, name: str, fields: Mapping[str, Any], *, skip: int = 0) -> str:
        frames = self._turned(framed(self.language, group, name), skip)
        return self._first(
            frame.format(**fields)
            for frame in frames
            if all(fields.get(field) for field in re.findall(r"{(\w+)}", frame))
        )

    def _paragraph(self, sentences: Sequence[str]) -> str:
        """The sentences that also pass beside one another."""
        text = ""
        for sentence in filter(None, sentences):
            longer = f"{text} {sentence}".strip()
            text = longer if self.passes(longer) else text
        return text

    def _first(self, sentences: Sequence[str] | Iterator[str]) -> str:
        """The first wording whose every claim is traced; nothing where there is none."""
        return next((each for each in sentences if self.passes(each)), "")

    def _turned(self, frames: list[str], skip: int = 0) -> list[str]:
        """The other wording first on another turn; of three the last is the safest and stays last."""
        at = (self.turn + skip) % 2 if len(frames) == 2 else 0  # noqa: PLR2004
        return frames[at:] + frames[:at]

    def _fresh(self, items: Sequence[Any]) -> list[Any]:
        """The same in an order that begins elsewhere on another turn."""
        at = self.turn % len(items) if items else 0
        return [*items[at:], *items[:at]]


def _is_quotable(line: str) -> bool:
    return len(line.split()) > _FEWEST_WORDS and len(line) <= _LONGEST_QUOTE and "?" not in line


def _is_same(quote: str, line: str) -> bool:
    """Whether a quoted line is this line of the resume, or a part of it."""
    one, other = " ".join(quote.split()).strip(" .…"), " ".join(line.split())
    return bool(one) and (one in other or other in one)


def _job(row: Mapping[str, Any], material: Material, language: str) -> Job:
    written = [line for line in row.get("highlights") or [] if isinstance(line, str)]
    summary = row.get("summary")
    if isinstance(summary, str) and not written:
        written = re.split(r"\n|(?<=[.;])\s+(?=[A-ZÀ-Þ])", summary)
    asked = _telling(material.posting_text)
    told = [pair.resume for pair in material.pairs]
    lines = sorted(
        (line for line in written if line.strip()),
        key=lambda line: (line not in told, -len(_telling(line) & asked)),
    )
    if material.resume_language != language:
        lines = []  # a line cannot be told in another language without somebody to translate it
    return Job(
        employer=str(row["name"]).strip(),
        position=str(row.get("position") or "").strip(),
        since=month_of(row.get("startDate"), language),
        until=month_of(row.get("endDate"), language),
        start=_month_key(row.get("startDate")),
        end=_month_key(row.get("endDate")) or (_STILL if row.get("startDate") else ""),
        lines=tuple(lines),
        skills=_shared_skills(" ".join([*written, str(summary or "")]), material),
    )


def _month_key(text: object) -> str:
    found = re.match(r"(?:19|20)\d\d(?:-\d\d)?", str(text or ""))
    return found.group() if found else ""


def _shared_skills(text: str, material: Material) -> tuple[str, ...]:
    """Tools that a job names and the posting asks for, as the job writes them."""
    asked = {each.name for each in extract_skills(material.posting)}
    found = {
        each.name: text[each.start : each.end]
        for each in extract_skills(text)
        if each.kind == "tool" and each.name in asked
    }
    return tuple(found.values())


def _telling(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[^\W\d_]+", text.casefold()) if len(w) > _TELLING)
