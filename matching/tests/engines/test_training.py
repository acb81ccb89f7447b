"""From postings to a version that serves, and back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.models import User
from jobs.models import Posting
from jobs.tests.factories import NOW
from matching import selectors, tasks
from matching.engines import artefacts, completing, local, training
from matching.engines.switching import IncompleteError, NotReadyError, activate
from matching.engines.training import train
from matching.models import EngineVersion, PostingVector
from matching.tests.engine.test_properties import profile
from matching.tests.factories import index, published
from matching.types import Wishes

pytestmark = pytest.mark.django_db
State = EngineVersion.State
WORK = ("Ward nurse", "Baker", "Backend developer", "Welder", "Accountant", "Bus driver")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(training, "ENOUGH_DOCUMENTS", 2)


@pytest.fixture
def postings():
    return [published(title=work, description=f"We need a {work} for our team.") for work in WORK]


def found():
    engine = selectors.active_engine()
    return local.candidates(profile(), Wishes(), engine_id=engine.pk, now=NOW)


def completed(version):
    after = completing.NOWHERE
    while after := completing.complete(version.pk, after=after, most=2):
        pass
    return version


class TestTrain:
    def test_makes_a_version_that_is_ready_and_serves_nobody(self, postings):
        serving = selectors.active_engine()
        version = train(now=NOW)
        assert version.state == State.READY
        assert selectors.active_engine() == serving
        assert version.metrics["documents"] == len(WORK)
        assert default_storage.exists(version.artefacts["words"])
        assert artefacts.learned(version.pk).words.numbers

    def test_reads_only_what_is_new(self, postings):
        train(now=NOW)
        published(title="Gardener", description="Roses.")
        again = train(now=NOW + timedelta(seconds=1))
        assert again.metrics["documents_read"] == 1
        assert again.metrics["documents"] == len(WORK) + 1

    def test_goes_on_after_an_interruption(self, postings, monkeypatch):
        monkeypatch.setattr(training, "adapted", None)
        with pytest.raises(TypeError):
            train(now=NOW)
        begun = EngineVersion.objects.get(state=State.TRAINING)
        monkeypatch.undo()
        monkeypatch.setattr(training, "ENOUGH_DOCUMENTS", 2)

        done = train(now=NOW + timedelta(hours=1))

        assert done.pk == begun.pk
        assert done.state == State.READY
        assert done.metrics["documents_read"] == 0
        assert done.metrics["documents"] == len(WORK)

    def test_the_same_postings_give_the_same_files(self, postings):
        first = train(now=NOW)
        EngineVersion.objects.filter(pk=first.pk).delete()
        second = train(now=NOW)
        assert second.artefacts == first.artefacts

    def test_a_damaged_file_is_noticed(self, postings):
        version = train(now=NOW)
        key = version.artefacts["words"]
        Path(default_storage.path(key)).write_bytes(b"no")
        with pytest.raises(artefacts.ArtefactMissingError):
            artefacts.fetch(key)


class TestActivate:
    def test_is_refused_while_postings_are_missing(self, postings):
        version = train(now=NOW)
        serving = selectors.active_engine()
        with pytest.raises(IncompleteError):
            activate(version.pk, now=NOW)
        assert selectors.active_engine() == serving

    def test_is_refused_while_it_learns(self, postings):
        begun = EngineVersion.objects.create(name="x", algorithm="learned/1", state=State.TRAINING)
        with pytest.raises(NotReadyError):
            activate(begun.pk, now=NOW)

    def test_the_old_one_answers_until_the_new_one_does(self, postings):
        before = found()
        version = train(now=NOW)
        completing.complete(version.pk, most=2)
        assert found() == before
        completed(version)
        assert found() == before

        activate(version.pk, now=NOW)

        assert selectors.active_engine() == version
        assert {one.posting_id for one in found()} == {one.posting_id for one in before}

    def test_the_one_before_can_be_brought_back(self, postings):
        old = selectors.active_engine()
        before = found()
        version = completed(train(now=NOW))
        activate(version.pk, now=NOW)

        activate(old.pk, now=NOW)

        assert selectors.active_engine() == old
        assert EngineVersion.objects.get(pk=version.pk).state == State.RETIRED
        assert found() == before

    def test_a_changed_posting_is_read_again_by_the_others(self, postings):
        version = completed(train(now=NOW))
        assert completing.lacking(version.pk) == 0

        with connection.cursor() as cursor:
            index([postings[0]], cursor)

        assert completing.lacking(version.pk) == 1
        assert PostingVector.objects.filter(posting=postings[0]).count() == 1

    def test_the_sweep_completes(self, postings, settings, django_capture_on_commit_callbacks):
        settings.CELERY_TASK_ALWAYS_EAGER = True
        version = train(now=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep_vectors()
        assert completing.lacking(version.pk) == 0

    def test_staff_let_it_serve(self, postings, client):
        version = completed(train(now=NOW))
        client.force_login(User.objects.create_superuser("staff@example.org", "x"))
        address = reverse("admin:matching_engineversion_changelist")
        asked = {"action": "let_it_serve", "_selected_action": [str(version.pk)]}
        answer = client.post(address, asked, follow=True)
        assert answer.status_code == 200
        assert selectors.active_engine() == version

    def test_a_reader_may_not(self, postings, client):
        version = completed(train(now=NOW))
        person = User.objects.create_user("p@example.org", "x", is_staff=True)
        client.force_login(person)
        address = reverse("admin:matching_engineversion_changelist")
        asked = {"action": "let_it_serve", "_selected_action": [str(version.pk)]}
        client.post(address, asked)
        assert selectors.active_engine() != version


class TestCommand:
    def test_trains_waits_and_activates(self, postings, capsys):
        call_command("train_engine", "--activate")
        assert "serves" in capsys.readouterr().out
        engine = selectors.active_engine()
        assert engine.name != "local-2"
        assert Posting.objects.count() == engine.vectors.count()
