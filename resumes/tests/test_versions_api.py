"""Versions over the API: listed, corrected, compared, restored, named, looked at."""

import uuid

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from resumes import storage
from resumes.models import ResumeVersion
from resumes.parsing.sniff import PDF
from resumes.tests import files
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return UserFactory()


@pytest.fixture
def api(sam):
    client = APIClient()
    client.force_authenticate(sam)
    return client


@pytest.fixture
def version(sam):
    return ResumeVersionFactory(resume__owner=sam)


def address(name, version):
    return reverse(f"api-resume-version-{name}", args=[version.pk])


def correct(api, version, *changes, **more):
    body = {"changes": list(changes), **more}
    return api.post(address("correct", version), body, format="json")


RENAME = {"op": "replace", "path": "/basics/name", "value": "Samira"}


class TestList:
    def test_is_of_one_resume_when_asked(self, api, sam, version):
        other = ResumeVersionFactory(resume__owner=sam, resume__is_default=False)
        answer = api.get(reverse("api-resume-version-list"), {"resume": version.resume_id})
        assert [row["id"] for row in answer.data["results"]] == [str(version.pk)]
        assert other.pk != version.pk

    @pytest.mark.parametrize(("wanted", "status"), [("theirs", 404), ("nobody", 404), ("x", 400)])
    def test_knows_no_resume_of_others(self, api, wanted, status):
        asked = {"theirs": ResumeFactory().pk, "nobody": uuid.uuid4()}.get(wanted, wanted)
        answer = api.get(reverse("api-resume-version-list"), {"resume": asked})
        assert answer.status_code == status


class TestCorrect:
    def test_answers_a_new_version(self, api, version):
        answer = correct(
            api,
            version,
            RENAME,
            {"op": "replace", "path": "/work/0/highlights", "value": ["One", "Two"]},
            {"op": "add", "path": "/languages/-", "value": {"language": "French"}},
            {"op": "remove", "path": "/skills/0/keywords/1"},
            newest=version.number,
        )
        assert (answer.status_code, answer.data["origin"]) == (201, "EDITED")
        assert answer["Location"] == answer.data["status_url"]
        resume = answer.data["resume_json"]
        assert resume["work"][0]["highlights"] == ["One", "Two"]
        assert resume["languages"] == [{"language": "French"}]
        assert resume["skills"][0]["keywords"] == ["Python", "PostgreSQL"]
        assert answer.data["provenance"]["/basics/name"]["source"] == "person"

    def test_answers_the_same_when_nothing_differs(self, api, version):
        answer = correct(api, version, {**RENAME, "value": "Sam Example"})
        assert (answer.status_code, answer.data["id"]) == (200, str(version.pk))

    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"op": "replace", "path": "/basics/email", "value": "no"}, 400, "bad_value"),
            ({"op": "replace", "path": "/basics/name"}, 400, "bad_value"),
            ({"op": "remove", "path": "/work/5"}, 400, "nothing_there"),
            ({"op": "add", "path": "/work/-", "value": {"x": "y"}}, 400, "bad_value"),
        ],
    )
    def test_refuses_with_a_code_and_a_sentence(self, api, version, change, status, code):
        answer = correct(api, version, change)
        assert (answer.status_code, answer.data["code"]) == (status, code)
        assert answer.data["detail"]
        assert ResumeVersion.objects.count() == 1

    def test_keeps_lists_and_texts_of_any_real_length(self, api, version):
        words = [f"Skill {number}" for number in range(300)]
        answer = correct(
            api,
            version,
            {"op": "replace", "path": "/skills/0/keywords", "value": words},
            {"op": "replace", "path": "/basics/label", "value": "x" * 700},
        )
        assert answer.status_code == 201
        assert answer.data["resume_json"]["skills"][0]["keywords"] == words
        assert answer.data["resume_json"]["basics"]["label"] == "x" * 700

    @pytest.mark.parametrize(
        ("path", "value"),
        [("/skills/0/keywords", ["x"] * 1001), ("/basics/label", "x" * 1001)],
    )
    def test_names_the_field_that_is_too_much(self, api, version, path, value):
        good = {"op": "confirm", "path": "/basics/name"}
        answer = correct(api, version, good, {"op": "replace", "path": path, "value": value})
        assert (answer.status_code, answer.data["code"]) == (400, "bad_value")
        assert (answer.data["path"], answer.data["change"]) == (path, 1)
        assert "1000" in answer.data["detail"]
        assert ResumeVersion.objects.count() == 1

    @pytest.mark.parametrize(
        "body", [{}, {"changes": []}, {"changes": [{"op": "move", "path": "/x"}]}, {"changes": "x"}]
    )
    def test_refuses_a_body_that_is_none(self, api, version, body):
        answer = api.post(address("correct", version), body, format="json")
        assert answer.status_code == 400

    def test_refuses_when_somebody_was_faster(self, api, version):
        correct(api, version, RENAME)
        answer = correct(api, version, {**RENAME, "value": "Sammy"}, newest=version.number)
        assert (answer.status_code, answer.data["code"]) == (409, "changed_meanwhile")

    def test_refuses_what_was_not_read(self, api, sam):
        failed = ResumeVersionFactory(resume__owner=sam, state="FAILED")
        answer = correct(api, failed, RENAME)
        assert (answer.status_code, answer.data["code"]) == (409, "not_parsed")


class TestDiffAndRestore:
    def test_compares_and_brings_back(self, api, version):
        edited = correct(api, version, RENAME).data["id"]
        page = reverse("api-resume-version-diff", args=[edited])
        rows = api.get(page, {"against": version.pk}).data
        assert [(row["kind"], row["before"], row["after"]) for row in rows] == [
            ("changed", "Sam Example", "Samira")
        ]
        restored = api.post(address("restore", version))
        assert (restored.status_code, restored.data["origin"]) == (201, "RESTORED")
        assert restored.data["resume_json"] == version.parsed
        again = api.post(reverse("api-resume-version-restore", args=[restored.data["id"]]))
        assert (again.status_code, again.data["id"]) == (200, restored.data["id"])

    @pytest.mark.parametrize(("against", "status"), [("theirs", 404), ("", 400), ("x", 400)])
    def test_compares_only_with_ones_own(self, api, version, against, status):
        wanted = ResumeVersionFactory().pk if against == "theirs" else against
        assert api.get(address("diff", version), {"against": wanted}).status_code == status


class TestNameQuestionsAndPages:
    def test_names_a_version(self, api, version):
        answer = api.patch(address("detail", version), {"label": " Short  one "}, format="json")
        assert answer.data["label"] == "Short one"
        assert api.patch(address("detail", version), {}, format="json").status_code == 400

    def test_lists_what_is_unsure(self, api, version):
        waiting = ResumeVersionFactory(resume=version.resume, number=9, state="PARSING")
        assert api.get(address("questions", waiting)).data == []
        asked = api.get(address("questions", version)).data
        assert [row["pointer"] for row in asked] == ["/basics/location/city"]

    def test_lists_pages_whose_pictures_open_without_a_session(self, api, version, client):
        version.media_type = PDF
        version.file_key = storage.key_of(version.owner_id, version.sha256)
        version.save()
        storage.store(version.file_key, files.pdf())
        (page,) = api.get(address("pages", version)).data
        assert (page["number"], page["width"], page["height"]) == (1, 612.0, 792.0)
        assert client.get(page["url"]).content[:4] == b"RIFF"

    def test_has_no_pages_of_a_text(self, api, version):
        assert api.get(address("pages", version)).data == []


class TestOwnership:
    @pytest.mark.parametrize(
        ("method", "name"),
        [
            ("get", "detail"),
            ("patch", "detail"),
            ("post", "correct"),
            ("post", "restore"),
            ("get", "diff"),
            ("get", "questions"),
            ("get", "pages"),
        ],
    )
    def test_hides_the_versions_of_others(self, api, version, method, name):
        theirs = ResumeVersionFactory()
        body = {"label": "x", "changes": [RENAME]} if method != "get" else {"against": version.pk}
        kind = {"format": "json"} if method != "get" else {}
        answer = getattr(api, method)(address(name, theirs), body, **kind)
        assert answer.status_code == 404
        assert ResumeVersion.objects.count() == 2

    def test_is_closed_to_strangers(self, version):
        assert APIClient().post(address("correct", version), {}).status_code == 401
