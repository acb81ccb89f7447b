"""What a resume says, in the shape both sides of a comparison are brought into."""

from dataclasses import dataclass

from resumes.scorecard.periods import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A job (title, company) or a study (degree, school); '' and None are what was not stated."""

    what: str = ""
    where: str = ""
    span: Span | None = None
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Every value as written. Several e-mails, phones or places are ways to say one: any of them is right."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    jobs: tuple[Entry, ...] = ()
    studies: tuple[Entry, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
