"""Puts vectors that were just published into the nearest-neighbour index, a few at a time.

Until then they are read row by row, so nothing waits for this to be found.
"""

from django.db import connection, transaction

ROWS_AT_ONCE = 200  # well under a second even in an index of millions

_SETTLE = """
WITH few AS MATERIALIZED (
    SELECT id FROM matching_postingvector WHERE NOT is_settled
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE matching_postingvector SET is_settled = true
FROM few WHERE matching_postingvector.id = few.id"""


def settle(most: int) -> int:
    """Settle up to `most` vectors, each few in a transaction of their own; returns how many."""
    settled = 0
    while settled < most:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SETTLE, [min(ROWS_AT_ONCE, most - settled)])
            found = cursor.rowcount
        settled += found
        if not found:
            break
    return settled
