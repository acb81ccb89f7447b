"""What a page shows of a JSON Resume, and what it leaves out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resumes.exports import content_of, export
from resumes.exports.content import line, paragraphs, shown_address, web_address
from resumes.exports.words import LANGUAGES, words_in, written_date, written_period

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = [
    "name",
    "position",
    "startDate",
    "endDate",
    "highlights",
    "summary",
    "url",
    "keywords",
    "level",
    "institution",
    "studyType",
    "area",
    "score",
    "courses",
    "language",
    "fluency",
    "title",
    "date",
    "awarder",
    "issuer",
    "publisher",
    "reference",
    "location",
]
ROW = st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=5)
SECTIONS = "work education skills languages projects certificates publications awards references"
RESUMES = st.fixed_dictionaries(
    {},
    optional={
        "basics": st.dictionaries(
            st.sampled_from(["name", "email", "phone", "url", "summary", "location", "profiles"]),
            ANYTHING,
        )
        | ANYTHING,
        **{name: st.lists(ROW | ANYTHING, max_size=3) | ANYTHING for name in SECTIONS.split()},
    },
)


class TestContentOf:
    def test_leaves_out_every_part_that_is_empty(self):
        empty = {"basics": {"name": None, "location": {}}, "work": [{}, None], "skills": [{}]}
        content = content_of(empty, language="en")
        assert (content.name, content.contacts, content.sections) == ("", (), ())

    def test_names_an_entry_by_what_is_known(self):
        content = content_of({"work": [{"name": "Acme"}]}, language="en")
        assert content.sections[0].entries[0].title == "Acme"

    @pytest.mark.parametrize(
        ("score", "note"),
        [("3.9/4.0", "Note\u00a0: 3.9/4.0"), ("mention bien", "mention bien"), ("", "")],
    )
    def test_labels_a_grade_that_is_a_number(self, score, note):
        study = {"education": [{"area": "Droit", "score": score}]}
        assert content_of(study, language="fr").sections[0].entries[0].note == note

    def test_keeps_the_order_of_a_resume(self):
        rows = {"skills": [{"name": "Go"}], "education": [{"area": "Law"}], "work": [{"name": "A"}]}
        kinds = [section.kind for section in content_of(rows, language="en").sections]
        assert kinds == ["work", "education", "skills"]

    def test_writes_an_address_in_the_order_of_its_country(self):
        place = {"city": "Leeds", "region": "Yorkshire", "postalCode": "LS1", "countryCode": "GB"}
        british = content_of({"basics": {"location": place}}, language="en")
        german = content_of({"basics": {"location": {**place, "countryCode": "DE"}}}, language="de")
        assert british.contacts[0].text == "Leeds, Yorkshire LS1"
        assert german.contacts[0].text == "LS1 Leeds, Yorkshire"

    def test_says_a_profile_by_its_name_where_the_address_says_nothing(self):
        profiles = [
            {"network": "X", "username": "sam", "url": "https://x.example/"},
            {"network": "GitHub", "url": "https://github.com/sam"},
            {"url": "javascript:alert(1)"},
        ]
        found = content_of({"basics": {"profiles": profiles}}, language="en").contacts
        assert [contact.text for contact in found] == ["X: sam", "github.com/sam"]

    @settings(max_examples=100, deadline=None)
    @given(RESUMES)
    def test_says_nothing_of_what_is_absent(self, resume):
        told = str(resume)
        for name in ("text", "markdown"):
            rows = export(resume, name).decode().splitlines()
            assert not any(row.strip() in {"|", ",", "-", "·", "–", "()"} for row in rows)
            assert not any("None" in row for row in rows if row not in told)

    @settings(max_examples=20, deadline=None)
    @given(RESUMES)
    def test_makes_a_document_of_anything(self, resume):
        for name in ("docx", "odt", "json"):
            assert export(resume, name)


class TestLine:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ("  two\n words ", "two words"),
            ("a\x00b\u202ec\ud800", "abc"),
            ("e\u0301", "é"),
            ("oﬃce", "office"),
            (4.5, "4.5"),
            (True, ""),
            (None, ""),
            (["x"], ""),
        ],
    )
    def test_is_one_printable_line(self, value, shown):
        assert line(value) == shown

    def test_paragraphs_lose_their_bullets(self):
        assert paragraphs("One.\n\n- Two.\n• Three.") == ("One.", "Two.", "Three.")


class TestAddresses:
    @pytest.mark.parametrize(
        ("given_address", "followed"),
        [
            ("https://a.example/x", "https://a.example/x"),
            ("linkedin.com/in/sam", "https://linkedin.com/in/sam"),
            ("javascript:alert(1)", ""),
            ("file:///etc/passwd", ""),
            ("https://a.example/<script>", ""),
            ("none", ""),
        ],
    )
    def test_only_the_web_is_followed(self, given_address, followed):
        assert web_address(given_address) == followed

    def test_is_shown_without_what_everybody_knows(self):
        assert shown_address("https://www.linkedin.com/in/sam/") == "linkedin.com/in/sam"


class TestWords:
    def test_every_language_has_every_word(self):
        assert {len(words_in(language)) for language in LANGUAGES} == {len(words_in("en"))}
        assert all(all(words_in(language).values()) for language in LANGUAGES)

    @pytest.mark.parametrize(
        ("iso", "language", "written"),
        [
            ("2019-03", "en", "Mar 2019"),
            ("2019-03-15", "fr", "mars 2019"),
            ("2019-03", "de", "03/2019"),
            ("2019-10", "pl", "październik 2019"),
            ("2019", "nl", "2019"),
            ("2019-13", "en", "2019"),
        ],
    )
    def test_dates_as_people_write_them(self, iso, language, written):
        assert written_date(iso, language) == written

    @pytest.mark.parametrize(
        ("start", "end", "is_open", "written"),
        [
            ("2019", "2020", True, "2019 – 2020"),
            ("2019", "", True, "2019 – Present"),
            ("2019", "", False, "2019"),
            ("", "2020", True, "2020"),
            ("2019", "2019", True, "2019"),
            ("", "", True, ""),
        ],
    )
    def test_periods(self, start, end, is_open, written):
        assert written_period(start, end, language="en", is_open=is_open) == written
