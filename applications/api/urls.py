"""API of applications."""

from rest_framework.routers import SimpleRouter

from applications.api.diary import InterviewViewSet, ReminderViewSet
from applications.api.views import ApplicationViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("applications", ApplicationViewSet, basename="api-application")
router.register("interviews", InterviewViewSet, basename="api-interview")
router.register("reminders", ReminderViewSet, basename="api-reminder")
urlpatterns = router.urls
