"""Pages of resumes, through Django's client."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import UserFactory
from resumes.models import Resume, ResumeVersion
from resumes.tests import files
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory
from resumes.types import FAILURES

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json, text/html"}


def sent(content=None, name="cv.txt"):
    return {"file": SimpleUploadedFile(name, files.text() if content is None else content)}


@pytest.fixture
def sam(client):
    sam = UserFactory()
    client.force_login(sam)
    return sam


def text_of(response):
    return " ".join(response.content.decode().split())


class TestUpload:
    def test_sends_a_plain_form_on_to_the_version(self, client, sam):
        response = client.post(reverse("resume-upload"), sent())
        resume = Resume.objects.get(owner=sam)
        assert response["Location"] == f"/resumes/{resume.pk}?version=1"
        assert "Reading your resume" in text_of(client.get(response["Location"]))

    def test_tells_the_script_where_to_go(self, client, sam):
        response = client.post(reverse("resume-upload"), sent(), **JSON)
        assert response.json() == {"url": f"/resumes/{Resume.objects.get().pk}?version=1"}

    @pytest.mark.parametrize(
        ("content", "code", "status"),
        [(b"", "empty", 400), (b"MZ\x90" + b"\x00" * 99, "wrong_type", 415)],
    )
    def test_says_why_a_file_is_refused(self, client, sam, content, code, status):
        sentence = str(FAILURES[code].sentence)
        page = client.post(reverse("resume-upload"), sent(content))
        assert page.status_code == status
        assert sentence in text_of(page)
        answer = client.post(reverse("resume-upload"), sent(content), **JSON)
        assert (answer.status_code, sentence in answer.json()["error"]) == (status, True)
        assert not Resume.objects.exists()

    def test_is_limited_for_each_person(self, client, sam, settings):
        settings.UPLOADS_AN_HOUR = 1
        answers = [client.post(reverse("resume-upload"), sent()) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 429]
        client.force_login(UserFactory())
        assert client.post(reverse("resume-upload"), sent()).status_code == 302

    def test_asks_for_a_file(self, client, sam):
        assert "Choose a file first" in text_of(client.post(reverse("resume-upload"), {}))

    def test_adds_a_version_to_a_resume(self, client, sam):
        resume = ResumeFactory(owner=sam)
        response = client.post(reverse("resume-upload-version", args=[resume.pk]), sent())
        assert response["Location"] == f"/resumes/{resume.pk}?version=1"


class TestDetail:
    def test_shows_what_was_read_and_how_sure_it_is(self, client, sam, read_all):
        client.post(reverse("resume-upload"), sent())
        read_all()
        version = ResumeVersion.objects.get()
        provenance = {**version.provenance, "/basics/name": {"confidence": 0.3}}
        ResumeVersion.objects.update(provenance=provenance, warnings=["two_columns", "unheard_of"])
        page = text_of(client.get(f"/resumes/{version.resume_id}"))
        for words in ("Acme Ltd", "University of Leeds", "Kubernetes", "The page has columns"):
            assert words in page
        assert "a guess" in page
        assert "1 thing to check" in page
        assert "unheard_of" not in page

    @pytest.mark.parametrize("code", [*FAILURES, "from_a_newer_parser"])
    def test_says_why_it_failed_and_what_to_do(self, client, sam, code):
        resume = ResumeFactory(owner=sam)
        ResumeVersionFactory(resume=resume, state="FAILED", failure_code=code, parsed={})
        page = text_of(client.get(f"/resumes/{resume.pk}"))
        failure = FAILURES.get(code, FAILURES["unreadable"])
        assert str(failure.sentence) in page
        assert str(failure.advice) in page

    def test_escapes_what_a_file_says(self, client, sam):
        resume = ResumeFactory(owner=sam)
        attack = "<script>alert(1)</script>"
        parsed = {
            "basics": {"name": attack, "summary": attack},
            "work": [{"name": attack, "highlights": [attack]}],
            "skills": [{"name": attack}],
        }
        ResumeVersionFactory(resume=resume, parsed=parsed, text=attack, file_name=attack)
        page = client.get(f"/resumes/{resume.pk}").content.decode()
        assert attack not in page
        assert "&lt;script&gt;" in page

    @pytest.mark.parametrize(
        "parsed",
        [
            {},
            {"basics": None, "work": None, "skills": []},
            {"work": [{}], "education": [{}], "skills": [{}], "languages": [{}]},
            {"basics": {"location": {}, "profiles": [{}]}, "awards": [{"title": "Cup"}]},
            {"work": [{"startDate": "2019"}, {"endDate": "2020-01"}], "meta": {"x": 1}},
        ],
    )
    def test_shows_little_where_little_was_read(self, client, sam, parsed):
        resume = ResumeFactory(owner=sam)
        version = ResumeVersionFactory(resume=resume, parsed=parsed, text="")
        assert client.get(f"/resumes/{resume.pk}").status_code == 200
        assert client.get(reverse("start-check", args=[version.pk])).status_code == 200

    def test_leads_on_without_script_while_it_is_read(self, client, sam):
        version = ResumeVersionFactory(resume__owner=sam, state="RECEIVED")
        for page in (
            reverse("start-check", args=[version.pk]),
            reverse("resume", args=[version.resume_id]),
        ):
            html = client.get(page).content.decode()
            [without_script] = re.findall(r"<noscript>(.*?)</noscript>", html)
            assert f'href="{page}"' in without_script

    def test_reads_the_live_part_alone_for_htmx(self, client, sam):
        version = ResumeVersionFactory(resume__owner=sam, state="PARSING")
        part = client.get(reverse("resume-reading", args=[version.pk]), HTTP_HX_REQUEST="true")
        assert "<html" not in part.content.decode()
        assert "every 2s" in part.content.decode()
        whole = client.get(reverse("resume-reading", args=[version.pk]))
        assert whole["Location"] == f"/resumes/{version.resume_id}?version={version.number}"

    def test_stops_asking_when_the_reading_is_over(self, client, sam):
        version = ResumeVersionFactory(resume__owner=sam)
        part = client.get(reverse("resume-reading", args=[version.pk]), HTTP_HX_REQUEST="true")
        assert "every 2s" not in part.content.decode()


class TestShelfPages:
    def test_rename_default_archive_delete(self, client, sam, stored):
        client.post(reverse("resume-upload"), sent())
        client.post(reverse("resume-upload"), sent(files.text("2")))
        second = Resume.objects.get(is_default=False)
        client.post(reverse("resume-rename", args=[second.pk]), {"name": "Teaching"})
        client.post(reverse("resume-default", args=[second.pk]))
        second.refresh_from_db()
        assert (second.name, second.is_default) == ("Teaching", True)
        client.post(reverse("resume-archive", args=[second.pk]))
        second.refresh_from_db()
        assert second.archived_at is not None
        assert "1 in the archive" in text_of(client.get(reverse("resumes")))
        assert "Delete “Teaching”?" in text_of(
            client.get(reverse("resume-delete", args=[second.pk]))
        )
        client.post(reverse("resume-delete", args=[second.pk]))
        assert not Resume.objects.filter(pk=second.pk).exists()
        assert len(stored()) == 1

    def test_says_so_when_a_read_file_should_be_read_again(self, client, sam):
        version = ResumeVersionFactory(resume__owner=sam)
        page = f"http://testserver/resumes/{version.resume_id}"
        retry = reverse("resume-retry", args=[version.pk])
        response = client.post(retry, follow=True, HTTP_REFERER=page)
        assert "Only a file that could not be read can be read again" in text_of(response)
        assert ResumeVersion.objects.get().state == "PARSED"

    def test_shows_an_empty_library_with_one_thing_to_do(self, client, sam):
        assert "Drop your resume here" in text_of(client.get(reverse("resumes")))


class TestDownload:
    def test_saves_the_file_and_never_shows_it(self, client, sam):
        client.post(reverse("resume-upload"), sent(b"<html><script>1</script></html>", "cv.html"))
        version = ResumeVersion.objects.get()
        response = client.get(reverse("resume-file", args=[version.pk]))
        assert b"".join(response.streaming_content) == b"<html><script>1</script></html>"
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="cv.html"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]


class TestOwnership:
    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("resume", "get"),
            ("resume-rename", "get"),
            ("resume-rename", "post"),
            ("resume-delete", "get"),
            ("resume-delete", "post"),
            ("resume-default", "post"),
            ("resume-archive", "post"),
            ("resume-upload-version", "post"),
        ],
    )
    def test_hides_the_resumes_of_others(self, client, sam, name, method):
        theirs = ResumeVersionFactory().resume
        response = getattr(client, method)(reverse(name, args=[theirs.pk]), sent())
        assert response.status_code == 404
        assert Resume.objects.get() == theirs

    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("resume-reading", "get"),
            ("resume-file", "get"),
            ("resume-retry", "post"),
            ("start-check", "get"),
            ("start-check", "post"),
            ("start-reading", "get"),
        ],
    )
    def test_hides_the_versions_of_others(self, client, sam, name, method):
        theirs = ResumeVersionFactory(state="FAILED", file_key="users/x/resumes/y")
        response = getattr(client, method)(reverse(name, args=[theirs.pk]))
        assert response.status_code == 404

    def test_sends_strangers_to_sign_in(self, client):
        response = client.get(reverse("resumes"))
        assert response["Location"].startswith(reverse("account_login"))


class TestQueryCounts:
    def queries(self, client, path, django_assert_max_num_queries):
        with django_assert_max_num_queries(100) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    def test_do_not_grow_with_the_library(self, client, sam, django_assert_max_num_queries):
        first = ResumeVersionFactory(resume__owner=sam)
        paths = [reverse("resumes"), reverse("resume", args=[first.resume_id])]
        one = [self.queries(client, path, django_assert_max_num_queries) for path in paths]
        for _ in range(20):
            ResumeVersionFactory(resume__owner=sam, resume__is_default=False)
            ResumeVersionFactory(resume=first.resume)
        many = [self.queries(client, path, django_assert_max_num_queries) for path in paths]
        assert many == one


class TestStart:
    def test_takes_a_resume_from_a_stranger(self, client, read_all):
        response = client.post(reverse("start"), sent())
        version, guest = ResumeVersion.objects.get(), User.objects.get()
        assert guest.is_guest is True
        assert version.owner == guest
        assert response["Location"] == reverse("start-check", args=[version.pk])
        assert "Reading your resume" in text_of(client.get(response["Location"]))
        read_all()
        page = text_of(client.get(response["Location"]))
        assert "Sam Example" in page
        assert client.session.get_expiry_age() <= 3600

    def test_is_the_same_guest_for_a_second_file(self, client):
        client.post(reverse("start"), sent())
        client.post(reverse("start"), sent(files.text("2")))
        assert User.objects.count() == 1
        assert ResumeVersion.objects.count() == 2

    def test_works_for_people_with_an_account(self, client, sam):
        client.post(reverse("start"), sent())
        assert ResumeVersion.objects.get().owner == sam
        assert User.objects.count() == 1

    def test_makes_no_guest_for_a_file_it_refuses(self, client):
        response = client.post(reverse("start"), sent(b"GIF89a" + b"0" * 99))
        assert response.status_code == 415
        assert str(FAILURES["wrong_type"].sentence) in text_of(response)
        assert not User.objects.exists()

    def test_limits_how_many_guests_come_from_one_address(self, client, settings):
        settings.GUESTS_AN_HOUR = 2
        answers = []
        for number in range(3):
            client.cookies.clear()
            answers.append(client.post(reverse("start"), sent(files.text(str(number)))))
        assert [answer.status_code for answer in answers] == [302, 302, 429]
        assert "Many resumes came from your network" in text_of(answers[2])
        assert answers[2]["Retry-After"] == "3600"
        assert User.objects.count() == 2
        client.cookies.clear()
        elsewhere = client.post(reverse("start"), sent(), REMOTE_ADDR="198.51.100.7")
        assert elsewhere.status_code == 302

    def test_asks_for_what_is_missing_and_keeps_the_answers(self, client, sam):
        version = ResumeVersionFactory(
            resume__owner=sam, provenance={"/work/0/position": {"confidence": 0.4}}
        )
        page = text_of(client.get(reverse("start-check", args=[version.pk])))
        assert "2 things to check" in page
        assert "Where you live" in page
        answers = {"answer_0": "Lead developer", "answer_1": "Leeds"}
        client.post(reverse("start-check", args=[version.pk]), answers)
        edited = ResumeVersion.objects.get(origin="EDITED")
        assert edited.parsed["work"][0]["position"] == "Lead developer"
        assert edited.parsed["basics"]["location"]["city"] == "Leeds"

    def test_asks_five_things_at_most(self, client, sam):
        version = ResumeVersionFactory(
            resume__owner=sam, parsed={"work": [{}, {}, {}], "education": [{}]}
        )
        page = client.get(reverse("start-check", args=[version.pk]))
        assert len(page.context["questions"]) == 5

    def test_gives_an_answer_that_makes_no_sense_back(self, client, sam):
        version = ResumeVersionFactory(
            resume__owner=sam, provenance={"/basics/email": {"confidence": 0.4}}
        )
        page = client.post(
            reverse("start-check", args=[version.pk]), {"answer_0": "not an address"}
        )
        assert page.status_code == 422
        assert "not an address" in text_of(page)
        assert not ResumeVersion.objects.filter(origin="EDITED").exists()

    def test_sends_somebody_whose_visit_is_over_back_to_the_start(self, client):
        version = ResumeVersionFactory()
        response = client.get(reverse("start-check", args=[version.pk]))
        assert response["Location"].startswith(reverse("start"))
