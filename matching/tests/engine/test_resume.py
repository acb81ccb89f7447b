"""What the engine reads from a resume besides its parsed parts."""

from datetime import date

import pytest

from matching.engine.resume import read_resume

TODAY = date(2026, 11, 22)


def titles(text, name):
    held = read_resume({"basics": {"name": name}}, text, "en", today=TODAY).roles
    return [role.title for role in held]


class TestHeadline:
    @pytest.mark.parametrize("first_line", ["Jane Smith", "JANE SMITH", "Jane  Smith | "])
    def test_a_name_that_is_a_trade_is_no_work(self, first_line):
        assert titles(f"{first_line}\njane@example.org\n", "Jane Smith") == []

    @pytest.mark.parametrize("line", ["Jane Smith, Software Engineer", "Software Engineer"])
    def test_keeps_the_work_beside_the_name(self, line):
        assert titles(f"{line}\njane@example.org\n", "Jane Smith") == ["Software Engineer"]

    def test_reads_the_line_when_no_name_was_read(self):
        assert titles("Software Engineer\n", "") == ["Software Engineer"]
