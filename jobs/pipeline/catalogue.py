"""The row of a source, kept in step with its manifest."""

from jobs.models import Source
from jobs.sources import adzuna_rows
from jobs.sources.base import Manifest
from jobs.sources.registry import DEFINITIONS


def register(manifest: Manifest) -> Source:
    """Return the source's row, brought up to date with its manifest; staff's own fields stay."""
    facts = {
        "name": manifest.name,
        "kind": manifest.kind,
        "home_url": manifest.home_url,
        "terms_url": manifest.terms_url,
        "attribution": manifest.attribution,
        "countries": list(manifest.countries),
        "full_feed": manifest.full_feed,
        "complete_descriptions": manifest.complete_descriptions,
        "is_sample": manifest.is_sample,
        "links_may_be_checked": manifest.links_may_be_checked and not manifest.is_sample,
    }
    source, _ = Source.objects.update_or_create(slug=manifest.slug, defaults=facts)
    return source


def register_all() -> None:
    """Make a row for every source the product knows, so that staff see it before its first run."""
    register(adzuna_rows.MANIFEST)
    for definition in DEFINITIONS.values():
        register(definition.manifest)
