"""Two engine versions side by side."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.tests.factories import UserFactory
from jobs.signals import posting_followed
from jobs.tests.factories import NOW
from matching import runs, selectors, services
from matching.engines.indexing import ALGORITHM
from matching.models import EngineVersion, Experiment, Match, Participation, PostingVector, Search
from matching.selectors.experiments import bucket_of
from matching.services.experiments import CannotBeginError
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
State = EngineVersion.State


@pytest.fixture
def variant():
    return EngineVersion.objects.create(name="other", algorithm=ALGORITHM, state=State.READY)


@pytest.fixture
def posting():
    return published()


def with_vectors(variant):
    """Give the other version a vector of everything there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_postingvector"
            " (posting_id, engine_id, embedding, title_embedding, field, is_settled)"
            " SELECT posting_id, %s, embedding, title_embedding, field, true"
            " FROM matching_postingvector",
            [variant.pk],
        )


def begun(variant, share=100, name="other"):
    experiment = Experiment.objects.create(name=name, variant=variant, share=share)
    return services.begin_experiment(experiment=experiment, now=NOW)


class TestAssignment:
    @pytest.mark.parametrize("share", [0, 10, 50, 100])
    def test_gives_a_share_of_people_the_other_version_and_always_the_same(self, variant, share):
        experiment = begun(variant, share)
        people = [UUID(int=number) for number in range(2000)]
        first = [selectors.assigned(experiment, one) for one in people]
        assert [selectors.assigned(experiment, one) for one in people] == first
        assert abs(sum(one == variant for one in first) / 20 - share) < 3

    def test_of_another_experiment_is_another_one(self):
        experiments, people = (uuid4(), uuid4()), [UUID(int=number) for number in range(500)]
        halves = [[bucket_of(one, who) < 5000 for who in people] for one in experiments]
        agree = sum(a == b for a, b in zip(*halves, strict=True))
        assert 200 < agree < 300

    def test_ends_with_the_experiment_and_with_its_versions(self, variant):
        owner = UserFactory()
        experiment = begun(variant)
        assert selectors.engine_for(owner.pk) == variant
        assert selectors.engine_for(None) == selectors.active_engine()
        EngineVersion.objects.filter(pk=variant.pk).update(state=State.RETIRED)
        assert selectors.engine_for(owner.pk) == selectors.active_engine()
        EngineVersion.objects.filter(pk=variant.pk).update(state=State.READY)
        assert services.end_experiment(experiment=experiment, now=NOW)
        assert not services.end_experiment(experiment=experiment, now=NOW)
        assert selectors.engine_for(owner.pk) == selectors.active_engine()


class TestBegin:
    def test_needs_a_ready_version_with_every_vector(self, variant, posting):
        with pytest.raises(CannotBeginError, match="no vectors of 1"):
            begun(variant)
        with_vectors(variant)
        assert begun(variant, name="again").state == Experiment.State.RUNNING

    def test_refuses_the_active_version_a_second_time_and_a_second_one(self, variant):
        with pytest.raises(CannotBeginError, match="not the active one"):
            begun(selectors.active_engine())
        experiment = begun(variant, name="first")
        with pytest.raises(CannotBeginError, match="begun already"):
            services.begin_experiment(experiment=experiment, now=NOW)
        with pytest.raises(CannotBeginError, match="Another"):
            begun(variant, name="second")

    def test_keeps_shares_below_everybody(self, variant):
        with pytest.raises(IntegrityError), transaction.atomic():
            Experiment.objects.create(name="all", variant=variant, share=101)


class TestLists:
    def test_never_mix_two_versions(self, variant, posting):
        version = ResumeVersionFactory()
        runs.match_version(version.pk)
        search = Search.objects.get()
        with_vectors(variant)
        begun(variant)
        new = published(description="The second Django team.")
        runs.refresh_searches([search.pk], [new.pk])
        engines = set(Match.objects.values_list("engine__name", flat=True))
        assert engines == {variant.name}
        assert Participation.objects.get().engine == variant

    def test_are_made_again_when_it_begins_and_when_it_ends(self, variant, posting):
        runs.match_version(ResumeVersionFactory().pk)
        search = Search.objects.get()
        SearchFactory(owner=UserFactory())
        assert runs.of_another_engine(None, most=10) == ([], None)
        with_vectors(variant)
        experiment = begun(variant)
        assert runs.of_another_engine(None, most=10) == ([search.pk], None)
        runs.match_search(search.pk)
        assert runs.of_another_engine(None, most=1) == ([], search.pk)
        services.end_experiment(experiment=experiment, now=NOW)
        assert runs.of_another_engine(None, most=10) == ([search.pk], None)

    def test_without_an_experiment_nobody_takes_part(self, posting):
        runs.match_version(ResumeVersionFactory().pk)
        assert not Participation.objects.exists()


class TestOutcomes:
    @pytest.fixture
    def version(self, variant, posting):
        with_vectors(variant)
        begun(variant)
        version = ResumeVersionFactory()
        runs.match_version(version.pk)
        return version

    def test_are_counted_for_postings_of_the_list_only(self, version, posting):
        other = published(status="EXPIRED")
        who = str(version.owner_id)
        for one in (posting, posting, other):
            posting_followed.send(None, posting_id=str(one.pk), user_id=who)
        posting_followed.send(None, posting_id=str(posting.pk), user_id=None)
        services.record_outcome(
            user_id=version.owner_id, posting_id=posting.pk, outcome="applications"
        )
        held = Participation.objects.get()
        assert (held.clicks, held.applications) == (2, 1)

    def test_are_reported_with_n_and_an_interval(self, version, posting, variant):
        services.record_outcome(user_id=version.owner_id, posting_id=posting.pk, outcome="clicks")
        control, other = selectors.report(Experiment.objects.get())
        assert control.is_control
        assert (control.clicked.n, control.clicked.low, control.clicked.high) == (0, 0.0, 1.0)
        assert (other.engine, other.clicks, other.clicked.people, other.clicked.n) == (
            variant,
            1,
            1,
            1,
        )
        assert 0.2 < other.clicked.low < other.clicked.high == 1.0
        assert other.applied.people == 0

    def test_interval_is_that_of_wilson(self):
        rate = selectors.rate_of(10, 100)
        assert (round(rate.low, 4), round(rate.high, 4)) == (0.0552, 0.1744)


class TestAdmin:
    def test_begins_reports_and_ends(self, admin_client, variant, posting):
        with_vectors(variant)
        page = reverse("admin:matching_experiment_add")
        asked = {"name": "Try two", "variant": str(variant.pk), "share": "50"}
        assert admin_client.post(page, asked).status_code == 302
        experiment = Experiment.objects.get()
        here = reverse("admin:matching_experiment_changelist")
        act = {"_selected_action": [str(experiment.pk)]}
        admin_client.post(here, {**act, "action": "begin"})
        experiment.refresh_from_db()
        assert experiment.state == Experiment.State.RUNNING
        shown = admin_client.get(reverse("admin:matching_experiment_change", args=[experiment.pk]))
        text = shown.content.decode()
        assert "local-2" in text
        assert "nobody yet" in text
        assert 'name="share"' not in text
        admin_client.post(here, {**act, "action": "end"})
        experiment.refresh_from_db()
        assert experiment.ended_at - experiment.began_at < timedelta(minutes=1)

    def test_says_why_it_does_not_begin(self, admin_client, variant, posting):
        experiment = Experiment.objects.create(name="x", variant=variant, share=5)
        here = reverse("admin:matching_experiment_changelist")
        asked = {"_selected_action": [str(experiment.pk)], "action": "begin"}
        answer = admin_client.post(here, asked, follow=True)
        assert "no vectors of 1 open postings" in answer.content.decode()
        assert PostingVector.objects.count() == 1
