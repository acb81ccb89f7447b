"""The few addresses the page frame and the sign-in pages name."""

from django.urls import include, path

from core.gallery import gallery

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("gallery", gallery, name="gallery"),
    path("start", gallery, name="start"),
    path("demo", gallery, name="demo_login"),
]
