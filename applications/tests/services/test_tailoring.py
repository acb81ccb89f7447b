"""Tailoring a stored resume for an application: by rules, with a model, and the version at the end."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts import services as accounts
from accounts.ai.ledger import NoConsentError
from accounts.ai.plan import NotConfiguredError
from accounts.tests.factories import ProfileFactory
from applications.models import Tailoring
from applications.rewriting import waiting_too_long, write_lines
from applications.selectors.fit import current_fit
from applications.selectors.tailoring import plan_of
from applications.services import tailoring as services
from applications.tailoring import Act
from applications.tests.factories import ApplicationFactory
from core.llm.types import ModelBusyError
from core.tests.llm_server import Turn, llm_server
from jobs.tests.factories import PostingFactory
from matching.models import ConfirmedFact
from matching.selectors import readable_versions
from resumes.models import ResumeVersion
from resumes.services import correct_version, export_version
from resumes.services.patches import Change, Op
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LINES = ["Answered the phone", "Built a Django REST API on PostgreSQL, 40 % faster"]


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Example").user


@pytest.fixture
def base(sam):
    version = ResumeVersionFactory.create(resume=ResumeFactory.create(owner=sam), number=1)
    version.parsed["work"][0]["highlights"] = [*LINES]
    version.save()
    return version


@pytest.fixture
def row(sam, base):
    posting = PostingFactory.create(must_skills=["Django", "PostgreSQL"])
    return ApplicationFactory.create(
        owner=sam, posting=posting, title=posting.title, company_name="Acme", version=base
    )


@pytest.fixture
def model(settings, sam):
    cache.clear()
    accounts.give_ai_consent(user=sam, now=NOW)
    with llm_server() as found:
        settings.OPENAI_BASE_URL, settings.OPENAI_MODEL = found.url, "small"
        yield found


def started(row):
    return services.start_tailoring(application=row, base=None, now=NOW)


def rewritten(row, *, translate=False):
    made = services.ask_for_rewrites(tailoring=started(row), translate=translate, now=NOW)
    write_lines(tailoring_id=made.pk, now=NOW)
    return Tailoring.objects.get(pk=made.pk)


def words(asked):
    """A model that words one line well and lies about the other."""
    said = [
        {"number": 1, "text": "Led a team of 12 at the phone"},
        {"number": 2, "text": "Built a REST API with Django and PostgreSQL, 40 % faster"},
    ]
    return json.dumps({"lines": said})


class TestStartTailoring:
    def test_proposes_by_rules_and_shows_the_fit_before_and_after(self, row):
        ConfirmedFact.objects.create(
            user=row.owner, kind="SKILL", name="Kubernetes", text="Kubernetes",
            origin="BY_HAND", confirmed_at=NOW,
        )  # fmt: skip
        made = started(row)
        acts = {one.act for one in plan_of(made).proposals}
        assert {Act.FIRST, Act.ADD} <= acts
        assert made.fit_before["parts"]
        assert made.fit_after["parts"]
        assert made.number == made.fit_after["number"]
        assert ["Kubernetes", "FACTS"] in [[gap[0], gap[2]] for gap in made.gaps]

    def test_needs_a_resume(self, row):
        ResumeVersion.objects.all().delete()
        row.refresh_from_db()
        with pytest.raises(services.NoResumeError):
            started(row)

    def test_works_where_only_the_copy_of_a_posting_is_known(self, row):
        row.posting, row.description = None, "You know Django and Kubernetes."
        row.save()
        made = started(row)
        assert made.fit_before == {}
        assert "Kubernetes" in [gap[0] for gap in made.gaps]


class TestMakeTailored:
    def test_makes_a_version_the_application_goes_with(self, row, sam):
        tailoring = started(row)
        made = services.make_tailored(tailoring=tailoring, actor=sam, now=NOW)
        row.refresh_from_db()
        assert (made.origin, made.parent, made.number) == ("TAILORED", tailoring.base, 2)
        assert row.version == made
        assert current_fit(made.pk, row.posting_id) == tailoring.number
        assert made.parsed["work"][0]["highlights"] == [LINES[1], LINES[0]]
        assert "Built a Django REST API" in made.text
        assert services.make_tailored(tailoring=tailoring, actor=sam, now=NOW) == made

    def test_leaves_what_matching_reads_as_it_was(self, row, sam, base):
        made = services.make_tailored(tailoring=started(row), actor=sam, now=NOW)
        change = Change(Op.REPLACE, "/basics/label", "Cook")
        edited = correct_version(version=made, changes=[change], now=NOW)
        assert edited.origin == "TAILORED"
        assert list(readable_versions(sam.pk)) == [base]

    @pytest.mark.parametrize("name", ["pdf", "docx", "odt"])
    def test_can_be_sent_out(self, row, sam, name):
        made = services.make_tailored(tailoring=started(row), actor=sam, now=NOW)
        assert len(export_version(version=made, name=name).content) > 1000

    def test_takes_only_what_was_accepted(self, row, sam):
        tailoring = services.choose_proposals(tailoring=started(row), accepted=["x"], now=NOW)
        made = services.make_tailored(tailoring=tailoring, actor=sam, now=NOW)
        assert made.parsed["work"] == tailoring.base.parsed["work"]

    def test_refuses_a_line_without_a_source(self, row, sam):
        """Whatever a row says: a fact that was deleted meanwhile is nobody's any more."""
        fact = ConfirmedFact.objects.create(
            user=row.owner, kind="SKILL", name="Kubernetes", text="Kubernetes",
            origin="BY_HAND", confirmed_at=NOW,
        )  # fmt: skip
        tailoring = started(row)
        fact.delete()
        with pytest.raises(services.NotYoursError):
            services.make_tailored(tailoring=tailoring, actor=sam, now=NOW)
        assert not ResumeVersion.objects.filter(origin="TAILORED").exists()


class TestRewrites:
    def test_need_a_model_and_consent(self, row, settings):
        settings.OPENAI_BASE_URL = settings.OPENAI_API_KEY = ""
        with pytest.raises(NotConfiguredError):
            services.ask_for_rewrites(tailoring=started(row), translate=False, now=NOW)
        settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
        with pytest.raises(NoConsentError):
            services.ask_for_rewrites(tailoring=started(row), translate=False, now=NOW)

    def test_offers_what_the_gate_lets_through_and_lists_the_rest(self, row, model, sam):
        model.answers(Turn(words))
        tailoring = rewritten(row)
        offered = [one for one in plan_of(tailoring).proposals if one.act is Act.REWRITE]
        assert [one.after for one in offered] == [
            "Built a REST API with Django and PostgreSQL, 40 % faster"
        ]
        assert [line[0] for line in tailoring.refused] == ["Led a team of 12 at the phone"]
        assert not set(tailoring.accepted) & {one.key for one in offered}
        services.choose_proposals(tailoring=tailoring, accepted=[offered[0].key], now=NOW)
        made = services.make_tailored(tailoring=tailoring, actor=sam, now=NOW)
        assert offered[0].after in made.parsed["work"][0]["highlights"]
        assert "Sam Example" not in str(model.asked)

    def test_other_words_than_those_accepted_are_not_accepted(self, row, model):
        model.answers(Turn(words), Turn(lambda asked: words(asked).replace("40 %", "by 40 %")))
        tailoring = rewritten(row)
        offered = [one.key for one in plan_of(tailoring).proposals if one.act is Act.REWRITE]
        services.choose_proposals(tailoring=tailoring, accepted=offered, now=NOW)
        row.posting.description += " And more."
        row.posting.save()
        services.ask_for_rewrites(tailoring=tailoring, translate=False, now=NOW)
        write_lines(tailoring_id=tailoring.pk, now=NOW)
        tailoring.refresh_from_db()
        fresh = [one for one in plan_of(tailoring).proposals if one.act is Act.REWRITE]
        assert [one.after.endswith("by 40 % faster") for one in fresh] == [True]
        assert fresh[0].key not in tailoring.accepted
        services.choose_proposals(tailoring=tailoring, accepted=offered, now=NOW)
        tailoring.refresh_from_db()
        assert tailoring.accepted == []

    def test_of_a_model_that_is_away_hold_nobody_up(self, row, model, settings):
        settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
        tailoring = services.ask_for_rewrites(tailoring=started(row), translate=False, now=NOW)
        settings.AI_CALLS_AT_ONCE = 0
        with pytest.raises(ModelBusyError):
            write_lines(tailoring_id=tailoring.pk, now=NOW)
        settings.AI_CALLS_AT_ONCE = 2
        write_lines(tailoring_id=tailoring.pk, now=NOW)
        tailoring.refresh_from_db()
        assert (tailoring.state, tailoring.failure) == ("FAILED", "model_away")

    def test_follow_the_language_of_the_posting(self, row, model, sam):
        row.posting.language = "de"
        row.posting.save()
        said = "Django-REST-API auf PostgreSQL gebaut, 40 % schneller"
        lines = [
            {"number": 1, "text": "Backend-Entwickler"},
            {"number": 3, "text": said},
            {"number": 9, "text": "x"},
        ]
        model.says(shape={"lines": lines})
        tailoring = rewritten(row, translate=True)
        assert (tailoring.language, tailoring.is_translated) == ("de", True)
        assert "German" in model.asked[0]["messages"][0]["content"]
        assert all(one.after != "x" for one in plan_of(tailoring).proposals)

    def test_fail_in_words_and_leave_the_rules_part(self, row, model):
        model.refuses()
        tailoring = rewritten(row)
        assert (tailoring.state, tailoring.failure) == ("FAILED", "model_refused")
        assert plan_of(tailoring).proposals

    def test_hold_choices_while_they_are_written(self, row, model):
        tailoring = services.ask_for_rewrites(tailoring=started(row), translate=False, now=NOW)
        with pytest.raises(services.BusyError):
            services.choose_proposals(tailoring=tailoring, accepted=[], now=NOW)

    def test_are_given_up_after_an_hour(self, row, model):
        tailoring = services.ask_for_rewrites(tailoring=started(row), translate=False, now=NOW)
        Tailoring.objects.update(updated_at=NOW)
        assert waiting_too_long(now=NOW + timedelta(minutes=20)).tailorings == [tailoring.pk]
        assert waiting_too_long(now=NOW + timedelta(minutes=25)).tailorings == []
        assert waiting_too_long(now=NOW + timedelta(minutes=33)).tailorings == [tailoring.pk]
        assert waiting_too_long(now=NOW + timedelta(minutes=61)).tailorings == []
        tailoring.refresh_from_db()
        assert tailoring.failure == "model_away"
