"""Pages that belong to no app."""

from django.conf import settings
from django.urls import path

from core import views
from core.gallery import gallery

urlpatterns = [
    path("", views.landing, name="landing"),
    path("help", views.help_page, name="help"),
    path("favicon.ico", views.favicon, name="favicon"),
]

if settings.DEBUG:
    urlpatterns += [path("gallery", gallery, name="gallery")]
