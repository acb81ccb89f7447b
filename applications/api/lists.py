"""Lists and boards as JSON, written from plain rows: serialisers would take most of the time."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from applications.api.serializers import ApplicationSerializer
from applications.selectors.board import BoardColumn
from applications.selectors.cards import Card
from applications.states import COLUMN_OF, Status

ROW = tuple(name for name in ApplicationSerializer.Meta.fields if name != "column")
"""What of an application is read: all that its serialiser shows, but for what follows from it."""


def page_as_json(page: Mapping[str, Any]) -> bytes:
    """Write a page whose `results` are rows of `ROW`."""
    rows = ({**row, "column": COLUMN_OF[Status(row["status"])].value} for row in page["results"])
    return _written({**page, "results": list(rows)})


def board_as_json(columns: Iterable[BoardColumn]) -> bytes:
    """Write columns of the board as `BoardColumnSerializer` would."""
    return _written(
        [
            {
                "column": column.column.value,
                "count": column.count,
                "more_after": column.more_after,
                "cards": [_card(card) for card in column.cards],
            }
            for column in columns
        ]
    )


def _card(card: Card) -> dict[str, Any]:
    step = card.next_step
    return {
        "id": card.id,
        "title": card.title,
        "company_name": card.company_name,
        "status": card.status.value,
        "fit": card.fit,
        "next_step": step
        and {"text": str(step.text), "at": step.at, "kind": step.kind, "is_due": step.is_due},
        "silent_days": card.silent_days,
        "position": card.position,
    }


def _written(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z, default=str)  # sums of pay
