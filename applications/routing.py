"""Addresses of the live process."""

from django.urls import path

from applications.consumers import LetterConsumer

websocket_urlpatterns = [path("ws/letters/<uuid:pk>", LetterConsumer.as_asgi())]
