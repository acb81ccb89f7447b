"""Puts the facts of one posting together."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobs.enrichment import html
from jobs.enrichment.cues import Cues
from jobs.enrichment.degree import degree_wanted
from jobs.enrichment.employment import employment_type
from jobs.enrichment.language import language_of
from jobs.enrichment.level import level_of
from jobs.enrichment.pay import PayReading, pay_from_fields, pay_from_text
from jobs.enrichment.places import find_place, place_of_area
from jobs.enrichment.remote import remote_kind
from jobs.enrichment.titles import clean_title
from jobs.enrichment.towns import nearest_place
from jobs.enrichment.types import EnrichedPosting, Pay, Place, RawPosting
from jobs.enrichment.visa import condition_flags
from jobs.enrichment.years import years_wanted
from jobs.skills import SkillMention, extract_skills, normalise_title

_MOST_SKILLS = 40
_MOST_TEXT = 60_000
_COMPLETE_FROM = 600  # characters of description
_SOFT = 0.2
_SECTION_FACTOR = {"MUST": 1.5, "WORK": 1.1, "": 1.0, "NICE": 0.7, "ELSE": 0.35}


@dataclass(frozen=True, slots=True)
class _Skills:
    all: tuple[str, ...]
    must: tuple[str, ...]
    nice: tuple[str, ...]


def enrich(raw: RawPosting) -> EnrichedPosting:
    """Read every fact out of a posting. Pure: the same input gives the same output; never raises."""
    description = raw.description[:_MOST_TEXT]
    text = html.to_text(description)
    cues = Cues(text)
    title = clean_title(raw.title)
    place = _place(raw)
    country = place.country if place else _upper(raw.country_hint)
    pay, pay_problem = _pay(raw, title, cues, country)
    years = years_wanted(cues)
    level = level_of(raw.level_text, title, cues.around("level"), years)
    employment = employment_type(
        raw.contract_type,
        raw.contract_time,
        raw.employment_type_text,
        title,
        cues.around("employment", before=50, after=80),
    )
    if employment == "INTERN" and level == "":
        level = "INTERNSHIP"
    elif level == "INTERNSHIP" and employment in {"", "FULL_TIME"}:
        employment = "INTERN"
    language = language_of(f"{title}\n{text}", raw.language_hint, country)
    skills = _skills(title, cues, language)
    reading = normalise_title(title)
    return EnrichedPosting(
        title=title,
        company=html.one_line(raw.company)[:200],
        description_text=text,
        description_html=html.safe_html(description, text),
        place=place.name if place else "",
        region=place.region if place else "",
        country=country,
        lat=raw.lat if _has_point(raw) else (place.lat if place else None),
        lon=raw.lon if _has_point(raw) else (place.lon if place else None),
        geoname_id=place.geoname_id if place else None,
        remote=remote_kind(
            raw.remote_hint,
            raw.workplace_text,
            raw.location_text,
            title,
            cues.around("remote", before=60, after=80),
        ),
        employment_type=employment,
        level=level,
        is_internship=level == "INTERNSHIP" or employment == "INTERN",
        pay=pay,
        language=language,
        years_wanted=years,
        degree_wanted=degree_wanted(cues),
        skills=skills.all,
        must_skills=skills.must,
        nice_skills=skills.nice,
        occupation=reading.occupation,
        flags=frozenset(_flags(raw, title, cues, pay, pay_problem, skills)),
    )


def _upper(code: str | None) -> str:
    return code.upper()[:2] if code and len(code) == 2 else ""  # noqa: PLR2004


def _has_point(raw: RawPosting) -> bool:
    return (
        raw.lat is not None
        and raw.lon is not None
        and -90 <= raw.lat <= 90  # noqa: PLR2004
        and -180 <= raw.lon <= 180  # noqa: PLR2004
        and (raw.lat, raw.lon) != (0.0, 0.0)
    )


def _place(raw: RawPosting) -> Place | None:
    found = find_place(raw.location_text, raw.country_hint) if raw.location_text else None
    if (found is None or found.kind != "city") and raw.area:
        from_area = place_of_area(raw.area, raw.country_hint)
        if from_area and (found is None or from_area.kind == "city"):
            return from_area
    if found is None and raw.location_text and raw.lat and raw.lon and _has_point(raw):
        return nearest_place(raw.lat, raw.lon, _upper(raw.country_hint))
    return found


def _pay(raw: RawPosting, title: str, cues: Cues, country: str) -> tuple[Pay | None, str]:
    """Stated fields, else pay text, else the description, else the source's prediction."""
    fields = pay_from_fields(
        raw.pay_min,
        raw.pay_max,
        raw.pay_currency,
        raw.pay_period,
        country,
        predicted=raw.pay_is_predicted,
    )
    if fields.pay and fields.pay.source == "STATED":
        return fields.pay, fields.problem
    readings: Iterable[PayReading] = (
        pay_from_text(raw.pay_text, country, trusted=True) if raw.pay_text else PayReading(None),
        pay_from_text(_money_lines(cues), country, title=title),
    )
    for reading in readings:
        if reading.pay:
            return reading.pay, ""
    return fields.pay, fields.problem


_SIGNS = "£€$₹¥₽₺₪₩₱₴฿"


def _money_lines(cues: Cues) -> str:
    """The parts of the text that may speak of pay."""
    text = cues.text
    places = set(cues.places("money"))
    for sign in _SIGNS if not text.isascii() else "$":
        at = text.find(sign)
        while at >= 0:
            places.add(at)
            at = text.find(sign, at + 1)
    return "\n".join(text[low:high] for low, high in cues.windows(sorted(places), 90, 110))


def _skills(title: str, cues: Cues, language: str) -> _Skills:
    """Skills by importance: how telling, how often, where; the title counts most."""
    scores: dict[str, float] = {}
    where: dict[str, set[str]] = {}
    seen: dict[str, int] = {}
    for mention in extract_skills(title, language=language):
        scores[mention.name] = scores.get(mention.name, 0.0) + mention.weight * 2.5
    in_title = set(scores)
    mentions = extract_skills(cues.text, language=language, flat=cues.flat)
    for mention in mentions:
        kind = cues.section_at(mention.start)
        times = seen[mention.name] = seen.get(mention.name, 0) + 1
        scores[mention.name] = scores.get(mention.name, 0.0) + _importance(mention, kind) / times
        where.setdefault(mention.name, set()).add(kind)
    no_demand = {"ELSE", ""} if any("MUST" in kinds for kinds in where.values()) else {"ELSE"}
    for name, kinds in where.items():
        if name not in in_title and kinds <= no_demand:
            del scores[name]  # benefits, legal notices and what the company is ask for nothing
    ranked = sorted(scores, key=lambda n: (-scores[n], n))[:_MOST_SKILLS]
    return _Skills(
        all=tuple(ranked),
        must=tuple(n for n in ranked if "MUST" in where.get(n, ())),
        nice=tuple(n for n in ranked if "NICE" in where.get(n, ()) and "MUST" not in where[n]),
    )


def _importance(mention: SkillMention, section: str) -> float:
    return mention.weight * _SECTION_FACTOR[section]


def _flags(
    raw: RawPosting, title: str, cues: Cues, pay: Pay | None, pay_problem: str, skills: _Skills
) -> set[str]:
    flags = condition_flags(cues.around, title)
    if pay:
        flags.add("has_salary" if pay.source == "STATED" else "has_predicted_salary")
    if pay_problem:
        flags.add(f"pay_{pay_problem}")
    if skills.all:
        flags.add("has_skills")
    if not raw.is_excerpt and len(cues.text) >= _COMPLETE_FROM and not cues.text.endswith("…"):
        flags.add("is_complete")
    return flags
