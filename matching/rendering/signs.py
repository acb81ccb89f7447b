"""What tells that a posting may no longer be meant, in words: facts, never a verdict."""

from datetime import UTC

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.models import Posting
from jobs.selectors import GhostSigns

OLD = 30  # days: a list says the age from then on
_COUNTED = 45  # days: what is older shows its date, so its age is said beside it


def signs_in_short(posting: Posting, signs: GhostSigns) -> list[str]:
    """What a row says: nothing of a posting that is fresh and was listed once."""
    said = _age(posting, signs) if signs.age_days >= OLD else []
    said += _reposts(signs)
    if said and signs.closing_date is None:
        said.append(_("no closing date"))
    return [*said, *_gone(signs)]


def signs_in_full(posting: Posting, signs: GhostSigns) -> list[str]:
    """What the posting's own page says."""
    if signs.closing_date is None:
        closing = _("no closing date")
    else:
        closing = _("closes %(day)s") % {"day": date_format(signs.closing_date, "j M Y")}
    return [*_age(posting, signs), *_reposts(signs), closing, *_gone(signs)]


def _age(posting: Posting, signs: GhostSigns) -> list[str]:
    """Said where the day it was posted does not say it."""
    days = signs.age_days
    if (posting.posted_at.astimezone(UTC) - signs.first_posted_at.astimezone(UTC)).days:
        text = ngettext("first posted %(n)s day ago", "first posted %(n)s days ago", days)
    elif days >= _COUNTED:
        text = ngettext("posted %(n)s day ago", "posted %(n)s days ago", days)
    else:
        return []
    return [text % {"n": number_format(days, force_grouping=True)}]


def _reposts(signs: GhostSigns) -> list[str]:
    times = signs.repost_count
    text = ngettext("reposted once", "reposted %(n)s times", times) % {"n": times}
    return [text] if times else []


def _gone(signs: GhostSigns) -> list[str]:
    return [_("its link led nowhere when we looked")] if signs.was_gone_when_checked else []
