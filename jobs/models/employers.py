"""What people say of employers."""

from django.conf import settings
from django.db import models

from core.models import Row
from jobs.models.postings import Company


class CompanyFollow(Row):
    """Somebody wants to see what this employer advertises: its sources are refreshed first."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_companies"
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="followers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "company"], name="follow_a_company_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.company_id}"


class CompanyHide(Row):
    """Somebody does not want to see this employer's postings."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hidden_companies"
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "company"], name="hide_a_company_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} hides {self.company_id}"
