"""What is published already, for sources that would otherwise ask for it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.models import Posting


def known_rows(slug: str, external_ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """The rows of a source's postings as they came, by external id; unknown ids are left out.

    Of a posting in several places it is the row of the first one.
    """
    found = Posting.objects.filter(source__slug=slug, external_id__in=external_ids)
    rows = found.order_by("-place_key").values_list("external_id", "raw")
    return {external_id: raw for external_id, raw in rows if isinstance(raw, dict)}
