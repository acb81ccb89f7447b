"""The versions of a resume as a list a person can follow: saves made in one go stand together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from resumes.models import ResumeVersion

#: Corrections that follow one another within this time are one sitting.
SITTING = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was saved in one go: the last version of it, and the ones before, newest first."""

    version: ResumeVersion
    earlier: tuple[ResumeVersion, ...] = ()


def sittings_of(versions: Iterable[ResumeVersion]) -> list[Sitting]:
    """Group versions, newest first, into sittings.

    Nothing is merged: each version stays and has its number. A correction joins the one before it
    when it was made from it, within `SITTING`, and that one has no name of its own.
    """
    groups: list[list[ResumeVersion]] = []
    for version in versions:
        if groups and _continues(groups[-1][-1], version):
            groups[-1].append(version)
        else:
            groups.append([version])
    return [Sitting(group[0], tuple(group[1:])) for group in groups]


def _continues(later: ResumeVersion, version: ResumeVersion) -> bool:
    edited = ResumeVersion.Origin.EDITED
    return (
        later.origin == version.origin == edited
        and later.parent_id == version.pk
        and not version.label
        and later.created_at - version.created_at <= SITTING
    )
