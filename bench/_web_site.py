"""The addresses of the product, and beside them two floors: the least a Django REST view can do."""

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User


class Bare(APIView):
    """One query, nobody signed in, nothing counted."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    def get(self, request: Request) -> Response:
        """Answer with the first person there is."""
        return Response(User.objects.order_by("pk").values("id", "created_at").first())


class SignedIn(APIView):
    """A view as the API's are: its one query is for who asks."""

    def get(self, request: Request) -> Response:
        """Answer with who asks."""
        return Response({"id": request.user.pk})


urlpatterns = [
    path("floor/bare", Bare.as_view()),
    path("floor", SignedIn.as_view()),
    path("", include("config.urls")),
]
