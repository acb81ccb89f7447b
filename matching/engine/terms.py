"""Words and pairs of neighbouring words of a text, and how much each tells (TF-IDF).

No Django, no scikit-learn: what was counted elsewhere is applied here with numpy alone.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.types import Vectors

MOST_CHARACTERS = 12_000
_WORD = re.compile(r"[^\W\d_][\w+#.]*[\w+#]")


def terms_of(text: str, stops: Collection[str]) -> list[str]:
    """The words that are no stop words, and each two of them that then stand side by side."""
    words = [word for word in _WORD.findall(text[:MOST_CHARACTERS].lower()) if word not in stops]
    return words + [f"{one} {other}" for one, other in itertools.pairwise(words)]


def letters_of(text: str) -> list[str]:
    """Runs of three to five letters, a space at both ends of each word among them."""
    found: list[str] = []
    for word in text.lower().split():
        padded = f" {word} "
        for size in (3, 4, 5):
            found += [padded[at : at + size] for at in range(max(1, len(padded) - size + 1))]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Sparse rows: row `i` holds `columns[starts[i]:starts[i + 1]]` with their `values`."""

    columns: np.ndarray
    values: Vectors
    starts: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, number: int) -> tuple[np.ndarray, Vectors]:
        """Columns and values of one row, columns ascending."""
        part = slice(self.starts[number], self.starts[number + 1])
        return self.columns[part], self.values[part]

    def times(self, matrix: Vectors) -> Vectors:
        """The rows multiplied with a dense matrix, shape (rows, columns of the matrix)."""
        if matrix.shape[1] == 1:
            owners = np.repeat(np.arange(len(self)), np.diff(self.starts))
            products = self.values * matrix[self.columns, 0]
            return np.bincount(owners, products, len(self))[:, None].astype(np.float32)
        result = np.zeros((len(self), matrix.shape[1]), np.float32)
        for number in range(len(self)):
            columns, values = self.row(number)
            if len(columns):
                result[number] = values @ matrix[columns]
        return result

    def chosen(self, numbers: Sequence[int] | np.ndarray) -> "Rows":
        """Some of the rows, in the order asked for."""
        held = [self.row(int(number)) for number in numbers]
        lengths = [len(columns) for columns, _ in held]
        return Rows(
            np.concatenate([columns for columns, _ in held]),
            np.concatenate([values for _, values in held]),
            np.concatenate([[0], np.cumsum(lengths)]),
        )

    def back(self, odds: Vectors, width: int) -> Vectors:
        """The transposed rows multiplied with a dense matrix, shape (width, its columns)."""
        result = np.zeros((width, odds.shape[1]), np.float32)
        for number in range(len(self)):
            columns, values = self.row(number)
            result[columns] += values[:, None] * odds[number]
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Numbered terms with their inverse document frequencies; sublinear, rows of length one."""

    numbers: dict[str, int]
    idf: Vectors

    def rows(self, documents: Iterable[Sequence[str]], *, most: int | None = None) -> Rows:
        """Weigh documents given as terms; of a long one only the `most` weighty terms."""
        columns: list[np.ndarray] = []
        values: list[Vectors] = []
        starts = [0]
        for document in documents:
            held, weights = self._weigh(document, most)
            columns.append(held)
            values.append(weights)
            starts.append(starts[-1] + len(held))
        return Rows(
            np.concatenate(columns) if columns else np.zeros(0, np.int32),
            np.concatenate(values) if values else np.zeros(0, np.float32),
            np.array(starts),
        )

    def _weigh(self, document: Sequence[str], most: int | None) -> tuple[np.ndarray, Vectors]:
        known = map(self.numbers.get, document)
        counted = sorted(Counter(number for number in known if number is not None).items())
        held = np.array([number for number, _ in counted], np.int32)
        times = np.array([count for _, count in counted], np.float32)
        weights = (1 + np.log(np.maximum(times, 1))) * self.idf[held]
        if most is not None and len(held) > most:
            kept = np.sort(np.argsort(-weights, kind="stable")[:most])
            held, weights = held[kept], weights[kept]
        length = float(np.sqrt((weights**2).sum()))
        return held, (weights / length if length else weights).astype(np.float32)


def packed(terms: Iterable[str]) -> np.ndarray:
    """Terms as bytes that a numpy archive holds without pickling."""
    return np.frombuffer("\n".join(terms).encode(), np.uint8)


def unpacked(held: np.ndarray) -> list[str]:
    """The inverse of `packed`."""
    text = held.tobytes().decode()
    return text.split("\n") if text else []
