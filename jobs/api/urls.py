"""API of jobs."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from jobs.api.companies import CompanyViewSet
from jobs.api.duplicates import NotDuplicateView
from jobs.api.links import ReadLinkView
from jobs.api.sources import SourcesView
from jobs.api.views import BatchStatusView, JobViewSet, RefreshView

router = SimpleRouter(trailing_slash=False)
router.register("jobs", JobViewSet, "api-job")
router.register("companies", CompanyViewSet, "api-company")
urlpatterns = [
    *router.urls,
    path("batch/status", BatchStatusView.as_view(), name="api-batch-status"),
    path("sources", SourcesView.as_view(), name="api-sources"),
    path("links/read", ReadLinkView.as_view(), name="api-read-link"),
    path("admin/not-duplicates", NotDuplicateView.as_view(), name="api-not-duplicates"),
    path("admin/refresh-jobs", RefreshView.as_view(), name="api-refresh-jobs"),
]
