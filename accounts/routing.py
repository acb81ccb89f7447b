"""Addresses of the live process."""

from django.urls import path

from accounts.consumers import LiveConsumer

websocket_urlpatterns = [path("ws/", LiveConsumer.as_asgi())]
