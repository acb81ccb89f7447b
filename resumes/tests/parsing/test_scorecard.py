"""What the parser reaches on real layouts may only rise."""

import tarfile
from pathlib import Path

import pytest

from bench.parsing import DATA, FIELDS, answered, scorecard
from resumes.parsing.sandbox import parse_file
from resumes.parsing.types import ParseFailure

pytestmark = pytest.mark.needs_data

FLOOR = {
    "name": 0.99,
    "email": 0.99,
    "phone": 0.99,
    "location": 0.97,
    "experience": 0.98,
    "education": 0.98,
    "skills": 0.98,
}


@pytest.fixture(scope="module")
def card():
    return scorecard(DATA / "resumes")


class TestScorecard:
    @pytest.mark.parametrize("name", [f for f in FIELDS if f in FLOOR])
    def test_holds_its_floor(self, card, name):
        f1 = card.tallies["all"][name].f1
        assert f1 is not None
        assert f1 >= FLOOR[name]

    def test_extracts_nothing_that_was_deleted(self, card):
        assert not [miss for miss in card.misses if "DELETED" in miss]


class TestHardFiles:
    def test_text_in_many_encodings(self):
        assert answered(DATA / "hard_files" / "text_encodings")[0] == 1.0

    def test_made_up_attacks(self, tmp_path):
        with tarfile.open(DATA / "hard_files" / "synthetic.tar.gz") as archive:
            archive.extractall(tmp_path, filter="data")
        codes = {path.name: _code(path) for path in sorted(tmp_path.rglob("*.*")) if path.is_file()}
        assert len(codes) > 20
        assert codes["zipbomb_1GiB_document_xml.docx"] == "too_big"
        assert codes["pages_50000_same_object.pdf"] == "too_many_pages"
        assert codes["exe_renamed.pdf"] == "wrong_type"
        assert codes["zero_bytes.pdf"] == "empty"
        assert codes["javascript_openaction.pdf"] == "ok"


def _code(path: Path) -> str:
    try:
        parse_file(path)
    except ParseFailure as failure:
        return failure.code
    return "ok"
