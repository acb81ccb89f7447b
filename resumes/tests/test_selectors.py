"""What pages show of a version: places, questions, differences, sittings."""

from datetime import timedelta

import pytest

from resumes.holders import Use
from resumes.models import ResumeVersion
from resumes.selectors import (
    address_of,
    as_rows,
    crop_of,
    differences_between,
    lines_of,
    questions_about,
    quote_of,
    read_sections,
    sheets_of,
    sittings_of,
)
from resumes.selectors.reading import day_in_words
from resumes.tests.factories import NOW

SIZES = ((612.0, 792.0), (612.0, 792.0))


def version(parsed, provenance=None, **more):
    return ResumeVersion(parsed=parsed, provenance=provenance or {}, state="PARSED", **more)


def at(line, box=None, page=0, confidence=0.9):
    return {"page": page, "line": line, "box": box, "confidence": confidence}


class TestSheets:
    def test_hold_one_mark_for_what_stands_on_one_line(self):
        line = [54.0, 56.0, 350.0, 66.0]
        found = sheets_of(
            version(
                {},
                {
                    "/basics/phone": at(1, line),
                    "/basics/email": at(1, line),
                    "/work/0/highlights/1": at(4, [60, 90, 300, 100], page=1),
                    "/basics/name": at(0, [54.0, 31.0, 221.0, 47.0]),
                    "/meta/version": at(2, [1, 2, 3, 4]),
                },
            ),
            SIZES,
        )
        name, contact = found[0].marks
        assert (name.label, contact.label) == ("Name", "Phone, E-mail")
        assert (contact.x, contact.y, contact.width, contact.height) == (52.5, 54.5, 299.0, 13.0)
        assert contact.target == "f-basics-phone"
        assert [mark.target for mark in found[1].marks] == ["f-work-0-highlights-1"]

    @pytest.mark.parametrize("box", [None, [], [1, 2, 3], [5, 5, 5, 9], "box"])
    def test_leave_out_what_has_no_place(self, box):
        assert sheets_of(version({}, {"/basics/name": at(0, box)}), SIZES)[0].marks == ()


class TestLines:
    def test_find_their_values_past_blank_lines(self):
        one = version({}, {"/work/0/position": at(2)}, text="Sam\n\nWork\nLead\tAcme\n\n")
        lines = lines_of(one)
        assert [line.text for line in lines] == ["Sam", "", "Work", "Lead   Acme", "", ""]
        assert [line.mark and line.mark.label for line in lines][3] == "Position"
        assert sum(line.mark is not None for line in lines) == 1

    def test_are_quoted_with_their_neighbours(self):
        one = version({}, {"/work/0/position": at(1)}, text="Work\n\nLead, Acme\n2019")
        quote = quote_of(one, "/work/0/position")
        assert (quote.before, quote.line, quote.after) == ("Work", "Lead, Acme", "2019")
        assert quote_of(one, "/basics/name") is None


class TestCrop:
    @pytest.mark.parametrize(
        "box", [[0, 0, 20, 10], [590, 780, 612, 792], [54, 56, 350, 66], [0, 0, 612, 700]]
    )
    def test_stays_on_the_page_around_the_box(self, box):
        crop = crop_of(version({}, {"/basics/name": at(0, box)}), "/basics/name", SIZES)
        assert crop.x >= 0
        assert crop.x + crop.width <= 612
        assert crop.y + crop.height <= 792
        assert crop.x <= box[0]
        assert crop.x + crop.width >= box[2]
        assert crop.width >= 300

    def test_is_none_without_picture(self):
        known = {"/basics/name": at(0, [1, 1, 9, 9], page=2)}
        assert crop_of(version({}, known), "/basics/name", SIZES) is None
        assert crop_of(version({}, known), "/basics/email", SIZES) is None


class TestQuestions:
    def asked(self, parsed, known=None):
        return [question.pointer for question in questions_about(version(parsed, known))]

    def test_ask_for_contact_first_then_the_newest_job(self):
        parsed = {
            "basics": {"name": "Sam", "email": "a@b.org", "phone": "1"},
            "work": [{"position": "Lead", "name": "Acme", "startDate": "2020"}],
            "skills": [{"name": "Pyhton"}],
        }
        known = {
            "/basics/phone": at(0, confidence=0.79),
            "/basics/name": at(0, confidence=0.8),
            "/work/0/name": at(0, confidence=0.4),
            "/skills/0/name": at(0, confidence=0.75),
        }
        assert self.asked(parsed, known) == [
            "/basics/phone",
            "/work/0/name",
            "/basics/location/city",
            "/skills/0/name",
        ]

    def test_are_five_at_most(self):
        assert len(self.asked({"work": [{}, {}], "education": [{}]})) == 5

    def test_do_not_ask_twice(self):
        said = {"confidence": 1.0, "source": "person", "absent": True}
        known = {f"/basics/{key}": said for key in ("name", "email", "location/city")}
        assert self.asked({"basics": {}}, known) == []

    def test_never_ask_for_a_phone_or_an_end_that_is_not_there(self):
        parsed = {
            "basics": {"name": "Sam", "email": "a@b.org", "location": {"city": "Leeds"}},
            "work": [{"position": "Lead", "name": "Acme", "startDate": "2020"}],
        }
        assert self.asked(parsed) == []

    @pytest.mark.parametrize("junk", [{"basics": []}, {"work": {}}, {"work": ["x"]}, {}])
    def test_cope_with_a_json_resume_that_is_none(self, junk):
        assert "/basics/name" in self.asked(junk)
        assert isinstance(read_sections(version(junk)), list)


class TestAddress:
    @pytest.mark.parametrize(
        ("pointer", "key", "index", "part", "item"),
        [
            ("/basics/name", "basics", None, "name", None),
            ("/basics/location/city", "basics", None, "location/city", None),
            ("/basics/profiles/1/url", "basics/profiles", 1, "url", None),
            ("/work/0/highlights/2", "work", 0, "highlights", 2),
            ("/work/-", "work", None, None, None),
        ],
    )
    def test_is_where_a_pointer_leads(self, pointer, key, index, part, item):
        found = address_of(pointer)
        assert (found.kind.key, found.index, found.part and found.part.key, found.item) == (
            key,
            index,
            part,
            item,
        )

    @pytest.mark.parametrize("pointer", ["", "/", "/x/0", "/work", "/work/x", "/work/0/a/b/c"])
    def test_is_none_for_anything_else(self, pointer):
        assert address_of(pointer) is None


class TestDifferences:
    def rows(self, before, after):
        found = differences_between(version(before), version(after))
        return [(r["kind"], r["field"], r["before"], r["after"]) for r in as_rows(found)]

    def test_are_none_between_the_same(self):
        same = {"basics": {"name": "Sam"}, "work": [{"position": "Lead"}]}
        assert self.rows(same, same) == []

    def test_mark_words_inside_a_line(self):
        found = differences_between(
            version({"work": [{"position": "Lead", "summary": "Led a team of 4 people"}]}),
            version({"work": [{"position": "Lead", "summary": "Led a team of 12 people"}]}),
        )
        difference = found[0].entries[0].differences[0]
        assert [(p.text, p.is_changed) for p in difference.before] == [
            ("Led a team of ", False),
            ("4", True),
            (" people", False),
        ]
        assert [p.text for p in difference.after if p.is_changed] == ["12"]

    def test_follow_an_entry_that_moved(self):
        job = {"position": "Developer", "name": "Acme", "highlights": ["Built it", "Ran it"]}
        new = {"position": "Lead", "name": "Other Ltd"}
        rows = self.rows({"work": [job]}, {"work": [new, {**job, "name": "Acme Ltd"}]})
        assert ("changed", "Employer", "Acme", "Acme Ltd") in rows
        assert ("added", "Position", None, "Lead") in rows
        assert not any("Built it" in str(row) for row in rows)

    def test_tell_items_that_came_and_went(self):
        before = {"skills": [{"name": "Backend", "keywords": ["Python", "PHP"]}]}
        after = {"skills": [{"name": "Backend", "keywords": ["Python", "Rust", "Go"]}]}
        rows = self.rows(before, after)
        assert ("removed", "Skills", "PHP", None) in rows
        assert [row[3] for row in rows if row[0] == "added"] == ["Rust", "Go"]


class TestSittings:
    def made(self, number, minutes, origin="EDITED", label=""):
        return ResumeVersion(
            pk=number,
            parent_id=number - 1,
            number=number,
            origin=origin,
            label=label,
            created_at=NOW + timedelta(minutes=minutes),
        )

    def test_put_saves_made_in_one_go_together(self):
        versions = [
            self.made(6, 40),
            self.made(5, 12),
            self.made(4, 5, label="Sent to Acme"),
            self.made(3, 2),
            self.made(2, 1),
            self.made(1, 0, origin="UPLOADED"),
        ]
        found = sittings_of(versions)
        assert [sitting.version.number for sitting in found] == [6, 5, 4, 1]
        assert [v.number for v in found[2].earlier] == [3, 2]

    def test_keep_a_version_that_is_used_on_a_line_of_its_own(self):
        use = Use(3, "Developer · Acme", "Applied", "/applications/1")
        versions = [self.made(number, number) for number in (4, 3, 2)]
        found = sittings_of(versions, {3: [use]})
        assert [(sitting.version.number, sitting.uses) for sitting in found] == [
            (4, ()),
            (3, (use,)),
        ]
        assert [v.number for v in found[1].earlier] == [2]


class TestDayInWords:
    @pytest.mark.parametrize(
        ("iso", "words"),
        [
            ("2019", "2019"),
            ("2019-04", "Apr 2019"),
            ("2019-04-03", "3 Apr 2019"),
            ("20XX", "20XX"),
            ("2019-99", "2019-99"),
        ],
    )
    def test_keeps_the_precision(self, iso, words):
        assert day_in_words(iso) == words
