"""Groups of postings from what is known of pairs, where some pairs must never meet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Partition:
    """Who stands with whom: every posting's group, named by its first member."""

    group_of: Mapping[UUID, UUID]

    def groups(self) -> list[list[UUID]]:
        """Groups of at least two, members sorted, groups in the order of their first member."""
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for member, group in self.group_of.items():
            found[group].append(member)
        return sorted(sorted(members) for members in found.values() if len(members) > 1)


def partition(
    same: Mapping[Pair, float], apart: Iterable[Pair], *, together: Iterable[Iterable[UUID]] = ()
) -> Partition:
    """Join the ends of `same`, the most alike first, unless that brings two of `apart` together.

    `together` are groups that stand already. The same input in any order gives the same groups.
    """
    groups = _Groups()
    for first, second in apart:
        groups.forbid(first, second)
    for standing in together:
        members = sorted(standing)
        for member in members:
            groups.join(members[0], member)
    for first, second in sorted(same, key=lambda pair: (-same[pair], pair)):
        groups.join(first, second)
    return groups.result()


class _Groups:
    def __init__(self) -> None:
        self._name: dict[UUID, UUID] = {}
        self._members: dict[UUID, set[UUID]] = {}
        self._forbidden: defaultdict[UUID, set[UUID]] = defaultdict(set)

    def forbid(self, one: UUID, other: UUID) -> None:
        self._forbidden[one].add(other)
        self._forbidden[other].add(one)

    def join(self, one: UUID, other: UUID) -> None:
        ours, theirs = self._group(one), self._group(other)
        if ours == theirs:
            return
        small, large = sorted((ours, theirs), key=lambda name: len(self._members[name]))
        if any(self._forbidden[member] & self._members[large] for member in self._members[small]):
            return
        moved = self._members.pop(small)
        self._members[large] |= moved
        self._name.update(dict.fromkeys(moved, large))

    def result(self) -> Partition:
        first = {name: min(members) for name, members in self._members.items()}
        return Partition({member: first[name] for member, name in self._name.items()})

    def _group(self, member: UUID) -> UUID:
        if member not in self._name:
            self._name[member] = member
            self._members[member] = {member}
        return self._name[member]
