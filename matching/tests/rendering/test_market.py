import pytest

from matching.rendering.market import HEIGHT, WIDTH, bins, columns, lines, place_in, x_of


class TestBins:
    def test_are_round_and_hold_every_amount(self):
        found = bins(sorted(range(20_000, 80_000, 500)))
        assert sum(one.count for one in found) == 120
        assert {one.high - one.low for one in found} == {5000}
        assert found[0].low % 5000 == 0

    def test_far_amounts_stretch_nothing(self):
        found = bins([1, *[50_000 + n for n in range(200)], 9_000_000])
        assert found[-1].high < 60_000
        assert sum(one.count for one in found) == 202

    @pytest.mark.parametrize("amounts", [[], [7], [50_000] * 30])
    def test_bear_few_and_equal_amounts(self, amounts):
        assert sum(one.count for one in bins(amounts)) == len(amounts)


class TestColumns:
    def test_stand_side_by_side_on_one_scale(self):
        drawn = columns([("a", 10), ("b", 0), ("c", 1)], marked=2)
        assert [one.height for one in drawn] == [HEIGHT, 0.0, HEIGHT / 10]
        assert all(round(one.y + one.height, 2) == HEIGHT for one in drawn)
        assert drawn[-1].x + drawn[-1].width <= WIDTH
        assert [one.is_marked for one in drawn] == [False, False, True]

    def test_draw_nothing_of_nothing(self):
        assert columns([]) == []
        assert columns([("a", 0)])[0].height == 0.0


class TestPlaceIn:
    def test_puts_what_lies_beyond_into_the_ends(self):
        found = bins(sorted(range(20_000, 80_000, 500)))
        assert place_in(found, 1) == 0
        assert place_in(found, 10**9) == len(found) - 1
        assert found[place_in(found, 41_000)].holds(41_000)
        assert place_in(found, None) is None
        assert x_of(found, 10**9) == WIDTH


def test_lines_are_as_long_as_their_counts():
    assert [one.length for one in lines([("a", 4), ("b", 1)])] == [100.0, 25.0]
