"""Files keep finding each other under their hashed names."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from core.static_storage import HashedStaticFiles


def collected(folder: Path) -> Path:
    """Copy the project's own files and give them their hashed names, without compressing them."""
    storage = HashedStaticFiles(location=str(folder), base_url="/static/")
    paths = {}
    for finder in get_finders():
        for name, source in finder.list([]):
            if Path(source.path(name)).is_relative_to(settings.BASE_DIR / "static"):
                with source.open(name) as file:
                    storage.save(name, file)
                paths[name] = (storage, name)
    for _name, _hashed, processed in ManifestStaticFilesStorage.post_process(storage, paths):
        assert not isinstance(processed, Exception), processed
    return folder


class TestHashedStaticFiles:
    def test_names_only_files_that_exist(self, tmp_path):
        folder = collected(tmp_path)
        named = re.compile(r"""(?:from\s+|import\()["'](\./[^"']+)["']|"src":\s*"([^"]+)\"""")
        files = [*folder.glob("js/*.*.js"), *folder.glob("img/*.*.webmanifest")]
        found = [
            (file, module or icon)
            for file in files
            for module, icon in named.findall(file.read_text())
        ]
        assert {name.rsplit("/", 1)[-1].split(".")[0] for _, name in found} >= {"dom", "mark"}
        for file, name in found:
            assert re.search(r"\.[0-9a-f]{12}\.", name), f"{file.name} names {name}"
            assert (file.parent / name).is_file(), f"{file.name} names {name}"
