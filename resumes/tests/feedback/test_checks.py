"""What the rules find, what they leave alone, and that mending never lowers the score."""

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resumes.feedback import Subject, check_resume
from resumes.feedback.score import RULES, marks_of, score_of
from resumes.feedback.structure import most_pages
from resumes.feedback.words import WORDS
from resumes.selectors.feedback_words import FINDINGS, PARTS

TODAY = date(2026, 11, 25)
GOOD: dict[str, Any] = {
    "basics": {
        "name": "Sam Example",
        "email": "sam@example.org",
        "phone": "+44 20 7946 0958",
        "phoneE164": "+442079460958",
        "location": {"city": "Leeds", "countryCode": "GB"},
        "summary": "Backend developer for eight years.",
    },
    "work": [
        {
            "name": "Acme",
            "position": "Developer",
            "startDate": "2021-03",
            "highlights": ["Run 40 services in two regions", "Teach 3 juniors"],
        },
        {
            "name": "Globex",
            "position": "Developer",
            "startDate": "2018-01",
            "endDate": "2021-02",
            "highlights": ["Built an API for 2 million users", "Cut costs by 12 %", "Wrote tests"],
        },
    ],
    "education": [{"institution": "Leeds", "studyType": "BSc", "endDate": "2017"}],
    "skills": [{"name": "Python"}, {"name": "Django"}],
}
LONG_ENOUGH = "resume\n" + "word " * 200


def subject(document=None, *, text=LONG_ENOUGH, **more):
    more = {"language": "en", "months": 107, "unknown_words": frozenset(), **more}
    return Subject(document=document or GOOD, text=text, today=TODAY, **more)


def changed(pointer, value=None):
    """The good resume with one value set, or taken out."""
    document = copy.deepcopy(GOOD)
    *way, last = pointer.strip("/").split("/")
    holder = document
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    if value is None:
        del holder[int(last) if isinstance(holder, list) else last]
    elif isinstance(holder, list):
        holder[int(last)] = value
    else:
        holder[last] = value
    return document


def codes(of):
    return [finding.code for finding in check_resume(of).findings]


class TestEveryRule:
    def test_finds_nothing_in_a_good_resume(self):
        report = check_resume(subject())
        assert report.findings == ()
        assert report.score == 100

    @pytest.mark.parametrize(
        ("document", "code"),
        [
            (changed("/basics/name"), "name_missing"),
            (changed("/basics/email"), "email_missing"),
            (changed("/basics/email", "sam at example"), "email_wrong"),
            (changed("/basics/email", "sam@gmial.com"), "email_mistyped"),
            (changed("/basics/phone"), "phone_missing"),
            (changed("/basics/phone", "12345"), "phone_odd"),
            (changed("/basics/location"), "place_missing"),
            (changed("/basics/url", "my page"), "link_broken"),
            (changed("/basics/url", "https://www.linkedin.com/in/"), "link_broken"),
            (changed("/work", []), "no_work"),
            (changed("/education", []), "no_education"),
            (changed("/skills", []), "no_skills"),
            (changed("/work/0/highlights", []), "job_without_text"),
            (
                changed("/work/1", {**GOOD["work"][1], "startDate": "", "endDate": ""}),
                "job_without_dates",
            ),
            (changed("/work/1/endDate", "2017-02"), "dates_reversed"),
            (changed("/work/0/startDate", "2031-02"), "dates_in_future"),
            (changed("/work/1/startDate", "2018"), "months_missing"),
            (changed("/work/1/endDate", "2022-02"), "jobs_overlap"),
            (changed("/work/1/endDate", "2020-02"), "gap"),
            (changed("/work/0/endDate", "2025-02"), "gap"),
            (changed("/work/1/highlights/2", "Was responsible for testing"), "weak_opening"),
            (changed("/work/1/highlights/2", "I wrote the tests"), "first_person"),
            (changed("/work/1/highlights/2", "Develop tests"), "present_in_past"),
            (changed("/work/1/highlights/2", "Wrote " + "very " * 50 + "much"), "long_point"),
            (changed("/work/1/highlights/2", "Cut costs by 12 %"), "point_repeated"),
            (changed("/skills/1/name", "python"), "skill_repeated"),
            (changed("/skills/1/name", "Team player"), "buzzword"),
            (changed("/basics/summary", "We did " + "a lot " * 25 + "of it."), "long_sentence"),
            (
                changed("/work/0/highlights", ["Managed teams", "Led talks", "Taught juniors"]),
                "past_in_present",
            ),
            (changed("/work/1/highlights", [f"Wrote text {w}" for w in "abcdef"]), "verb_repeated"),
            (changed("/work/1/highlights", [f"Sold {w}" for w in "abcdefghijkl"]), "few_numbers"),
        ],
    )
    def test_finds_what_it_is_for(self, document, code):
        assert code in codes(subject(document))

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"text": "Sam"}, "too_short"),
            ({"pages": 4}, "too_long"),
            ({"warnings": ("two_columns",)}, "two_columns"),
            ({"text": LONG_ENOUGH + "\nMy journey\n"}, "odd_heading"),
            ({"text": LONG_ENOUGH + "\n[Your name]\n"}, "placeholder"),
            ({"text": LONG_ENOUGH + "\nMarital status: single\n"}, "personal_data"),
            ({"text": LONG_ENOUGH + "\nDate of birth: 1 May 1990\n"}, "birth_date"),
            (
                {"text": LONG_ENOUGH + "\nAcme 03/2019 - 04/2020\nBeta May 2018 - June 2019"},
                "dates_mixed",
            ),
            ({"unknown_words": frozenset({"servicess", "services"})}, "spelling"),
        ],
    )
    def test_reads_the_text_and_the_file_too(self, more, code):
        assert code in codes(subject(**more))

    @pytest.mark.parametrize(
        ("document", "code"),
        [
            (changed("/work/1/highlights/2", "Responsible for 12 people"), "weak_opening"),
            (changed("/work/1/highlights/2", "Planned phase I of the move"), "first_person"),
            (changed("/work/1/highlights/2", "Support for our users"), "present_in_past"),
            (changed("/work/1/endDate", "2021-05"), "jobs_overlap"),
            (changed("/work/1/endDate", "2020-09"), "gap"),
            (changed("/basics/phone", "020 7946 0958"), "phone_without_country"),
        ],
    )
    def test_leaves_alone_what_is_fine(self, document, code):
        assert code not in codes(subject(document))

    def test_says_of_nothing_that_it_is_missing_where_it_was_merely_not_read(self):
        text = LONG_ENOUGH + "\nsam@example.org\nTechnical skills\nUniversity of Leeds"
        bare = {"work": GOOD["work"], "basics": {"name": "Sam"}}
        found = codes(subject(bare, text=text))
        assert {"email_missing", "no_skills", "no_education"}.isdisjoint(found)

    def test_leaves_alone_what_its_reader_was_unsure_of(self):
        document = changed("/work/1/endDate", "2020-02")
        unsure = {"/work/1/name": {"confidence": 0.4}}
        assert "gap" not in codes(subject(document, provenance=unsure))

    def test_follows_the_custom_of_the_country(self):
        text = LONG_ENOUGH + "\nGeburtsdatum: 1.5.1990"
        german = changed("/basics/location", {"countryCode": "DE"})
        assert "birth_date" not in codes(subject(german, text=text, language="de"))
        assert most_pages("US", "en", 3) < most_pages("DE", "de", 3)

    def test_names_the_place_in_the_file(self):
        where = {"/work/1/highlights/2": {"page": 1, "line": 7, "confidence": 0.9}}
        document = changed("/work/1/highlights/2", "I wrote the tests")
        [found] = check_resume(subject(document, provenance=where)).findings
        [place] = found.places
        assert (place.page, place.line, place.about) == (2, 8, "I")
        assert place.suggestion.value == "Wrote the tests"

    def test_has_words_for_everything(self):
        assert set(RULES) == set(FINDINGS)
        assert {rule.part.value for rule in RULES.values()} == set(PARTS)

    def test_never_breaks_on_another_shape(self):
        odd = {"basics": [], "work": [{"highlights": "no", "startDate": 7}, 3], "skills": [None]}
        assert check_resume(subject(odd, language="xx")).unchecked == ("wording",)


WEAK = {
    "en": ("Responsible for the shop", "I sold bread", "Develop software"),
    "fr": ("Responsable de la gestion des stocks", "Je gérais le magasin", "Développe des outils"),
    "de": ("Verantwortlich für den Einkauf", "Ich habe Brot verkauft", "Entwickle Programme"),
    "es": ("Encargado de las ventas", "Mi trabajo era vender", "Gestiono el almacén"),
    "pt": ("Responsável pela loja", "Meu trabalho era vender", "Coordeno a loja"),
    "it": ("Responsabile della cassa", "Il mio lavoro era vendere", "Gestisco la cassa"),
    "nl": ("Verantwoordelijk voor de kassa", "Ik verkocht brood", "Coördineer de winkel"),
    "pl": ("Odpowiedzialny za sprzedaż", "Moja praca: sprzedaż", "Zarządzam sklepem"),
}


class TestLanguages:
    @pytest.mark.parametrize("language", sorted(WORDS))
    def test_each_has_its_words(self, language):
        weak, person, present = WEAK[language]
        document = changed("/work/1/highlights", [weak, person, present])
        found = codes(subject(document, language=language))
        assert {"weak_opening", "first_person", "present_in_past"} <= set(found)


LINES = st.sampled_from(
    [
        "I managed the shop",
        "I manage the shop",
        "Responsible for managing the shop",
        "Responsible for leading a team",
        "Managed the shop",
        "Managed the ovens",
        "Managed the bread",
        "Develop bread",
        "Cut costs by 12 %",
        "Team player",
        "Helped with the bread",
        "Developed new kinds of bread",
        "",
    ]
)
MONTHS = st.sampled_from(["", "2015-02", "2016-01", "2019-05", "2020", "2021-07"])
JOBS = st.builds(
    lambda start, end, lines: {
        "name": "Acme",
        "position": "Baker",
        "startDate": start,
        "endDate": end,
        "highlights": lines,
    },
    MONTHS,
    MONTHS,
    st.lists(LINES, max_size=8),
)
RESUMES = st.builds(
    lambda email, jobs, skills: {
        "basics": {"email": email},
        "work": jobs,
        "skills": [{"keywords": skills}],
    },
    st.sampled_from(["", "a@gmial.com", "a@gmail.com", "nothing"]),
    st.lists(JOBS, max_size=4),
    st.lists(st.sampled_from(["Bread", "bread", "Ovens", "Team player"]), max_size=5),
)


def applied(document, suggestion):
    document = copy.deepcopy(document)
    *way, last = suggestion.pointer.strip("/").split("/")
    holder = document
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    key = int(last) if isinstance(holder, list) else last
    if suggestion.op == "remove":
        del holder[key]
    else:
        holder[key] = suggestion.value
    return document


class TestMendingNeverHurts:
    @settings(max_examples=25, deadline=None)
    @given(RESUMES)
    def test_whatever_suggestion_is_accepted(self, document):
        before = check_resume(subject(document))
        for finding in before.findings:
            for place in finding.places:
                if place.suggestion:
                    after = check_resume(subject(applied(document, place.suggestion)))
                    assert after.score >= before.score, (finding.code, place)

    @settings(max_examples=15, deadline=None)
    @given(RESUMES, st.data())
    def test_whichever_finding_goes(self, document, data):
        report = check_resume(subject(document))
        left = data.draw(st.lists(st.sampled_from(report.findings or (None,)), unique_by=id))
        assert score_of(marks_of([one for one in left if one])) >= report.score

    def test_the_same_resume_has_the_same_report(self):
        document = changed("/work/1/highlights/2", "I wrote the tests")
        assert check_resume(subject(document)) == check_resume(replace(subject(document)))
