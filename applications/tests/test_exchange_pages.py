"""The pages of files, as a browser without JavaScript sees them."""

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import ProfileFactory
from applications.models import Application
from applications.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
CONTENT = b"Company,Job Title,Status\r\nAcme,Engineer,Applied\r\nGlobex,,Applied\r\n"


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


def look(page, content=CONTENT):
    file = SimpleUploadedFile("a.csv", content, content_type="text/csv")
    return page.post(reverse("applications-import"), {"file": file})


class TestImport:
    def test_shows_what_it_understood_and_adds_nothing_yet(self, page):
        shown = look(page)
        said = shown.content.decode()
        assert shown.context["fresh_count"] == 1
        assert "1 row cannot be taken" in said
        assert "The role is missing." in said
        assert not Application.objects.exists()

    def test_takes_the_rows_by_the_columns_the_person_chose(self, page, sam):
        kept = look(page, b"a,b\r\nEngineer,Acme\r\n").context["kept"]
        asked = {"kept": kept, "mapped": "1", "column-title": "0", "column-company_name": "1"}
        again = page.post(reverse("applications-import"), asked)
        assert again.context["fresh_count"] == 1
        done = page.post(reverse("applications-import"), asked | {"take": "1"})
        assert done.status_code == 302
        assert str(Application.objects.get(owner=sam)) == "Engineer · Acme"

    def test_gives_back_the_rows_it_could_not_take(self, page):
        shown = look(page)
        asked = {"kept": shown.context["kept"], "take": "1"}
        done = page.post(reverse("applications-import"), asked).content.decode()
        assert "1 application added" in done
        assert "Globex" in done

    @pytest.mark.parametrize(
        "content",
        [
            b'[{"company": "Acme \\ud83d", "title": "Baker", "x\\udc00": 1}]',
            b'[{"company": "Acme \xed\xa0\xbd", "title": "Baker"}]',
        ],
    )
    def test_takes_a_text_that_was_cut_within_a_letter(self, page, content):
        kept = look(page, content).context["kept"]
        page.post(reverse("applications-import"), {"kept": kept, "take": "1"})
        assert Application.objects.get().company_name.startswith("Acme ")

    def test_a_column_of_thousands_of_digits_is_none(self, page):
        asked = {"kept": look(page).context["kept"], "mapped": "1", "column-title": "1" * 5000}
        assert page.post(reverse("applications-import"), asked).status_code == 200

    def test_a_file_kept_for_somebody_else_is_not_there(self, page, client):
        kept = look(page).context["kept"]
        client.force_login(ProfileFactory.create().user)
        answer = client.post(reverse("applications-import"), {"kept": kept})
        assert answer.status_code == 422

    @pytest.mark.parametrize("content", [b" ", b"\x00\xff\x00"])
    def test_refuses_what_is_no_table(self, page, content):
        assert look(page, content).status_code in {200, 422}

    def test_opens(self, page):
        assert page.get(reverse("applications-import")).status_code == 200


class TestDownloads:
    @pytest.mark.parametrize("name", ["applications-csv", "applications-json"])
    def test_carry_ones_own(self, page, sam, name):
        ApplicationFactory.create(owner=sam, company_name="Acme")
        ApplicationFactory.create(company_name="Other")
        answer = page.get(reverse(name))
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"Acme" in answer.content
        assert b"Other" not in answer.content


class TestProof:
    def test_is_a_pdf_of_what_was_sent_in_that_time(self, page, sam):
        now = timezone.now()
        for days, company in ((3, "Acme & #strong[Söhne]"), (90, "Longago")):
            at = now - timedelta(days=days)
            ApplicationFactory.create(
                owner=sam, company_name=company, status="APPLIED", applied_at=at, last_sign_at=at
            )
        ApplicationFactory.create(owner=sam, company_name="Onlysaved")
        first, last = (now - timedelta(days=30)).date(), now.date()
        answer = page.get(reverse("applications-proof"), {"first": first, "last": last})
        assert answer["Content-Type"] == "application/pdf"
        document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
        said = document[0].get_textpage().get_text_bounded()
        assert "Sam Okafor" in said
        assert "Acme & #strong[Söhne]" in " ".join(said.split())
        assert "Longago" not in said
        assert "Onlysaved" not in said

    def test_holds_a_year_of_many_applications(self, page, sam):
        at = timezone.now() - timedelta(days=3)
        Application.objects.bulk_create(
            ApplicationFactory.build(
                owner=sam,
                company_name=f"Gebäudereinigung {n} & Söhne GmbH",
                title="Senior backend developer (all genders), payments platform",
                place="Frankfurt am Main, Hessen",
                source_name="Arbeitsagentur",
                status="APPLIED",
                applied_at=at,
                last_sign_at=at,
            )
            for n in range(1200)
        )
        asked = {"first": at.date() - timedelta(days=1), "last": timezone.localdate()}
        answer = page.get(reverse("applications-proof"), asked)
        assert answer["Content-Type"] == "application/pdf"
        pages = pypdfium2.PdfDocument(io.BytesIO(answer.content))
        said = [part.get_textpage().get_text_bounded() for part in pages]
        assert "1200 applications" in said[0]
        assert all("Company" in part for part in said[:-1])
        assert sum(part.count("Gebäudereinigung") for part in said) == 1200

    def test_asks_for_a_time_that_makes_sense(self, page):
        today = timezone.localdate(timezone=ZoneInfo("Europe/Berlin")).isoformat()
        assert f'value="{today}"' in page.get(reverse("applications-proof")).content.decode()
        wrong = {"first": "2026-02-01", "last": "2026-01-01"}
        assert page.get(reverse("applications-proof"), wrong).status_code == 422
        assert (
            page.get(
                reverse("applications-proof"), {"first": "0001-01-01", "last": "x"}
            ).status_code
            == 422
        )
