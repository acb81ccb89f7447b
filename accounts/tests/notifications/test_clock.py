"""The hour on the wall, in zones that do odd things to their clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.notifications.clock import Quiet, last_slot, moment, zone_of

HALF_PAST_TWO = time(2, 30)
MINUTE = timedelta(minutes=1)

#: Zone, a day the clocks are put forward, a day they are put back.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8), date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 4, 5)),
    ("America/Sao_Paulo", date(2018, 11, 4), date(2018, 2, 17)),
    ("Africa/Casablanca", date(2026, 3, 22), date(2026, 2, 15)),
]


def slots_seen(at, zone, day, step):
    """The slots a sweep that comes every so often finds from the day before until the day after."""
    now, end = moment(day, time(0), zone), moment(day + timedelta(days=1), time(0), zone) + step
    seen = []
    while now < end:
        slot = last_slot(at, zone, now)
        if slot.day == day and slot not in seen:
            seen.append(slot)
        now += step
    return seen


class TestLastSlot:
    @pytest.mark.parametrize(("name", "forward", "back"), CHANGES)
    @pytest.mark.parametrize("at", [HALF_PAST_TWO, time(0, 30), time(8), time(23, 59)], ids=str)
    def test_is_one_on_days_the_clocks_change(self, name, forward, back, at):
        zone = ZoneInfo(name)
        for day in (forward, back, forward + timedelta(days=1)):
            assert len(slots_seen(at, zone, day, 5 * MINUTE)) == 1

    @pytest.mark.parametrize(
        ("name", "day", "instant"),
        [
            ("Europe/Berlin", date(2026, 3, 29), "2026-03-29T01:30+00:00"),  # 03:30 on the wall
            ("Europe/Berlin", date(2026, 10, 25), "2026-10-25T00:30+00:00"),  # the first of two
            ("America/New_York", date(2026, 3, 8), "2026-03-08T07:30+00:00"),
            ("America/New_York", date(2026, 11, 1), "2026-11-01T07:30+00:00"),  # 01:30 comes twice
            ("Australia/Lord_Howe", date(2026, 10, 4), "2026-10-03T15:30+00:00"),  # half an hour
            ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-04T16:00+00:00"),
            ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T04:30+00:00"),
            ("Africa/Casablanca", date(2026, 3, 22), "2026-03-22T02:30+00:00"),  # begins at 02:00
            ("Africa/Casablanca", date(2026, 2, 15), "2026-02-15T01:30+00:00"),
            ("Asia/Kathmandu", date(2026, 3, 29), "2026-03-28T20:45+00:00"),
        ],
    )
    def test_stands_where_the_wall_shows_it(self, name, day, instant):
        assert moment(day, HALF_PAST_TWO, ZoneInfo(name)) == datetime.fromisoformat(instant)

    @pytest.mark.parametrize("name", [name for name, _forward, _back in CHANGES])
    def test_comes_once_for_each_day_of_a_year(self, name):
        zone, hour = ZoneInfo(name), timedelta(hours=1)
        start = datetime(2026, 1, 1, 12, tzinfo=UTC)
        seen = [last_slot(HALF_PAST_TWO, zone, start + n * hour) for n in range(365 * 24)]
        days = list(dict.fromkeys(slot.day for slot in seen))
        assert len(days) == len({slot.at for slot in seen}) == 366
        assert days == sorted(days)

    def test_knows_no_day_that_a_zone_left_out(self):
        apia = ZoneInfo("Pacific/Apia")  # went from 29 to 31 December 2011
        start = datetime(2011, 12, 28, tzinfo=UTC)
        seen = [last_slot(time(8), apia, start + n * timedelta(hours=1)) for n in range(24 * 5)]
        days = list(dict.fromkeys(slot.day.day for slot in seen))
        assert days == [27, 28, 29, 31, 1, 2]

    def test_of_a_zone_that_is_none_is_in_utc(self):
        assert zone_of("Nowhere/Land").key == "UTC"


class TestQuiet:
    BERLIN = ZoneInfo("Europe/Berlin")

    @pytest.mark.parametrize(
        ("begins", "ends", "now", "until"),
        [
            (22, 7, "2026-05-01T21:59+02:00", "2026-05-01T21:59+02:00"),
            (22, 7, "2026-05-01T22:00+02:00", "2026-05-02T07:00+02:00"),
            (22, 7, "2026-05-02T06:59+02:00", "2026-05-02T07:00+02:00"),
            (22, 7, "2026-05-02T07:00+02:00", "2026-05-02T07:00+02:00"),
            (12, 14, "2026-05-02T13:00+02:00", "2026-05-02T14:00+02:00"),
            (12, 14, "2026-05-02T15:00+02:00", "2026-05-02T15:00+02:00"),
            # They end at an hour the clocks jump over, and at one that comes twice.
            (22, 2, "2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00"),
            (22, 3, "2026-10-25T02:30+01:00", "2026-10-25T03:00+01:00"),
        ],
    )
    def test_end_when_the_wall_says_so(self, begins, ends, now, until):
        quiet = Quiet(time(begins), time(ends))
        found = quiet.until(datetime.fromisoformat(now), self.BERLIN)
        assert found == datetime.fromisoformat(until)
