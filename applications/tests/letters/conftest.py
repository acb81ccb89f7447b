"""A person with a resume, an application, and a model on loopback."""

import tomllib
from datetime import date

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts import services as account_services
from accounts.tests.factories import ProfileFactory
from applications.drafting.types import LANGUAGES, Material
from applications.tests.factories import ApplicationFactory
from bench.facts import STATEMENTS
from core.tests.llm_server import llm_server
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

#: What the postings of `bench/data/facts` look for, and who does.
SOUGHT = {
    "en": ("Practice Manager", "Brightwater Clinics"),
    "de": ("Teamleitung Lager (m/w/d)", "Falkenhof Logistik GmbH"),
    "fr": ("Responsable comptable", "Valmont Énergie"),
    "es": ("Jefa de recepción", "Hoteles Albariza"),
    "pt": ("Coordenador de manutenção", "Oficina Ribeiro & Leal"),
    "it": ("Coordinatrice infermieristica", "Aurora Salute"),
    "pl": ("Kierownik sklepu", "Zielony Most"),
    "nl": ("Adjunct-directeur", "Basisschool De Wilgen"),
}


def told(language):
    return tomllib.loads((STATEMENTS / f"{language}.toml").read_text(encoding="utf-8"))


def material(language, **changes):
    """What a letter of the made-up person of this language may say."""
    known = told(language)
    title, company = SOUGHT[language]
    given = {
        "resume": known["resume"],
        "resume_language": language,
        "title": title,
        "company": company,
        "place": "",
        "posting": known["posting"],
        "posting_language": language,
        "today": date(2026, 11, 25),
        "facts": tuple(known["facts"]),
    }
    return Material(**given | changes)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def helen():
    """The English one, with an account."""
    person = ProfileFactory.create(name="Helen Marsh").user
    version = ResumeVersionFactory.create(
        resume=ResumeFactory.create(owner=person), parsed=told("en")["resume"], language="en"
    )
    person.version = version
    return person


@pytest.fixture
def application(helen):
    title, company = SOUGHT["en"]
    return ApplicationFactory.create(
        owner=helen,
        title=title,
        company_name=company,
        description=told("en")["posting"],
        version=helen.version,
    )


@pytest.fixture
def model(settings, helen):
    """A model that Helen agreed to."""
    cache.clear()
    account_services.give_ai_consent(user=helen, now=timezone.now())
    helen.profile.refresh_from_db()
    with llm_server() as found:
        settings.OPENAI_BASE_URL, settings.OPENAI_MODEL = found.url, "small"
        yield found
