"""Which model is asked for what, where it is, and what it costs: as configured."""

from decimal import ROUND_UP, Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import ModelUsage
from core.errors import DomainError
from core.llm.types import Server

_OPENAI_URL = "https://api.openai.com/v1"
_A_MILLION = 1_000_000


class NotConfiguredError(DomainError):
    """No language model is connected here."""

    code = "no_language_model"


def is_configured() -> bool:
    """Whether this install has a language model."""
    return bool(settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL)


def server() -> Server:
    """Where questions go. Raises: NotConfiguredError."""
    if not is_configured():
        raise NotConfiguredError(
            _("No language model is connected here. What you see is made by rules.")
        )
    return Server(settings.OPENAI_BASE_URL or _OPENAI_URL, settings.OPENAI_API_KEY)


def host() -> str:
    """The name of the server questions go to, empty without one."""
    return urlsplit(server().url).hostname or "" if is_configured() else ""


def model_for(purpose: ModelUsage.Purpose) -> str:
    """The model for one purpose, else the one for all."""
    return str(settings.OPENAI_MODELS.get(purpose.value.lower(), settings.OPENAI_MODEL))


def cost(model: str, tokens_in: int, tokens_out: int) -> Decimal | None:
    """What so many tokens cost; None for a model whose price nobody stated."""
    stated = str(settings.AI_PRICES.get(model, ""))
    price_in, _slash, price_out = stated.partition("/")
    try:
        whole = Decimal(price_in) * tokens_in + Decimal(price_out or price_in) * tokens_out
    except InvalidOperation:
        return None
    return (whole / _A_MILLION).quantize(Decimal("0.000001"), ROUND_UP)
