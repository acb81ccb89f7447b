"""Jobs: which atom of an entry's header is the title and which the organisation, decided over all entries together."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from resumes.parsing.atoms import FIELD_LABEL, Atom, Header, read_header
from resumes.parsing.dates import Period, find_periods
from resumes.parsing.document import Line
from resumes.parsing.entries import Entry, split_entries
from resumes.parsing.evidence import is_personal
from resumes.parsing.facts import Fact
from resumes.parsing.lexicon import (
    common_noun,
    is_town,
    may_be_town,
    organisation_score,
    title_score,
)

_CLEAR = 1.0
_SHAPE = 0.45
_COMMA = re.compile(r",\s+")
_DASHED = re.compile(r"\s+[–—―-]\s+|\s*—\s*|\s+//?\s+")
_LAST_COMMA = re.compile(r"(.{2,}),\s+([A-ZÀ-ÝŁŚŻŹĆ'][^\d,]{2,30})")
_AND = re.compile(r"\b(?:and|und|et|y|e|i|en)\b|&")
_TITLE = 2
_NAMES_AND_TOWN = 3
_TERM_WORDS = 4
_TOWN_OFF = 0.7
_LIST = re.compile(r"([^:,|]{2,30}): ([^,:]+(?:, [^,:]+)+)")
_BODY_LABEL = re.compile(
    r"^(?:(?:key |main |selected )?(?:highlights|responsibilities|achievements|accomplishments|duties|tasks)(?: and (?:achievements|responsibilities|duties))?|"
    r"(?:haupt)?aufgaben|tätigkeiten|erfolge|missions(?: principales)?|réalisations|tâches|funciones|tareas|logros|responsabilidades|atividades|principais atividades|"
    r"mansioni|attività|responsabilità|obowiązki|zakres obowiązków|osiągnięcia|taken|werkzaamheden|verantwoordelijkheden)\s*:?$",
    re.IGNORECASE,
)
_SITE = re.compile(r"[\w-]+\.(?:com|org|net|io|de|fr|es|it|pl|nl|pt|ai|co)", re.IGNORECASE)


@dataclass(slots=True)
class Job:
    title: Fact | None = None
    organisation: Fact | None = None
    place: Fact | None = None
    period: Period | None = None
    period_line: Line | None = None
    url: Fact | None = None
    summary: list[Fact] = field(default_factory=list)
    highlights: list[Fact] = field(default_factory=list)
    header: Header | None = None
    entry: Entry | None = None


def read_jobs(lines: list[Line]) -> list[Job]:
    entries = split_entries([line for line in lines if not is_personal(line)])
    for entry in entries:
        _put_lists_down(entry)
    entries = [entry for entry in entries if entry.header or entry.body]
    headers = [read_header(entry.header) for entry in entries]
    _undo_dashes(headers)
    _split_like_the_others(headers)
    _settle_places(headers)
    _settle_towns(headers)
    _take_places_off(headers)
    lean = sum(_lean(header) for header in headers)
    jobs = [_job(entry, header, lean) for entry, header in zip(entries, headers, strict=True)]
    _take_towns_off(jobs)
    return _grouped(
        [job for job in jobs if job.title or job.organisation or job.highlights or job.summary]
    )


def _put_lists_down(entry: Entry) -> None:
    """'Software: Dentrix, Eaglesoft' is no name of a job: below one it tells about it, above it belongs to another section."""
    kept: list[Line] = []
    for line in entry.header:
        if not _is_list(line):
            kept.append(line)
        elif kept:
            entry.body.insert(0, line)
    entry.header = kept


def _is_list(line: Line) -> bool:
    """Whether a line is a label and a list of short terms, of which none is a title, a firm or a date."""
    found = _LIST.fullmatch(line.text)
    if found is None or find_periods(line.text) or FIELD_LABEL.match(line.text):
        return False
    terms = found[2].split(", ")
    said = any(title_score(t) >= _TITLE or organisation_score(t) or is_town(t) for t in terms)
    return not said and all(len(t.split()) <= _TERM_WORDS for t in terms)


def order_of(jobs: list[Job]) -> float:
    """Positive where titles stand on lines above their organisations, negative where below."""
    pairs = [
        (job.title.line, job.organisation.line)
        for job in jobs
        if job.title and job.organisation and job.title.line is not job.organisation.line
    ]
    above = sum((a.page, a.number) < (b.page, b.number) for a, b in pairs)
    return float(above - (len(pairs) - above))


def gives_places(jobs: list[Job]) -> bool:
    """Whether most jobs have their place behind the firm, on its line."""
    placed = sum(
        bool(job.place and job.organisation and job.place.line is job.organisation.line)
        for job in jobs
    )
    return placed * 2 > len(jobs)


def _split_like_the_others(headers: list[Header]) -> None:
    """'Publishing copy – Stanley-Parsons' in words nobody listed is two names where the other entries have two."""
    pairs = sum(len(header.names) > 1 for header in headers)
    for header in headers:
        names = header.names
        if len(names) != 1 or (pairs == 0 and len(headers) > 1):
            continue
        atom = names[0]
        parts = _DASHED.split(atom.text, maxsplit=1)
        if len(parts) == 2 and all(part[:1].isupper() or part[:1].isdigit() for part in parts):
            place = header.atoms.index(atom)
            second = replace(atom, text=parts[1].strip())
            atom.text = parts[0].strip()
            header.atoms.insert(place + 1, second)
    for header in headers:
        for order, atom in enumerate(header.atoms):
            atom.order = order


def _undo_dashes(headers: list[Header]) -> None:
    """'Manager – Group Reporting' over a line that names the firm is one title."""
    for header in headers:
        names = header.names
        for first, second in pairwise(names):
            others = [a for a in names if a.line is not first.line and a.line is not second.line]
            if (
                second.dash
                and first.line is second.line
                and others
                and title_score(first.text) >= 1
                and organisation_score(second.text) < max(1.0, organisation_score(others[0].text))
                and not title_score(others[0].text)
            ):
                first.text += second.dash + second.text
                header.atoms.remove(second)
                break


def _take_places_off(headers: list[Header]) -> None:
    """'Biuro Rachunkowe Saldo, Sopot': what follows the last comma is a place where it is a town, or where the other entries have one there."""
    tails = [(h, a, m) for h in headers for a in h.names if (m := _tail(a)) is not None]
    placed = sum(h.place is not None for h in headers) + len({id(h) for h, _, _ in tails})
    usual = len(headers) > 1 and placed == len(headers)
    for header, atom, match in tails:
        tail = match[2].strip()
        if header.place is not None and not is_town(tail):
            continue
        if is_town(tail) or (usual and not atom.is_guess):
            atom.text = match[1].strip()
            header.atoms.insert(
                header.atoms.index(atom) + 1, replace(atom, text=tail, kind="place")
            )
            for order, each in enumerate(header.atoms):
                each.order = order


def _take_towns_off(jobs: list[Job]) -> None:
    """'Ambulance Trust, Levin' is a firm and its town where all the other jobs have a town."""
    for job in jobs:
        firm = job.organisation
        if firm is None or job.place is not None:
            continue
        others = [each for each in jobs if each is not job]
        name, comma, town = firm.text.rpartition(", ")
        usual = len(others) > 1 and all(each.place for each in others)
        if comma and (is_town(town) or (usual and may_be_town(town))):
            job.organisation = replace(firm, text=name)
            job.place = replace(firm, text=town, confidence=_TOWN_OFF)


def _tail(atom: Atom) -> re.Match[str] | None:
    """The name and what follows its last comma, where that may be a place."""
    match = _LAST_COMMA.fullmatch(atom.text)
    if match is None or title_score(atom.text) >= _TITLE or _AND.search(match[2]):
        return None
    if title_score(match[2]) or organisation_score(match[2]):
        return None
    return match


def _settle_places(headers: list[Header]) -> None:
    """A lone name that is also a town ('Carrefour'), or a site's address, is the firm where no other name is and the other entries give no place."""
    for header in headers:
        names = header.names
        if len(names) != 1 or organisation_score(names[0].text):
            continue
        others = [h for h in headers if h is not header and len(h.names) > 1]
        placed = sum(h.place is not None for h in others)
        for atom in header.atoms:
            site = atom.kind == "aside" and _SITE.fullmatch(atom.text)
            town = (
                atom.kind == "place"
                and "," not in atom.text
                and (placed * 2 < len(others) or sum(a.kind == "place" for a in header.atoms) > 1)
            )
            if site or town:
                atom.kind, atom.is_guess = "", True
                break


def _settle_towns(headers: list[Header]) -> None:
    """A third name is a town, where it is listed as one or stands where the others have their places: beside the dates, in a cell, on a line of its own."""
    stands = {_stand(h, h.place) for h in headers if h.place is not None}
    for header in headers:
        if header.place or len(header.names) < _NAMES_AND_TOWN or not header.periods:
            continue
        for atom in reversed(header.names):
            known = is_town(atom.text) or (
                _stand(header, atom) in stands and may_be_town(atom.text)
            )
            if known and _stand(header, atom):
                atom.kind = "place"
                break


def _stand(header: Header, atom: Atom) -> str:
    """Where in its entry an atom stands apart from others; '' where it does not."""
    if header.periods and atom.line is header.periods[0][1]:
        return "beside the dates"
    if len(atom.line.segments) > 1 and atom.line.segments[-1] == atom.text:
        return "in a cell"
    return "on its own line" if atom.line.text == atom.text else ""


def _weight(atom: Atom) -> float:
    """Positive for a title, negative for an organisation."""
    return title_score(atom.text) - organisation_score(atom.text) + _SHAPE * common_noun(atom.text)


def _lean(header: Header) -> float:
    """Positive where this header speaks for title before organisation."""
    names = header.names
    if len(names) < 2:
        return 0.0
    return max(-2.0, min(2.0, _weight(names[0]) - _weight(names[1])))


def _job(entry: Entry, header: Header, lean: float) -> Job:
    job = Job(header=header, entry=entry)
    if header.periods:
        job.period, job.period_line = header.periods[0]
    if header.place:
        job.place = Fact(header.place.text, header.place.line, 0.85)
    for atom in header.atoms:
        if atom.kind == "aside" and re.search(r"\.\w{2,}", atom.text) and " " not in atom.text:
            job.url = Fact(atom.text, atom.line, 0.85)
    left = _name(job, header.names, lean)
    _body(job, entry, header, left)
    return job


def _name(job: Job, names: list[Atom], lean: float) -> list[Atom]:
    """Sets title and organisation; returns the atoms that are neither."""
    if not names:
        return []
    if len(names) == 1:
        _split_single(job, names[0])
        return []
    title, organisation = _pair(names, lean)
    sure = abs(_weight(title) - _weight(organisation)) >= _CLEAR and not organisation.is_guess
    job.title = Fact(title.text, title.line, 0.92 if sure else 0.7)
    job.organisation = Fact(organisation.text, organisation.line, 0.9 if sure else 0.68)
    return [a for a in names if a is not title and a is not organisation]


def _pair(names: list[Atom], lean: float) -> tuple[Atom, Atom]:
    first, second = names[0], names[1]
    pair = (first, second)
    if len(names) > 2:
        best = max(names[:4], key=lambda a: (_weight(a), -a.order))
        if _weight(best) >= _CLEAR and best not in pair:
            pair = (
                best,
                max(
                    (a for a in names[:4] if a is not best),
                    key=lambda a: (organisation_score(a.text), -a.order),
                ),
            )
        elif _weight(best) >= _CLEAR:
            others = [a for a in names[:4] if a is not best]
            strongest = max(
                others,
                key=lambda a: (
                    organisation_score(a.text) - min(1.0, title_score(a.text)),
                    -a.order,
                ),
            )
            pair = (best, strongest) if best.order < strongest.order else (strongest, best)
    difference = _weight(pair[0]) - _weight(pair[1])
    if abs(difference) >= _CLEAR:
        return pair if difference > 0 else (pair[1], pair[0])
    return pair if lean >= 0 else (pair[1], pair[0])


def _split_single(job: Job, atom: Atom) -> None:
    """One atom for both: 'Engineer, Acme' is split at the comma that parts title from organisation best."""
    parts = _COMMA.split(atom.text)
    best: tuple[float, str, str] | None = None
    for cut in range(1, len(parts)):
        left, right = ", ".join(parts[:cut]), ", ".join(parts[cut:])
        difference = _split_weight(left) - _split_weight(right, at_least=_TITLE)
        if abs(difference) >= _CLEAR and (best is None or abs(difference) > abs(best[0])):
            best = difference, left, right
    if best is not None:
        title, organisation = (best[1], best[2]) if best[0] > 0 else (best[2], best[1])
        job.title, job.organisation = (
            Fact(title, atom.line, 0.85),
            Fact(organisation, atom.line, 0.82),
        )
    elif _weight(atom) > 0 or (not organisation_score(atom.text) and title_score(atom.text)):
        job.title = Fact(atom.text, atom.line, 0.8)
    elif organisation_score(atom.text):
        job.organisation = Fact(atom.text, atom.line, 0.75)
    elif (
        len(parts) == 2 and all(part[:1].isupper() for part in parts) and not _AND.search(atom.text)
    ):
        job.title, job.organisation = (
            Fact(parts[0], atom.line, 0.55),
            Fact(parts[1], atom.line, 0.55),
        )
    else:
        job.title = Fact(atom.text, atom.line, 0.55)


def _split_weight(text: str, *, at_least: float = 0.0) -> float:
    title = title_score(text)
    return (title if title >= at_least else 0.0) - organisation_score(text)


def _body(job: Job, entry: Entry, header: Header, left: list[Atom]) -> None:
    if header.tail and entry.header:
        job.summary.append(Fact(header.tail, entry.header[-1], 0.8))
    anchor = entry.header.index(entry.anchor) if entry.anchor in entry.header else 0
    for atom in left:
        if atom.line in entry.header[anchor + 1 :] and len(atom.text.split()) > 3:
            job.summary.append(Fact(atom.text, atom.line, 0.6))
    for line in entry.body:
        if _BODY_LABEL.match(line.text):
            continue
        target = (
            job.highlights
            if line.bullet or (not line.text.endswith(".") and job.highlights)
            else job.summary
        )
        target.append(Fact(line.text, line, 0.9 if line.bullet else 0.8))


def _grouped(jobs: list[Job]) -> list[Job]:
    """Several roles at one organisation: those below take its name; a header that only names it is no job."""
    kept: list[Job] = []
    group: Fact | None = None
    for index, job in enumerate(jobs):
        following = jobs[index + 1] if index + 1 < len(jobs) else None
        if (
            _only_names(job)
            and following is not None
            and following.title
            and following.organisation is None
        ):
            group = job.organisation
            continue
        if job.organisation is not None:
            group = job.organisation if job.title and _heads(job.organisation, job.title) else None
        elif job.title and group is not None and title_score(job.title.text) >= 1:
            job.organisation = Fact(group.text, group.line, 0.7)
        kept.append(job)
    return kept


def _heads(organisation: Fact, title: Fact) -> bool:
    """Whether the organisation stands on a line of its own above the title, as over a group of roles."""
    above, below = organisation.line, title.line
    return (above.page, above.number) < (below.page, below.number)


def _only_names(job: Job) -> bool:
    return (
        job.organisation is not None
        and job.title is None
        and not job.highlights
        and not job.summary
    )
