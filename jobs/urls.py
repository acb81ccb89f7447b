"""Pages of jobs."""

from django.urls import path

from jobs import views

urlpatterns = [
    path("jobs/<uuid:posting_id>/go", views.go, name="job-go"),
]
