from core.models import uuid7


class TestUuid7:
    def test_has_the_version_and_variant_of_rfc_9562(self):
        value = uuid7()
        assert value.version == 7
        assert value.variant == "specified in RFC 4122"

    def test_sorts_by_time(self, monkeypatch):
        made = []
        for moment in (1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000):
            monkeypatch.setattr("time.time_ns", lambda moment=moment: moment * 1_000_000)
            made.append(uuid7())
        assert made == sorted(made)

    def test_never_repeats(self):
        assert len({uuid7() for _ in range(10_000)}) == 10_000
