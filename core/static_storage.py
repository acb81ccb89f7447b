"""Static files under names that change with their content."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_MODULES: tuple[tuple[str, str], ...]
_, _MODULES = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]  # noqa: SLF001 - what the switch below it adds to every file
_MANIFEST = ((r'(?P<matched>"src":\s*"(?P<url>[^"]+)")', '"src": "%(url)s"'),)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites the imports of our own modules and the icons of the web manifest.

    Django's `support_js_module_import_aggregation` would do so for every library too, and stop at
    the first minified file that names something it does not ship.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", _MODULES),
        ("*.webmanifest", _MANIFEST),
    )
