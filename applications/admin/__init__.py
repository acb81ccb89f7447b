"""Applications for staff: read mostly; a status is changed by its owner, never here."""

from applications.admin import tracking, writing

__all__ = ["tracking", "writing"]
