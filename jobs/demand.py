"""What people look for, as far as sources may ask for it by name.

The app that knows (matching) registers a provider when it is ready; the pipeline asks it without
knowing who it is, as with `jobs.indexers`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of work wanted in a country (ISO 3166 alpha-2, lower case) by so many people."""

    country: str
    role: str
    people: int = 1


Provider = Callable[[], Sequence[Demand]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; called once from an AppConfig."""
    if provider not in _providers:
        _providers.append(provider)


def wanted() -> list[Demand]:
    """Everything wanted, most people first; a role wanted twice in a country is one."""
    people: dict[tuple[str, str], int] = {}
    for provider in _providers:
        for each in provider():
            key = each.country.lower(), " ".join(each.role.casefold().split())
            people[key] = people.get(key, 0) + each.people
    found = [Demand(country, role, number) for (country, role), number in people.items() if role]
    return sorted(found, key=lambda each: (-each.people, each.country, each.role))
