"""Downloads of a version as documents: over the page and the API, for its owner alone."""

import io
import json
from urllib.parse import quote

import pypdfium2
import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from resumes import services
from resumes.exports import FORMATS, TEMPLATES, typeset
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(client):
    found = ResumeVersionFactory(resume=ResumeFactory(owner=UserFactory()))
    client.force_login(found.owner)
    return found


def address(version, name="pdf"):
    return reverse("resume-download", args=[version.pk, name])


class TestDownload:
    @pytest.mark.parametrize("name", FORMATS)
    def test_saves_every_format_under_the_persons_name(self, client, version, name):
        response = client.get(address(version, name))
        assert response.status_code == 200
        assert response["Content-Type"] == FORMATS[name].media_type
        wanted = f'attachment; filename="Sam Example - Resume.{FORMATS[name].extension}"'
        assert response["Content-Disposition"] == wanted
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("template", TEMPLATES)
    def test_typesets_in_the_look_and_on_the_paper_asked_for(self, client, version, template):
        query = {"template": template, "paper": "us-letter"}
        page = pypdfium2.PdfDocument(client.get(address(version), query).content)[0]
        assert (round(page.get_width()), round(page.get_height())) == (612, 792)
        assert "Sam Example" in page.get_textpage().get_text_bounded()

    @pytest.mark.parametrize(("country", "width"), [("US", 612), ("GB", 595), ("", 595)])
    def test_takes_the_paper_of_the_country(self, client, version, country, width):
        version.parsed["basics"]["location"] = {"countryCode": country}
        version.save()
        page = pypdfium2.PdfDocument(client.get(address(version)).content)[0]
        assert round(page.get_width()) == width

    def test_names_the_file_safely_in_any_script(self, client, version):
        version.parsed["basics"]["name"] = '../Łukasz "X"\r\nSet-Cookie: a=b'
        version.language = "pl"
        version.save()
        header = client.get(address(version, "text"))["Content-Disposition"]
        named = quote("Łukasz X Set-Cookie a=b - CV.txt")
        assert header == f"attachment; filename*=utf-8''{named}"

    def test_falls_back_where_the_look_is_none_of_ours(self, client, version):
        query = {"template": "../../etc/passwd", "paper": "a0"}
        assert client.get(address(version), query).status_code == 200

    def test_is_nobody_elses(self, client, version):
        client.force_login(UserFactory())
        assert client.get(address(version)).status_code == 404
        assert client.get(reverse("resume-look", args=[version.pk, "modern"])).status_code == 404

    def test_knows_no_other_format(self, client, version):
        assert client.get(address(version, "exe")).status_code == 404
        assert client.get(reverse("resume-look", args=[version.pk, "base"])).status_code == 404

    def test_of_what_was_not_read_is_a_sentence(self, client, version):
        version.state = "FAILED"
        version.save()
        response = client.get(address(version), follow=True)
        assert "Only a resume that was read" in response.content.decode()

    def test_says_so_when_the_compiler_hangs(self, client, version, monkeypatch):
        monkeypatch.setattr(typeset, "WALL_SECONDS", 0.001)
        response = client.get(address(version), follow=True)
        assert "could not be made this time" in response.content.decode()

    def test_has_an_end(self, client, version, settings):
        settings.EXPORTS_AN_HOUR = 1
        assert client.get(address(version, "text")).status_code == 200
        response = client.get(address(version, "text"), headers={"HX-Request": "true"})
        assert response.status_code == 429


class TestPicture:
    def test_shows_how_it_begins(self, client, version):
        response = client.get(reverse("resume-look", args=[version.pk, "modern"]))
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"].startswith("private")
        assert response.content.startswith(b"\x89PNG")


class TestApi:
    def test_gives_the_owner_every_format(self, version):
        api = APIClient()
        api.force_authenticate(version.owner)
        answer = api.get(reverse("api-resume-version-download", args=[version.pk, "json"]))
        assert json.loads(answer.content)["basics"]["name"] == "Sam Example"
        assert api.get(f"/api/v1/resume-versions/{version.pk}/download/exe").status_code == 404

    def test_gives_nobody_else_anything(self, version):
        api = APIClient()
        api.force_authenticate(UserFactory())
        url = reverse("api-resume-version-download", args=[version.pk, "json"])
        assert api.get(url).status_code == 404
        assert APIClient().get(url).status_code == 401

    def test_refuses_what_was_not_read_with_a_code(self, version):
        version.state = "RECEIVED"
        version.save()
        api = APIClient()
        api.force_authenticate(version.owner)
        answer = api.get(reverse("api-resume-version-download", args=[version.pk, "pdf"]))
        assert (answer.status_code, answer.data["code"]) == (409, "not_parsed")


class TestExportVersion:
    def test_of_a_version_gives_the_same_bytes_until_it_is_read_again(self, version):
        made = [services.export_version(version=version, name="pdf").content for _ in range(2)]
        assert made[0] == made[1]

    def test_says_that_a_book_is_no_resume(self, version):
        version.parsed = {"work": [{"highlights": ["word " * 1000] * 20}]}
        with pytest.raises(services.NotMadeError, match="too long"):
            services.export_version(version=version, name="pdf")
        assert (
            io.BytesIO(services.export_version(version=version, name="docx").content).read(2)
            == b"PK"
        )
