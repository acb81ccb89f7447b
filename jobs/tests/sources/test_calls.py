"""Limits on calls, over a whole year."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from jobs.sources.adzuna_rows import MANIFEST
from jobs.sources.calls import HOUR, SECOND, Bucket, refusal, start_of, sustainable, used

NOW = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)
LIMITS = MANIFEST.limits
LENGTHS = {"minute": timedelta(minutes=1), "day": timedelta(days=1), "week": timedelta(days=7)}


class Memory:
    """What the ledger keeps in PostgreSQL, here in memory."""

    def __init__(self):
        self.used = Counter()
        self.calls = []

    def buckets(self, now):
        old = now - timedelta(days=39)
        self.used = Counter({key: n for key, n in self.used.items() if key[1] > old})
        return [Bucket(kind, start, n) for (kind, start), n in self.used.items()]

    def take(self, now):
        """Take one call; what the ledger would answer."""
        refused = refusal(self.buckets(now), LIMITS, now=now)
        if refused is None:
            self.calls.append(now)
            for kind in (SECOND, HOUR):
                self.used[kind, start_of(kind, now)] += 1
        elif refused.seconds is not None:
            return self.take(now + timedelta(seconds=refused.seconds))
        return now, refused


@cache
def year(name):
    """A year of mornings; `HABITS[name](day, random)` says how many calls beside the plan."""
    habits, memory, dice = HABITS[name], Memory(), random.Random(1)
    for day in range(365):
        morning = NOW + timedelta(days=day)
        planned = sustainable(memory.buckets(morning), LIMITS, now=morning)
        at = morning
        for _ in range(planned + habits(day, dice)):
            at, refused = memory.take(at)
            if refused is not None and refused.seconds is None:
                break
            at += timedelta(milliseconds=dice.randrange(200, 900))
        memory.used = Counter({k: n for k, n in memory.used.items() if k[0] == HOUR})
    return memory.calls


def most_in_any(calls, length):
    """The most calls in any window of that length, rolling."""
    most = first = 0
    for last, moment in enumerate(calls):
        while calls[first] <= moment - length:
            first += 1
        most = max(most, last - first + 1)
    return most


HABITS = {
    "only the plan": lambda _day, _dice: 0,
    "a person who refreshes often": lambda _day, dice: dice.choice([0, 0, 0, 30, 200, 400]),
    "a machine that is off for weeks": lambda day, _dice: -10_000 if day % 50 < 20 else 0,
}


@pytest.mark.parametrize("habits", HABITS)
class TestYear:
    def test_no_limit_is_ever_exceeded_in_rolling_or_calendar_windows(self, habits):
        calls = year(habits)

        assert most_in_any(calls, timedelta(minutes=1)) <= LIMITS["minute"]
        assert most_in_any(calls, timedelta(days=1)) <= LIMITS["day"]
        assert most_in_any(calls, timedelta(days=7)) <= LIMITS["week"]
        assert most_in_any(calls, timedelta(days=31)) <= LIMITS["month"]
        months = Counter((at.year, at.month) for at in calls)
        assert max(months.values()) <= LIMITS["month"]


class TestSustainable:
    def test_a_year_of_plans_wastes_little_and_never_starves_a_day(self):
        calls = year("only the plan")

        days = Counter(at.date() for at in calls)
        assert len(calls) >= 0.93 * LIMITS["month"] * 365 / 31
        assert min(days.values()) >= 60

    def test_a_key_nobody_used_may_spend_a_day_at_once(self):
        assert sustainable([], LIMITS, now=NOW) == LIMITS["day"]

    def test_after_a_spree_the_rest_is_spread(self):
        spree = [Bucket(HOUR, NOW - timedelta(days=n + 1), 250) for n in range(4)]

        planned = sustainable(spree, LIMITS, now=NOW)

        assert 0 <= planned <= 1500 // 27
        assert used(spree, "week", now=NOW) == 1000

    def test_without_long_windows_there_is_no_plan(self):
        assert sustainable([], {"minute": 25}, now=NOW) > 10**6
