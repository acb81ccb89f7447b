"""What was asked of a language model for whom, and how much of it is left."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.ai import plan
from accounts.models import ModelUsage, Profile
from core.errors import DomainError
from core.llm.types import Message, Question, Usage
from core.sealing import UnsealError, seal, unseal

_USE = "model usage"
_LONGEST_FAILURE = 40


class NoConsentError(DomainError):
    """This person has not agreed that texts of theirs go to a language model."""

    code = "no_ai_consent"
    status = 403


class QuotaUsedUpError(DomainError):
    """No more questions to the language model are left for now."""

    code = "ai_quota_used_up"
    status = 402


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much of one limit is used; no limit where `most` is 0."""

    is_of_the_site: bool
    is_of_a_month: bool
    used: int
    most: int

    @property
    def left(self) -> int:
        """Tokens that may still be used."""
        return max(0, self.most - self.used)

    def refuses(self, tokens: int) -> bool:
        """Whether so many more are too many."""
        return bool(self.most) and self.used + tokens > self.most


def check_consent(profile: Profile) -> None:
    """Raises: NoConsentError."""
    if not profile.has_ai_consent:
        raise NoConsentError(
            _("You have not agreed to the use of a language model. You can do so in the settings.")
        )


def allowances(user_id: UUID, *, now: datetime) -> list[Allowance]:
    """Every limit and how much of it is used, the person's first, the day's before the month's."""
    everybody = ModelUsage.objects.filter(is_own_key=False)
    person = _used(everybody.filter(user_id=user_id), now)
    site = _used(everybody, now)
    person_limits = (settings.AI_PERSON_DAY_TOKENS, settings.AI_PERSON_MONTH_TOKENS)
    site_limits = (settings.AI_SITE_DAY_TOKENS, settings.AI_SITE_MONTH_TOKENS)
    return [
        Allowance(is_of_the_site=is_site, is_of_a_month=is_month, used=used, most=most)
        for is_site, both, limits in ((False, person, person_limits), (True, site, site_limits))
        for is_month, used, most in zip((False, True), both, limits, strict=True)
    ]


@transaction.atomic(durable=True)
def reserve(  # noqa: PLR0913 - a row of the ledger
    *,
    user_id: UUID,
    purpose: ModelUsage.Purpose,
    categories: Iterable[ModelUsage.Category],
    question: Question,
    content_hash: str,
    now: datetime,
    own_host: str = "",
) -> UUID:
    """Write down what will be sent and the most it may use; returns the row to settle.

    With a key of their own (`own_host`: where it goes) it counts toward no limit of ours. Committed before anything goes out: durable, so nobody asks a model inside a transaction. A
    person's questions are counted one after another.

    Raises: NoConsentError, QuotaUsedUpError, plan.NotConfiguredError.
    """
    profile = Profile.objects.select_for_update().get(user_id=user_id)
    check_consent(profile)
    tokens_in, tokens_out = question.estimated_tokens, question.most_tokens
    if not own_host:
        _check_left(user_id, tokens_in + tokens_out, now)
        plan.server()
    usage = ModelUsage.objects.create(
        user_id=user_id,
        purpose=purpose,
        host=own_host or plan.host(),
        is_own_key=bool(own_host),
        model=question.model,
        categories=sorted(categories),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost=None if own_host else plan.cost(question.model, tokens_in, tokens_out),
        currency=settings.AI_CURRENCY,
        content_hash=content_hash,
        **_kept(profile, question.messages, now),
    )
    return usage.pk


def settle(
    usage_id: UUID, used: Usage, *, sent: Sequence[Message], seconds: float, failure: str = ""
) -> None:
    """Correct what was reserved by what was used, and by what was sent in the end."""
    usage = ModelUsage.objects.filter(pk=usage_id).first()
    if usage is None:  # who asked was erased while the question ran
        return
    mine = ModelUsage.objects.filter(pk=usage_id)
    mine.update(
        state=ModelUsage.State.FAILED if failure else ModelUsage.State.DONE,
        failure=failure[:_LONGEST_FAILURE],
        tokens_in=used.tokens_in,
        tokens_out=used.tokens_out,
        is_estimated=used.is_estimated,
        cost=None if usage.is_own_key else plan.cost(usage.model, used.tokens_in, used.tokens_out),
        milliseconds=round(seconds * 1000),
    )
    # What a person erased, or never had kept, while the question ran does not come back.
    mine.exclude(sent="").update(sent=_sealed(sent) if sent else "")


def sent_messages(usage: ModelUsage) -> list[Message]:
    """What was sent, as it was; empty when it is not kept, or cannot be opened any more."""
    if not usage.sent:
        return []
    try:
        told = json.loads(unseal(usage.sent, use=_USE))
    except UnsealError:
        return []
    return [Message(role, text) for role, text in told]


def forget_sent_texts(*, now: datetime) -> int:
    """Empty the texts whose time is over; returns how many."""
    return ModelUsage.objects.filter(keep_until__lte=now).exclude(sent="").update(sent="")


def _kept(profile: Profile, messages: Sequence[Message], now: datetime) -> dict[str, object]:
    if not profile.ai_keep_days:
        return {}
    return {"sent": _sealed(messages), "keep_until": now + timedelta(days=profile.ai_keep_days)}


def _sealed(messages: Sequence[Message]) -> str:
    told = [[message.role, message.text] for message in messages]
    return seal(json.dumps(told, ensure_ascii=False), use=_USE)


def _check_left(user_id: UUID, tokens: int, now: datetime) -> None:
    for each in allowances(user_id, now=now):
        if each.refuses(tokens):
            raise QuotaUsedUpError(_refusal(each))


def _refusal(used_up: Allowance) -> str:
    if used_up.is_of_the_site:
        whose = _("This site's questions to the language model are used up.")
    else:
        whose = _("Your questions to the language model are used up.")
    if used_up.is_of_a_month:
        return (
            f"{whose} {_('There are new ones next month; until then everything works by rules.')}"
        )
    return f"{whose} {_('There are new ones tomorrow; until then everything works by rules.')}"


def _used(usages: QuerySet[ModelUsage], now: datetime) -> tuple[int, int]:
    """Tokens since midnight and since the first of the month, UTC."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    month = today.replace(day=1)
    tokens = F("tokens_in") + F("tokens_out")
    found = usages.filter(created_at__gte=month).aggregate(
        day=Sum(tokens, filter=Q(created_at__gte=today), default=0), month=Sum(tokens, default=0)
    )
    return found["day"], found["month"]
