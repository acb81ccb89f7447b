"""Pages of accounts."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/sample-postings", views.sample_postings, name="settings-sample-postings"),
    path("demo-login", views.demo_login, name="demo_login"),
]
