"""Which dense vectors an engine version uses: the shipped table, a service's, or none.

The client of the service takes a second to import: only who asks the service pays for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from core.errors import TransientError
from matching.engine.dense import Dense, Nothing, Static
from matching.engine.vectors import DIMENSIONS, normalised
from matching.engines.distilling import distilled, known_title
from matching.types import CandidateProfile, Vectors, Wishes

if TYPE_CHECKING:
    from openai import OpenAI

AT_ONCE = 64
TIMEOUT_SECONDS = 20.0
CHARACTERS = 6000  # under the shortest limit of the usual models
LATEST = (1.0, 0.5, 0.25)


class EmbeddingsDownError(TransientError):
    """The service that turns texts into vectors does not answer as it should."""


@dataclass(frozen=True, slots=True)
class OpenAIVectors:
    """An endpoint that speaks OpenAI's embeddings protocol.

    It is told titles and bodies of postings, and of a person only the words of our vocabularies.
    """

    base_url: str
    key: str
    model: str
    name: str = "openai"

    def titles(self, titles: Sequence[str], raw: Vectors) -> Vectors:
        return self._ask(titles)

    def bodies(self, bodies: Sequence[str], raw: Vectors) -> Vectors:
        return self._ask(bodies)

    def roles(self, profile: CandidateProfile) -> Vectors:
        return self._ask([known_title(role.role) for role in profile.roles])

    def resume(self, profile: CandidateProfile) -> Vectors:
        """The latest titles, the latest most, and what the resume comes down to."""
        titles = self.roles(profile)[: len(LATEST)]
        head = normalised(np.array(LATEST[: len(titles)], np.float32) @ titles)
        told = self._ask([distilled(profile, Wishes())])
        return np.asarray(normalised(head + told[0]), np.float32)

    def _ask(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts in order; wider ones are cut, which such models are made for."""
        from openai import OpenAI  # noqa: PLC0415 - see above

        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        asked = [number for number, text in enumerate(texts) if text.strip()]
        with OpenAI(
            base_url=self.base_url or None,
            api_key=self.key or "none",
            timeout=TIMEOUT_SECONDS,
            max_retries=2,
        ) as client:
            for start in range(0, len(asked), AT_ONCE):
                numbers = asked[start : start + AT_ONCE]
                for number, vector in zip(
                    numbers, self._batch(client, [texts[n] for n in numbers]), strict=True
                ):
                    found[number, : min(len(vector), DIMENSIONS)] = vector[:DIMENSIONS]
        return normalised(found)

    def _batch(self, client: "OpenAI", texts: Sequence[str]) -> list[list[float]]:
        from openai import OpenAIError  # noqa: PLC0415 - see above

        try:
            answer = client.embeddings.create(
                model=self.model,
                input=[text[:CHARACTERS] for text in texts],
                encoding_format="float",
            )
        except OpenAIError as error:
            raise EmbeddingsDownError(f"No vectors: {error}") from error
        vectors = [one.embedding for one in sorted(answer.data, key=lambda one: one.index)]
        if len(vectors) != len(texts):
            raise EmbeddingsDownError("The service answered with another number of vectors.")
        return vectors


def dense_of(name: str) -> Dense:
    """The dense vectors of that name, with this install's settings."""
    if name == "none":
        return _NOTHING
    if name == "openai":
        return OpenAIVectors(
            settings.EMBEDDINGS_URL, settings.EMBEDDINGS_KEY, settings.EMBEDDINGS_MODEL
        )
    return _STATIC


_STATIC, _NOTHING = Static(), Nothing()
