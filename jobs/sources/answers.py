"""Lists inside answers: one that is not there is a bad moment of the source, not an empty day."""

from core.http import HttpTransientError


def rows_of(answer: object, name: str, source: str) -> list[object]:
    """The list an answer holds under `name`. Raises: HttpTransientError."""
    if not isinstance(answer, dict):
        raise HttpTransientError(f"{source}'s answer is not an object.")
    return as_rows(answer.get(name), source)


def as_rows(answer: object, source: str) -> list[object]:
    """The answer itself as a list. Raises: HttpTransientError."""
    if not isinstance(answer, list):
        raise HttpTransientError(f"{source}'s answer holds no list of jobs.")
    return answer
