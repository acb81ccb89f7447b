"""What the postings app tells whoever stands above it, once a transaction has committed."""

from django.dispatch import Signal

#: A run published postings. kwargs: run_id (UUID as str), created (int), updated (int).
postings_published = Signal()

#: Somebody left for a posting's own page. kwargs: posting_id (UUID as str), user_id (str or None).
posting_followed = Signal()

#: A run failed at one stage as often as it is tried. kwargs: run_id (UUID as str), stage (a
#: `StageRun.Stage`, or empty), reason (a sentence), tries (int).
run_stopped = Signal()

#: A source gave far less than it usually does; nothing was closed for it. kwargs: source (slug),
#: run_id (UUID as str), usual (int), got (int).
source_looks_unwell = Signal()
