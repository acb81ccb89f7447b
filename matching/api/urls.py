"""API of matching."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from matching.api.asking import MatchResumeView, MatchTextView, RecommendView
from matching.api.coverage import CoverageView
from matching.api.disputes import DisputesView
from matching.api.views import MatchViewSet, SearchViewSet

router = SimpleRouter(trailing_slash=False)
router.register("matches", MatchViewSet, "api-match")
router.register("searches", SearchViewSet, "api-search")
urlpatterns = [
    *router.urls,
    path("match/resume", MatchResumeView.as_view(), name="api-match-resume"),
    path("match/jd", MatchTextView.as_view(), name="api-match-jd"),
    path(
        "resume-versions/<uuid:version_id>/coverage",
        CoverageView.as_view(),
        name="api-resume-coverage",
    ),
    path("recommend", RecommendView.as_view(), name="api-recommend"),
    path("matches/<uuid:posting_id>/disputes", DisputesView.as_view(), name="api-disputes"),
]
