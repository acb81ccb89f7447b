"""The ids a run has met, so that a posting it meets again is left out."""

from uuid import UUID

_WIDTH = 16
_NONE = bytes(_WIDTH)  # no posting's: theirs are hashes with a version in them
_SLOTS_AT_FIRST = 1024


class IdsSeen:
    """A set of ids in 32 to 64 bytes each, where Python's own takes 200: a run may hold millions.

    Open addressing in one block of bytes; the ids are hashes themselves, so any part of one is a
    good place to begin looking.
    """

    def __init__(self) -> None:
        self._count = 0
        self._slots = _SLOTS_AT_FIRST
        self._table = bytearray(self._slots * _WIDTH)

    def __len__(self) -> int:
        return self._count

    def add(self, key: UUID) -> bool:
        """Remember an id; returns whether it is new."""
        if self._count * 2 >= self._slots:
            self._grow()
        if not self._put(key.bytes):
            return False
        self._count += 1
        return True

    def _put(self, key: bytes) -> bool:
        table, last = self._table, self._slots - 1
        slot = int.from_bytes(key[8:]) & last
        while (held := table[slot * _WIDTH : (slot + 1) * _WIDTH]) != key:
            if held == _NONE:
                table[slot * _WIDTH : (slot + 1) * _WIDTH] = key
                return True
            slot = (slot + 1) & last
        return False

    def _grow(self) -> None:
        old = self._table
        self._slots *= 2
        self._table = bytearray(self._slots * _WIDTH)
        for at in range(0, len(old), _WIDTH):
            key = bytes(old[at : at + _WIDTH])
            if key != _NONE:
                self._put(key)
