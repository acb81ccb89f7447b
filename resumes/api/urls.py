"""API of resumes."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from resumes.api.exports import ExportView
from resumes.api.feedback import AcceptView, AskView, FeedbackView
from resumes.api.uploads import UploadCompleteView, UploadsView
from resumes.api.views import ResumeViewSet, VersionViewSet

router = SimpleRouter(trailing_slash=False)
router.register("resumes", ResumeViewSet, "api-resume")
router.register("resume-versions", VersionViewSet, "api-resume-version")
urlpatterns = [
    path(
        "resume-versions/<uuid:version_id>/download/<str:name>",
        ExportView.as_view(),
        name="api-resume-version-download",
    ),
    path("resumes/<uuid:resume_id>/feedback", AskView.as_view(), name="api-resume-feedback-ask"),
    path("feedback/<uuid:feedback_id>", FeedbackView.as_view(), name="api-resume-feedback"),
    path(
        "feedback/<uuid:feedback_id>/accept",
        AcceptView.as_view(),
        name="api-resume-feedback-accept",
    ),
    path("resumes/uploads", UploadsView.as_view(), name="api-resume-uploads"),
    path(
        "resumes/uploads/<uuid:upload_id>/complete",
        UploadCompleteView.as_view(),
        name="api-resume-upload-complete",
    ),
    *router.urls,
]
