"""What the resumes app tells whoever stands above it, once a transaction has committed."""

from django.dispatch import Signal

#: A resume version reached PARSED. kwargs: version_id (UUID as str), owner_id (UUID as str).
version_parsed = Signal()

#: A review by a language model waits to be made. kwargs: feedback_id (UUID as str).
review_wanted = Signal()
