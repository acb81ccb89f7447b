"""Every source that is refreshed from the network, but Adzuna, which plans its calls itself.

A source is one file that defines `SOURCE`; naming it here is all it takes.
"""

from collections.abc import Mapping

from jobs.sources import (
    arbeitnow,
    ashby,
    careerjet,
    francetravail,
    greenhouse,
    hn_hiring,
    jooble,
    lever,
    pages,
    personio,
    recruitee,
    reed,
    remoteok,
    remotive,
    rendered,
    smartrecruiters,
    themuse,
    usajobs,
    workable,
)
from jobs.sources.base import Definition

DEFINITIONS: Mapping[str, Definition] = {
    module.SOURCE.manifest.slug: module.SOURCE
    for module in (
        arbeitnow,
        remotive,
        greenhouse,
        lever,
        ashby,
        smartrecruiters,
        recruitee,
        personio,
        workable,
        remoteok,
        themuse,
        hn_hiring,
        usajobs,
        reed,
        jooble,
        careerjet,
        francetravail,
        pages,
        rendered,
    )
}

#: Environment variables of all of them, with their defaults.
SETTINGS: Mapping[str, str] = {
    name: default
    for definition in DEFINITIONS.values()
    for name, default in definition.manifest.settings.items()
}
#: The slugs of those that need no key and are read unless somebody says otherwise.
KEYLESS_BY_DEFAULT = tuple(
    slug
    for slug, definition in DEFINITIONS.items()
    if not definition.manifest.keys and definition.manifest.on_by_default
)
