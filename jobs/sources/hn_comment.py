"""Reads a "Who is hiring?" comment: what its first line says of company, role, place and pay.

The thread asks for `Company | Role | Place | REMOTE or ONSITE | …`; the order varies, so parts are
told by what they say. Nothing is guessed: a comment that names no company or no role is no posting.
"""

import html
import re
from dataclasses import dataclass

from jobs.enrichment.places import find_place
from jobs.skills import extract_skills
from jobs.sources.base import RejectedError

_FIRST_LINE = re.compile(r"<p>|<br ?/?>|\n", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,2000}>")
_URL = re.compile(r"(?:https?://|www\.)[^\s)\]>]+|\b[\w-]+\.(?:com|io|ai|co|org|net|dev|app|tech)\b(?:/\S*)?", re.IGNORECASE)  # fmt: skip
_EMPTY_BRACKETS = re.compile(r"\(\s*[|,;]*\s*\)|\[\s*\]|<\s*>|\{\s*\}")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN = re.compile(r"\s*[|｜¦]\s*")
_EDGES = " \t-–—:;,.*•·/"

_ROLE = re.compile(
    r"\b(?:(?:software|back|front|full|data|hard|firm)[- ]?(?:end|stack)?\w*[- ]?(?:engineer|dev)\w*|engineer(?:s|ing)?|eng|developers?|dev|devops|"
    r"sre|swe|sde|sdet|qa|programmers?|architects?|scientists?|researchers?|research|designers?|design|analysts?|managers?|pm|tpm|leads?|leaders?|"
    r"heads? of|directors?|vp|cto|ceo|coo|cpo|founding|co-?founders?|administrators?|admins?|specialists?|consultants?|technicians?|operators?|"
    r"recruiters?|marketers?|marketing|sales|writers?|editors?|support|success|accountants?|counsel|officers?|executives?|representatives?|"
    r"strategists?|coordinators?|associates?|assistants?|interns?|internships?|teachers?|nurses?|physicists?|mathematicians?|mle|evangelists?|"
    r"advocates?|(?:back|front)[- ]?end|full[- ]?stack|mobile|android|ios|product|machine learning|security|infrastructure)\b|"
    r"\b(?:multiple|various|several|many|all) (?:\w+ )?(?:roles?|positions?|openings?|jobs?)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"^(?:multiple|various|several|many|all)\b.*\b(?:roles?|positions?|openings?|jobs?)\W*$", re.IGNORECASE)  # fmt: skip
_PAY = re.compile(r"[$£€₹]\s?\d|\b\d{2,3}\s?k\b|\b(?:USD|EUR|GBP|CHF|CAD|AUD)\s?\d|\d\s?(?:USD|EUR|GBP|CHF|CAD|AUD)\b", re.IGNORECASE)  # fmt: skip
_MODES = (
    ("onsite", re.compile(r"\b(?:no|not|non)[- ]remote\b|\bremote ?[:=]? ?no\b", re.IGNORECASE)),
    ("hybrid", re.compile(r"\bhybrid\b", re.IGNORECASE)),
    (
        "remote",
        re.compile(
            r"\bremote(?:ly|[- ]first|[- ]only)?\b|\bwfh\b|\bwork from home\b", re.IGNORECASE
        ),
    ),
    ("onsite", re.compile(r"\bon[- ]?site\b|\bin[- ](?:office|person)\b", re.IGNORECASE)),
)
_EMPLOYMENT = re.compile(
    r"\b(?:full[- ]?time|part[- ]?time|contract(?:or|ors|ing)?|freelance|permanent|perm|temporary|interns?|internships?|co-?op|ft)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:visas?|yc ?[swfx]?\d\d|y ?combinator|series [a-h]|seed|equity|relocation|citizens?(?:hip)?|clearance|bootstrapped|profitable|stealth)\b",
    re.IGNORECASE,
)
# Wide areas, techniques and codes that are also the name of a town somewhere.
_NO_PLACE = re.compile(
    r"\b(?:eu|europe\w*|emea|apac|latam|mena|(?:north|south|latin) americas?|americas?|worldwide|global(?:ly)?|anywhere|timezones?|[a-z]{1,2}[dsu]t|utc\S*|gmt\S*|cet|rust|swift|go|ai|dart|julia|ruby)\b",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(r"[- ]?\b(?:based|only|eligible|residents?)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:(?:we(?:['’]re| are) )?(?:hiring|looking for|seeking)|roles?:|positions?:)\s+(?:an? )?", re.IGNORECASE)  # fmt: skip
_NOT_HIRING = re.compile(
    r"^(?:location|seeking work|seeking freelancer|willing to relocate|remote: (?:yes|no)|résumé|resume|cv)\b|\b(?:is|are) (?:this|these|you still)\b.*\?$",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(r"^\s*(?:[-–—*•·>]|\d{1,2}[.)])\s*(.+)$")
_LONGEST_COMPANY, _LONGEST_ROLE, _MOST_ROLES = 80, 160, 4
_LONGEST_LINE = 2000  # of markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a comment says. `workplace` is remote, hybrid, onsite or ""; `places` as written."""

    company: str
    title: str
    places: str = ""
    workplace: str = ""
    employment: str = ""
    pay: str = ""


def read(markup: str) -> Comment:
    """Read a comment. Raises: RejectedError when it is no posting."""
    if not markup.strip():
        raise RejectedError("deleted comment")
    head, _, rest = _split(markup)
    if len(head) > _LONGEST_LINE:
        raise RejectedError("no posting: first line is prose")
    first, *parts = _BETWEEN.split(_plain(head).strip().lstrip("|"))
    company, others = _company(first), list(filter(None, map(_clean, parts)))
    if _NOT_HIRING.search(company):
        raise RejectedError("no posting: seeks work or asks")
    if not company or not others:
        raise RejectedError("no posting: first line names no company and role")
    if len(company) > _LONGEST_COMPANY:
        raise RejectedError("no posting: first line is prose")
    roles = [part for part in others if _is_role(part)]
    return Comment(
        company=company,
        title=_title(roles, rest),
        places=" | ".join(filter(None, (_place(part) for part in others if part not in roles)))[
            :400
        ],
        workplace=_workplace(others),
        employment=", ".join(
            found.group() for part in others for found in _EMPLOYMENT.finditer(part)
        )[:80],
        pay=" ".join(part for part in others if _PAY.search(part))[:200],
    )


def _split(markup: str) -> tuple[str, str, str]:
    """The first line, what ends it, and what stands below."""
    text = re.sub(r"^\s*<p>", "", markup.strip(), flags=re.IGNORECASE).lstrip()
    found = _FIRST_LINE.search(text)
    return (text[: found.start()], found.group(), text[found.end() :]) if found else (text, "", "")


def _plain(markup: str) -> str:
    """A line without links, tags and entities."""
    return html.unescape(_TAG.sub("", _LINK.sub(" ", markup)))


def _company(part: str) -> str:
    """The employer's name, or its domain when that is all there is."""
    named = _clean(_BRACKETS.sub(lambda found: "" if _ASIDE.search(found[0]) else found[0], part))
    return named or re.sub(r"^(?:https?://)?(?:www\.)?", "", part.strip()).partition("/")[0]


def _clean(part: str) -> str:
    without_links = _EMPTY_BRACKETS.sub(" ", _URL.sub(" ", part))
    return " ".join(without_links.split()).strip(_EDGES)


def _is_role(part: str) -> bool:
    return (
        len(part) <= _LONGEST_ROLE
        and not _PAY.search(part)
        and bool(_ROLE.search(_without_modes(part)))
    )


def _place(part: str) -> str:
    """What is left of a part of the first line when it is a place, or nothing."""
    pieces = [piece for piece in _without_modes(part).split(",") if not _ASIDE.search(piece)]
    place = _QUALIFIER.sub(" ", ",".join(pieces)).replace("/", " / ")
    place = " ".join(place.split()).strip(_EDGES)
    if not place or _PAY.search(part) or _NO_PLACE.search(place) or extract_skills(place):
        return ""
    return place if find_place(place) is not None else ""


def _without_modes(part: str) -> str:
    for pattern in (*(pattern for _, pattern in _MODES), _EMPLOYMENT):
        part = pattern.sub(" ", part)
    return _trimmed(_EMPTY_BRACKETS.sub(" ", part))


def _trimmed(part: str) -> str:
    """Without what stands at its edges, and without a bracket that lost its other half."""
    part = " ".join(part.split()).strip(_EDGES + "&+")
    for opening, closing in ("()", "[]"):
        if part.startswith(opening) and part.endswith(closing):
            part = part[1:-1]
        elif part.count(opening) != part.count(closing):
            part = part.strip(opening + closing)
    return part.strip(_EDGES)


def _workplace(parts: list[str]) -> str:
    text = " | ".join(parts)
    return next((mode for mode, pattern in _MODES if pattern.search(text)), "")


def _title(roles: list[str], below: str) -> str:
    """The roles as the first line names them, else those listed below it."""
    named = [role for role in map(_role, roles) if not _UNNAMED.match(role)]
    listed = named or _listed_roles(below)
    if listed:
        return ", ".join(listed)
    if roles:
        return roles[0]
    raise RejectedError("no posting: names no role")


def _role(part: str) -> str:
    """A role without the pieces that only say where and how one works."""
    pieces = [piece for piece in part.split(",") if _without_modes(piece)]
    return _LEAD_IN.sub("", _trimmed(",".join(pieces)))


def _listed_roles(below: str) -> list[str]:
    """The lines of a list below the first line that name a role."""
    roles: list[str] = []
    for line in _FIRST_LINE.split(below):
        found = _LIST_LINE.match(_plain(line)) if len(line) <= _LONGEST_LINE else None
        role = _clean(found[1].partition(" - ")[0].partition(":")[0]) if found else ""
        if role and len(role) <= _LONGEST_COMPANY and _ROLE.search(role) and not _PAY.search(role):
            roles.append(role)
    return list(dict.fromkeys(roles))[:_MOST_ROLES]
