"""The addresses of the product."""

from django.contrib import admin
from django.urls import include, path

from core.health import health

handler404 = "core.views.not_found"
handler500 = "core.views.broken"

urlpatterns = [
    path("health", health, name="health"),
    path("api/v1/", include("config.api")),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("resumes.urls")),
    path("", include("jobs.urls")),
    path("", include("matching.urls")),
    path("", include("applications.urls")),
]
