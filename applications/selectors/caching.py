"""A person's list and board as they were last read, kept in Redis beside the state they show.

The state is part of the key and comes from the database in the same request, so nothing has to be
thrown away in time: with the commit of a change the state is another, and what was kept, also what
a slower reader keeps a moment later, is asked for no more. It runs out by itself. Without Redis
everything is read from the database.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.db import connections, router

from applications.models import Application

KEPT_SECONDS = 180
TURN_SECONDS = 120
# Every change of a row, by whatever it was made, gives it another place and transaction: a time
# stamp would not do, of two transactions the one stamped earlier may be committed later.
_STATE = """
SELECT count(*), coalesce(bit_xor(hashtidextended(ctid, 0) # hashint8extended(xmin::text::bigint, 0)), 0)
FROM applications_application WHERE owner_id = %s
"""


def state_of(owner_id: UUID) -> str:
    """Return a text that is another one whenever a person's applications are. One query.

    Interviews, reminders and notes count too: whoever writes one touches its application.
    """
    with connections[router.db_for_read(Application)].cursor() as cursor:
        cursor.execute(_STATE, [owner_id])
        count, mixed = cursor.fetchone()
    return f"{count}-{mixed & 0xFFFF_FFFF_FFFF_FFFF:x}"


def turn_of(owner_id: UUID, now: datetime) -> int:
    """Return the number of this person's two minutes, for what the clock or a run of matching changes.

    Those of different people begin at different seconds, so that not all is made anew at once.
    """
    return int(now.timestamp() + owner_id.int % TURN_SECONDS) // TURN_SECONDS


def kept(owner_id: UUID, state: str, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` gave for this state before, or what it gives now.

    Args:
        state: from `state_of`, read before: what is newer than its state is never asked for again.
        name: what is made, with everything that it depends on beside the state.
    """
    key = f"applications:{owner_id}:{state}:{sha256(name.encode()).hexdigest()[:32]}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found
