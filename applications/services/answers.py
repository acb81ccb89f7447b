"""A person keeps, changes, uses and deletes their answers to recurring questions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Answer, AnswerUse, Application
from core.errors import DomainError

MOST_ANSWERS, MOST_USES = 300, 50
_QUESTION = 300


class QuestionMissingError(DomainError):
    """An answer to another question needs the question."""

    code = "question_missing"


class TooManyAnswersError(DomainError):
    """These are too many answers."""

    code = "too_many_answers"


@transaction.atomic
def keep_answer(
    *, owner: User, topic: str, language: str, text: str, question: str = "", now: datetime
) -> Answer:
    """Keep an answer the person wrote, and so confirmed; the one of this topic and language is replaced.

    Raises: QuestionMissingError, TooManyAnswersError.
    """
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    asked = " ".join(question.split())[:_QUESTION]
    if topic == Answer.Topic.OTHER and not asked:
        raise QuestionMissingError(_("Write down the question, too."))
    mine = Answer.objects.filter(owner=owner)
    key = {"question": asked} if topic == Answer.Topic.OTHER else {}
    found = mine.filter(topic=topic, language=language, **key).first()
    if found is None and mine.count() >= MOST_ANSWERS:
        raise TooManyAnswersError(_("You keep as many answers as fit here. Delete some first."))
    found = found or Answer(owner=owner, topic=topic, language=language)
    found.question = asked or found.question
    found.text, found.confirmed_at = text.strip(), now
    found.save()
    return found


@transaction.atomic
def edit_answer(*, answer: Answer, text: str, now: datetime) -> Answer:
    """Change what an answer says; changing is confirming."""
    answer.text, answer.confirmed_at = text.replace("\x00", "").strip(), now
    answer.save(update_fields=["text", "confirmed_at", "updated_at"])
    return answer


@transaction.atomic
def forget_answer(*, owner: User, answer_id: UUID) -> bool:
    """Delete an answer with where it was used; whether there was one."""
    gone, _rows = Answer.objects.filter(owner=owner, pk=answer_id).delete()
    return bool(gone)


@transaction.atomic
def note_use(
    *, answer: Answer, application: Application | None, question: str, now: datetime
) -> AnswerUse:
    """Write down that an answer was used, and for which wording: it finds the answer next time.

    The latest uses are remembered, the others go.
    """
    asked = " ".join(question.replace("\x00", "").split())[:_QUESTION]
    made = AnswerUse.objects.create(
        answer=answer, application=application, question=asked, used_at=now
    )
    uses = AnswerUse.objects.filter(answer=answer).order_by("-used_at", "-pk")
    AnswerUse.objects.filter(pk__in=list(uses.values_list("pk", flat=True)[MOST_USES:])).delete()
    return made


def move_answers(*, guest_id: UUID, user_id: UUID) -> None:
    """Re-own a guest's answers, but for what the account answers already."""
    have = set(Answer.objects.filter(owner_id=user_id).values_list("topic", "question", "language"))
    topics = {(topic, language) for topic, _question, language in have if topic != "OTHER"}
    for answer in Answer.objects.filter(owner_id=guest_id):
        key = (answer.topic, answer.question, answer.language)
        if key not in have and (answer.topic, answer.language) not in topics:
            Answer.objects.filter(pk=answer.pk).update(owner_id=user_id)
