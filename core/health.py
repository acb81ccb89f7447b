"""Is this process fit to serve?"""

import psycopg
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from core import heartbeat
from core.probes import database_connection, redis_client
from core.running import QUEUES

_SECONDS = 2


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say how each part is: 503 without the database, 200 otherwise.

    Without Redis or workers pages still answer, so a balancer must keep this process: `degraded`.
    """
    parts = {"database": _database(), "redis": _redis()}
    if parts["redis"] == "ok":
        parts |= {"workers": _workers(), "beat": _beat()}
    if parts["database"] != "ok":
        status = "unavailable"
    else:
        status = "ok" if set(parts.values()) == {"ok"} else "degraded"
    code = 503 if status == "unavailable" else 200
    return JsonResponse({"status": status, "parts": parts}, status=code)


def _database() -> str:
    try:
        with database_connection(_SECONDS) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return "no answer"
    return "ok"


def _redis() -> str:
    try:
        with redis_client(settings.CACHE_URL, _SECONDS) as client:
            client.ping()
    except RedisError:
        return "no answer"
    return "ok"


def _workers() -> str:
    names = [heartbeat.queue_name(queue) for queue in QUEUES]
    return "ok" if all(heartbeat.silent_seconds(name) is not None for name in names) else "silent"


def _beat() -> str:
    return "silent" if heartbeat.silent_seconds(heartbeat.BEAT) is None else "ok"
