"""API of resumes."""

from rest_framework.routers import SimpleRouter

from resumes.api.views import ResumeViewSet, VersionViewSet

router = SimpleRouter(trailing_slash=False)
router.register("resumes", ResumeViewSet, "api-resume")
router.register("resume-versions", VersionViewSet, "api-resume-version")
urlpatterns = router.urls
