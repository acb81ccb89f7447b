"""Distances on the Earth as database expressions, without extensions."""

import math

from django.db.models import F, FloatField, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Power, Radians, Sin

from jobs.types import Near

_EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
_KM_PER_DEGREE = math.pi * _EARTH_RADIUS_KM / 180
_STEEPEST = 0.01  # cosine of the latitude below which a box would span the whole circle


def inside_box(near: Near) -> Q:
    """The rectangle around a circle, which an index can answer."""
    north = near.radius_km / _KM_PER_DEGREE
    shrink = math.cos(math.radians(min(abs(near.lat) + north, 90)))
    box = Q(lat__range=(near.lat - north, near.lat + north))
    if shrink < _STEEPEST:
        return box
    east = math.degrees(math.asin(min(1.0, math.sin(math.radians(north)) / shrink)))
    west_edge, east_edge = near.lon - east, near.lon + east
    across = Q(lon__range=(west_edge, east_edge))
    if west_edge < -180:  # noqa: PLR2004 - the box crosses the date line
        across |= Q(lon__gte=west_edge + 360)
    if east_edge > 180:  # noqa: PLR2004
        across |= Q(lon__lte=east_edge - 360)
    return box & across


def kilometres_from(near: Near) -> Combinable:
    """The distance of a row's `lat`, `lon`, by the haversine formula."""
    lat, lon = Radians(F("lat")), Radians(F("lon"))
    here_lat, here_lon = math.radians(near.lat), math.radians(near.lon)
    square = Power(Sin((lat - Value(here_lat)) / 2.0), Value(2.0)) + Value(
        math.cos(here_lat)
    ) * _cosine(lat) * Power(Sin((lon - Value(here_lon)) / 2.0), Value(2.0))
    root = Func(Value(1.0), Func(square, function="SQRT"), function="LEAST")
    return Value(2 * _EARTH_RADIUS_KM) * Func(root, function="ASIN", output_field=FloatField())


def _cosine(angle: Combinable) -> Func:
    return Func(angle, function="COS", output_field=FloatField())
