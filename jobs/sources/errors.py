"""How reading a source fails."""


class RejectedError(Exception):
    """A row that cannot become a posting. The message is a short, countable reason."""

    @property
    def reason(self) -> str:
        return str(self)[:80]


class SourceError(Exception):
    """The source as a whole cannot be read. The message is a sentence a person may read."""
