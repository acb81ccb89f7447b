"""Pages of accounts."""

from django.urls import path

from accounts import views
from accounts.views import notifications

urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/sample-postings", views.sample_postings, name="settings-sample-postings"),
    path("settings/ai", views.ai, name="settings-ai"),
    path("settings/ai/consent", views.ai_consent, name="settings-ai-consent"),
    path("settings/ai/keep", views.ai_keep, name="settings-ai-keep"),
    path("settings/ai/erase", views.ai_erase, name="settings-ai-erase"),
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/read", notifications.read_all, name="notifications-read"),
    path("notifications/<uuid:pk>", notifications.open_notification, name="notification"),
    path(
        "settings/notifications", notifications.notification_settings, name="settings-notifications"
    ),
    path("settings/notifications/browsers", notifications.add_browser, name="push-add"),
    path(
        "settings/notifications/browsers/<uuid:pk>/remove",
        notifications.remove_browser,
        name="push-remove",
    ),
    path(
        "settings/notifications/browsers/<uuid:pk>/test",
        notifications.send_test,
        name="push-test",
    ),
    path("settings/notifications/webhook", notifications.webhook, name="webhook"),
    path("unsubscribe/mail/<str:token>", notifications.unsubscribe, name="unsubscribe"),
    path("push-worker.js", notifications.push_worker, name="push-worker"),
    path("settings/ai/key", views.ai_key, name="settings-ai-key"),
    path("settings/ai/key/try", views.ai_key_try, name="settings-ai-key-try"),
    path("settings/ai/key/forget", views.ai_key_forget, name="settings-ai-key-forget"),
    path("demo-login", views.demo_login, name="demo_login"),
]
