"""What a page says about a job, for a person who pasted its address."""

import importlib
import re
from html import unescape

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.web import PageGoneError, WebError
from jobs.enrichment import enrich
from jobs.pipeline.building import public_web
from jobs.sources.base import RejectedError
from jobs.sources.pages import READER
from jobs.types import LinkReading

_SOURCE = "link"
_TITLE = re.compile(r"<title[^>]{0,200}>(.{1,400}?)</title", re.IGNORECASE | re.DOTALL)


class LinkError(DomainError):
    """This page cannot be read."""

    code = "link_not_read"
    status = 422


def read_link(url: str) -> LinkReading:
    """Read the job a page describes; nothing is stored.

    A page that describes none in a form programs can read gives its title alone, with
    `is_complete` false. A person reads here, so robots.txt, which is for crawlers, is not asked.
    Raises: LinkError with a sentence for the person.
    """
    try:
        page = public_web(obeys_robots=False).get(url.strip())
    except PageGoneError as error:
        raise LinkError(_("The page is not there any more.")) from error
    except WebError as error:
        raise LinkError(str(error)) from error
    return described(page.text, page.url)


def described(text: str, url: str) -> LinkReading:
    """Read the job a page at hand describes; without one in a form programs can read, its title."""
    jobposting = importlib.import_module(READER)
    for row in jobposting.rows_of(jobposting.find(text, url), url):
        try:
            raw = jobposting.read(row, {}, source=_SOURCE)
        except RejectedError:
            continue
        found = enrich(raw)
        return LinkReading(
            url=url,
            title=found.title,
            company=found.company,
            place=found.place or raw.location_text,
            description=found.description_text,
            closes_on=raw.expires_at.date() if raw.expires_at else None,
            is_complete=True,
        )
    return LinkReading(url=url, title=_title_of(text))


def _title_of(text: str) -> str:
    found = _TITLE.search(text[:200_000])
    return " ".join(unescape(found.group(1)).split())[:200] if found else ""
