"""Trains a new engine version from the install's own postings, on top of what is shipped.

Reading the postings is the long part: it goes on where it stopped, whether this training was
interrupted or an earlier version has read them already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from jobs.indexers import PostingText
from jobs.models import Posting
from jobs.skills import normalise_title
from matching.engine.categories import fields_by_category
from matching.engine.fields import dumped, shipped
from matching.engine.learning import Labelled, Tally, adapted
from matching.engine.placing import body_of, dumped_words
from matching.engines import artefacts
from matching.engines.indexing import ALGORITHM
from matching.models import EngineVersion

ROWS_AT_ONCE = 2_000
MOST_OF_A_FIELD = 1_500  # postings of one field that are learnt from, the newest
ENOUGH_DOCUMENTS = 1_000  # fewer postings know less of words than the shipped texts
_READ = ("pk", "title", "company_name", "description", "skills", "language", "updated_at")

Progress = Callable[[int], None]
State = EngineVersion.State


@dataclass(frozen=True, slots=True)
class Mark:
    """Until where postings were read, in the order they changed."""

    at: datetime
    pk: UUID

    def as_json(self) -> list[str]:
        return [self.at.isoformat(), str(self.pk)]

    @classmethod
    def from_json(cls, held: list[str]) -> "Mark":
        return cls(datetime.fromisoformat(held[0]), UUID(held[1]))


def train(*, now: datetime, progress: Progress = lambda _: None) -> EngineVersion:
    """Make a version that is READY; one whose training was interrupted is gone on with."""
    version = _begun(now)
    tally, read = _counted(version, progress)
    learned: dict[str, Any] = {"dense": settings.MATCHING_VECTORS, "fields": "", "words": ""}
    if tally.documents >= ENOUGH_DOCUMENTS:
        learned["words"] = artefacts.store(dumped_words(tally.words()))
    outcome = adapted(shipped(), list(_labelled()))
    if outcome.metrics["is_adapted"]:
        learned["fields"] = artefacts.store(dumped(outcome.model))
    metrics = {**outcome.metrics, "documents": tally.documents, "documents_read": read}
    _finish(version, learned, metrics)
    return version


def _begun(now: datetime) -> EngineVersion:
    """The row of this training: an interrupted one, or a new one that starts from the newest tally."""
    with transaction.atomic():
        begun = (
            EngineVersion.objects.select_for_update()
            .filter(state=State.TRAINING, algorithm=ALGORITHM)
            .order_by("-created_at")
            .first()
        )
        if begun is not None:
            return begun
        before = (
            EngineVersion.objects.filter(algorithm=ALGORITHM, artefacts__has_key="tally")
            .order_by("-created_at")
            .first()
        )
        kept = {"tally", "read_until"}
        held = before.artefacts if before else {}
        return EngineVersion.objects.create(
            name=f"local-{now:%Y%m%d-%H%M%S-%f}",
            algorithm=ALGORITHM,
            state=State.TRAINING,
            artefacts={name: held[name] for name in kept & held.keys()},
        )


def _counted(version: EngineVersion, progress: Progress) -> tuple[Tally, int]:
    """Count the words of postings that changed since; each batch is kept before the next."""
    held = version.artefacts
    tally = Tally.loaded(artefacts.fetch(held["tally"])) if "tally" in held else Tally()
    mark = Mark.from_json(held["read_until"]) if "read_until" in held else None
    stops, read = shipped().stops, 0
    while batch := _after(mark):
        tally.add((f"{one.title}\n{body_of(_text(one))}" for one in batch), stops)
        mark = Mark(batch[-1].updated_at, batch[-1].pk)
        read += len(batch)
        if len(batch) < ROWS_AT_ONCE or read % (10 * ROWS_AT_ONCE) == 0:
            _keep(version, tally, mark)
        progress(read)
        if len(batch) < ROWS_AT_ONCE:
            break
    return tally, read


def _keep(version: EngineVersion, tally: Tally, mark: Mark) -> None:
    held = {"tally": artefacts.store(tally.dumped()), "read_until": mark.as_json()}
    version.artefacts = version.artefacts | held
    version.save(update_fields=["artefacts", "updated_at"])


def _after(mark: Mark | None) -> list[Posting]:
    found = Posting.objects.only(*_READ).order_by("updated_at", "pk")
    if mark is not None:
        later = Q(updated_at__gt=mark.at) | Q(updated_at=mark.at, pk__gt=mark.pk)
        found = found.filter(later, updated_at__gte=mark.at)
    return list(found[:ROWS_AT_ONCE])


def _labelled() -> Iterator[Labelled]:
    """The newest postings of each category that tells a field of work."""
    by_field: dict[str, list[str]] = {}
    known = fields_by_category()
    stated = Posting.objects.exclude(category="").values_list("category", flat=True).distinct()
    for category in stated.order_by():
        field = known.get(category.strip().lower())
        if field:
            by_field.setdefault(field, []).append(category)
    for field, categories in sorted(by_field.items()):
        rows = Posting.objects.filter(category__in=sorted(categories), is_sample=False).only(*_READ)
        for one in rows.order_by("-posted_at", "-pk")[:MOST_OF_A_FIELD]:
            title = normalise_title(one.title[:200]).role or one.title
            yield Labelled(str(one.pk), title, body_of(_text(one)), field)


def _text(posting: Posting) -> PostingText:
    return PostingText(
        posting.pk,
        posting.title,
        posting.company_name,
        posting.description,
        tuple(posting.skills),
        "",
        posting.language,
    )


@transaction.atomic
def _finish(version: EngineVersion, learned: dict[str, Any], metrics: dict[str, Any]) -> None:
    version.artefacts = version.artefacts | learned
    version.metrics = metrics
    version.state = State.READY
    version.save(update_fields=["artefacts", "metrics", "state", "updated_at"])
