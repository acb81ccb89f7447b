"""What Talent Solution is told, against a server that speaks its protocol."""

from datetime import timedelta
from decimal import Decimal

import grpc
import pytest
from django.core.management import CommandError, call_command
from google.auth.exceptions import DefaultCredentialsError

from core.registry import State
from jobs.models import Company, Posting, RejectedRow, SourceRun, StageRun
from jobs.pipeline import doctor, watching
from jobs.pipeline.talent import google, syncing
from jobs.pipeline.talent.door import TalentDownError
from jobs.tests.adzuna import job
from jobs.tests.factories import PostingFactory
from jobs.tests.pipeline.runs import run_import, write_jobs
from jobs.tests.pipeline.talent_fixtures import stage, waiting
from jobs.tests.talent_server import PARENT

pytestmark = pytest.mark.django_db

Code = grpc.StatusCode


class TestStage:
    def test_a_run_sends_what_it_published(self, talent, tmp_path, now):
        path = write_jobs(tmp_path / "jobs.jsonl", [job(1, title="Nurse"), job(2, title="Cook")])
        run_import(path, now=now)
        assert sorted(one.title for one in talent.jobs.values()) == ["Cook", "Nurse"]
        names = set(Posting.objects.values_list("cts_job_name", flat=True))
        assert names == set(talent.jobs)
        assert set(Posting.objects.values_list("sync_status", flat=True)) == {"SYNCED"}
        assert (stage().rows_in, stage().rows_out, stage().error) == (2, 2, "")

    def test_the_same_again_sends_nothing(self, talent, tmp_path, now):
        path = write_jobs(tmp_path / "jobs.jsonl", [job(1, title="Nurse")])
        run_import(path, now=now)
        before = dict(talent.calls)
        run_import(path, now=now)
        assert talent.calls == before

    def test_what_changed_is_updated_under_its_name(self, talent, tmp_path, now):
        run_import(write_jobs(tmp_path / "a.jsonl", [job(1, title="Nurse")]), now=now)
        run_import(write_jobs(tmp_path / "b.jsonl", [job(1, title="Head nurse")]), now=now)
        (held,) = talent.jobs.values()
        assert held.title == "Head nurse"
        assert talent.calls["create"] == talent.calls["update"] == 1

    def test_not_configured_means_no_stage_and_nothing_waits(self, settings, tmp_path, now):
        settings.GCP_PROJECT_ID = ""
        run_import(write_jobs(tmp_path / "jobs.jsonl", [job(1)]), now=now)
        assert not StageRun.objects.filter(stage="SYNC_TALENT").exists()
        assert Posting.objects.get().sync_status == "NONE"

    def test_a_service_that_is_away_does_not_fail_the_run(self, talent, tmp_path, now):
        talent.fails["create"] = [Code.UNAVAILABLE] * 3
        run = run_import(write_jobs(tmp_path / "jobs.jsonl", [job(1)]), now=now)
        assert run.state == "DONE"
        assert "ServiceUnavailable" in stage().error
        assert Posting.objects.get().sync_status == "PENDING"
        syncing.sync_waiting(now=now)
        assert Posting.objects.get().sync_status == "SYNCED"
        assert stage().error == ""

    def test_a_missing_package_is_said(self, talent, run, now, monkeypatch):
        def missing(_path):
            raise ImportError("no google")

        waiting()
        monkeypatch.setattr("jobs.pipeline.talent.door.import_string", missing)
        syncing.sync_run(run, now=now)
        assert "requirements-talent.txt" in stage().error


class TestWhatIsSaid:
    def test_a_posting_in_its_words(self, talent, run, now):
        company = Company.objects.create(key="acme", name="Acme Ltd")
        (posting,) = waiting(
            company=company, remote="REMOTE", employment_type="CONTRACT", level="SENIOR",
            pay_min=Decimal("30.50"), pay_max=Decimal(40), pay_currency="GBP", pay_period="HOUR",
            pay_source="STATED",
        )  # fmt: skip
        syncing.sync_run(run, now=now)
        (held,) = talent.jobs.values()
        assert held.requisition_id == posting.requisition_id
        assert talent.companies[str(company.pk)].display_name == "Acme Ltd"
        assert held.company == Company.objects.get().cts_company_name
        assert list(held.addresses) == ["London, GB"]
        assert list(held.application_info.uris) == [posting.redirect_url]
        assert (held.employment_types[0].name, held.job_level.name) == ("CONTRACTOR", "EXPERIENCED")
        assert held.posting_region.name == "TELECOMMUTE"
        entry = held.compensation_info.entries[0]
        assert (entry.unit.name, entry.range_.min_compensation.units) == ("HOURLY", 30)
        assert entry.range_.min_compensation.nanos == 500_000_000
        assert list(held.custom_attributes["skills"].string_values) == posting.skills

    def test_an_estimated_pay_is_not_told_as_the_employers(self, talent, run, now):
        waiting(pay_min=1, pay_max=2, pay_currency="GBP", pay_period="YEAR", pay_source="PREDICTED")
        syncing.sync_run(run, now=now)
        assert not next(iter(talent.jobs.values())).compensation_info.entries

    def test_no_employer_and_no_text(self, talent, run, now):
        waiting(company_name="", description="", place="", country="", redirect_url="")
        syncing.sync_run(run, now=now)
        (held,) = talent.jobs.values()
        assert talent.companies["default"].display_name == "Somebody"
        assert (held.company, held.description) == (f"{PARENT}/companies/1", "Backend developer")

    def test_an_end_that_is_near_or_absent(self, talent, run, now):
        waiting(expires_at=None)
        syncing.sync_run(run, now=now)
        (held,) = talent.jobs.values()
        assert held.posting_expire_time > now + timedelta(days=300)

    def test_a_refused_employer_gives_way_to_the_default_and_is_noted(self, talent, run, now):
        waiting(company=Company.objects.create(key="x", name="???"))
        talent.refused_companies.add("???")
        syncing.sync_run(run, now=now)
        assert next(iter(talent.jobs.values())).company == talent.companies["default"].name
        assert "??? stands under the default employer" in stage().log


class TestOneByOne:
    def test_a_refused_posting_is_a_rejected_row_and_the_rest_goes(self, talent, run, now):
        bad, good = waiting(2)
        talent.refuses.add(bad.requisition_id)
        syncing.sync_run(run, now=now)
        assert list(talent.by_requisition) == [good.requisition_id]
        bad.refresh_from_db()
        assert bad.sync_status == "FAILED"
        row = RejectedRow.objects.get()
        assert row.reason.startswith("INVALID_ARGUMENT")
        assert row.payload["id"] == str(bad.pk)

    def test_one_that_spoils_its_batch_is_found_by_halving(self, talent, run, now):
        postings = waiting(9)
        talent.poison.add(postings[4].requisition_id)
        syncing.sync_run(run, now=now)
        assert len(talent.jobs) == 8
        assert Posting.objects.get(sync_status="FAILED") == postings[4]

    def test_a_refused_one_is_tried_again_when_it_changes(self, talent, tmp_path, now):
        run_import(write_jobs(tmp_path / "a.jsonl", [job(1, title="Nurse")]), now=now)
        Posting.objects.update(sync_status="FAILED")
        run_import(write_jobs(tmp_path / "b.jsonl", [job(1, title="Head nurse")]), now=now)
        assert Posting.objects.get().sync_status == "SYNCED"

    def test_no_word_about_a_posting_is_no_success(self, talent, run, now):
        waiting()
        talent.is_mute = True
        syncing.sync_run(run, now=now)
        assert Posting.objects.get().sync_status == "FAILED"

    def test_there_already_is_found_and_updated(self, talent, run, now):
        waiting()
        syncing.sync_run(run, now=now)
        Posting.objects.update(cts_job_name="", sync_status="PENDING", title="Other")
        syncing.sync_run(run, now=now)
        (held,) = talent.jobs.values()
        assert (held.title, Posting.objects.get().cts_job_name) == ("Other", held.name)

    def test_gone_there_is_created_anew(self, talent, run, now):
        waiting()
        syncing.sync_run(run, now=now)
        talent.jobs.clear()
        Posting.objects.update(sync_status="PENDING")
        syncing.sync_run(run, now=now)
        assert Posting.objects.get().cts_job_name in talent.jobs

    def test_an_employer_made_before_a_kill_is_found(self, talent, run, now):
        waiting(company=Company.objects.create(key="acme", name="Acme"))
        syncing.sync_run(run, now=now)
        Company.objects.update(cts_company_name="")
        Posting.objects.update(sync_status="PENDING")
        syncing.sync_run(run, now=now)
        assert Company.objects.get().cts_company_name == f"{PARENT}/companies/1"

    @pytest.mark.parametrize("name", ["Acme", ""])
    def test_an_employer_that_was_deleted_there_is_made_again(self, talent, run, now, name):
        company = Company.objects.create(key="acme", name=name) if name else None
        waiting(company=company)
        syncing.sync_run(run, now=now)
        talent.companies.clear()
        late = waiting(company=company)[0]
        syncing.sync_run(run, now=now)
        assert talent.by_requisition[late.requisition_id].company == f"{PARENT}/companies/1"
        assert set(Posting.objects.values_list("sync_status", flat=True)) == {"SYNCED"}

    def test_what_stays_lost_is_refused_and_not_tried_for_ever(self, talent, run, now, monkeypatch):
        company = Company.objects.create(key="acme", name="Acme", cts_company_name="gone")
        waiting(company=company)
        monkeypatch.setattr(google.GoogleTalent, "company", lambda *_: "gone")
        syncing.sync_run(run, now=now)
        assert Posting.objects.get().sync_status == "FAILED"
        assert talent.calls["create"] == 2

    def test_a_whole_batch_that_is_there_already_fails_no_run(self, talent, run, now):
        waiting()
        talent.fails["create"] = [Code.ALREADY_EXISTS]
        syncing.sync_run(run, now=now)
        assert Posting.objects.get().sync_status == "FAILED"
        assert RejectedRow.objects.get().reason.startswith("AlreadyExists")

    def test_a_create_that_got_through_though_the_answer_did_not(self, talent, run, now):
        waiting(2)
        syncing.sync_run(run, now=now)  # as if the answer had been lost:
        Posting.objects.update(cts_job_name="", sync_status="PENDING")
        talent.fails["create"] = [Code.UNAVAILABLE]
        syncing.sync_run(run, now=now)
        assert len(talent.jobs) == 2
        assert set(Posting.objects.values_list("cts_job_name", flat=True)) == set(talent.jobs)

    def test_what_changed_meanwhile_waits_on(self, talent, run, now, monkeypatch):
        (posting,) = waiting()
        real = google.GoogleTalent.write

        def write(door, drafts):
            outcomes = real(door, drafts)
            Posting.objects.filter(pk=posting.pk).update(content_hash="0" * 64)
            monkeypatch.setattr(google.GoogleTalent, "write", real)
            return outcomes

        monkeypatch.setattr(google.GoogleTalent, "write", write)
        syncing.sync_run(run, now=now)
        assert (talent.calls["create"], talent.calls["update"]) == (1, 1)
        assert Posting.objects.get().sync_status == "SYNCED"


class TestClosing:
    def test_what_closed_is_deleted(self, talent, run, now):
        waiting(2)
        syncing.sync_run(run, now=now)
        closed = Posting.objects.first()
        Posting.objects.filter(pk=closed.pk).update(status="EXPIRED")
        assert syncing.sync_waiting(now=now) == 1
        assert closed.cts_job_name not in talent.jobs
        closed.refresh_from_db()
        assert (closed.cts_job_name, closed.sync_status) == ("", "NONE")

    def test_what_was_deleted_there_already_counts(self, talent, run, now):
        waiting(status="EXPIRED", cts_job_name=f"{PARENT}/jobs/99")
        syncing.sync_run(run, now=now)
        assert Posting.objects.get().cts_job_name == ""

    def test_what_opens_again_is_sent_again(self, talent, tmp_path, now):
        path = write_jobs(tmp_path / "a.jsonl", [job(1, title="Nurse")])
        run_import(path, now=now)
        Posting.objects.update(status="EXPIRED", closed_at=now)
        syncing.sync_waiting(now=now)
        assert not talent.jobs
        run_import(path, now=now + timedelta(hours=2))
        assert len(talent.jobs) == 1


class TestQuota:
    def test_the_rest_waits_for_tomorrow_the_best_first(self, talent, run, now, monkeypatch):
        for name in ("door", "syncing"):
            monkeypatch.setattr(f"jobs.pipeline.talent.{name}.BATCH", 1)
        thin = waiting(flags=[])[0]
        full = waiting(flags=["is_complete", "has_salary", "has_skills"])[0]
        talent.fails["create"] = [Code.RESOURCE_EXHAUSTED] * 3
        syncing.sync_run(run, now=now)
        assert stage().error.startswith("quota: ")
        StageRun.objects.update(updated_at=now)
        syncing.sync_waiting(now=now + timedelta(minutes=5))
        assert talent.calls["create"] == 3

        tomorrow = now + timedelta(days=1)
        talent.fails["create"] = []
        syncing.sync_waiting(now=tomorrow)
        assert list(talent.by_requisition) == [full.requisition_id, thin.requisition_id]
        assert stage().error == ""

    def test_a_short_quota_passes_within_three_tries(self, talent, run, now):
        waiting()
        talent.fails["create"] = [Code.RESOURCE_EXHAUSTED] * 2
        syncing.sync_run(run, now=now)
        assert Posting.objects.get().sync_status == "SYNCED"

    def test_no_permission_is_not_tried_again(self, talent, run, now):
        waiting()
        talent.fails["create"] = [Code.PERMISSION_DENIED]
        syncing.sync_run(run, now=now)
        assert talent.calls["create"] == 1
        assert "PermissionDenied" in stage().error

    def test_time_that_is_up_leaves_the_rest_to_the_sweep(self, talent, run, now):
        waiting()
        syncing.sync_run(run, now=now, seconds=0)
        assert Posting.objects.get().sync_status == "PENDING"


class TestAlert:
    def test_staff_hear_that_it_is_not_in_step_until_it_is(self, talent, run, now):
        waiting()
        SourceRun.objects.update(started_at=now)
        talent.fails["create"] = [Code.PERMISSION_DENIED]
        syncing.sync_run(run, now=now)
        (finding,) = (one for one in watching.findings(now=now) if one.key.endswith(".talent"))
        assert "PermissionDenied" in finding.detail
        syncing.sync_run(run, now=now)
        assert not [one for one in watching.findings(now=now) if one.key.endswith(".talent")]


class TestDoctor:
    def test_says_whether_it_answers(self, talent, run, now):
        waiting()
        syncing.sync_run(run, now=now)
        finding = doctor.talent_solution()
        assert (finding.state, finding.sentence[:10]) == (State.OK, "1 postings")
        assert "of 10,000 calls used today" in finding.sentence
        talent.fails["list_companies"] = [Code.UNAUTHENTICATED]
        assert doctor.talent_solution().state == State.BROKEN

    def test_a_used_up_day_is_said_and_not_broken(self, talent, settings):
        settings.CTS_DAILY_QUOTA = 0
        finding = doctor.talent_solution()
        assert finding.state == State.OK
        assert "0 of 0 calls used today" in finding.sentence
        assert not talent.calls

    def test_an_engine_that_is_not_there_is_broken(self, settings):
        settings.MATCHING_ENGINE = "talent"
        assert doctor.talent_solution().state == State.BROKEN

    def test_not_configured(self):
        assert doctor.talent_solution().state == State.NOT_CONFIGURED


class TestCommand:
    def test_all_sends_everything_but_samples(self, talent, run, capsys):
        PostingFactory()
        PostingFactory(is_sample=True)
        call_command("sync_talent", all=True)
        assert "1 postings wait" in capsys.readouterr().out
        assert len(talent.jobs) == 1

    def test_not_configured_is_said(self):
        with pytest.raises(CommandError, match="GCP_PROJECT_ID"):
            call_command("sync_talent")


def test_no_credentials_are_a_sentence(monkeypatch):
    def refuse(_endpoint):
        raise DefaultCredentialsError("nothing there")

    monkeypatch.setattr(google, "job_client", refuse)
    with pytest.raises(TalentDownError, match="nothing there"):
        google.open_door(PARENT, "", lambda: None)
