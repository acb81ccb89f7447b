"""The answer bank: what a person answers the questions that forms ask again and again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row


class Answer(Row):
    """One answer in one language, in the person's words and confirmed by them."""

    class Topic(models.TextChoices):
        NOTICE = "NOTICE", _("Notice period, earliest start")
        SALARY = "SALARY", _("Pay expected")
        RIGHT_TO_WORK = "RIGHT_TO_WORK", _("Right to work")
        SPONSORSHIP = "SPONSORSHIP", _("Visa sponsorship")
        RELOCATION = "RELOCATION", _("Moving house")
        TRAVEL = "TRAVEL", _("Travelling")
        REMOTE = "REMOTE", _("Remote or on site")
        LICENCE = "LICENCE", _("Driving licence")
        LANGUAGES = "LANGUAGES", _("Languages")
        EXPERIENCE = "EXPERIENCE", _("Years of experience")
        WHY_US = "WHY_US", _("Why us")
        WHY_YOU = "WHY_YOU", _("Why you")
        LEAVING = "LEAVING", _("Why you leave")
        HEARD = "HEARD", _("How you heard of it")
        REFERENCES = "REFERENCES", _("References")
        OTHER = "OTHER", _("Another question")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers"
    )
    topic = models.CharField(_("about"), max_length=14, choices=Topic.choices)
    question = models.CharField(_("question"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2)
    text = models.TextField(_("answer"), max_length=4000)
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "topic", "language"],
                condition=~models.Q(topic="OTHER"),
                name="one_answer_per_topic_and_language",
            ),
            models.UniqueConstraint(
                fields=["owner", "question", "language"],
                condition=models.Q(topic="OTHER"),
                name="one_answer_per_question_and_language",
            ),
        ]
        indexes = [models.Index(fields=["owner", "topic"], name="answers_of_owner")]

    def __str__(self) -> str:
        return f"{self.topic} {self.language}"


class AnswerUse(Row):
    """Where an answer was used: on which application, for which wording of the question."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="uses")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="answer_uses"
    )
    question = models.CharField(_("as it was asked"), max_length=300, blank=True)
    used_at = models.DateTimeField(_("used at"))

    class Meta:
        indexes = [models.Index(fields=["answer", "-used_at"], name="uses_of_answer")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.used_at:%Y-%m-%d}"
