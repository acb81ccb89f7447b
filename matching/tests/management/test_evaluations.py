"""`evaluate_titles` and `evaluate_skills`: right figures on small sets, a floor on the real ones."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.management.skill_evaluation import evaluate
from matching.management.title_evaluation import normaliser, title_sets

DATA = Path("../shared/data/eval")
FLOOR = json.loads((Path(__file__).parent / "floor.json").read_text())
"""What has been reached; these figures may only rise."""

LABELS = [
    ("C1_de_000", "Krankenpfleger/Krankenpflegerin"),
    ("C1_de_001", "Pflegefachmann"),
    ("C2_de_000", "Softwareentwickler/Softwareentwicklerin"),
    ("C3_de_000", "Lehrkraft für Musik"),
    ("C3_de_001", "Musikpädagoge"),
    ("C4_de_000", "Metzger"),
]
TITLES = [("Q1", "Entwickler/Entwicklerin für Software", "C2_de_000"), ("Q2", "Musiklehrerin", "C3_de_001")]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    one = tmp_path / "deu_q_de_c_de"
    one.mkdir()
    with gzip.open(one / "corpus.jsonl.gz", "wt") as held:
        held.writelines(json.dumps({"_id": i, "title": "", "text": t}) + "\n" for i, t in LABELS)
    (one / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": q, "text": t}) + "\n" for q, t, _ in TITLES)
    )
    (one / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(f"{q}\t{c}\t1\n" for q, _, c in TITLES)
    )
    return tmp_path


@pytest.fixture
def marked(tmp_path):
    path = tmp_path / "marked.json"
    path.write_text(
        json.dumps(
            {
                "tokens": ["Experience", "with", "Python"],
                "tags_knowledge": ["O", "O", "B"],
                "tags_skill": ["O"] * 3,
            }
        )
        + "\n"
    )
    return path


def printed(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


class TestEvaluateTitles:
    def test_ranks_the_right_occupation_first_beside_baselines(self, folder):
        found = json.loads(printed("evaluate_titles", str(folder), "--json"))
        assert found["mrr"] == {"de": 1.0}
        assert found["accuracy10"] == {"de": 1.0}
        assert set(found["baselines"]["de"]) == {
            "word_tfidf",
            "character_tfidf",
            "static_vectors",
            "character_tfidf_occupations_once",
        }

    def test_reads_the_folder_of_one_set(self, folder):
        assert "de: 2 titles, 6 labels of 4 occupations" in printed("evaluate_titles", str(folder / "deu_q_de_c_de"))  # fmt: skip

    def test_says_what_is_missing(self, tmp_path):
        with pytest.raises(CommandError, match=r"no corpus\.jsonl"):
            call_command("evaluate_titles", str(tmp_path))

    @pytest.mark.needs_data
    @pytest.mark.parametrize(("language", "low"), sorted(FLOOR["mrr"].items()))
    def test_stays_above_the_floor(self, language, low):
        [path] = (DATA / "title_to_occupation").glob(f"*_c_{language}")
        [one] = title_sets(path)
        assert normaliser(one).mrr >= low


class TestEvaluateSkills:
    def test_counts_tokens(self, marked):
        found = json.loads(printed("evaluate_skills", str(marked), "--json"))
        assert (found["precision"], found["recall"], found["f1"]) == (1.0, 1.0, 1.0)
        assert found["found"]["skill"]["f1"] == 0.0

    def test_says_what_is_wrong_with_the_file(self, tmp_path):
        wrong = tmp_path / "wrong.json"
        wrong.write_text('{"words": []}\n')
        with pytest.raises(CommandError, match="sentences without"):
            call_command("evaluate_skills", str(wrong))

    @pytest.mark.needs_data
    def test_stays_above_the_floor(self):
        figures = evaluate(DATA / "skills/skillspan_dev.json")
        assert figures.found["knowledge"].f1 >= FLOOR["skills_f1"]
