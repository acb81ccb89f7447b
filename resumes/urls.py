"""Pages of resumes."""

from django.urls import path

from resumes.views import (
    corrections,
    detail,
    exports,
    feedback,
    library,
    ops,
    originals,
    start,
    versions,
)

urlpatterns = [
    path("ops/readings", ops.readings, name="ops-readings"),
    path("ops/readings/again", ops.start_reparse, name="ops-reparse"),
    path("ops/readings/<uuid:run_id>/stop", ops.stop_reparse, name="ops-reparse-stop"),
    path("start", start.start, name="start"),
    path("start/<uuid:version_id>", start.check, name="start-check"),
    path("start/<uuid:version_id>/reading", start.reading, name="start-reading"),
    path("resumes", library.resume_list, name="resumes"),
    path("resumes/upload", library.upload, name="resume-upload"),
    path("resumes/<uuid:resume_id>", detail.resume_detail, name="resume"),
    path("resumes/<uuid:resume_id>/upload", library.upload, name="resume-upload-version"),
    path("resumes/<uuid:resume_id>/rename", library.rename, name="resume-rename"),
    path("resumes/<uuid:resume_id>/default", library.make_default, name="resume-default"),
    path("resumes/<uuid:resume_id>/archive", library.archive, name="resume-archive"),
    path("resumes/<uuid:resume_id>/delete", library.delete, name="resume-delete"),
    path("resumes/<uuid:resume_id>/feedback", feedback.feedback, name="resume-feedback"),
    path("resumes/versions/<uuid:version_id>/feedback", feedback.ask, name="resume-feedback-ask"),
    path(
        "resumes/feedback/<uuid:feedback_id>/accept",
        feedback.accept,
        name="resume-feedback-accept",
    ),
    path("resumes/<uuid:resume_id>/compare", versions.compare, name="resume-compare"),
    path(
        "resumes/originals/<str:sha256>/pages/<str:number>",
        originals.page_picture,
        name="resume-page",
    ),
    path("resumes/pictures/<str:token>", originals.signed_picture, name="resume-signed-page"),
    path(
        "resumes/versions/<uuid:version_id>/reading", detail.version_reading, name="resume-reading"
    ),
    path("resumes/versions/<uuid:version_id>/check", detail.check, name="resume-check"),
    path(
        "resumes/versions/<uuid:version_id>/edit/<slug:section>",
        corrections.edit,
        name="resume-edit",
    ),
    path(
        "resumes/versions/<uuid:version_id>/restore",
        versions.restore,
        name="resume-version-restore",
    ),
    path("resumes/versions/<uuid:version_id>/label", versions.label, name="resume-version-label"),
    path("resumes/versions/<uuid:version_id>/file", library.download, name="resume-file"),
    path("resumes/versions/<uuid:version_id>/retry", library.retry, name="resume-retry"),
    path(
        "resumes/versions/<uuid:version_id>/download/<str:name>",
        exports.download_as,
        name="resume-download",
    ),
    path(
        "resumes/versions/<uuid:version_id>/looks/<str:template>.png",
        exports.picture,
        name="resume-look",
    ),
]
