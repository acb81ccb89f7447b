"""Test collections in BEIR's layout: a corpus, queries, and judgements of pairs of the two."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FIELDS = 3  # of a judgement: query, document, score


class BadCollectionError(Exception):
    """What is in the folder is no test collection; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Document:
    """One advertisement of the corpus."""

    id: str
    title: str
    text: str
    place: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class TestCollection:
    """What is searched, what is asked, and what was judged of which."""

    documents: tuple[Document, ...]
    queries: dict[str, str]
    judged: dict[str, dict[str, float]]


def read_collection(folder: Path) -> TestCollection:
    """Read a folder. Raises: BadCollectionError."""
    if not folder.is_dir():
        raise BadCollectionError(f"{folder} is no folder.")
    documents = tuple(_documents(_path(folder, "corpus.jsonl")))
    queries = _queries(_path(folder, "queries.jsonl"))
    qrels = _path(folder, "qrels.tsv")
    judged = _judgements(qrels, queries, {one.id for one in documents})
    if not documents or not judged:
        what = "no documents" if not documents else "no judgement of these queries and documents"
        raise BadCollectionError(f"There are {what} in {folder}.")
    return TestCollection(documents, {one: queries[one] for one in judged}, judged)


def _path(folder: Path, name: str) -> Path:
    """The file, plain or packed; BEIR keeps its judgements in a folder of their own."""
    beside = [folder / name, folder / f"{name}.gz"]
    split = [folder / "qrels" / f"test.tsv{end}" for end in ("", ".gz")]
    for path in [*beside, *(split if name == "qrels.tsv" else ())]:
        if path.is_file():
            return path
    raise BadCollectionError(f"There is no {name} (or {name}.gz) in {folder}.")


def _documents(path: Path) -> Iterator[Document]:
    seen: set[str] = set()
    for number, row in _rows(path):
        one = Document(
            id=_text(row, "_id", path, number),
            title=str(row.get("title") or ""),
            text=str(row.get("text") or ""),
            place=str(row.get("location") or ""),
            company=str(row.get("company") or ""),
        )
        if one.id in seen:
            raise BadCollectionError(f"{path}, line {number}: {one.id} was there before.")
        seen.add(one.id)
        yield one


def _queries(path: Path) -> dict[str, str]:
    return {
        _text(row, "_id", path, number): _text(row, "text", path, number)
        for number, row in _rows(path)
    }


def _judgements(
    path: Path, queries: dict[str, str], documents: set[str]
) -> dict[str, dict[str, float]]:
    """Judgements by query; queries without anything relevant in this corpus tell nothing."""
    found: dict[str, dict[str, float]] = {}
    for number, line in _lines(path):
        fields = next(csv.reader([line], delimiter="\t"))
        if number == 1 and fields[-1].strip().lower() == "score":
            continue
        if len(fields) < _FIELDS:
            raise BadCollectionError(f"{path}, line {number}: not query, document and score.")
        try:
            score = float(fields[-1])
        except ValueError:
            raise BadCollectionError(
                f"{path}, line {number}: {fields[-1]!r} is no score."
            ) from None
        query, document = fields[0], fields[-2]
        if query in queries and document in documents:
            found.setdefault(query, {})[document] = score
    return {query: held for query, held in found.items() if any(s > 0 for s in held.values())}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadCollectionError(f"{path}, line {number}: no JSON ({error}).") from error
        if not isinstance(row, dict):
            raise BadCollectionError(f"{path}, line {number}: no JSON object.")
        yield number, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as held:
            for number, line in enumerate(held, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadCollectionError(f"{path} cannot be read: {error}") from error


def _text(row: dict[str, Any], name: str, path: Path, number: int) -> str:
    held = row.get(name)
    if held is None or held == "":
        raise BadCollectionError(f"{path}, line {number}: no {name}.")
    return str(held)
