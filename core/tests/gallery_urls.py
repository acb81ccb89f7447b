"""The addresses the page frame and the sign-in pages name."""

from django.contrib import admin
from django.urls import include, path

from core.gallery import gallery

FRAME = ("today", "matches", "jobs", "applications", "resumes", "insights", "looking-for")
OTHERS = (
    "settings",
    "help",
    "start",
    "gallery",
    "demo_login",
    "notifications",
    "application-returned",
    "application-add",
    "ops-ingestion",
    "sources",
)

urlpatterns = [
    path("", gallery, name="landing"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    *[path(name, gallery, name=name) for name in (*FRAME, *OTHERS)],
]
