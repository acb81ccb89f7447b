"""Pages that belong to no app."""

from django.urls import path

from core import views

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
]
