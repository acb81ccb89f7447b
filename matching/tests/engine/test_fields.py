"""The field of work of a text."""

import numpy as np
import pytest

from matching.engine import fields
from matching.engine.categories import fields_by_category
from matching.engine.vectors import embed

TITLES = {
    "Staff nurse": "health",
    "Senior backend engineer": "it",
    "Primary school teacher": "teaching",
    "Accounts payable clerk": "finance",
    "HGV driver": "logistics",
    "Sous chef": "hospitality",
    "Infirmière en EHPAD": "health",
    "Développeur web confirmé": "it",
    "Buchhalterin": "finance",
    "Softwareentwicklung": "it",
    "Krankenpflegehelfer": "health",
    "Camarero de hotel": "hospitality",
    "Magazziniere": "logistics",
    "Leraar": "teaching",
    "Księgowa": "finance",
    "Advogado sénior": "law",
}


@pytest.fixture(scope="module")
def model():
    return fields.shipped()


def likeliest(model, titles):
    found = model.of_titles(titles, embed(titles))
    return [model.names[number] for number in found.argmax(axis=1)]


class TestFieldModel:
    @pytest.mark.parametrize(("title", "field"), TITLES.items())
    def test_knows_work_in_eight_languages(self, model, title, field):
        assert likeliest(model, [title]) == [field]

    def test_probabilities_sum_to_one_whatever_the_text(self, model):
        texts = ["", "   ", "病房护士", "nurse " * 5000, "\x00", "12345"]
        for found in (
            model.of_texts(texts, embed(texts)),
            model.of_titles(texts, embed(texts)),
        ):
            assert np.allclose(found.sum(axis=1), 1, atol=1e-4)
            assert np.isfinite(found).all()

    def test_one_text_gives_the_same_alone_and_among_others(self, model):
        texts = ["We care for patients on a ward.", "Java, Kafka and Kubernetes.", "Bread"]
        together = model.of_texts(texts, embed(texts))
        for number, text in enumerate(texts):
            alone = model.of_texts([text], embed([text]))[0]
            assert np.allclose(alone, together[number], atol=1e-6)

    def test_of_no_texts_is_nothing(self, model):
        assert model.of_texts([], embed([])).shape == (0, len(model.names))

    def test_survives_being_stored(self, model):
        held = fields.dumped(model)
        again = fields.loaded(held)
        assert fields.dumped(again) == held
        titles = list(TITLES)
        assert likeliest(again, titles) == likeliest(model, titles)


class TestCategories:
    @pytest.mark.parametrize(
        ("category", "field"),
        [
            ("it jobs", "it"),
            ("pr, advertising & marketing jobs", "marketing"),
            ("energy, oil & gas jobs", "energy"),
            ("customer support", "service"),
        ],
    )
    def test_say_a_field(self, category, field):
        assert fields_by_category()[category] == field

    def test_every_field_is_one_the_model_knows(self, model):
        assert set(fields_by_category().values()) <= set(model.names)
