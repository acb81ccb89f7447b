"""A person corrects what was read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from resumes.models import ResumeVersion
from resumes.services import (
    BadValueError,
    CannotCorrectError,
    Change,
    ChangedMeanwhileError,
    NothingThereError,
    Op,
    correct_version,
    name_version,
    restore_version,
)
from resumes.services.patches import apply_changes
from resumes.services.values import clean_text
from resumes.tests.factories import NOW, ResumeVersionFactory

PLACE = {"page": 0, "line": 3, "box": [1.0, 2.0, 30.0, 12.0], "confidence": 0.5}
DOCUMENT = {
    "basics": {"name": "Sam", "phone": "020 7946 0000", "phoneE164": "+442079460000"},
    "work": [
        {"position": "Lead", "startDate": "2020-01", "highlights": ["One", "Two", "Three"]},
        {"position": "Developer", "startDate": "2015", "endDate": "2019"},
    ],
    "skills": [{"name": "Python"}, {"name": "Django"}],
}
KNOWN = {
    "/basics/name": PLACE,
    "/work/0/highlights/0": {**PLACE, "line": 5},
    "/work/0/highlights/1": {**PLACE, "line": 6},
    "/work/0/highlights/2": {**PLACE, "line": 7},
    "/work/1/position": {**PLACE, "line": 9},
    "/skills/0/name": {**PLACE, "line": 20},
    "/skills/1/name": {**PLACE, "line": 21},
}


def after(*changes):
    return apply_changes(DOCUMENT, KNOWN, [Change(Op(op), *rest) for op, *rest in changes])


class TestApplyChanges:
    def test_leaves_what_it_was_given_alone(self):
        before = repr((DOCUMENT, KNOWN))
        after(("replace", "/basics/name", "Samira"), ("remove", "/work/0"))
        assert repr((DOCUMENT, KNOWN)) == before

    def test_says_who_said_so_and_keeps_the_place_in_the_original(self):
        draft = after(("replace", "/basics/name", "  Samira\tOkafor "))
        assert draft.document["basics"]["name"] == "Samira Okafor"
        said = draft.provenance["/basics/name"]
        assert (said["confidence"], said["source"]) == (1.0, "person")
        assert (said["page"], said["line"], said["box"]) == (0, 3, PLACE["box"])

    def test_makes_a_place_where_there_was_none(self):
        draft = after(("replace", "/basics/location/city", "Leeds"))
        assert draft.document["basics"]["location"] == {"city": "Leeds"}

    def test_keeps_what_is_known_of_items_that_stayed(self):
        draft = after(("replace", "/work/0/highlights", ["Zero", "Two", "Three and more"]))
        assert draft.document["work"][0]["highlights"] == ["Zero", "Two", "Three and more"]
        assert draft.provenance["/work/0/highlights/1"] == KNOWN["/work/0/highlights/1"]
        assert draft.provenance["/work/0/highlights/0"]["source"] == "person"
        assert draft.provenance["/work/0/highlights/2"]["line"] == 7

    def test_moves_up_what_stands_behind_an_item_that_went(self):
        draft = after(("remove", "/work/0/highlights/0"))
        assert draft.document["work"][0]["highlights"] == ["Two", "Three"]
        assert draft.provenance["/work/0/highlights/0"]["line"] == 6
        assert "/work/0/highlights/2" not in draft.provenance

    def test_moves_up_what_stands_behind_an_entry_that_went(self):
        draft = after(("remove", "/work/0"))
        assert [job["position"] for job in draft.document["work"]] == ["Developer"]
        assert draft.provenance["/work/0/position"]["line"] == 9
        assert not any(key.startswith("/work/0/highlights") for key in draft.provenance)

    def test_takes_an_entry_away_with_its_last_field(self):
        draft = after(("remove", "/skills/0/name"), ("confirm", "/skills/1/name"))
        assert draft.document["skills"] == [{"name": "Django"}]
        assert draft.provenance["/skills/0/name"]["line"] == 21
        assert "/skills/1/name" not in draft.provenance

    def test_adds_an_entry_and_an_item(self):
        draft = after(
            ("add", "/work/-", {"position": "Intern", "highlights": ["Learned"]}),
            ("add", "/work/2/highlights/-", "Asked"),
            ("add", "/languages/-", {"language": "French", "fluency": "B2"}),
        )
        assert draft.document["work"][2]["highlights"] == ["Learned", "Asked"]
        assert draft.document["languages"] == [{"language": "French", "fluency": "B2"}]
        assert draft.provenance["/work/2/highlights/1"] == {"confidence": 1.0, "source": "person"}

    def test_remembers_that_something_is_not_there(self):
        draft = after(("remove", "/basics/email"))
        assert "email" not in draft.document["basics"]
        assert draft.provenance["/basics/email"]["absent"] is True

    def test_takes_an_empty_text_as_taken_away(self):
        draft = after(("replace", "/work/1/endDate", " "))
        assert "endDate" not in draft.document["work"][1]

    def test_confirms_a_reading(self):
        draft = after(("confirm", "/basics/name"))
        assert draft.document == DOCUMENT
        assert draft.provenance["/basics/name"]["confidence"] == 1.0

    @pytest.mark.parametrize(
        ("number", "machine"),
        [("+49 30 123456", "+4930123456"), ("030 123456", None), ("", None)],
    )
    def test_lets_the_number_for_machines_follow(self, number, machine):
        draft = after(("replace", "/basics/phone", number))
        assert draft.document["basics"].get("phoneE164") == machine

    @pytest.mark.parametrize(
        ("op", "pointer", "value"),
        [
            ("replace", "/basics/image", "x"),
            ("replace", "/basics", {}),
            ("replace", "/work/7/position", "x"),
            ("replace", "/work/0", {}),
            ("replace", "/work/0/highlights/9", "x"),
            ("replace", "/work/-1/position", "x"),
            ("replace", "/work/0/position/0", "x"),
            ("remove", "/education/0", None),
            ("remove", "/work/0/highlights/3", None),
            ("remove", "/", None),
            ("add", "/work/0", {"position": "x"}),
            ("replace", "/work/²/position", "x"),
            ("replace", "/work/٠/position", "x"),
            ("replace", "/work/00/position", "x"),
            ("replace", "/work/0/highlights/²", "x"),
            ("replace", "work/0/position", "x"),
            ("replace", "/work/0/position/", "x"),
            ("add", "/meta/-", {"x": "y"}),
            ("confirm", "/basics/email", None),
            ("confirm", "/work/0", None),
            ("confirm", "/work/0/highlights", None),
        ],
    )
    def test_refuses_a_pointer_that_names_nothing(self, op, pointer, value):
        with pytest.raises(NothingThereError):
            after((op, pointer, value))

    @pytest.mark.parametrize(
        ("op", "pointer", "value"),
        [
            ("replace", "/basics/name", 3),
            ("replace", "/basics/name", ["x"]),
            ("replace", "/work/0/highlights", {"a": 1}),
            ("replace", "/work/0/highlights", [1]),
            ("add", "/work/-", {}),
            ("add", "/work/-", {"salary": "1"}),
            ("add", "/work/-", "x"),
            ("add", "/work/0/highlights/-", ""),
            ("add", "/work/-", {"startDate": "2020", "endDate": "2019"}),
            ("replace", "/work/1/endDate", "2014"),
        ],
    )
    def test_refuses_what_cannot_stand_there(self, op, pointer, value):
        with pytest.raises(BadValueError):
            after((op, pointer, value))

    @pytest.mark.parametrize("junk", [{"work": {"a": 1}}, {"work": ["x"]}, {"basics": []}])
    def test_copes_with_a_json_resume_that_is_none(self, junk):
        changes = [Change(Op.REPLACE, "/work/0/position", "x")]
        if "basics" in junk:
            changes = [Change(Op.REPLACE, "/basics/name", "x")]
        with pytest.raises(NothingThereError):
            apply_changes(junk, {}, changes)

    def test_keeps_a_long_list_whole(self):
        skills = [f"Skill {number}" for number in range(1000)]
        draft = after(("replace", "/work/0/highlights", skills))
        assert draft.document["work"][0]["highlights"] == skills

    def test_keeps_a_long_point_whole(self):
        draft = after(("replace", "/work/0/highlights/1", "x" * 5000))
        assert len(draft.document["work"][0]["highlights"][1]) == 5000

    @pytest.mark.parametrize(
        ("op", "pointer", "value", "place"),
        [
            ("replace", "/work/0/highlights", ["x"] * 1001, "/work/0/highlights"),
            ("replace", "/work/0/highlights", "x\n" * 1001, "/work/0/highlights"),
            ("replace", "/work/0/highlights", ["x", "x" * 5001], "/work/0/highlights"),
            ("replace", "/work/0/highlights/1", "x" * 5001, "/work/0/highlights/1"),
            ("add", "/work/0/highlights/-", "x" * 5001, "/work/0/highlights/-"),
            ("replace", "/work/0/position", "x" * 1001, "/work/0/position"),
            ("replace", "/basics/summary", "x" * 20_001, "/basics/summary"),
            ("add", "/work/-", {"position": "x", "name": "x" * 1001}, "/work/-/name"),
            ("add", "/work/-", {"startDate": "2020", "endDate": "2019"}, "/work/-"),
            ("replace", "/work/1/endDate", "2014", "/work/1/endDate"),
        ],
    )
    def test_says_what_was_refused_and_where(self, op, pointer, value, place):
        with pytest.raises(BadValueError) as refused:
            after((op, pointer, value))
        assert refused.value.pointer == place

    def test_refuses_one_more_item_than_a_list_may_have(self):
        full = ("replace", "/work/0/highlights", ["x"] * 1000)
        with pytest.raises(BadValueError, match="1000"):
            after(full, ("add", "/work/0/highlights/-", "one more"))

    def test_refuses_more_than_one_resume_can_hold(self):
        prose = [("replace", f"/work/{index}/summary", "x" * 20_000) for index in range(2)]
        jobs = [("add", "/work/-", {"summary": "x" * 20_000}) for _ in range(50)]
        with pytest.raises(BadValueError, match="too much"):
            after(*prose, *jobs)

    def test_lets_a_resume_shrink_that_was_read_with_more(self):
        huge = {"work": [{"summary": "x" * 1_100_000, "position": "Lead"}]}
        change = Change(Op.REPLACE, "/work/0/summary", "short")
        assert apply_changes(huge, {}, [change]).document["work"][0]["summary"] == "short"

    def test_stops_at_too_many(self):
        with pytest.raises(BadValueError):
            after(*[("confirm", "/basics/name")] * 501)


class TestCleanText:
    @pytest.mark.parametrize(
        ("kind", "said", "kept"),
        [
            ("email", "a@example.org", "a@example.org"),
            ("phone", "(020) 7946-0000", "(020) 7946-0000"),
            ("date", "2019", "2019"),
            ("date", "2019-04", "2019-04"),
            ("date", "2020-02-29", "2020-02-29"),
            ("date", "April 2019", "2019-04"),
            ("date", "04/2019", "2019-04"),
            ("date", "März 2021", "2021-03"),
            ("url", "github.com/sam", "github.com/sam"),
            ("country", "gb", "GB"),
            ("text", " two\nlines\x00 ", "two lines"),
            ("prose", " a  b \r\n\r\n c ", "a b\n\nc"),
            ("text", "x" * 1000, "x" * 1000),
            ("prose", "x" * 20_000, "x" * 20_000),
        ],
    )
    def test_keeps(self, kind, said, kept):
        assert clean_text(kind, said) == kept

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("email", "a at example.org"),
            ("phone", "123"),
            ("phone", "call me maybe 123456"),
            ("date", "soon"),
            ("date", "2019-13"),
            ("date", "2019-02-30"),
            ("date", "2019 - 2021"),
            ("url", "not a page"),
            ("url", "javascript://example.org/%0aalert(1)"),
            ("country", "Germany"),
            ("text", "x" * 1001),
            ("prose", "x" * 20_001),
        ],
    )
    def test_refuses(self, kind, said):
        with pytest.raises(BadValueError):
            clean_text(kind, said)


@pytest.mark.django_db
class TestCorrectVersion:
    def correct(self, version, *changes, **more):
        changes = [Change(Op(op), *rest) for op, *rest in changes]
        return correct_version(version=version, changes=changes, now=timezone.now(), **more)

    def test_makes_a_new_version_and_leaves_the_old_one(self):
        version = ResumeVersionFactory(file_key="users/x/resumes/y", text="as read")
        edited = self.correct(version, ("replace", "/basics/name", "Samira"))
        assert (edited.number, edited.origin) == (version.number + 1, "EDITED")
        assert (edited.parent, edited.text, edited.file_key) == (
            version,
            "as read",
            version.file_key,
        )
        version.refresh_from_db()
        assert version.parsed["basics"]["name"] == "Sam Example"

    def test_counts_the_months_again(self):
        version = ResumeVersionFactory(experience_months=65)
        edited = self.correct(version, ("replace", "/work/0/endDate", "2019-06"))
        assert edited.experience_months == 6
        gone = self.correct(edited, ("remove", "/work/0"))
        assert gone.experience_months is None

    def test_is_the_same_version_when_nothing_differs(self):
        version = ResumeVersionFactory()
        assert self.correct(version, ("replace", "/basics/name", "Sam Example")) == version

    def test_refuses_what_was_not_read(self):
        with pytest.raises(CannotCorrectError):
            self.correct(ResumeVersionFactory(state="FAILED"), ("confirm", "/basics/name"))

    def test_refuses_when_a_newer_version_was_saved_meanwhile(self):
        version = ResumeVersionFactory()
        seen = version.number
        self.correct(version, ("replace", "/basics/name", "Samira"), newest_seen=seen)
        with pytest.raises(ChangedMeanwhileError, match=f"Version {seen + 1}"):
            self.correct(version, ("replace", "/basics/name", "Sammy"), newest_seen=seen)
        assert ResumeVersion.objects.count() == 2

    def test_takes_the_same_form_sent_twice_as_one(self):
        version = ResumeVersionFactory()
        change = ("replace", "/basics/name", "Samira")
        first = self.correct(version, change, newest_seen=version.number)
        assert self.correct(version, change, newest_seen=version.number) == first


@pytest.mark.django_db
class TestRestoreVersion:
    def test_says_again_what_an_earlier_version_said(self):
        first = ResumeVersionFactory()
        changes = [Change(Op.REPLACE, "/basics/name", "Samira")]
        correct_version(version=first, changes=changes, now=NOW + timedelta(hours=1))
        restored = restore_version(version=first, now=timezone.now())
        assert (restored.number, restored.origin) == (first.number + 2, "RESTORED")
        assert (restored.parsed, restored.parent) == (first.parsed, first)

    def test_has_nothing_to_do_for_the_newest(self):
        version = ResumeVersionFactory()
        assert restore_version(version=version, now=timezone.now()) == version

    def test_refuses_what_was_not_read(self):
        first = ResumeVersionFactory(state="FAILED")
        ResumeVersionFactory(resume=first.resume)
        with pytest.raises(CannotCorrectError):
            restore_version(version=first, now=timezone.now())


@pytest.mark.django_db
class TestNameVersion:
    def test_keeps_a_short_name(self):
        version = name_version(version=ResumeVersionFactory(), label="  For   Acme ")
        version.refresh_from_db()
        assert version.label == "For Acme"
