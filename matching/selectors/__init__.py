"""What pages, endpoints and other apps show of searches and matches."""

from matching.selectors.alerts import (
    Advertisement,
    advertisement,
    due_searches,
    last_slot,
    news_of,
    told_lately,
    worth_telling,
)
from matching.selectors.matches import (
    Inbox,
    Marker,
    best_matches,
    hidden_by_stops,
    inbox,
    matches_of,
    new_since_last_look,
    strong_new,
)
from matching.selectors.postings import Seen, open_posting, stored_fits, verdicts_on
from matching.selectors.searches import (
    active_engine,
    current_version,
    default_search,
    demand,
    engines_to_complete,
    live_count,
    readable_versions,
    searches_of,
    wishes_of,
)

__all__ = [
    "Advertisement",
    "Inbox",
    "Marker",
    "Seen",
    "active_engine",
    "advertisement",
    "best_matches",
    "current_version",
    "default_search",
    "demand",
    "due_searches",
    "engines_to_complete",
    "hidden_by_stops",
    "inbox",
    "last_slot",
    "live_count",
    "matches_of",
    "new_since_last_look",
    "news_of",
    "open_posting",
    "readable_versions",
    "searches_of",
    "stored_fits",
    "strong_new",
    "told_lately",
    "verdicts_on",
    "wishes_of",
    "worth_telling",
]
