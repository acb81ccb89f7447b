"""People and what they are told."""

from accounts.models.alerts import Alert
from accounts.models.keys import ModelKey
from accounts.models.people import Profile, User, UserManager
from accounts.models.usage import ModelUsage

__all__ = ["Alert", "ModelKey", "ModelUsage", "Profile", "User", "UserManager"]
