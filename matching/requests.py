"""Questions matching asks of the apps below it."""

from typing import Any

from jobs import selectors


def place_of(name: str, country: str) -> dict[str, Any] | None:
    """The place a person named, as a search keeps it; None when nobody knows it."""
    find = getattr(selectors, "find_place", None)
    found = find(name[:120], country or None) if find else None
    if found is None:
        return None
    return {"name": found.name, "country": found.country, "lat": found.lat, "lon": found.lon}
