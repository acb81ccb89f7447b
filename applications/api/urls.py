"""API of applications."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from applications.api import letters
from applications.api.answers import AnswerViewSet, FactViewSet
from applications.api.diary import InterviewViewSet, ReminderViewSet
from applications.api.exchange import ExportView, ImportView
from applications.api.insights import InsightsView
from applications.api.mail import InboundView, MailViewSet
from applications.api.sync import ChangesView
from applications.api.tailoring import PreparationView, TailoringViewSet
from applications.api.views import ApplicationViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("applications", ApplicationViewSet, basename="api-application")
router.register("interviews", InterviewViewSet, basename="api-interview")
router.register("reminders", ReminderViewSet, basename="api-reminder")
router.register("tailorings", TailoringViewSet, basename="api-tailoring")
router.register("answers", AnswerViewSet, basename="api-answer")
router.register("facts", FactViewSet, basename="api-fact")
router.register("mails", MailViewSet, basename="api-mail")
urlpatterns = [
    # It ends with “mime” because Mailgun sends whole messages to such addresses only.
    path("mail/inbound/mime", InboundView.as_view(), name="api-mail-inbound"),
    path("applications/changes", ChangesView.as_view(), name="api-application-changes"),
    path("applications/export", ExportView.as_view(), name="api-application-export"),
    path("applications/import", ImportView.as_view(), name="api-application-import"),
    path("applications/<uuid:pk>/preparation", PreparationView.as_view(), name="api-preparation"),
    path("insights", InsightsView.as_view(), name="api-insights"),
    path("applications/<uuid:pk>/letter", letters.LetterView.as_view(), name="api-letter"),
    path(
        "applications/<uuid:pk>/letter/paragraph",
        letters.ParagraphView.as_view(),
        name="api-letter-paragraph",
    ),
    path(
        "applications/<uuid:pk>/letter/sentence",
        letters.SentenceView.as_view(),
        name="api-letter-sentence",
    ),
    path("applications/<uuid:pk>/letter/stop", letters.StopView.as_view(), name="api-letter-stop"),
    path(
        "applications/<uuid:pk>/letter/restore",
        letters.RestoreView.as_view(),
        name="api-letter-restore",
    ),
    path(
        "applications/<uuid:pk>/letter/finish",
        letters.FinishView.as_view(),
        name="api-letter-finish",
    ),
    path(
        "applications/<uuid:pk>/letter/as/<slug:name>",
        letters.ExportView.as_view(),
        name="api-letter-export",
    ),
    *router.urls,
]
