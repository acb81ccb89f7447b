"""Where test files are kept, and a way to run what was enqueued."""

import pytest


@pytest.fixture(autouse=True)
def files_folder(request, tmp_path):
    """Keep files in a folder of this test's own; the parser's tests know neither Django nor files."""
    folder = tmp_path / "files"
    if "parsing" in request.path.parts:
        return folder
    settings = request.getfixturevalue("settings")
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
    from django.utils import timezone  # noqa: PLC0415 - the parser's tests load this without Django

    from resumes import ingest  # noqa: PLC0415
    from resumes.models import ResumeVersion  # noqa: PLC0415

    def read():
        for pk in ResumeVersion.objects.filter(state="RECEIVED").values_list("pk", flat=True):
            ingest.read_version(version_id=pk, now=timezone.now())

    return read


@pytest.fixture
def no_tesseract(monkeypatch):
    """No program reads pictures, as on a machine without tesseract."""
    monkeypatch.setenv("TESSERACT_PATH", "")
