"""One posting, read for comparison."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from jobs.enrichment import EnrichedPosting, RawPosting
from jobs.likeness import companies, texts, titles, urls


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is compared of a posting."""

    id: UUID
    source: str
    external_id: str
    title: str
    company: str = ""
    text: str = ""
    place: str = ""
    region: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    url: str = ""
    is_open: bool = True
    is_own_board: bool = False  # the employer's own list: one id, one requisition
    posted_at: datetime | None = None


def facts_of(posting_id: UUID, raw: RawPosting, found: EnrichedPosting) -> Facts:
    """The facts of a posting that has just been enriched."""
    return Facts(
        id=posting_id,
        source=raw.source,
        external_id=raw.external_id,
        title=found.title,
        company=found.company,
        text=found.description_text,
        place=found.place,
        region=found.region,
        country=found.country,
        lat=found.lat,
        lon=found.lon,
        url=raw.source_url or raw.redirect_url,
        posted_at=raw.posted_at,
    )


class Reading:
    """Facts with what is derived from them; each derived once, when first wanted."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def title(self) -> titles.TitleReading:
        """The words that count."""
        facts = self.facts
        return titles.read_title(facts.title, facts.place, facts.region, country=facts.country)

    @cached_property
    def company(self) -> str:
        """The employer's name without legal form; "" for nobody."""
        return companies.company_core(self.facts.company)

    def with_text(self, text: str) -> "Reading":
        """The same posting with its description; what its names say is not derived again."""
        found = Reading(replace(self.facts, text=text))
        found.title, found.company, found.url = self.title, self.company, self.url
        return found

    @cached_property
    def words(self) -> list[str]:
        """The description's first words."""
        return texts.words_of(self.facts.text)

    @cached_property
    def runs(self) -> set[str]:
        """Its runs of three words."""
        return texts.runs(self.words)

    @cached_property
    def references(self) -> frozenset[str]:
        """Requisition numbers it states."""
        return texts.references(f"{self.facts.title}\n{self.facts.text}")

    @cached_property
    def names_its_employer(self) -> bool:
        """Whether the description names the employer it is listed under."""
        return bool(self.company) and f" {self.company} " in f" {' '.join(self.words)} "

    @cached_property
    def url(self) -> str:
        """The advertisement's address in one spelling."""
        return urls.canonical_url(self.facts.url)


def read(facts: Facts) -> Reading:
    """Read a posting."""
    return Reading(facts)
