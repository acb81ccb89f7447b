"""What a person ruled out, as conditions inside the candidate queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from matching.types import Wishes

_KM_PER_DEGREE = 111.2
_NEAR = """(s.lat BETWEEN %({n}south)s AND %({n}north)s AND 6371 * acos(least(1, greatest(-1,
 sin(radians(%({n}lat)s)) * sin(radians(s.lat)) + cos(radians(%({n}lat)s)) * cos(radians(s.lat))
 * cos(radians(s.lon - %({n}lon)s))))) <= %({n}km)s)"""

_PAYS = """(s.pay_yearly_max IS NULL OR s.pay_yearly_max >= %(floor)s
 OR (%(currency)s <> '' AND s.pay_currency <> %(currency)s))"""
_IS_OF_TYPE = "(s.employment_type = ANY(%(types)s) OR s.employment_type = '')"


@dataclass(frozen=True, slots=True)
class Filters:
    """SQL that begins with AND (or is empty), over the aliases s and p, and its values."""

    sql: str
    values: dict[str, Any]


def filters_for(wishes: Wishes, *, within: Sequence[UUID] | None = None) -> Filters:
    """Turn wishes into conditions. What a posting does not state never rules it out."""
    values: dict[str, Any] = {
        "countries": list(wishes.countries),
        "currency": wishes.pay_currency,
        "floor": wishes.pay_floor,
        "levels": list(wishes.levels),
        "types": list(wishes.employment_types),
        "within": list(within or ()),
    }
    places = bool(wishes.places) and wishes.remote != "ONLY"
    asked = (
        (wishes.hide_samples, "NOT s.is_sample"),
        (wishes.internship_only, "s.is_internship"),
        (bool(wishes.countries), "(s.country = ANY(%(countries)s) OR s.country = '')"),
        (wishes.remote == "ONLY", "s.remote = 'REMOTE'"),
        (places, _near_any(wishes, values) if places else ""),
        (wishes.pay_floor is not None, _PAYS),
        (bool(wishes.levels), "(s.level = ANY(%(levels)s) OR s.level = '')"),
        (bool(wishes.employment_types), _IS_OF_TYPE),
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
        tests.append(_NEAR.replace("{n}", name))
        values |= {
            f"{name}lat": place.lat,
            f"{name}lon": place.lon,
            f"{name}km": place.radius_km,
            f"{name}south": (place.lat or 0) - reach,
            f"{name}north": (place.lat or 0) + reach,
        }
    return f"({' OR '.join(tests)})"
