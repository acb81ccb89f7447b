"""Pictures of pages turned upright and level, by where their ink lies."""

import pytest
from PIL import Image

from resumes.parsing.ocr.straighten import turn_of, turned
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.pictures import taken
from resumes.tests.parsing.writers import as_pdf

PERSON = PEOPLE[0]


class TestStraighten:
    @pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.0, 0.7, 3.2])
    def test_finds_the_angle_of_a_page(self, degrees):
        page = taken(as_pdf(PERSON), dpi=100, degrees=-degrees)[0]
        turn = turn_of(page)
        assert (turn.quarters, turn.degrees) == (0, pytest.approx(degrees, abs=0.2))

    def test_finds_a_page_on_its_side(self):
        page = taken(as_pdf(PERSON), dpi=100, quarters=1)[0]
        assert turn_of(page).quarters == 1
        assert turned(page, turn_of(page)).size == (page.height, page.width)

    @pytest.mark.parametrize("quarters", [0, 1])
    def test_is_not_deceived_by_rules_from_top_to_bottom(self, quarters):
        page = taken(as_pdf(PERSON), dpi=100)[0]
        for edge in (20, 30, page.width - 30, page.width - 20):
            page.paste(60, (edge, 0, edge + 3, page.height))
        assert turn_of(page.rotate(90 * quarters, expand=True)).quarters == quarters

    def test_leaves_an_empty_page_alone(self):
        assert turn_of(Image.new("L", (400, 600), 255)).degrees == 0
