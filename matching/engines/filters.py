"""What a person ruled out, as conditions inside the candidate queries."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from matching.types import Wishes

_NOT_STATED = ""
_KM_PER_DEGREE = 111.2
_POLAR = 85.0  # degrees
_NEAR = """(s.lat BETWEEN %({n}south)s AND %({n}north)s
 AND s.lon BETWEEN %({n}west)s AND %({n}east)s AND 6371 * acos(least(1, greatest(-1,
 sin(radians(%({n}lat)s)) * sin(radians(s.lat)) + cos(radians(%({n}lat)s)) * cos(radians(s.lat))
 * cos(radians(s.lon - %({n}lon)s))))) <= %({n}km)s)"""

_PAYS = """(s.pay_yearly_max IS NULL OR s.pay_yearly_max >= %(floor)s
 OR (%(currency)s <> '' AND s.pay_currency <> %(currency)s))"""


@dataclass(frozen=True, slots=True)
class Filters:
    """SQL that begins with AND (or is empty), over the aliases s and p, and its values."""

    sql: str
    values: dict[str, Any]


def filters_for(wishes: Wishes, *, within: Sequence[UUID] | None = None) -> Filters:
    """Turn wishes into conditions. What a posting does not state never rules it out."""
    values: dict[str, Any] = {
        "countries": [*wishes.countries, _NOT_STATED],
        "currency": wishes.pay_currency,
        "floor": wishes.pay_floor,
        "levels": [*wishes.levels, _NOT_STATED],
        "types": [*wishes.employment_types, _NOT_STATED],
        "within": list(within or ()),
    }
    places = bool(wishes.places) and wishes.remote != "ONLY"
    asked = (
        (wishes.hide_samples, "NOT s.is_sample"),
        (wishes.internship_only, "s.is_internship"),
        (bool(wishes.countries), "s.country = ANY(%(countries)s)"),
        (wishes.remote == "ONLY", "s.remote = 'REMOTE'"),
        (places, _near_any(wishes, values) if places else ""),
        (wishes.pay_floor is not None, _PAYS),
        (bool(wishes.levels), "s.level = ANY(%(levels)s)"),
        (bool(wishes.employment_types), "s.employment_type = ANY(%(types)s)"),
        (within is not None, "s.posting_id = ANY(%(within)s)"),
    )
    return Filters("".join(f" AND {test}" for is_asked, test in asked if is_asked), values)


def _near_any(wishes: Wishes, values: dict[str, Any]) -> str:
    """Within reach of any wished place, or of no known place, or remote when that is welcome."""
    tests = ["s.lat IS NULL"]
    if wishes.remote == "ALSO":
        tests.append("s.remote = 'REMOTE'")
    known = [place for place in wishes.places if place.lat is not None and place.lon is not None]
    if not known:
        return "TRUE"
    for number, place in enumerate(known):
        name = f"near{number}_"
        reach = place.radius_km / _KM_PER_DEGREE
        west, east = _meridians(place.lat or 0, place.lon or 0, reach)
        tests.append(_NEAR.replace("{n}", name))
        values |= {
            f"{name}lat": place.lat,
            f"{name}lon": place.lon,
            f"{name}km": place.radius_km,
            f"{name}south": (place.lat or 0) - reach,
            f"{name}north": (place.lat or 0) + reach,
            f"{name}west": west,
            f"{name}east": east,
        }
    return f"({' OR '.join(tests)})"


def _meridians(lat: float, lon: float, reach: float) -> tuple[float, float]:
    """Between which degrees of longitude a circle lies, `reach` degrees of latitude wide.

    Meridians meet at the poles: near them, and across the line of dates, any longitude may be near.
    """
    farthest = abs(lat) + reach
    if farthest >= _POLAR:
        return -180.0, 180.0
    width = reach / math.cos(math.radians(farthest))
    west, east = lon - width, lon + width
    return (west, east) if west >= -180 and east <= 180 else (-180.0, 180.0)  # noqa: PLR2004
