"""The versions of a resume as a list a person can follow: saves made in one go stand together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from resumes.holders import Use
from resumes.models import ResumeVersion

#: Corrections that follow one another within this time are one sitting.
SITTING = timedelta(minutes=10)
_UNUSED: Mapping[UUID, Sequence[Use]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was saved in one go: the last version of it, and the ones before, newest first.

    `uses` is what the last one is used for; the ones before are used for nothing.
    """

    version: ResumeVersion
    earlier: tuple[ResumeVersion, ...] = ()
    uses: tuple[Use, ...] = ()


def sittings_of(
    versions: Iterable[ResumeVersion], uses: Mapping[UUID, Sequence[Use]] = _UNUSED
) -> list[Sitting]:
    """Group versions, newest first, into sittings.

    Nothing is merged: each version stays and has its number. A correction joins the one before it
    when it was made from it, within `SITTING`, and that one has no name of its own and no use.
    """
    groups: list[list[ResumeVersion]] = []
    for version in versions:
        if groups and version.pk not in uses and _continues(groups[-1][-1], version):
            groups[-1].append(version)
        else:
            groups.append([version])
    return [
        Sitting(group[0], tuple(group[1:]), tuple(uses.get(group[0].pk, ()))) for group in groups
    ]


def _continues(later: ResumeVersion, version: ResumeVersion) -> bool:
    edited = ResumeVersion.Origin.EDITED
    return (
        later.origin == version.origin == edited
        and later.parent_id == version.pk
        and not version.label
        and later.created_at - version.created_at <= SITTING
    )
