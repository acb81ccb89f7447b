"""Pages of accounts."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/sample-postings", views.sample_postings, name="settings-sample-postings"),
    path("settings/ai", views.ai, name="settings-ai"),
    path("settings/ai/consent", views.ai_consent, name="settings-ai-consent"),
    path("settings/ai/keep", views.ai_keep, name="settings-ai-keep"),
    path("settings/ai/erase", views.ai_erase, name="settings-ai-erase"),
    path("demo-login", views.demo_login, name="demo_login"),
]
