"""Asking the servers behind the product whether they answer, quickly and outside every pool.

A pool waits its own long timeout for a dead server, and a full pool is not a dead server.
"""

from typing import Any

import psycopg
import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS


def database_connection(seconds: int) -> psycopg.Connection[Any]:
    """A fresh connection to the system of record. Raises: psycopg.Error."""
    chosen = settings.DATABASES[DEFAULT_DB_ALIAS]
    return psycopg.connect(
        host=chosen.get("HOST") or None,
        port=chosen.get("PORT") or None,
        dbname=chosen["NAME"],
        user=chosen.get("USER") or None,
        password=chosen.get("PASSWORD") or None,
        sslmode=chosen.get("OPTIONS", {}).get("sslmode", "prefer"),
        connect_timeout=seconds,
        options=f"-c statement_timeout={seconds}s",
        autocommit=True,
    )


def redis_client(url: str, seconds: float) -> redis.Redis:
    """A client that tries once and gives up soon."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=seconds,
        socket_timeout=seconds,
        retry=redis.retry.Retry(redis.backoff.NoBackoff(), 0),
    )
