"""Rules that hold for the whole project."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from config.celery import app

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
FIRST_PARTY = ("core", "accounts", "resumes", "jobs", "matching", "applications")
MAX_LINES = 400
EXAMPLE_UUID = "0190f5fe-7c00-7a00-8000-000000000000"


def _modules():
    for label in FIRST_PARTY:
        for path in sorted((settings.BASE_DIR / label).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _sources():
    return [path for path in _modules() if "tests" not in path.parts]


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_compiles(path):
    get_template(str(path.relative_to(settings.BASE_DIR / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_counted_noun_has_a_singular(path):
    many_only = r"{% blocktranslate (?!.*count )[^%]*%}[^%]*{{ (?:n|shown) }} (?:\w+ ){0,2}\w+s\b"
    assert re.findall(many_only, path.read_text()) == []


def test_every_module_is_short_enough_to_read():
    long = {
        str(path.relative_to(settings.BASE_DIR)): lines
        for path in _modules()
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert long == {}


def _routes(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from _routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)


def _address(route: str) -> str:
    plain = re.sub(r"<int:\w+>", "1", route)
    plain = re.sub(r"<(?:uuid|slug|str|path)?:?\w+>", EXAMPLE_UUID, plain)
    return "/" + plain.removesuffix("$").removeprefix("^").replace("\\Z", "")


#: Pages a stranger may open: the product's front, signing up and in, postings, help, and what a secret address opens.
OPEN = re.compile(
    r"^(|help|health|favicon\.ico|push-worker\.js|start.*|jobs.*|account/.*|demo-login|live/.*|unsubscribe.*|calendar/<slug:token>\.ics|sources|companies/<uuid:company_id>|insights/market)$"
)


def _private_routes():
    return [
        route
        for route in _routes(get_resolver().url_patterns)
        if not route.startswith(("api/", "admin/")) and not OPEN.match(route)
    ]


def test_there_are_private_pages():
    assert len(_private_routes()) > 10


@pytest.mark.django_db
@pytest.mark.parametrize("route", _private_routes())
def test_every_private_page_asks_for_a_login(client, route):
    answer = client.get(_address(route))
    assert answer.status_code in {302, 401, 403, 405}
    if answer.status_code == 302:
        assert "/account/login" in answer.url


@pytest.mark.django_db
@pytest.mark.parametrize("route", _private_routes())
def test_no_private_page_acts_for_a_stranger(client, route):
    answer = client.post(_address(route))
    assert answer.status_code in {302, 401, 403, 405}
    if answer.status_code == 302:
        assert "/account/login" in answer.url


def test_tasks_are_enqueued_only_on_commit():
    the_way = settings.BASE_DIR / "core" / "tasks.py"  # where enqueueing on commit is made
    offenders = [
        str(path)
        for path in _sources()
        if path != the_way and re.search(r"\.(delay|apply_async)\(", path.read_text())
    ]
    assert offenders == []


def test_an_application_status_has_one_writer():
    writers = {
        path.name
        for path in _sources()
        if "applications" in path.parts
        and re.search(r"update\([^)]*\bstatus=|\.status = ", path.read_text())
    }
    assert writers == {"transitions.py"}


def test_every_task_ends_before_redis_would_deliver_it_again():
    app.loader.import_default_modules()
    limit = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    ours = [task for name, task in app.tasks.items() if name.split(".")[0] in FIRST_PARTY]
    assert ours
    assert all(task.time_limit and task.time_limit < limit for task in ours)


def test_no_import_hides_inside_a_function_to_get_round_a_cycle():
    ours = {f"{label}." for label in FIRST_PARTY}
    offenders = []
    for path in _sources():
        if path.name == "apps.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                offenders += [
                    f"{path}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.ImportFrom)
                    and any(f"{inner.module}.".startswith(prefix) for prefix in ours)
                    and not {"parsing", "embedded", "enrichment", "skills"} & set(path.parts)
                ]
    assert offenders == []


def test_every_model_is_in_admin():
    ours = [
        model
        for model in apps.get_models()
        if model._meta.app_label in FIRST_PARTY and not model._meta.auto_created
    ]
    missing = {model.__name__ for model in ours if not admin.site.is_registered(model)}
    assert missing == set()


def test_the_project_names_no_machine():
    home = re.compile(r"/work/(?:main|shared)|/home/\w+/|/root/")
    offenders = [
        str(path)
        for pattern in ("*.py", "*.md", "*.html", "*.sh", "*.yaml", "*.toml")
        for path in settings.BASE_DIR.rglob(pattern)
        if not {".venv", "var", "node_modules", "vendor", ".git"} & set(path.parts)
        and path != Path(__file__)
        and home.search(path.read_text(errors="replace"))
    ]
    assert offenders == []
