"""The first minute: what the sample postings say to people of several trades, through the real engine."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from matching import services
from matching.types import WishedPlace, Wishes, band_of
from resumes.services import read_file

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
SAM = Path("applications/management/demo/sam-okafor-backend.docx")
MANCHESTER = WishedPlace("Manchester", "GB", 53.4809, -2.2374, 60)
SAMS = Wishes(
    roles=("Backend developer", "Data engineer"),
    places=(MANCHESTER,),
    countries=("GB",),
    remote="ALSO",
    pay_floor=45_000,
    pay_currency="GBP",
    languages=("en",),
    right_to_work=("GB",),
    is_confirmed=True,
)
NURSE = """Grace Adeyemi
Registered nurse
Experience
Staff Nurse, Royal Valley Hospital, Bradford
March 2019 – present
- Assess patients before and after surgery, plan their care and document it
- Give medication including intravenous antibiotics; wound care, drains and catheters
Education
BSc Nursing (Adult), University of Huddersfield, 2016 – 2019
"""
TEACHER = """Daniel Price
Primary school teacher
Experience
Class teacher, Year 3, Millbrook Primary School, Birmingham
September 2018 – present
- Plan and teach all subjects to a class of thirty children
- Assess pupils each half term and adapt lessons for those with special educational needs
Education
PGCE Primary, University of Worcester, 2017 – 2018
"""
OFFICE = """Helen Marsh
Office manager
Experience
Office Manager, Quill & Partners, London
May 2017 – present
- Run an office of forty people: suppliers, contracts, repairs and post
- Raise purchase orders, check invoices and keep petty cash
Skills
Microsoft Office, Excel, Outlook, budget management, Xero
"""


def ranked(path, wishes):
    read = read_file(path)
    profile = services.read_text(read.text, parsed=read.resume, language="en", now=NOW)
    return services.match_profile(profile, wishes, now=NOW, top=50).rows


def test_everybody_finds_their_own(tmp_path):
    call_command("load_sample_postings", stdout=StringIO())

    rows = ranked(SAM, SAMS)
    open_ = [row.fit for row in rows if not row.fit.is_stopped]
    bands = [band_of(fit.number).value for fit in open_ if fit.number is not None]
    assert bands.count("STRONG") >= 2
    assert bands.count("GOOD") >= 2
    assert all(len(fit.reasons(3)) == 3 for fit in open_[:6])
    assert any(fit.elsewhere and band_of(fit.number) == "PARTIAL" for fit in open_ if fit.number)
    [stop] = {row.fit.stops[0].line for row in rows if row.fit.is_stopped}
    assert stop.startswith("Fluent French is required")

    for text, title in (
        (NURSE, "Staff Nurse, Surgical Ward"),
        (TEACHER, "Primary School Teacher, Year 4"),
        (OFFICE, "Office Manager"),
    ):
        path = tmp_path / "resume.txt"
        path.write_text(text)
        best = ranked(path, Wishes(countries=("GB",)))[0]
        assert best.posting.title == title
        assert len(best.fit.reasons(3)) == 3
