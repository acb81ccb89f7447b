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


@dataclass(frozen=True, slots=True)
class Filters:
    """SQL that begins with AND (or is empty), over the aliases s and p, and its values."""

    sql: str
    values: dict[str, Any]


def filters_for(wishes: Wishes, *, within: Sequence[UUID] | None = None) -> Filters:
    """Turn wishes into conditions. What a posting does not state never rules it out."""
    tests: list[str] = []
    values: dict[str, Any] = {}
    if wishes.hide_samples:
        tests.append("NOT s.is_sample")
    if wishes.countries:
        tests.append("(s.country = ANY(%(countries)s) OR s.country = '')")
        values["countries"] = list(wishes.countries)
    if wishes.remote == "ONLY":
        tests.append("s.remote = 'REMOTE'")
    elif wishes.places:
        tests.append(_near_any(wishes, values))
    if wishes.pay_floor is not None and wishes.pay_currency:
        tests.append(
            "(s.pay_yearly_max IS NULL OR s.pay_currency <> %(currency)s"
            " OR s.pay_yearly_max >= %(floor)s)"
        )
        values |= {"currency": wishes.pay_currency, "floor": wishes.pay_floor}
    if wishes.levels:
        tests.append("(s.level = ANY(%(levels)s) OR s.level = '')")
        values["levels"] = list(wishes.levels)
    if wishes.employment_types:
        tests.append("(s.employment_type = ANY(%(types)s) OR s.employment_type = '')")
        values["types"] = list(wishes.employment_types)
    if within is not None:
        tests.append("s.posting_id = ANY(%(within)s)")
        values["within"] = list(within)
    return Filters("".join(f" AND {test}" for test in tests), values)


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
