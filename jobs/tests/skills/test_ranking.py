"""Occupations ranked for titles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.skills.ranking import TitleRanker
from jobs.skills.title_forms import one_gender, title_pieces

GENDERS = [
    ("Agent / Agente de réservation", "Agent de réservation"),
    ("Staatlich geprüfter Techniker/Staatlich geprüfte Technikerin Fachrichtung Holz", "Staatlich geprüfter Techniker Fachrichtung Holz"),
    ("Kaufmann/Kauffrau für Büromanagement", "Kaufmann für Büromanagement"),
    ("Enseignant / Enseignante", "Enseignant"),
    ("Lehrer/in", "Lehrer"),
    ("Camarero/a", "Camarero"),
    ("UX/UI Designer", "UX/UI Designer"),
    ("Engineer / Engineering Manager", "Engineer / Engineering Manager"),
    ("TCP/IP", "TCP/IP"),
    ("a/b/c", "a/b/c"),
]  # fmt: skip

OCCUPATIONS = {
    "en": ["software developer", "registered nurse", "truck driver", "secondary school teacher", "bricklayer"],
    "de": ["Softwareentwickler", "Krankenpfleger", "Lastkraftwagenfahrer", "Lehrkraft Sekundarstufe", "Maurer"],
    "fr": ["développeur de logiciels", "infirmier", "conducteur de poids lourds", "professeur de collège", "maçon"],
    "es": ["desarrollador de software", "enfermero", "conductor de camión", "profesor de secundaria", "albañil"],
    "it": ["sviluppatore software", "infermiere", "autista di camion", "insegnante di scuola secondaria", "muratore"],
    "pt": ["desenvolvedor de software", "enfermeiro", "motorista de caminhão", "professor do ensino secundário", "pedreiro"],
    "nl": ["softwareontwikkelaar", "verpleegkundige", "vrachtwagenchauffeur", "leraar voortgezet onderwijs", "metselaar"],
    "pl": ["programista oprogramowania", "pielęgniarka", "kierowca ciężarówki", "nauczyciel szkoły średniej", "murarz"],
}  # fmt: skip
ASKED = [
    ("en", "Software Engineers, Except Systems", 0), ("en", "RN", 1), ("en", "Bricklayers", 4), ("en", "HGV Driver", 2),
    ("de", "Krankenpflegerin", 1), ("de", "Lehrer/Lehrerin in der Sekundarstufe", 3), ("de", "Maurer/Maurerin", 4),
    ("fr", "Développeur / Développeuse de logiciels", 0), ("fr", "Infirmière", 1), ("fr", "Enseignante de collège", 3),
    ("es", "Enfermera", 1), ("es", "Chófer de camión", 2), ("it", "Infermiera", 1), ("it", "Conducente di camion", 2),
    ("pt", "Enfermeira", 1), ("pt", "Condutor de caminhão", 2), ("nl", "Chauffeur vrachtwagen", 2),
    ("nl", "Docent voortgezet onderwijs", 3), ("pl", "Nauczycielka szkoły średniej", 3), ("pl", "Kierowca ciężarówki", 2),
]  # fmt: skip


class TestOneGender:
    @pytest.mark.parametrize(("title", "first"), GENDERS)
    def test_keeps_the_first(self, title, first):
        assert one_gender(title) == first


class TestTitlePieces:
    def test_reads_like_heads_alike(self):
        assert (
            title_pieces("Musiklehrerin", "de")
            == title_pieces("Musikpädagoge", "de")[:1] + ("lehrer#",)[:1]
        )

    def test_drops_words_that_say_nothing(self):
        assert title_pieces("Staatlich geprüfter Techniker", "de") == ("techniker#",)


class TestTitleRanker:
    @pytest.mark.parametrize(("language", "title", "best"), ASKED)
    def test_finds_the_occupation(self, language, title, best):
        ranker = TitleRanker(list(enumerate(OCCUPATIONS[language])), language)
        assert int(ranker.scores([title])[0].argmax()) == best

    def test_prefers_what_has_the_title_as_its_first_label(self):
        ranker = TitleRanker(
            [(0, "court clerk"), (0, "usher"), (1, "usher"), (1, "theatre attendant")], "en"
        )
        assert int(ranker.scores(["Usher"])[0].argmax()) == 1

    def test_gives_the_same_alone_and_in_a_batch(self):
        ranker = TitleRanker(list(enumerate(OCCUPATIONS["en"])), "en")
        titles = [title for language, title, _ in ASKED if language == "en"] * 70
        alone = np.concatenate([ranker.scores([title]) for title in titles[:4]])
        np.testing.assert_allclose(ranker.scores(titles)[:4], alone, rtol=1e-5)

    def test_answers_no_titles_with_no_rows(self):
        assert TitleRanker([(0, "cook")]).scores([]).shape == (0, 1)

    @settings(max_examples=30)
    @given(st.lists(st.text(max_size=60), max_size=4))
    def test_never_raises(self, titles):
        ranker = TitleRanker(list(enumerate(OCCUPATIONS["fr"])), "fr")
        assert np.isfinite(ranker.scores(titles)).all()
