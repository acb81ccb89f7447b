"""What counts as read right, and what the parser has reached so far: that may only rise."""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bench import _parsing_floor as floors
from bench.made_up.corpus import write_few, write_few_scans
from bench.made_up.people import everyday, lookalikes, people, unlisted
from bench.parsing import DATA, scorecard
from resumes.management.evaluation import UnreadableTruthError, case, door, evaluate
from resumes.parsing.sandbox import parse_file
from resumes.parsing.types import ParseFailure
from resumes.scorecard import matching, report
from resumes.scorecard.card import Card, figures
from resumes.scorecard.judging import Mistake, judge
from resumes.scorecard.periods import Span, read_span, same_span
from resumes.scorecard.truth import read_truth

JOB = {"title": "Nurse", "company": "Clinic", "dates": "May 2019 - Present"}
READ = {"position": "Nurse", "name": "Clinic", "startDate": "2019-05"}


def perfect(person):
    """What a reader without fault answers."""
    return {
        "basics": {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "location": {"address": person.place},
            "profiles": [{"url": link} for link in person.links],
        },
        "work": [
            {"position": j.what, "name": j.where, "highlights": list(j.bullets), **ends(j)}
            for j in person.jobs
        ],
        "education": [
            {"studyType": s.what, "institution": s.where, **ends(s)} for s in person.studies
        ],
        "skills": [{"name": name, "keywords": words} for name, words in person.skills.items()],
        "languages": [{"language": name, "fluency": level} for name, level in person.spoken],
    }


def ends(stay):
    return {k: v for k, v in zip(("startDate", "endDate"), stay.span, strict=True) if v}


class TestReadSpan:
    @pytest.mark.parametrize(
        ("written", "span"),
        [
            ("Jan 2020 – Present", Span("2020-01")),
            ("2013-12-01 - 2014-12-01", Span("2013-12", "2014-12")),
            ("03/2022 - 04/2023", Span("2022-03", "2023-04")),
            ("2019", Span("", "2019")),
            ("2019–21", Span("2019", "2021")),
            ("01.02.2019 – 31.03.2020", Span("2019-02", "2020-03")),
            ("Mar – Jun 2020", Span("2020-03", "2020-06")),
            ("May '19 - Jul '20", Span("2019-05", "2020-07")),
            ("seit 03/2019", Span("2019-03")),
            ("avril 2019 – aujourd'hui", Span("2019-04")),
            ("październik 2012 – obecnie", Span("2012-10")),
            ("mayo de 2019 – actualidad", Span("2019-05")),
            ("2019 –", Span("2019")),
            ("January 20XX - Current", None),
        ],
    )
    def test_reads_what_people_write(self, written, span):
        assert read_span(written) == span

    @pytest.mark.parametrize("person", people(), ids=lambda person: person.key)
    def test_reads_what_the_made_up_people_write(self, person):
        stays = (*person.jobs, *person.studies)
        assert [read_span(stay.dates) for stay in stays] == [Span(*stay.span) for stay in stays]

    @pytest.mark.parametrize(
        ("truth", "found", "same"),
        [
            (Span("2019", "2020"), Span("2019", "2020"), True),
            (Span("2019", "2020"), Span("2019-01", "2020-12"), False),
            (Span("2019-01", "2020-12"), Span("2019", "2020"), False),
            (Span("2019"), Span("2019", "2020"), False),
            (Span("", "2015"), Span("", "2015"), True),
            (Span("", "2015"), Span("2011", "2015"), False),
            (Span("2019"), None, False),
        ],
    )
    def test_same_means_the_same_precision(self, truth, found, same):
        assert same_span(truth, found) is same


class TestMatching:
    @pytest.mark.parametrize(
        ("truth", "found"),
        [
            ("Office Manager", "OFFICE  MANAGER"),
            ("Chief Officer", "Chief Oﬃcer"),
            ("Co-Founder", "Co‑\nFounder"),
        ],
    )
    def test_the_same_text(self, truth, found):
        assert matching.same_text(truth, found)

    @pytest.mark.parametrize(
        ("truth", "found"),
        [
            ("Software Engineer II", "Software Engineer III"),
            ("University of Texas at Austin", "University of Texas at Austin, TX"),
            ("José", "Jose"),
            ("", ""),
        ],
    )
    def test_no_likeness_makes_it_the_same(self, truth, found):
        assert not matching.same_text(truth, found)

    @pytest.mark.parametrize(
        ("truth", "found", "same"),
        [
            ("+44 (0)20 7946 0958", "020 7946 0958", True),
            ("(512) 555-0142", "+1 512 555 0142", True),
            ("(512) 555-0142", "(512) 555-0143", False),
            ("512 555 0142", "555 0142", True),
            ("512 555 0142", "0142", False),
        ],
    )
    def test_phones(self, truth, found, same):
        assert matching.same_phone(truth, found) is same

    @pytest.mark.parametrize(
        ("truth", "found", "same"),
        [
            ("Austin, TX", "TX Austin", True),
            ("Berlin", "Musterweg 12, 10115 Berlin", True),
            ("Leeds, UK", "Leeds", False),
            ("Leeds", "Leeds open to relocation", False),
        ],
    )
    def test_places(self, truth, found, same):
        assert matching.same_place(truth, found) is same

    def test_degrees_in_any_order_without_joiners(self):
        assert matching.same_degree("B.S. in Physics", "Physics, B.S.")
        assert not matching.same_degree("B.S. in Physics", "B.S.")

    def test_signs_of_skills_count(self):
        assert matching.same_skill("C++", "c++")
        assert not matching.same_skill("C++", "C#")

    def test_bullets_forgive_a_slip_but_no_number_and_no_cut(self):
        bullet = "Led the move of 40 shops to a new till system within one single year"
        assert matching.same_bullet(bullet, bullet.replace("single", "singIe"))
        assert not matching.same_bullet(bullet, bullet.replace("40", "41"))
        assert not matching.same_bullet(bullet, bullet[:-12])

    def test_a_bullet_with_points_may_be_read_point_by_point(self):
        truth, found = ("Won prizes - one - two",), ("Won prizes", "one", "two", "three")
        assert matching.unmatched_bullets(truth, found) == ([], ["three"])


class TestReadTruth:
    def test_takes_json_resume_and_our_own_format_alike(self):
        ours = {"email": "a@b.c", "experience": [JOB], "skills": ["A", "B"], "location": "Leeds"}
        theirs = {
            "basics": {"email": "a@b.c", "location": {"city": "Leeds", "countryCode": "GB"}},
            "work": [READ],
            "skills": [{"name": "Both", "keywords": ["A", "B"]}],
        }
        assert read_truth(ours) == read_truth(theirs)

    @pytest.mark.parametrize("nothing", [None, "", [], {}])
    def test_takes_nothing_for_not_stated(self, nothing):
        keys = ("name", "email", "phone", "location", "experience", "education", "skills", "links")
        assert read_truth(dict.fromkeys(keys, nothing)) == read_truth({})

    @pytest.mark.parametrize(
        "row",
        [
            {"dates": "May 2019 - Jun 2020"},
            {"dates": ["2019-05", "2020-06"]},
            {"dates": {"start": "05/2019", "end": "06/2020"}},
            {"start_date": "2019-05-01", "end_date": "2020-06-30"},
        ],
    )
    def test_takes_dates_in_many_shapes(self, row):
        assert read_truth({"experience": [row]}).jobs[0].span == Span("2019-05", "2020-06")

    def test_takes_a_wrapped_truth_and_a_name_in_parts(self):
        wrapped = {"expected": {"name": {"first": "Jane", "last": "Roe"}}}
        assert read_truth(wrapped).name == "Jane Roe"

    def test_takes_languages_with_their_levels(self):
        truth = {"languages": ["English (native)", {"language": "German", "fluency": "B2"}]}
        assert judge(truth, {"languages": [{"language": "English"}, {"language": "German"}]}) == (
            judge({"languages": "English, German"}, {"languages": [{"language": "English"}, {"language": "German"}]})
        )  # fmt: skip


class TestJudge:
    def test_counts_only_what_is_stated(self):
        judgement = judge({"name": "Jane Roe"}, {"basics": {"name": "Jane Roe"}, "work": [READ]})
        assert list(judgement.tallies) == ["name"]

    @pytest.mark.parametrize("person", people(), ids=lambda person: person.key)
    def test_finds_no_mistake_in_a_perfect_answer(self, person):
        judgement = judge(person.truth(), perfect(person))
        assert judgement.mistakes == []
        assert {"name", "email", "phone", "location", "title", "degree"} <= set(judgement.tallies)

    def test_a_wrong_value_is_wrong_and_missed(self):
        tally = judge({"name": "Jane Roe"}, {"basics": {"name": "Resume"}}).tallies["name"]
        assert (tally.hits, tally.wrong, tally.missed) == (0, 1, 1)

    def test_pairs_entries_whatever_their_order(self):
        other = {"title": "Cook", "company": "Inn", "dates": "2010 - 2012"}
        read = {"position": "Cook", "name": "Inn", "startDate": "2010", "endDate": "2012"}
        assert not judge({"experience": [JOB, other]}, {"work": [read, READ]}).mistakes

    def test_title_and_company_belong_together(self):
        swapped = {**READ, "position": "Clinic", "name": "Nurse"}
        assert [m.field for m in judge({"experience": [JOB]}, {"work": [swapped]}).mistakes] == [
            "title",
            "company",
        ]

    def test_an_invented_job_is_wrong_in_every_field(self):
        judgement = judge({"experience": [JOB]}, {"work": [READ, {**READ, "position": "Ghost"}]})
        wrong = {name: tally.wrong for name, tally in judgement.tallies.items()}
        assert wrong == {"title": 1, "company": 1, "job_dates": 1}

    def test_a_lost_job_is_missed_with_its_bullets(self):
        judgement = judge({"experience": [{**JOB, "bullets": ["Care"]}]}, {})
        missed = {name: tally.missed for name, tally in judgement.tallies.items()}
        assert missed == {"title": 1, "company": 1, "job_dates": 1, "bullets": 1}

    def test_deleted_text_must_stand_nowhere(self):
        truth = {"must_not_extract": ["COBOL"]}
        resume = {"skills": [{"name": "Cobol, Rust"}]}
        assert judge(truth, resume).mistakes == [Mistake("forbidden", "", "COBOL")]
        assert judge(truth, {"skills": [{"name": "Cobolt"}]}).tallies["forbidden"].hits == 1


class TestEvaluate:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "deep").mkdir()
        text = "Jane Roe\njane@example.com\n\nEXPERIENCE\nNurse, Clinic\nMay 2019 - Present\n"
        for name, truth in (("deep/a.txt", "deep/a.truth.json"), ("b.txt", "b.txt.truth.json")):
            (tmp_path / name).write_text(text)
            stated = {"name": "Jane Roe", "email": None, "experience": [JOB], "layout": "typed"}
            (tmp_path / truth).write_text(json.dumps(stated))
        (tmp_path / "empty.pdf").write_bytes(b"")
        return tmp_path

    def test_finds_truths_by_file_and_by_stem(self, folder):
        card = evaluate(folder, through_the_door=False)
        assert [(r.label, r.layout) for r in card.results] == [
            ("b.txt", "typed"),
            ("deep/a.txt", "typed"),
        ]
        assert figures(card)["f1"]["experience"] == 1.0
        assert figures(card)["f1"]["email"] is None

    def test_the_command_prints_one_object(self, folder):
        command = [sys.executable, "manage.py", "evaluate_parsing", str(folder), "--json"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)  # noqa: S603 - our own command
        found = json.loads(done.stdout)
        assert found["f1"]["name"] == found["precision"]["title"] == found["recall"]["title"] == 1.0
        assert (found["files"], found["truths"], found["answered"]) == (3, 2, 1.0)
        assert found["p50_seconds"] <= found["p95_seconds"] < found["child_start_seconds"] + 5
        assert found["per_format"]["txt"]["files"] == found["per_layout"]["typed"]["files"] == 2
        assert found["worst_peak_mib"] > 5

    def test_a_broken_truth_is_named(self, folder):
        (folder / "b.txt.truth.json").write_text("[")
        with pytest.raises(UnreadableTruthError, match=r"b\.txt"):
            evaluate(folder, through_the_door=False)

    def test_a_file_that_is_gone_does_not_stop_the_others(self, folder):
        with door() as answer:
            assert answer(folder / "gone.txt")["code"] == "unreadable"
            assert answer(folder / "b.txt")["code"] == "ok"

    def test_tables_show_every_field_that_was_stated(self, folder):
        card = evaluate(folder, through_the_door=False)
        assert "job dates" in report.as_text(card)
        assert "email" not in report.as_text(card).split("by format")[0]
        assert report.as_markdown(card).splitlines()[2].startswith("| all with a text layer | 2 |")


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> Card:
    folder = tmp_path_factory.mktemp("made-up")
    write_few(folder)
    return evaluate(folder, through_the_door=False)


class TestFloor:
    """`bin/bench parsing --quick --raise-floor` writes better figures down."""

    def test_made_up_people_in_every_layout(self, few):
        assert floors.check(floors.reached(few), "few files") == []

    def test_people_whose_headings_nobody_listed(self, tmp_path):
        write_few(tmp_path, unlisted(), each=4)
        card = evaluate(tmp_path, through_the_door=False)
        assert floors.check({"all": floors.reached(card)["all"]}, "unlisted headings") == []

    def test_people_whose_firms_and_schools_look_like_something_else(self, tmp_path):
        write_few(tmp_path, lookalikes(), each=4)
        card = evaluate(tmp_path, through_the_door=False)
        assert floors.check({"all": floors.reached(card)["all"]}, "lookalikes") == []

    def test_people_with_theses_grades_and_semesters_abroad_below_their_studies(self, tmp_path):
        write_few(tmp_path, everyday(), each=3)
        card = evaluate(tmp_path, through_the_door=False)
        assert floors.check({"all": floors.reached(card)["all"]}, "everyday people") == []

    def test_made_up_people_cover_what_resumes_are(self, few):
        assert len({r.layout for r in few.results}) >= 20
        assert {r.group for r in few.results} == {"plain", "tables", "two columns"}

    @pytest.mark.slow
    @pytest.mark.needs_ocr
    def test_made_up_scans(self, tmp_path):
        write_few_scans(tmp_path)
        found = floors.reached(evaluate(tmp_path, through_the_door=True))
        assert set(found["scans"]) >= {"name", "email", "phone", "title", "company"}
        assert floors.check({"scans": found["scans"]}, "few scans", with_pictures=True) == []

    def test_holds_what_was_read_from_scans_unless_none_were_read(self, tmp_path, monkeypatch):
        monkeypatch.setattr(floors, "FILE", tmp_path / "floor.json")
        good, bad = ({"scans": {"name": figure}} for figure in (0.95, 0.9))
        assert floors.check(good, "all", with_pictures=True, raise_it=True) == []
        assert floors.floor_of("all") == good
        assert floors.check(bad, "all", with_pictures=True) == ["scans, name: 0.9 < 0.95"]
        assert floors.check(bad, "all") == []
        floors.check(bad, "all", with_pictures=True, raise_it=True)
        assert floors.floor_of("all") == good

    @pytest.mark.needs_data
    def test_the_measurement_data(self):
        found = floors.reached(evaluate(DATA / "resumes", through_the_door=False))
        assert floors.check({"all": found["all"]}, "measurement data") == []

    @pytest.mark.slow
    @pytest.mark.needs_data
    @pytest.mark.needs_browser
    def test_everything(self):
        assert floors.check_all(scorecard(quick=True), quick=True) == []


@pytest.mark.needs_data
class TestHardFiles:
    def test_text_in_many_encodings(self):
        for path in sorted((DATA / "hard_files" / "text_encodings").glob("*.txt")):
            assert _code(path) in {"ok", "empty", "wrong_type"}, path.name

    def test_made_up_attacks(self, tmp_path):
        with tarfile.open(DATA / "hard_files" / "synthetic.tar.gz") as archive:
            archive.extractall(tmp_path, filter="data")
        codes = {path.name: _code(path) for path in sorted(tmp_path.rglob("*.*")) if path.is_file()}
        assert len(codes) > 20
        assert codes["zipbomb_1GiB_document_xml.docx"] == "too_big"
        assert codes["flate_bomb_1GiB.pdf"] == "out_of_memory"
        assert codes["flate_bomb_double_1GiB.pdf"] == "out_of_memory"
        assert codes["pages_50000_same_object.pdf"] == "too_many_pages"
        assert codes["exe_renamed.pdf"] == "wrong_type"
        assert codes["zero_bytes.pdf"] == "empty"
        assert codes["javascript_openaction.pdf"] == "ok"


class TestCase:
    def test_a_layout_is_the_word_after_two_lines_or_the_folder(self, tmp_path):
        for name in ("a__table.pdf", "b.pdf"):
            (tmp_path / name).touch()
        assert case(tmp_path / "a__table.pdf", tmp_path).layout == "table"
        assert case(tmp_path / "b.pdf", tmp_path).layout == tmp_path.name


def _code(path: Path) -> str:
    try:
        parse_file(path)
    except ParseFailure as failure:
        return failure.code
    return "ok"
