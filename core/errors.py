"""Errors the whole house understands."""


class DomainError(Exception):
    """A rule of the product said no. The message is a sentence a person may read.

    Pages show it as a message, the API answers 409 with `code` (unless `status` says otherwise).
    """

    code = "conflict"
    status = 409

    def __init__(self, message: str = "", *, code: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").partition("\n")[0])
        if code:
            self.code = code


class BadCursorError(DomainError):
    """This page marker cannot be read; start from the first page."""

    code = "bad_cursor"
    status = 400


class TransientError(Exception):
    """Something outside failed in a way that may pass: try again later."""
