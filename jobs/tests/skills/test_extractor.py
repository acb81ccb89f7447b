"""Skills in text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.skills import canonical, extract_skills, implied_by


def names(text: str) -> list[str]:
    return [m.name for m in extract_skills(text)]


FOUND = [
    ("Python and Django", ["Python", "Django"]),
    ("C++, C# and C", ["C++", "C#", "C"]),
    ("C/C++", ["C++"]),
    ("Experience with .NET and ASP.NET", [".NET", ".NET"]),
    ("React Native", ["React Native"]),
    ("React, Redux", ["React", "Redux"]),
    ("Programming in Go", ["Programming", "Go"]),
    ("Java, Go, Rust", ["Java", "Go", "Rust"]),
    ("Statistics in R, SAS", ["Statistics", "R", "SAS"]),
    ("Java/Spring", ["Java", "Spring"]),
    ("Node.js", ["Node.js"]),
    ("CI / CD", ["CI/CD"]),
    ("CI/CD pipelines", ["CI/CD"]),
    ("Microsoft Excel", ["Microsoft Excel"]),
    ("Word, Excel, Outlook and PowerPoint", ["Microsoft Word", "Microsoft Excel", "Microsoft Outlook", "Microsoft PowerPoint"]),
    ("machine\nlearning", ["Machine learning"]),
    ("TIG welding", ["Welding"]),
    ("forklift licence, CACES", ["Forklift driving", "Forklift driving"]),
    ("valid driver’s license", ["Driving licence"]),
    ("fließend Deutsch", ["German"]),
    ("R&D", ["Research methods"]),
]  # fmt: skip

FOUND_IN = [
    ("Schweißen", "de", ["Welding"]),
    ("soins infirmiers", "fr", ["Nursing"]),
    ("comptabilité générale", "fr", ["Accounting"]),
    ("Gabelstaplerschein", "de", ["Forklift driving"]),
    ("atención al cliente", "es", ["Customer service"]),
    ("assurance et banque", "fr", ["Insurance", "Banking"]),
    ("SQL und Datenanalyse", "de", ["SQL", "Data analysis"]),
]  # fmt: skip

FALSE_FRIENDS = [
    ("Manager - Analytics Delivery - Assurance", "en", "Insurance"),
    ("Manager - Analytics Delivery - Assurance", "", "Insurance"),
    ("a lager and a koch", "en", "Warehousing"),
    ("nous restons à votre écoute pour la lager", "fr", "Warehousing"),
]

NOT_FOUND = [
    ("We go above and beyond", "Go"),
    ("You excel at everything", "Microsoft Excel"),
    ("Spring into action", "Spring"),
    ("Vitamin C", "C"),
    ("Class C licence", "C"),
    ("C-suite stakeholders", "C"),
    ("R&D department", "R"),
    ("access to the building", "Microsoft Access"),
    ("In other words, word of mouth", "Microsoft Word"),
    ("net income of the group", ".NET"),
    ("please send your CV", "Special educational needs"),
    ("a swift reply", "Swift"),
    ("Rust never sleeps", "Rust"),
    ("our teams meet daily", "Microsoft Teams"),
    ("$32/hr", "Human resources"),
    ("we react quickly", "React"),
    ("javascripting pythonic", "Python"),
    ("the chef and the sales\nmanagement", "Sales management"),
    ("polish the surface", "Polish"),
]


class TestExtractSkills:
    @pytest.mark.parametrize(("text", "expected"), FOUND)
    def test_finds(self, text, expected):
        assert names(text) == expected

    @pytest.mark.parametrize(("text", "language", "expected"), FOUND_IN)
    def test_finds_the_words_of_the_text_s_language(self, text, language, expected):
        assert [m.name for m in extract_skills(text, language=language)] == expected

    @pytest.mark.parametrize(("text", "language", "wrong"), FALSE_FRIENDS)
    def test_takes_no_word_for_one_of_another_language(self, text, language, wrong):
        assert wrong not in {m.name for m in extract_skills(text, language=language)}

    @pytest.mark.parametrize(("text", "wrong"), NOT_FOUND)
    def test_is_not_fooled_by(self, text, wrong):
        assert wrong not in names(text)

    def test_gives_the_offsets_of_the_words(self):
        text = "Éric's team: Django, naïve Bayes & PostgreSQL 16"
        assert [text[m.start : m.end] for m in extract_skills(text) if m.kind == "tool"] == [
            "Django",
            "PostgreSQL",
        ]

    def test_weighs_soft_skills_low(self):
        [soft] = extract_skills("teamwork")
        [hard] = extract_skills("Kubernetes")
        assert soft.weight < 0.2
        assert hard.weight > 0.8

    @given(st.text())
    def test_never_raises_and_mentions_never_overlap(self, text):
        found = extract_skills(text)
        assert found == extract_skills(text)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(0 <= m.start < m.end <= len(text) and 0 < m.weight <= 1 for m in found)

    @given(
        st.lists(
            st.sampled_from(
                [
                    "PostgreSQL",
                    "C",
                    "R",
                    "Go",
                    "İstanbul",
                    "ﬁ",
                    "🙂",
                    "\n",
                    ", ",
                    "ß",
                    " and ",
                    ".NET",
                    "&",
                ]
            ),
            max_size=30,
        )
    )
    def test_keeps_offsets_beside_odd_letters(self, parts):
        text = "".join(parts)
        for mention in extract_skills(text):
            if mention.name == "PostgreSQL":
                assert text[mention.start : mention.end].startswith("PostgreSQL")


class TestCanonical:
    @pytest.mark.parametrize(
        ("alias", "name"),
        [("golang", "Go"), ("k8s", "Kubernetes"), ("Cascading style sheets CSS", "CSS"), ("JS", "JavaScript"), ("reactjs", "React"),
         ("postgres", "PostgreSQL"), ("MS Excel", "Microsoft Excel"), ("Structured query language SQL", "SQL"), ("comptabilité", "Accounting"),
         ("PYTHON", "Python"), (".net", ".NET"), ("Français", "French")],
    )  # fmt: skip
    def test_knows_the_name_behind(self, alias, name):
        assert canonical(alias) == name

    @pytest.mark.parametrize("text", ["", "   ", "qwertyuiop", "!!!"])
    def test_is_none_for_strangers(self, text):
        assert canonical(text) is None


class TestImpliedBy:
    def test_walks_up_nearest_first(self):
        implied = implied_by("Django")
        assert implied[0] == "Python"
        assert "Programming" in implied

    def test_is_empty_for_strangers(self):
        assert implied_by("qwertyuiop") == ()
