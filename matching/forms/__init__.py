"""What a person may type about searches: cleaned and refused here, saved by services."""

from matching.forms.jobs import JobsForm
from matching.forms.wishes import MOST_ROLES, StartForm, WishForm, country_names

__all__ = ["MOST_ROLES", "JobsForm", "StartForm", "WishForm", "country_names"]
