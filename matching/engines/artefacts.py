"""What engine versions have learnt: files named by their content in the file store, read once.

A version's `artefacts` name them: `{"fields": key, "words": key, "dense": name}`. Without a key
the shipped ones serve. A file never changes, so every machine that shares the store may keep it.
"""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.errors import TransientError
from matching import selectors
from matching.engine.placing import Placer
from matching.engine.posting import read_posting
from matching.engine.space import Learned
from matching.engines.embedding import dense_of
from matching.models import EngineVersion
from matching.types import PostingFacts

ROOT = "engine"


class ArtefactMissingError(TransientError):
    """A file of this engine version is not in the file store, or is not what was stored."""


def store(content: bytes) -> str:
    """Keep what was learnt; returns the key, which names the content."""
    key = f"{ROOT}/{hashlib.sha256(content).hexdigest()}"
    if not default_storage.exists(key):
        saved = default_storage.save(key, ContentFile(content))
        if saved != key:  # somebody stored the same meanwhile
            default_storage.delete(saved)
    return key


def fetch(key: str) -> bytes:
    """What was stored under a key. Raises: ArtefactMissingError."""
    try:
        with default_storage.open(key) as file:
            content = bytes(file.read())
    except OSError as error:
        raise ArtefactMissingError(f"{key} is not in the file store.") from error
    if hashlib.sha256(content).hexdigest() != key.rsplit("/", 1)[-1]:
        raise ArtefactMissingError(f"{key} is damaged.")
    return content


def placer_of(version: EngineVersion) -> Placer:
    """What places postings for this version."""
    held: dict[str, Any] = version.artefacts
    return Placer(
        version.pk,
        fields=_fetched(held.get("fields", "")),
        words=_fetched(held.get("words", "")),
        dense=dense_of(held.get("dense", "static")),
    )


def active_placer() -> Placer:
    """What places postings for the version that serves."""
    return placer_of(selectors.active_engine())


def learned(engine_id: UUID) -> Learned:
    """The models of a version; what a version learnt never changes."""
    lent = _lent.get(engine_id)
    return lent.learned() if lent else _learned(engine_id)


@contextmanager
def lent(placer: Placer) -> Iterator[None]:
    """Let a version serve in this process whose artefacts are stored nowhere."""
    _lent[placer.engine_id] = placer
    try:
        yield
    finally:
        del _lent[placer.engine_id]


_lent: dict[UUID, Placer] = {}


@lru_cache(maxsize=8)
def _learned(engine_id: UUID) -> Learned:
    found = placer_of(EngineVersion.objects.get(pk=engine_id)).learned()
    _settle()
    return found


@cache
def _settle() -> None:
    """Spare Python's collector what never dies: to walk through it took 100 ms, in any request."""
    read_posting(PostingFacts(title="Nurse", description="Nursing."))  # loads what reading needs
    gc.collect()
    gc.freeze()


@lru_cache(maxsize=8)
def _fetched(key: str) -> bytes:
    return fetch(key) if key.startswith(f"{ROOT}/") else b""
