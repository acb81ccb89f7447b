"""The addresses of the product, and beside them the floor: a DRF view with one query."""

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User


class Floor(APIView):
    """One row, nobody signed in, nothing counted: the least a Django REST view can do."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    def get(self, request: Request) -> Response:
        """Answer with the first person there is."""
        return Response(User.objects.order_by("pk").values("id", "created_at").first())


urlpatterns = [path("floor", Floor.as_view()), path("", include("config.urls"))]
