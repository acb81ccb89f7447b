"""A frame around a place on a page cuts no letter."""

import numpy as np
import pytest
from PIL import Image

from resumes.parsing import pictures
from resumes.parsing.drawers import Pdf
from resumes.parsing.frames import DOTS_PER_POINT, frame_around
from resumes.tests.parsing.pdfs import HEIGHT, WIDTH, Text, pdf

#: Two columns with the least white between lines that letters allow, a quarter of a line apart in height.
LEFT = [Text(50, 100 + 12.2 * n, f"Typography, gypsum and jquery {n}") for n in range(8)]
RIGHT = [Text(310, 103 + 12.2 * n, f"Jumping quickly past every page {n}") for n in range(8)]
BOXES = [(text.x, text.y + 0.5, text.x + 145, text.y + 9.5) for text in (*LEFT, *RIGHT)]
DOTS = (round(WIDTH * DOTS_PER_POINT), round(HEIGHT * DOTS_PER_POINT))


def drawn(content):
    return Pdf(content).page(0, *DOTS).resize(DOTS)


def edges(page, frame):
    """The dots of a frame's four sides, as far as they are not the page's own."""
    grey = np.asarray(page.convert("L"))
    left, top, right, bottom = (round(edge * DOTS_PER_POINT) for edge in frame)
    inside = grey[top:bottom, left:right]
    return [inside[0], inside[-1], inside[:, 0], inside[:, -1]]


class TestFrameAround:
    @pytest.mark.parametrize("box", BOXES)
    def test_cuts_nothing_of_its_neighbours(self, box):
        page = drawn(pdf([*LEFT, *RIGHT]))
        frame = frame_around(page, box)
        assert all(int(side.min()) > 200 for side in edges(page, frame))

    @pytest.mark.parametrize("box", BOXES)
    def test_shows_the_whole_line_of_one_column(self, box):
        frame = frame_around(
            drawn(pdf([*LEFT, *RIGHT])), (box[0] + 40, box[1], box[0] + 70, box[3])
        )
        assert frame[0] <= box[0]
        assert frame[2] >= box[0] + 140
        assert (frame[2] < 310) == (box[0] < 310)

    def test_brings_the_lines_beside_it(self):
        frame = frame_around(drawn(pdf([*LEFT, *RIGHT])), BOXES[3])
        assert frame[1] <= BOXES[2][1] + 1
        assert frame[3] >= BOXES[4][3] - 1

    def test_shows_whole_lines_that_stand_on_their_side(self):
        page = drawn(pdf([*LEFT, *RIGHT])).transpose(Image.Transpose.TRANSPOSE)
        left, top, right, bottom = BOXES[3]
        frame = frame_around(page, (top, left, bottom, right))
        assert frame[1] <= left
        assert right <= frame[3] < 310
        assert frame[2] - frame[0] < 60
        assert all(int(side.min()) > 200 for side in edges(page, frame))

    def test_leaves_lines_far_away_alone(self):
        far = [Text(50, 100, "Name"), Text(50, 140, "Place"), Text(50, 180, "Phone")]
        frame = frame_around(drawn(pdf(far)), (50, 140, 80, 150))
        assert frame[1] > 112
        assert frame[3] < 180

    def test_sees_light_letters_on_dark_paper(self):
        dark = "0.1 0.1 0.3 rg 0 0 595 842 re f"
        texts = [Text(t.x, t.y, t.text, colour="1 1 1") for t in (*LEFT, *RIGHT)]
        page = drawn(pdf(texts, before=dark))
        frame = frame_around(page, BOXES[3])
        assert all(int(side.max()) < 90 for side in edges(page, frame))

    @pytest.mark.parametrize(
        "box", [(0, 0, 1, 1), (-9, -9, 9999, 9999), (590, 835, 700, 900), (700, 900, 800, 950)]
    )
    def test_stays_on_the_page(self, box):
        left, top, right, bottom = frame_around(drawn(pdf(LEFT)), box)
        assert 0 <= left < right <= WIDTH + 1
        assert 0 <= top < bottom <= HEIGHT + 1


class TestFramesAround:
    def test_are_drawn_in_a_child(self, tmp_path):
        path = tmp_path / "file"
        path.write_bytes(pdf(LEFT, RIGHT))
        first, second = pictures.frames_around(path, [(0, BOXES[1]), (1, BOXES[9])])
        assert first[0] < 50
        assert 280 < second[0] < 310
