from datetime import UTC, date, datetime, timedelta

import pytest

from jobs.selectors import GhostSigns
from jobs.tests.factories import PostingFactory
from matching.rendering.signs import signs_in_full, signs_in_short

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def signs(posted=3, first=None, reposts=0, closing=None, *, gone=False):
    """A posting of so many days, first listed so many days ago, and its signs."""
    first = posted if first is None else first
    posting = PostingFactory.build(posted_at=NOW - timedelta(days=posted))
    return posting, GhostSigns(
        age_days=first,
        first_posted_at=NOW - timedelta(days=first),
        repost_count=reposts,
        closing_date=closing,
        last_checked_at=NOW if gone else None,
        was_gone_when_checked=gone,
    )


class TestSignsInShort:
    @pytest.mark.parametrize(
        ("about", "said"),
        [
            (signs(3), []),
            (signs(29), []),
            (signs(40), []),  # “40 days ago” stands above it
            (signs(64), ["posted 64 days ago", "no closing date"]),
            (signs(1_200), ["posted 1,200 days ago", "no closing date"]),
            (signs(2, first=64), ["first posted 64 days ago", "no closing date"]),
            (signs(2, reposts=1), ["reposted once", "no closing date"]),
            (signs(2, reposts=4, closing=date(2026, 12, 3)), ["reposted 4 times"]),
            (signs(3, gone=True), ["its link led nowhere when we looked"]),
        ],
    )
    def test_says_facts_and_nothing_of_a_fresh_posting(self, about, said):
        assert signs_in_short(*about) == said


class TestSignsInFull:
    @pytest.mark.parametrize(
        ("about", "said"),
        [
            (signs(3), ["no closing date"]),
            (signs(3, closing=date(2026, 12, 3)), ["closes 3 Dec 2026"]),
            (
                signs(2, first=64, reposts=4),
                ["first posted 64 days ago", "reposted 4 times", "no closing date"],
            ),
        ],
    )
    def test_says_whether_a_closing_date_is_stated(self, about, said):
        assert signs_in_full(*about) == said
