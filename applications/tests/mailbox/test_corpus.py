"""Made-up mail in eight languages: what is filed must be right, what is claimed too."""

import pytest

from applications.mailbox.types import Verdict
from bench.mails import candidates, cases, figures_of, measure


@pytest.fixture(scope="module")
def results():
    return measure()


class TestCorpus:
    def test_is_large_and_speaks_eight_languages(self):
        found = list(cases())
        assert len(found) >= 150
        assert {case.language for case in found} == {"de", "en", "es", "fr", "it", "nl", "pl", "pt"}
        known = {each.key for each in candidates()} | {"-", "?"}
        assert {key for case in found for key in case.about.split("|")} <= known

    def test_what_is_filed_is_right(self, results):
        figures = figures_of(results)
        wrong = [r.case.message.subject for r in results if r.is_wrongly_filed]
        assert figures["filed_precision"] >= 0.98, wrong
        assert figures["filed_recall"] >= 0.9
        assert figures["found"] >= 0.97

    def test_newsletters_and_alerts_belong_nowhere(self, results):
        assert figures_of(results)["bulk_kept_out"] == 1.0

    def test_two_applications_at_one_employer_are_asked_about(self, results):
        either = [r for r in results if "|" in r.case.about]
        assert len(either) >= 2
        for result in either:
            assert result.link.verdict == Verdict.ASKED
            assert {key for key, _ in result.link.chances[:2]} == set(result.case.about.split("|"))

    def test_a_status_is_claimed_only_where_the_words_say_so(self, results):
        figures = figures_of(results)
        assert figures["claims_right"] >= 0.97
        assert figures["kind_right"] >= 0.95
        assert figures["kind_right_held_out"] >= 0.93

    def test_chances_mean_what_they_say(self, results):
        """Of what is between 50 and 94 in 100 sure, less is right than of what is filed."""
        sure = [r for r in results if r.link.confidence >= 0.95]
        unsure = [r for r in results if 0.5 <= r.link.confidence < 0.95]
        assert unsure
        right = lambda rows: sum(r.link.best == r.case.about for r in rows) / len(rows)  # noqa: E731
        assert right(unsure) < right(sure)
