"""A person's answers to recurring questions, and which of them answers a question at hand."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet

from applications.answering import guess_topic, nearest
from applications.models import Answer, AnswerUse


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a question seems to be about, and the answers kept for it: the best language first."""

    topic: str
    likeness: float
    answers: tuple[Answer, ...]


def answers_of(owner_id: UUID) -> QuerySet[Answer]:
    """A person's answers by topic, with where each was used, the latest use first."""
    uses = AnswerUse.objects.select_related("application").order_by("-used_at", "-pk")
    found = Answer.objects.filter(owner_id=owner_id).prefetch_related(
        Prefetch("uses", queryset=uses)
    )
    found = found.annotate(times_used=Count("uses"), last_used_at=Max("uses__used_at"))
    return found.order_by("topic", "question", "language", "pk")


def suggest(owner_id: UUID, question: str, *, language: str = "") -> Suggestion | None:
    """The answers kept for a question like this; None where it is like nothing we or they know.

    A question the person wrote themselves, or met on a form before, goes before our own wordings.
    """
    held = list(answers_of(owner_id))
    wordings = [(answer, answer.question) for answer in held if answer.question]
    wordings += [(a, use.question) for a in held for use in a.uses.all() if use.question]
    own = nearest(question, wordings)
    guess = guess_topic(question)
    if own is not None and (guess is None or own[1] >= guess.likeness):
        found = [one for one in held if _is_same(one, own[0])]
        return Suggestion(own[0].topic, own[1], _in_language(found, language))
    if guess is None:
        return None
    found = [one for one in held if one.topic == guess.topic]
    return Suggestion(guess.topic, guess.likeness, _in_language(found, language))


def _is_same(one: Answer, other: Answer) -> bool:
    if other.topic == Answer.Topic.OTHER:
        return one.topic == other.topic and one.question == other.question
    return one.topic == other.topic


def _in_language(found: list[Answer], language: str) -> tuple[Answer, ...]:
    return tuple(sorted(found, key=lambda one: (one.language != language, one.language)))
