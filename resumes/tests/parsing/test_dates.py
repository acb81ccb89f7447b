"""Dates as people write them, in eight languages."""

from datetime import date

import pytest

from resumes.parsing.dates import find_periods, months_worked, without


def only(text: str) -> tuple[str, str, bool]:
    (period,) = find_periods(text)
    return period.start, period.end, period.is_open


class TestFindPeriods:
    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("Jan 2020 - Mar 2021", "2020-01", "2021-03"),
            ("June 2023 – Sept. 2023", "2023-06", "2023-09"),
            ("2014 — 2018", "2014", "2018"),
            ("2019-21", "2019", "2021"),
            ("01/2019 - 02/2022", "2019-01", "2022-02"),
            ("2013-12-01 - 2014-12-01", "2013-12-01", "2014-12-01"),
            ("Juni – Sept 2020", "2020-06", "2020-09"),
            ("Aug '19 - Sep '21", "2019-08", "2021-09"),
            ("März 2018 bis Oktober 2019", "2018-03", "2019-10"),
            ("de enero de 2019 a marzo de 2020", "2019-01", "2020-03"),
            ("février 2017 à août 2018", "2017-02", "2018-08"),
            ("setembro de 2012 – janeiro de 2017", "2012-09", "2017-01"),
            ("settembre 2013 – febbraio 2018", "2013-09", "2018-02"),
            ("lipiec 2014 – marzec 2019", "2014-07", "2019-03"),
            ("augustus 2015 – december 2019", "2015-08", "2019-12"),
        ],
    )
    def test_reads_ranges_with_the_precision_given(self, text, start, end):
        assert only(text) == (start, end, False)

    @pytest.mark.parametrize(
        ("text", "start"),
        [
            ("03/2021 – Present", "2021-03"),
            ("04/2018 – heute", "2018-04"),
            ("seit 2019", "2019"),
            ("janv. 2020 à aujourd’hui", "2020-01"),
            ("mayo de 2019 – actualidad", "2019-05"),
            ("fevereiro de 2017 – presente", "2017-02"),
            ("marzo 2018 – oggi", "2018-03"),
            ("kwiecień 2019 – obecnie", "2019-04"),
            ("januari 2020 – heden", "2020-01"),
            ("2019–", "2019"),
        ],
    )
    def test_leaves_the_end_open_when_it_still_runs(self, text, start):
        assert only(text) == (start, "", True)

    @pytest.mark.parametrize("text", ["Expected May 2026", "Dec 2014", "2017", "Summer 2020"])
    def test_reads_a_single_date_as_an_end(self, text):
        (period,) = find_periods(text)
        assert not period.is_range
        assert period.end[:4] in text

    def test_knows_placeholders_but_invents_no_year(self):
        (period,) = find_periods("January 20XX - Current")
        assert not period.known
        assert period.is_open

    @pytest.mark.parametrize(
        "text",
        [
            "GPA 8.0 / 10",
            "2 years 10 months",
            "raised $2019 in donations",
            "grew to 2000 users",
            "call 555-2019-77",
            "C++ 2019x",
        ],
    )
    def test_takes_no_other_number_for_a_date(self, text):
        assert find_periods(text) == []

    def test_refuses_a_range_that_runs_backwards(self):
        assert all(not p.is_range for p in find_periods("2020 - 2011"))


class TestWithout:
    @pytest.mark.parametrize(
        ("text", "rest"),
        [
            ("Engineer, Acme (Mar 2021 - Present)", "Engineer, Acme"),
            ("2019 – 2020 | Acme", "Acme"),
            ("Acme | 2019 – 2020 | Berlin", "Acme | Berlin"),
        ],
    )
    def test_takes_the_brackets_and_bars_along(self, text, rest):
        cleaned = without(text, find_periods(text))
        assert (
            cleaned.replace("| |", "|").replace("|  |", "|") == rest
            or rest.split(" | ")[0] in cleaned
        )


class TestMonthsWorked:
    def test_counts_an_overlapped_month_once(self):
        assert (
            months_worked([("2020-01", "2020-12"), ("2020-07", "2021-06")], date(2026, 1, 1)) == 18
        )

    def test_closes_running_jobs_today(self):
        assert months_worked([("2025-11", "")], date(2026, 1, 15)) == 3

    def test_takes_years_as_whole_years_apart(self):
        assert months_worked([("2016", "2020")], date(2026, 1, 1)) == 48

    def test_knows_nothing_without_a_start(self):
        assert months_worked([("", "2020")], date(2026, 1, 1)) is None


class TestOpenEnds:
    @pytest.mark.parametrize(
        "text",
        [
            "outubro de 2018 – até ao presente", "marzec 2016 – nadal", "seit 2020", "depuis 2020", "2020 – à ce jour", "od 2020", "sinds 2020", "dal 2020",
            "2020 - in corso", "2020 – do chwili obecnej", "April 2017 – Till date", "Jun ’19 - now", "2020 – à data",
        ],
    )  # fmt: skip
    def test_run_until_today(self, text):
        (period,) = find_periods(text)
        assert period.is_open
        assert period.last == len(text)
