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


class TestTitles:
    @pytest.mark.parametrize(
        "scrap",
        [
            "City",
            "State",
            "Current",
            "Company Name",
            "Executive Profile",
            "plus",
            "Sep' 2K",
            "in 2015, hitting 116% of goal",
            "Trained for one week in",
            "Installed and troubleshot end user software (Microsoft Office",
            "allowing them to enter into honors",
        ],
    )
    def test_are_no_scraps_of_layout(self, scrap):
        parsed = {"work": [{"name": "Acme", "position": scrap, "startDate": "2019"}]}
        assert read_resume(parsed, "", "en", today=TODAY).roles == ()

    @pytest.mark.parametrize(
        "title",
        ["Coordinator", "Digital Merchandising Analyst", "Chef", "Head of Impact", "Commis"],
    )
    def test_are_short_ones_too(self, title):
        parsed = {"work": [{"name": "Acme", "position": title, "startDate": "2019"}]}
        assert [role.title for role in read_resume(parsed, "", "en", today=TODAY).roles] == [title]


class TestLevel:
    @staticmethod
    def level(*positions):
        work = [
            {"name": "Acme", "position": position, "startDate": f"{2020 - 2 * at}", "endDate": f"{2021 - 2 * at}"}
            for at, position in enumerate(positions)
        ]  # fmt: skip
        return read_resume({"work": work}, "", "en", today=TODAY).level

    def test_of_the_same_work_before_counts(self):
        assert self.level("Software engineer", "Senior software engineer") == 3

    def test_of_another_trade_does_not(self):
        assert self.level("Travel nurse", "Assistant director") == 2
        assert self.level("Engineering intern", "Preload supervisor") == 0
