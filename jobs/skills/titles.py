"""Reads job titles: role, occupation, seniority."""

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from jobs.skills.seniority import seniority_of, strip_seniority
from jobs.skills.title_forms import one_gender
from jobs.skills.title_words import title_key, title_tokens
from jobs.skills.types import TitleReading

_GENDER = re.compile(
    r"[(\[]?\s?\b(?:[mwfhdxni]\s?[/|*]\s?[mwfhdxni](?:\s?[/|*]\s?[mwfhdxni*]|\s?[/|*]\s?divers)*|all genders?|gn|mwd|mfd|h/f|f/h|alle geschlechter)\b\*?\s?[)\]]?",
    re.IGNORECASE,
)
_FEMININE = re.compile(
    r"(?<=\w)(?:\((?:e|ne|rice|euse|trice|in|innen)s?\)|[:*_](?:in|innen)\b|/-?in(?:nen)?\b|[·.](?:e|ne|rice|euse|trice|ère|ière)s?\b|"
    r"/(?:euse|trice|ne|rice|se|ère|ière|e|a|o)\b)",
    re.IGNORECASE,
)
# `Développeur Python/Développeuse Python` says one thing twice; `de Juriste` lost its `Stage`.
_TWIN = re.compile(r"\b((\w{5})[\w ]*?)\s?(?:/|\bou\b|\boder\b)\s?\2[\w ]*", re.IGNORECASE)
_EDGES = re.compile(
    r"^(?:de|d['’]|en|of|in|als|come|como)\s+|\s+(?:en|in|de|of|and|et|und|&|for|with|at|als)$",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SEPARATOR = re.compile(
    r"\s+[-–—|•@:]+\s+|\s*[|•;]\s*|,\s+|\s+/\s+|:\s+|\s[-–—](?=\w)|(?<=\w)[–—]\s"
)
_ASIDE = re.compile(
    r"£.*|€.*|\$\d.*|\b\d{2,3} ?k\b.*|\bup to\b.*|\b(?:remote|hybrid|full[- ]time|part[- ]time|permanent|contract|temporary|immediate start|urgent(?:ly)?|cdi|cdd|"
    r"vollzeit|teilzeit|temps plein|temps partiel|home[- ]?office|télétravail|fixed term|ftc|maternity cover|nights?|weekends?|interim|freelance|new|hiring|required|needed|wanted|"
    r"ab sofort|gesucht|recherche|poste de|offre|m/w|intérim|work from home|wfh|\d+ months?|ote)\b",
    re.IGNORECASE,
)
# Words that name a rank or a setting but no occupation by themselves.
_VAGUE = {"manager", "engineer", "analyst", "assistant", "director", "specialist", "officer", "technician", "lead", "coordinator", "supervisor", "executive", "operator", "worker", "agent", "advisor", "adviser", "associate", "head", "chief", "team", "staff", "member", "expert", "professional", "trainee", "intern", "graduate", "apprentice", "responsable", "charge", "chef", "ingenieur", "technicien", "leiter", "mitarbeiter", "fachkraft", "referent", "technico", "tecnico", "ingeniero", "responsabile", "addetto", "medewerker", "specialista", "specjalista", "administrator", "consultant", "consultor", "planner", "representative", "assistante", "partner", "support", "service", "sale", "data", "product", "project", "it", "quality", "host", "runner", "registrar", "stylist", "cutter", "producer", "reception", "operation", "account", "office", "business", "general", "gestionnaire", "conseiller", "coordinateur", "controleur", "operateur", "agente", "assistent", "asistente", "auxiliar", "helfer", "aide", "employe", "employee", "programme", "program", "research", "design", "finance", "coach", "editor", "planificador", "commis", "architect", "ta", "model", "principal", "fellow", "master"}  # fmt: skip
# The head of a title: it says the kind of post, never in which field.
HEADS = frozenset(
    [
        "manager",
        "engineer",
        "analyst",
        "assistant",
        "director",
        "specialist",
        "officer",
        "technician",
        "lead",
        "leader",
        "coordinator",
        "supervisor",
        "executive",
        "operator",
        "worker",
        "agent",
        "advisor",
        "adviser",
        "associate",
        "head",
        "chief",
        "team",
        "staff",
        "member",
        "expert",
        "professional",
        "trainee",
        "consultant",
        "administrator",
        "representative",
        "planner",
        "architect",
        "developer",
        "partner",
        "senior",
        "junior",
        "principal",
        "responsable",
        "ingenieur",
        "technicien",
        "leiter",
        "mitarbeiter",
        "gestionnaire",
        "conseiller",
        "coordinateur",
        "assistante",
    ]
)
_LATIN_HEAD_FIRST = re.compile(
    r"\b(?:de|du|des|en|et|di|del|della|para|d['’]|pour|chargée?|chef|responsable|technicien|ingénieur|assistante?|conseiller|agent)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 12
_LONGEST_KNOWN = 6  # words


@dataclass(frozen=True, slots=True)
class Titles:
    names: tuple[str, ...]
    occupations: dict[str, int]
    related: dict[int, tuple[int, ...]]


@cache
def reference() -> Titles:
    """The compiled titles of O*NET, ESCO and our own list."""
    raw = json.loads(gzip.decompress((files("jobs.skills.data") / "titles.json.gz").read_bytes()))
    return Titles(
        tuple(raw["names"]),
        dict(zip(raw["keys"], raw["occupations"], strict=True)),
        {int(k): tuple(v) for k, v in raw["related"].items()},
    )


@lru_cache(maxsize=50_000)
def normalise_title(title: str, language: str = "") -> TitleReading:
    """Take a title apart: `Senior Java Developer (m/w/d) - Berlin` is the role `Java Developer`."""
    title = title[:300]
    bare = one_gender(_FEMININE.sub("", _GENDER.sub(" ", title)))
    segments = _with_field(_segments(bare))
    role = segments[0] if segments else " ".join(bare.split())
    occupation = _occupation(segments, bare, head_first=language in {"fr", "es", "it", "pt"})
    return TitleReading(role, occupation, seniority_of(bare), title_tokens(role))


def known_title_in(words: Sequence[str]) -> str:
    """The longest run of these words that is a known title, or "": names of people are none."""
    known = reference().occupations
    for size in range(min(len(words), _LONGEST_KNOWN), 0, -1):
        for start in range(len(words) - size + 1):
            run = " ".join(words[start : start + size])
            key = title_key(run)
            if key in known and not (size == 1 and key in _VAGUE):
                return run
    return ""


def related_titles(title: str, limit: int = 10) -> tuple[str, ...]:
    """Occupations near the one a title names, its own canonical name first, nearest first."""
    reading = normalise_title(title)
    titles = reference()
    here = titles.occupations.get(title_key(reading.occupation)) if reading.occupation else None
    if here is None:
        return ()
    return tuple(titles.names[i] for i in (here, *titles.related.get(here, ())))[:limit]


def _segments(title: str) -> list[str]:
    """The parts of a title without asides and grades; what has no word left is dropped."""
    plain = _ASIDE.sub(" ", _PARENTHESES.sub(" ", title))
    found = []
    for part in _SEPARATOR.split(plain):
        words = _TWIN.sub(r"\1", strip_seniority(part)).split()
        text = _EDGES.sub("", " ".join(words[:_MOST_WORDS]).strip(" -–—/,.:&+|*"))
        if sum(c.isalpha() for c in text) > 1:
            found.append(text)
    return found


def _with_field(segments: list[str]) -> list[str]:
    """`Manager - Analytics Delivery` is an `Analytics Delivery Manager`: a head alone names no work."""
    if len(segments) > 1 and set(title_tokens(segments[0])) <= HEADS:
        return [f"{segments[1]} {segments[0]}", *segments[2:]]
    return segments


def _occupation(segments: list[str], title: str, *, head_first: bool) -> str:
    titles = reference()
    candidates = [*segments[:4], *(p.strip("()[]") for p in _PARENTHESES.findall(title)[:2])]
    for exact in (*candidates[:1], title):
        found = titles.occupations.get(title_key(exact))
        if found is not None and title_key(exact) not in _VAGUE:
            return titles.names[found]
    best: tuple[float, int] | None = None
    for order, segment in enumerate(candidates):
        first = head_first or bool(_LATIN_HEAD_FIRST.search(segment))
        hit = _best_window(title_tokens(segment), titles, head_first=first)
        if hit and (best is None or hit[0] - order * 0.6 > best[0]):
            best = (hit[0] - order * 0.6, hit[1])
    return titles.names[best[1]] if best else ""


def _best_window(
    tokens: tuple[str, ...], titles: Titles, *, head_first: bool
) -> tuple[float, int] | None:
    """The longest known title inside the tokens; the head of the phrase breaks ties."""
    count = len(tokens)
    for size in range(min(count, 6), 0, -1):
        starts = range(count - size + 1) if head_first else range(count - size, -1, -1)
        for start in starts:
            key = " ".join(tokens[start : start + size])
            found = titles.occupations.get(key)
            if found is not None and not (size == 1 and (key in _VAGUE or len(key) < 3)):  # noqa: PLR2004
                at_head = start == 0 if head_first else start + size == count
                return size + (0.5 if at_head else 0.0), found
    return None
