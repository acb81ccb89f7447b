"""Pages that belong to no app."""

from django.urls import path

from core import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("help", views.help_page, name="help"),
    path("favicon.ico", views.favicon, name="favicon"),
]
