"""Values that go into and come out of enrichment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

Number = int | float | Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPosting:
    """One posting as a source gave it; only the identity and the title are certain to be there.

    `area` runs from the widest to the narrowest area, `country_hint` is ISO 3166 alpha-2 in lower
    case, `is_excerpt` says that the source cuts its descriptions.
    """

    source: str
    external_id: str
    title: str
    place_key: str = ""
    description: str = ""
    company: str = ""
    location_text: str = ""
    area: tuple[str, ...] = ()
    country_hint: str | None = None
    lat: float | None = None
    lon: float | None = None
    pay_min: Number | None = None
    pay_max: Number | None = None
    pay_currency: str = ""
    pay_period: str = ""
    pay_is_predicted: bool = False
    pay_text: str = ""
    contract_type: str = ""
    contract_time: str = ""
    employment_type_text: str = ""
    level_text: str = ""
    remote_hint: bool | None = None
    workplace_text: str = ""
    category: str = ""
    posted_at: datetime | None = None
    expires_at: datetime | None = None
    source_url: str = ""
    redirect_url: str = ""
    language_hint: str = ""
    is_excerpt: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a posting pays: `min` ≤ `max`, both in `currency` per `period`.

    `rule` names how the yearly equivalent was made, such as `HOUR×2080`; `source` is STATED or
    PREDICTED (the source's own estimate). `bound` is UP_TO or FROM where only that end is stated
    (`min` and `max` are then the same), "" otherwise.
    """

    min: Decimal
    max: Decimal
    currency: str
    period: str
    source: str
    yearly_min: Decimal | None
    yearly_max: Decimal | None
    rule: str
    bound: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place found in a text. `kind` is city, region or country; `country` ISO alpha-2, upper case."""

    name: str
    region: str
    country: str
    kind: str
    lat: float | None = None
    lon: float | None = None
    geoname_id: int | None = None
    population: int = 0
    country_name: str = ""

    @property
    def label(self) -> str:
        """The place as a person would write it in a search form: `Paris, Île-de-France, France`."""
        parts: list[str] = []
        for part in (self.name, self.region, self.country_name):
            if part and part not in parts:
                parts.append(part)
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichedPosting:
    """What the text and fields of a posting say, in the words of our data model.

    Empty strings and None mean "not stated", never "no".
    """

    title: str
    company: str
    description_text: str
    description_html: str
    place: str = ""
    region: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    geoname_id: int | None = None
    remote: str = ""
    employment_type: str = ""
    level: str = ""
    is_internship: bool = False
    pay: Pay | None = None
    language: str = ""
    years_wanted: int | None = None
    degree_wanted: str = ""
    skills: tuple[str, ...] = ()
    must_skills: tuple[str, ...] = ()
    nice_skills: tuple[str, ...] = ()
    occupation: str = ""
    flags: frozenset[str] = frozenset()
