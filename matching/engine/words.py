"""The static table: a vector for every word piece, a text as the mean of its pieces.

Cutting texts into pieces is nine tenths of the work and the same words come again and again, so
the pieces of a word are kept. What comes out is what model2vec's own `encode` gives; its loader
is left out, for it imports a client of the hub of models: half a second in every child that enriches.
"""

import json
import re
import threading
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]

_MOST_WORDS = 100_000  # kept with their pieces, about 25 MB
# What the tokenizer drops before it looks for spaces, and Python's `split` takes for spaces.
_NO_SPACES = re.compile("[\x0b\x0c\x1c-\x1f\x85]")


class WordTable:
    """Vectors of texts. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        vocabulary = self._tokenizer.get_vocab()
        self._unknown = vocabulary[self._tokenizer.model.unk_token]
        self._most_pieces: int = json.loads((folder / "config.json").read_bytes())["max_length"]
        self._most_characters = self._most_pieces * int(median(map(len, vocabulary)))
        self._vectors: Floats = load_file(folder / "model.safetensors")["embeddings"].astype(
            np.float32
        )
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        """The mean vector of each text's known pieces; zeros where none is known."""
        found = np.zeros((len(texts), self._vectors.shape[1]), np.float32)
        for number, pieces in enumerate(self.pieces(texts)):
            if pieces:
                # One at a time: a text's own few vectors fit the processor's cache.
                found[number] = self._vectors[pieces].mean(axis=0)
        return found

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's known pieces, in order.

        No piece reaches across a space, so a text's pieces are those of its words.
        """
        split = [_NO_SPACES.sub("", text[: self._most_characters]).split() for text in texts]
        with self._lock:
            self._learn(set().union(*split))
            known = self._pieces.__getitem__
            found = [
                list(chain.from_iterable(map(known, words)))[: self._most_pieces] for words in split
            ]
        unknown = self._unknown
        return [[i for i in one if i != unknown] if unknown in one else one for one in found]

    def _learn(self, words: set[str]) -> None:
        if len(self._pieces) + len(words) > _MOST_WORDS:
            self._pieces.clear()
        missing = list(words - self._pieces.keys())
        read = self._tokenizer.encode_batch_fast(missing, add_special_tokens=False)
        self._pieces.update((word, tuple(one.ids)) for word, one in zip(missing, read, strict=True))
