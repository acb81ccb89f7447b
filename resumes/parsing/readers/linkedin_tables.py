"""The tables of a LinkedIn data archive, told apart by their columns."""

KINDS: dict[str, frozenset[str]] = {
    "profile": frozenset({"first name", "last name", "headline"}),
    "positions": frozenset({"company name", "title", "started on"}),
    "education": frozenset({"school name", "degree name"}),
    "languages": frozenset({"name", "proficiency"}),
    "certifications": frozenset({"name", "authority"}),
    "emails": frozenset({"email address", "confirmed", "primary"}),
    "phones": frozenset({"number", "type", "extension"}),
    "volunteering": frozenset({"company name", "role", "cause"}),
    "organizations": frozenset({"name", "position", "started on"}),
    "honors": frozenset({"title", "issued on"}),
    "publications": frozenset({"name", "published on"}),
    "projects": frozenset({"title", "description", "url", "started on"}),
}
"""The columns a table has at least; columns it may have beside them do not matter."""

TELLING = frozenset({"profile", "positions", "education"})
"""A zip file with one of these is an archive of LinkedIn's."""


def kind_of(columns: list[str]) -> str | None:
    """The table with these columns; skills have but one, their name."""
    names = frozenset(column.strip().strip('"\ufeff').casefold() for column in columns)
    if names == {"name"}:
        return "skills"
    return next((kind for kind, needed in KINDS.items() if needed <= names), None)
