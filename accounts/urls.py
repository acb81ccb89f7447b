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
    path("settings/ai/key", views.ai_key, name="settings-ai-key"),
    path("settings/ai/key/try", views.ai_key_try, name="settings-ai-key-try"),
    path("settings/ai/key/forget", views.ai_key_forget, name="settings-ai-key-forget"),
    path("demo-login", views.demo_login, name="demo_login"),
]
