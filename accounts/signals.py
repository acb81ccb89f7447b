"""What accounts tells whoever stands above it, once a transaction has committed."""

from django.dispatch import Signal

#: A guest became a registered person. kwargs: user_id (UUID as str).
guest_kept = Signal()
