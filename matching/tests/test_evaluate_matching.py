"""How well resumes find what somebody judged relevant."""

import gzip
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bench._matching_quality import quality, under_floor
from jobs.models import Posting
from matching.management.evaluation import measuring
from matching.models import EngineVersion, PostingVector
from matching.tests.factories import published

WORK = {
    "nurse": ("Ward nurse", "Care for patients on a busy hospital ward, medication, wounds."),
    "dev": ("Python developer", "Build web services with Python, Django and PostgreSQL."),
    "chef": ("Sous chef", "Run the kitchen of a hotel restaurant, menus and hygiene."),
    "driver": ("HGV driver", "Drive lorries, deliver pallets, keep the log of hours."),
}
RESUMES = {
    "q1": "Jane Roe\nStaff nurse\nExperience\nStaff nurse, City Hospital, 2018 - 2024\nCared for patients.",
    "q2": "John Doe\nBackend developer\nExperience\nPython developer, Acme, 2019 - 2024\nBuilt Django services.",
}
SCHEMAS = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'evaluation%'"


def write(folder, *, packed=False, qrels="q1\tnurse\t1\nq2\tdev\t1\n", header=True):
    documents = [{"_id": k, "title": t, "text": x} for k, (t, x) in WORK.items()]
    queries = [{"_id": k, "text": x} for k, x in RESUMES.items()]
    texts = {
        "corpus.jsonl": "\n".join(map(json.dumps, documents)),
        "queries.jsonl": "\n".join(map(json.dumps, queries)),
        "qrels.tsv": ("query-id\tcorpus-id\tscore\n" if header else "") + qrels,
    }
    for name, text in texts.items():
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
        else:
            (folder / name).write_text(text)
    return folder


def evaluated(folder, capsys):
    call_command("evaluate_matching", str(folder), "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.django_db
class TestEvaluateMatching:
    @pytest.mark.parametrize("packed", [True, False])
    def test_says_how_well_and_how_fast(self, tmp_path, capsys, packed):
        found = evaluated(write(tmp_path, packed=packed, header=packed), capsys)
        assert found["ndcg10"] == 1
        assert found["recall100"] == 1
        assert found["p10"] == pytest.approx(0.1)
        assert found["map"] == 1
        assert 0 < found["latency_p50_ms"] <= found["latency_p95_ms"]
        assert found["baselines"].keys() == {"tfidf", "bm25", "dense"}
        assert all("ndcg10" in row for row in found["baselines"].values())
        assert (found["queries"], found["documents"]) == (2, 4)

    def test_leaves_the_install_as_it_was(self, tmp_path, capsys):
        own = published(title="Ward nurse", description="Care for patients.")
        versions = list(EngineVersion.objects.values())
        evaluated(write(tmp_path), capsys)
        assert list(Posting.objects.values_list("pk", flat=True)) == [own.pk]
        assert PostingVector.objects.count() == 1
        assert list(EngineVersion.objects.values()) == versions
        assert _schemas() == 0

    def test_leaves_it_so_when_interrupted(self, tmp_path, monkeypatch):
        def interrupt(*_args):
            raise KeyboardInterrupt

        monkeypatch.setattr(measuring, "_local", interrupt)
        with pytest.raises(KeyboardInterrupt):
            call_command("evaluate_matching", str(write(tmp_path)))
        assert Posting.objects.count() == 0
        assert _schemas() == 0

    @pytest.mark.parametrize(
        ("name", "text", "said"),
        [
            ("qrels.tsv", "q1\tnurse\n", "not query, document and score"),
            ("qrels.tsv", "q1\tnurse\tyes\n", "is no score"),
            ("qrels.tsv", "q9\tnurse\t1\n", "no judgement"),
            ("corpus.jsonl", "{", "no JSON"),
            ("corpus.jsonl", "[]", "no JSON object"),
            ("corpus.jsonl", '{"title": "x"}', "no _id"),
            ("corpus.jsonl", '{"_id": "a"}\n{"_id": "a"}', "was there before"),
            ("queries.jsonl", '{"_id": "q1"}', "no text"),
            ("corpus.jsonl", None, "There is no corpus.jsonl"),
        ],
    )
    def test_says_what_is_wrong_with_a_folder(self, tmp_path, name, text, said):
        write(tmp_path)
        if text is None:
            (tmp_path / name).unlink()
        else:
            (tmp_path / name).write_text(text)
        with pytest.raises(CommandError, match=said):
            call_command("evaluate_matching", str(tmp_path))

    def test_says_that_a_folder_is_none(self, tmp_path):
        with pytest.raises(CommandError, match="is no folder"):
            call_command("evaluate_matching", str(tmp_path / "nowhere"))

    def test_takes_what_no_parser_calls_a_resume(self, tmp_path, capsys):
        write(tmp_path)
        rows = [{"_id": "q1", "text": "..."}, {"_id": "q2", "text": RESUMES["q2"]}]
        (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)))
        assert evaluated(tmp_path, capsys)["queries"] == 2


@pytest.mark.needs_data
class TestFloor:
    """`bin/bench matching --quality-only --raise-floor` writes better figures down."""

    def test_resumes_find_the_postings_of_their_field(self):
        assert under_floor(quality()) == []


def _schemas():
    with connection.cursor() as cursor:
        cursor.execute(SCHEMAS)
        return cursor.fetchone()[0]
