"""API of accounts."""

from django.urls import path

from accounts.api import notices, views

urlpatterns = [
    path("token", views.TokenView.as_view(), name="api-token"),
    path("token/refresh", views.RefreshView.as_view(), name="api-token-refresh"),
    path("token/blacklist", views.BlacklistView.as_view(), name="api-token-blacklist"),
    path("me", views.MeView.as_view(), name="api-me"),
    path("live/ticket", views.LiveTicketView.as_view(), name="api-live-ticket"),
    path("notifications", notices.NotificationsView.as_view(), name="api-notifications"),
    path("notifications/read", notices.ReadView.as_view(), name="api-notifications-read"),
    path(
        "notifications/settings",
        notices.NotificationSettingsView.as_view(),
        name="api-notification-settings",
    ),
    path("notifications/browsers", notices.BrowsersView.as_view(), name="api-browsers"),
]
