from jobs.rendering.stages import Stage, bars, time_strip

FETCH = Stage("Fetch", 1000, 1000, 0, 9.0)
VALIDATE = Stage("Validate", 1000, 990, 10, 1.0)
PUBLISH = Stage("Publish", 5, 1, 0, 0.0)


class TestBars:
    def test_share_one_scale_and_never_hide_what_is_there(self):
        drawn = bars([FETCH, VALIDATE, PUBLISH], failed="Publish")
        assert [bar.out for bar in drawn] == [100.0, 99.0, 0.6]
        assert [bar.refused for bar in drawn] == [0.0, 1.0, 0.0]
        assert [bar.is_failed for bar in drawn] == [False, False, True]

    def test_draw_nothing_of_nothing(self):
        assert bars([]) == []
        assert bars([Stage("Fetch", 0, 0, 0, 0.0)])[0].out == 0.0


class TestTimeStrip:
    def test_fills_the_whole_width_in_order(self):
        strip = time_strip([FETCH, VALIDATE, PUBLISH])
        assert [(one.start, one.length) for one in strip] == [
            (0.0, 90.0),
            (90.0, 10.0),
            (100.0, 0.0),
        ]

    def test_is_empty_when_nothing_took_time(self):
        assert time_strip([PUBLISH]) == []
