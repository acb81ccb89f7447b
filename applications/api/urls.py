"""API of applications."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from applications.api.diary import InterviewViewSet, ReminderViewSet
from applications.api.exchange import ExportView, ImportView
from applications.api.mail import InboundView, MailViewSet
from applications.api.sync import ChangesView
from applications.api.views import ApplicationViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("applications", ApplicationViewSet, basename="api-application")
router.register("interviews", InterviewViewSet, basename="api-interview")
router.register("reminders", ReminderViewSet, basename="api-reminder")
router.register("mails", MailViewSet, basename="api-mail")
urlpatterns = [
    # It ends with “mime” because Mailgun sends whole messages to such addresses only.
    path("mail/inbound/mime", InboundView.as_view(), name="api-mail-inbound"),
    path("applications/changes", ChangesView.as_view(), name="api-application-changes"),
    path("applications/export", ExportView.as_view(), name="api-application-export"),
    path("applications/import", ImportView.as_view(), name="api-application-import"),
    *router.urls,
]
