"""Pages of jobs."""

from django.urls import path

from jobs.views import apart, companies, go, ops, sources

urlpatterns = [
    path("jobs/<uuid:posting_id>/go", go.go, name="job-go"),
    path("jobs/<uuid:posting_id>/apart/<uuid:other_id>", apart.apart, name="posting-apart"),
    path("sources", sources.sources, name="sources"),
    path("companies/<uuid:company_id>/say", companies.say, name="company-say"),
    path("ops/ingestion", ops.ingestion_page, name="ops-ingestion"),
    path("ops/ingestion/<uuid:run_id>", ops.run_page, name="ops-run"),
    path("ops/ingestion/<uuid:run_id>/go-on", ops.go_on, name="ops-run-go-on"),
    path("ops/sources/<slug:slug>/refresh", ops.refresh, name="ops-refresh"),
    path("ops/sources/<slug:slug>/pause", ops.pause, name="ops-pause"),
]
