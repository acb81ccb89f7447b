"""API of matching."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from matching.api.disputes import DisputesView
from matching.api.views import MatchViewSet, SearchViewSet

router = SimpleRouter(trailing_slash=False)
router.register("matches", MatchViewSet, "api-match")
router.register("searches", SearchViewSet, "api-search")
urlpatterns = [
    *router.urls,
    path("match/resume", MatchViewSet.as_view({"post": "resume"}), name="api-match-resume"),
    path("matches/<uuid:posting_id>/disputes", DisputesView.as_view(), name="api-disputes"),
    path("match/jd", MatchViewSet.as_view({"post": "jd"}), name="api-match-jd"),
]
