"""What is kept in the cache of searches, until postings are published again."""

import hashlib
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from django.core.cache import cache

_GENERATION_KEY = "jobs:generation"
_DAY_SECONDS = 24 * 60 * 60
V = TypeVar("V")


def forget() -> None:
    """Let everything kept be made again."""
    cache.set(_GENERATION_KEY, uuid4().hex, _DAY_SECONDS)


def kept(name: str, make: Callable[[], V], *, seconds: int = _DAY_SECONDS) -> V:
    """Return what is kept under a name, made first if need be."""
    key = _key(name)
    found: V | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, seconds)
    return found


def keep(name: str, value: object, *, seconds: int = _DAY_SECONDS) -> None:
    """Keep a value under a name."""
    cache.set(_key(name), value, seconds)


def held(name: str) -> object | None:
    """Return what is kept under a name, if anything."""
    found: object | None = cache.get(_key(name))
    return found


def _key(name: str) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()[:32]  # what people typed is no key
    return f"jobs:{cache.get(_GENERATION_KEY, '')}:{digest}"
