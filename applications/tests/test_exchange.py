"""Files of applications: read from anywhere, written so that they come back the same."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.exports import sheets
from applications.exports.columns import FIELDS, guessed_columns, status_called
from applications.exports.files import table_in
from applications.exports.records import is_day_first, records_in
from applications.models import Application, ApplicationEvent
from applications.rendering.exchange import json_file
from applications.selectors.exchange import as_plain, records_of
from applications.services import import_applications
from applications.states import Status
from applications.tests.factories import NOW, ApplicationFactory

BERLIN = ZoneInfo("Europe/Berlin")


def reading(content, *, day_first=True):
    sheet = sheets.read(content)
    columns = guessed_columns(sheet.head)
    return records_in(sheet, columns, zone=BERLIN, is_day_first=day_first, now=NOW)


def exported_json(owner):
    return json_file([as_plain(record) for record in records_of(owner.pk)])


def exported(owner):
    return sheets.written(FIELDS, [record.cells() for record in records_of(owner.pk)])


class TestSheets:
    @pytest.mark.parametrize(
        ("encoding", "delimiter", "text"),
        [
            ("utf-8", ",", "Company,Title\r\nMüller & Söhne,Ingénieur\r\n"),
            ("utf-8-sig", ";", "Firma;Stelle\r\nMüller & Söhne;Prüfer, Köln\r\n"),
            ("utf-16", "\t", "Company\tTitle\r\nŻabka\tKasjer\r\n"),
            (
                "cp1252",
                ";",
                "Firma;Stelle;Ort\r\nMüller und Söhne;Geschäftsführer für Vertrieb;Düsseldorf\r\n",
            ),
            (
                "cp1251",
                ";",
                "Company;Title\r\nЯндекс Доставка;Старший разработчик программного обеспечения\r\n",
            ),
            (
                "cp932",
                ",",
                "Company,Title\r\n株式会社日立製作所,ソフトウェアエンジニアの仕事です\r\n",
            ),
        ],
    )
    def test_are_read_as_excel_of_any_country_writes_them(self, encoding, delimiter, text):
        sheet = sheets.read(text.encode(encoding))
        assert sheet.delimiter == delimiter
        assert sheet.lines[0].cells == text.split("\r\n")[1].split(delimiter)

    def test_letters_that_many_encodings_share_are_western(self):
        content = "Firma;Stelle\r\nGröße & Söhne;Prüfer in Düsseldorf\r\n".encode("cp1252")
        assert sheets.read(content).encoding == "cp1252"

    def test_obey_excels_own_hint(self):
        assert sheets.read(b"sep=;\r\nCompany;Title, long\r\nA;B\r\n").head == [
            "Company",
            "Title, long",
        ]

    @pytest.mark.parametrize("hint", [b'"', b"\r"])
    def test_a_hint_no_cells_can_be_parted_by_is_none(self, hint):
        sheet = sheets.read(b"sep=" + hint + b"\nCompany;Title\r\nA;B\r\n")
        assert sheet.delimiter == ";"

    @pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
    def test_refuse_what_is_no_table(self, content):
        with pytest.raises(sheets.NotASheetError):
            sheets.read(content)

    @given(st.text(alphabet="'=+-@;,|\n\tab ＝"))
    def test_a_guarded_cell_is_no_formula_and_comes_back(self, text):
        safe = sheets.guarded(text)
        assert sheets.unguarded(safe) == text
        for part in safe.replace(";", "\n").replace(",", "\n").replace("\t", "\n").split("\n"):
            assert not part.startswith(("=", "+", "-", "@", "＝"))


class TestColumns:
    @pytest.mark.parametrize(
        ("head", "fields"),
        [
            (
                "Company,Job Title,List,Job Post URL,Location,Date Applied,Date Saved,Notes",
                "company_name title status url place applied_at added_at notes",
            ),
            (
                "Job Position,Company,Location,Status,Date saved,Deadline,Date applied,Follow up,Excitement",
                "title company_name place status added_at deadline applied_at next_action_at priority",
            ),
            ("Firma,Stelle,Ort,Beworben am,Notizen", "company_name title place applied_at notes"),
            (",".join(FIELDS), " ".join(FIELDS)),
            ("a,b", ""),
        ],
    )
    def test_are_guessed_as_other_trackers_call_them(self, head, fields):
        names = {at: field for field, at in guessed_columns(head.split(",")).items()}
        assert " ".join(names[at] for at in sorted(names)) == fields

    @pytest.mark.parametrize(
        ("word", "status"),
        [
            ("Wishlist", Status.SAVED),
            ("I withdrew", Status.WITHDRAWN),
            ("No Response", Status.GHOSTED),
            ("IN_REVIEW", Status.PREPARING),
            ("Being submitted", Status.PREPARING),
            ("Phone screen", Status.SCREENING),
            ("huh", None),
        ],
    )
    def test_a_status_is_known_by_its_words(self, word, status):
        assert status_called(word) == status


class TestRecords:
    @pytest.mark.parametrize(
        ("text", "day_first", "expected"),
        [
            ("2026-10-25", True, date(2026, 10, 25)),
            ("03/04/2026", True, date(2026, 4, 3)),
            ("03/04/2026", False, date(2026, 3, 4)),
            ("3.4.26", True, date(2026, 4, 3)),
            ("Oct 5, 2026", True, date(2026, 10, 5)),
            ("5 October 2026", True, date(2026, 10, 5)),
            ("2026年10月5日", True, date(2026, 10, 5)),
            ("2026-10-05T23:30:00Z", True, date(2026, 10, 6)),
        ],
    )
    def test_read_dates_of_many_kinds(self, text, day_first, expected):
        content = f'Company,Title,Applied\r\nA,B,"{text}"\r\n'.encode()
        found = reading(content, day_first=day_first).records[0]
        assert found.applied_at.astimezone(BERLIN).date() == expected
        assert found.status == Status.APPLIED

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("55000", "55000.00"),
            ("55,000", "55000.00"),
            ("55.000,50 €", "55000.50"),
            ("£55,000.5 a year", "55000.50"),
            ("€ 55 000", "55000.00"),
            ("55k", "55000.00"),
            ("0.00", "0.00"),
            ("", None),
        ],
    )
    def test_read_amounts_of_many_kinds(self, text, amount):
        found = reading(f'Company,Title,Salary offered\r\nA,B,"{text}"\r\n'.encode()).records[0]
        assert found.pay_offered == (Decimal(amount) if amount else None)

    @pytest.mark.parametrize("text", ["50k - 60k", "a lot", "99999999999", "1" * 400])
    def test_take_no_amount_for_another(self, text):
        found = reading(f'Company,Title,Salary offered\r\nA,B,"{text}"\r\n'.encode())
        assert [p.field for p in found.problems] == ["pay_offered"]

    @pytest.mark.parametrize(
        ("rows", "expected"), [("13/01/2026", True), ("01/13/2026", False), ("01/02/2026", None)]
    )
    def test_tell_days_from_months_by_the_file(self, rows, expected):
        sheet = sheets.read(f"Company,Applied\r\nA,{rows}\r\n".encode())
        for otherwise in (True, False):
            told = is_day_first(sheet, {"applied_at": 1}, otherwise=otherwise)
            assert told is (otherwise if expected is None else expected)

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            (",Engineer,,,", "company_name"),
            ("Acme,,,,", "title"),
            ("Acme,Engineer,Floating,,", "status"),
            ("Acme,Engineer,,soon,", "applied_at"),
            ("Acme,Engineer,,2026-02-30,", "applied_at"),
            ("Acme,Engineer,,2099-01-01,", "applied_at"),
            ("Acme,Engineer,,,javascript://x", "url"),
            ('Acme,Engineer,,,"https://x/\ty"', "url"),
            (f"Acme,{'x' * 501},,,", "title"),
        ],
    )
    def test_refuse_one_row_and_say_why(self, row, field):
        content = f'Company,Title,Status,Applied,URL\r\n"x\r\ny",ok,,,\r\n{row}\r\n'.encode()
        found = reading(content)
        assert len(found.records) == 1
        assert [(p.line, p.field) for p in found.problems] == [(4, field)]
        assert found.problems[0].message


class TestJson:
    def test_of_another_tracker_is_read_by_its_names(self):
        sheet = table_in(b'[{"company": "Acme", "position": "Baker", "x": {"deep": 1}}]')
        columns = guessed_columns(sheet.head)
        found = records_in(sheet, columns, zone=BERLIN, is_day_first=True, now=NOW)
        assert [(r.company_name, r.title) for r in found.records] == [("Acme", "Baker")]

    def test_returns_the_row_that_is_wrong(self):
        rows = (
            b'{"applications": [{"company": "A", "title": "B"}, {"company": "C", "title": null}]}'
        )
        sheet = table_in(rows)
        columns = guessed_columns(sheet.head)
        found = records_in(sheet, columns, zone=BERLIN, is_day_first=True, now=NOW)
        assert [(p.line, p.field) for p in found.problems] == [(2, "title")]

    @pytest.mark.parametrize(
        "content",
        [
            b"{",
            b"{}",
            b"[1]",
            b'{"applications": {}}',
            b"[]",
            b"[" * 100_000,
            b'["a"]',
            b"\xef\xbb\xbf{",
        ],
    )
    def test_that_holds_no_applications_is_refused(self, content):
        with pytest.raises(sheets.NotASheetError):
            table_in(content)


@pytest.mark.django_db
class TestImport:
    def test_takes_497_of_500_and_returns_the_3(self):
        owner = ProfileFactory.create().user
        rows = [f"Company {n},Engineer,Applied,2026-10-01" for n in range(500)]
        rows[7], rows[99], rows[499] = "Bad,,Applied,", "Bad,B,Nonsense,", "Bad,B,Applied,31.31.26"
        content = "\r\n".join(["Company,Title,Status,Date Applied", *rows]).encode()
        found = reading(content)
        done = import_applications(owner=owner, records=found.records, now=NOW)
        assert done.added == Application.objects.owned_by(owner.pk).count() == 497
        assert [p.line for p in found.problems] == [9, 101, 501]

    def test_comes_back_byte_for_byte(self):
        owner, other = (ProfileFactory.create().user for _ in range(2))
        for n, status in enumerate(Status):
            row = ApplicationFactory.create(
                owner=owner,
                status=status,
                title=f"=HYPERLINK({n}) ",
                company_name="Ünï; -Co, “x”\n@y",
                description="- a\r\n- b\r\n'=1+1\n\n",
                tags=["b, c", "-d"],
                applied_at=None if n < 7 else NOW - timedelta(days=n, microseconds=n),
                deadline=date(2026, 12, 1),
                url="https://example.org/?a=1,2",
                next_action="+49 30 call",
                next_action_at=NOW,
                priority=n,
                pay_asked="65000.5",
                pay_offered=None if n % 2 else "1234567890.12",
                pay_currency="EUR" if n % 3 else "",
                pay_period="MONTH" if n % 2 else "YEAR",
            )
            services.add_note(application=row, text="one\r", actor=owner, now=NOW)
            services.add_note(application=row, text="'two", actor=owner, now=NOW)
        first = exported(owner)
        for into in (owner, other, other):
            import_applications(owner=into, records=_all(first), now=NOW + timedelta(days=1))
            assert exported(into) == first
        assert Application.objects.owned_by(other.pk).count() == len(Status)
        as_json = exported_json(owner)
        third = ProfileFactory.create().user
        for into in (owner, third, third):
            import_applications(owner=into, records=_all(as_json), now=NOW + timedelta(days=1))
            assert exported_json(into) == as_json
            assert exported(into) == first
        for cells in csv.reader(io.StringIO(first.decode("utf-8-sig"), newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)

    def test_keeps_a_history_that_can_be_undone_and_counted(self):
        owner = ProfileFactory.create().user
        content = b"Company,Title,Status,Applied\r\nA,B,Rejected,2026-10-01\r\n"
        import_applications(owner=owner, records=_all(content), now=NOW)
        row = Application.objects.get(owner=owner)
        events = ApplicationEvent.objects.filter(application=row).order_by("pk")
        assert {e.to_status for e in events} == {"", "APPLIED", "REJECTED"}
        services.undo(
            event=events.get(to_status="REJECTED"), actor=owner, now=NOW + timedelta(days=1)
        )
        row.refresh_from_db()
        assert (row.status, row.applied_at.date()) == ("APPLIED", date(2026, 10, 1))
        assert row.last_sign_at.tzinfo is not None
        assert datetime.now(UTC) > row.applied_at


def _all(content):
    sheet = table_in(content)
    found = records_in(
        sheet,
        guessed_columns(sheet.head),
        zone=BERLIN,
        is_day_first=True,
        now=datetime(2030, 1, 1, tzinfo=UTC),
    )
    assert not found.problems
    return found.records
