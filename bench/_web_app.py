"""The product with the floor beside it, for granian: same process, same middleware, same threads."""

from django.conf import settings

from config.wsgi import application

__all__ = ["application"]
settings.ROOT_URLCONF = "bench._web_site"
