"""What runs the product is all it needs: `bin/run` installs `requirements.txt` and nothing else."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PRODUCT = ("config", "core", "accounts", "resumes", "jobs", "matching", "applications")
#: Packages an install adds by itself, and the only modules that may ask for them.
EXTRAS = {
    "requirements-talent.txt": {
        "core/talent.py",
        "jobs/pipeline/talent/google.py",
        "matching/engines/talent_search.py",
    }
}
PROVIDERS = packages_distributions()


def _locked(name):
    lines = (ROOT / name).read_text().splitlines()
    return {_plain(line.split("==")[0]) for line in lines if re.match(r"[A-Za-z0-9]", line)}


def _plain(name):
    return re.sub(r"[-_.]+", "-", name.split("[")[0]).lower()


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", PRODUCT)
def test_the_product_imports_nothing_that_it_does_not_install(app):
    always = _locked("requirements.txt")
    missing = {}
    sources = [one for one in (ROOT / app).rglob("*.py") if "tests" not in one.parts]
    for path in sorted(sources):
        name = str(path.relative_to(ROOT))
        extra = {one for lock, users in EXTRAS.items() if name in users for one in _locked(lock)}
        for module in set(_imported(path)) - set(sys.stdlib_module_names) - set(PRODUCT):
            providers = {_plain(one) for one in PROVIDERS.get(module, [module])}
            if not providers & (always | extra):
                missing.setdefault(module, []).append(name)
    assert missing == {}
