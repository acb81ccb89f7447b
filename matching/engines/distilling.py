"""A resume in at most 255 characters, and a person under a name that says nothing. Pure.

What Talent Solution and a service for embeddings are told. Only words of the skill and title vocabularies leave the house: no name, address, employer or line of
a resume can be among them, whatever was read as a role.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator

from jobs.skills import known_title_in, normalise_title
from matching.types import CandidateProfile, Wishes

LONGEST = 255  # characters Talent Solution takes
_ROLES, _SKILLS = 3, 10
_WORD = re.compile(r"[^\W_]+[+#]*")
# Skills keep the signs of C++, C# and .NET; what a query language could read is left out.
_SIGNS = re.compile(r"[^\w\s+#./&-]")
_OPERATORS = frozenset({"AND", "OR", "NOT"})


def distilled(profile: CandidateProfile, wishes: Wishes) -> str:
    """Return what to search for: the work wished for and done, then the strongest skills."""
    said: list[str] = []
    length = 0
    for term in _terms(profile, wishes):
        cost = len(term) + bool(said)
        if length + cost <= LONGEST:
            said.append(term)
            length += cost
    return " ".join(said)


def pseudonym(profile: CandidateProfile, purpose: str, *, secret: str) -> str:
    """A name for whoever has this resume: the same for the same text, traceable only with our key."""
    told = f"{purpose}\n{profile.text}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def known_title(title: str) -> str:
    """The longest known title in these words; where there is none, the occupation they name.

    One word among others may be a surname (Cook, Smith), so it counts only where it stands alone.
    """
    words = [word for word in _WORD.findall(title) if word not in _OPERATORS]
    known = known_title_in(words)
    if " " in known:
        return known
    reading = normalise_title(" ".join(words))
    return known if reading.role == known else reading.occupation


def _terms(profile: CandidateProfile, wishes: Wishes) -> Iterator[str]:
    seen: set[str] = set()
    for term in (*_titles(profile, wishes), *_skills(profile)):
        if term and term.casefold() not in seen:
            seen.add(term.casefold())
            yield term


def _titles(profile: CandidateProfile, wishes: Wishes) -> list[str]:
    titles = [*wishes.roles, *(role.title for role in profile.roles)]
    found = (known_title(title) for title in titles)
    return list(dict.fromkeys(title for title in found if title))[:_ROLES]


def _skills(profile: CandidateProfile) -> list[str]:
    strongest = sorted(
        (skill for skill in profile.skills.values() if not skill.implied_by),
        key=lambda skill: (not skill.in_work, -skill.months, skill.name),
    )
    return [" ".join(_SIGNS.sub(" ", skill.name).split()) for skill in strongest[:_SKILLS]]
