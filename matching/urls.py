"""Pages of matching."""

from django.urls import path

from matching.views import (
    alerts,
    company,
    coverage,
    disputes,
    inbox,
    leanings,
    market,
    posting,
    search,
    similar,
    start,
    wishes,
)

urlpatterns = [
    path("start/looking-for", start.looking_for, name="start-looking"),
    path("start/postings", start.postings, name="start-postings"),
    path("matches", inbox.matches, name="matches"),
    path("matches/again", inbox.again, name="matches-again"),
    path("matches/seen", inbox.seen, name="matches-seen"),
    path("matches/<uuid:posting_id>/verdict", inbox.verdict, name="verdict"),
    path("matches/<uuid:posting_id>/undo", inbox.undo, name="verdict-undo"),
    path("jobs", search.jobs, name="jobs"),
    path("jobs/suggested", search.suggested, name="jobs-suggested"),
    path("jobs/<uuid:posting_id>", posting.detail, name="posting"),
    path("jobs/<uuid:posting_id>/similar", similar.similar, name="posting-similar"),
    path("jobs/<uuid:posting_id>/leaning", leanings.lean, name="leaning"),
    path("companies/<uuid:company_id>/shown", leanings.employer, name="company-shown"),
    path("jobs/<uuid:posting_id>/disputes", disputes.dispute, name="dispute"),
    path(
        "jobs/<uuid:posting_id>/disputes/<uuid:dispute_id>/withdraw",
        disputes.withdraw,
        name="dispute-withdraw",
    ),
    path("facts/add", disputes.confirm, name="fact-confirm"),
    path("facts/<uuid:fact_id>/edit", disputes.edit, name="fact-edit"),
    path("facts/<uuid:fact_id>/forget", disputes.forget, name="fact-forget"),
    path("companies/<uuid:company_id>", company.company, name="company"),
    path("insights/market", market.market, name="market"),
    path("resumes/versions/<uuid:version_id>/coverage", coverage.coverage, name="resume-coverage"),
    path("looking-for", wishes.looking_for, name="looking-for"),
    path("looking-for/new", wishes.add, name="search-add"),
    path("looking-for/<uuid:search_id>", wishes.looking_for, name="search"),
    path("looking-for/<uuid:search_id>/confirm", wishes.confirm, name="search-confirm"),
    path("unsubscribe/<str:token>", alerts.stop, name="alerts-stop"),
    path("looking-for/<uuid:search_id>/delete", wishes.delete, name="search-delete"),
]
