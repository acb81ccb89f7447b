"""Where test files are kept, and a way to run what was enqueued."""

import pytest
from django.utils import timezone

from resumes import ingest
from resumes.models import ResumeVersion


@pytest.fixture(autouse=True)
def files_folder(tmp_path, settings):
    """Keep files in a folder of this test's own."""
    folder = tmp_path / "files"
    disk = {**settings.STORAGES["default"]}
    disk["OPTIONS"] = {**disk["OPTIONS"], "location": str(folder)}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    return folder


@pytest.fixture
def stored(files_folder):
    """Return a function that lists what lies in the folder, by key."""

    def list_keys():
        found = files_folder.rglob("*") if files_folder.exists() else []
        return sorted(p.relative_to(files_folder).as_posix() for p in found if p.is_file())

    return list_keys


@pytest.fixture
def read_all():
    """Return a function that does a worker's work: reads every version that waits."""

    def read():
        for pk in ResumeVersion.objects.filter(state="RECEIVED").values_list("pk", flat=True):
            ingest.read_version(version_id=pk, now=timezone.now())

    return read
