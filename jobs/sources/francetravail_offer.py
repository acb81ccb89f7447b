"""An offer as France Travail's API gives it.

Source: https://francetravail.io/data/api/offres-emploi; what places, pay and experience look like
was seen on public answers.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.base import RejectedError


def read(value: object, _origin: Mapping[str, Any], *, source: str) -> RawPosting:
    """Read one offer. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    external_id = reading.identity(row.get("id"))
    place = reading.record(row.get("lieuTravail"))
    lat, lon = reading.coordinates(place.get("latitude"), place.get("longitude"))
    pay = _pay(reading.record(row.get("salaire")))
    url = _url(row, external_id)
    return RawPosting(
        source=source,
        external_id=external_id,
        title=reading.title(row.get("intitule")),
        description=_description(row),
        company=reading.text(reading.record(row.get("entreprise")).get("nom"), longest=400),
        location_text=_place(place),
        country_hint="fr",
        lat=lat,
        lon=lon,
        pay_min=pay.low,
        pay_max=pay.high,
        pay_currency="EUR" if pay.low is not None else "",
        pay_period=pay.period,
        pay_text=pay.text,
        contract_type=_contract(row),
        contract_time=reading.text(row.get("dureeTravailLibelleConverti"), longest=40),
        employment_type_text="apprenticeship" if row.get("alternance") is True else "",
        level_text="entry" if row.get("experienceExige") == "D" else "",
        category=reading.text(row.get("romeLibelle"), longest=120),
        language_hint="fr",
        posted_at=reading.moment(row.get("dateCreation")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _url(row: Mapping[str, Any], external_id: str) -> str:
    given = reading.link(reading.record(row.get("origineOffre")).get("urlOrigine"))
    return given or reading.link(
        f"https://candidat.francetravail.fr/offres/recherche/detail/{external_id}"
    )


_NUMBERED_PLACE = re.compile(r"^(\d[\dAB]\d?)\s*-\s*(.+)$")


def _place(place: Mapping[str, Any]) -> str:
    """`34 - Montpellier` as `Montpellier (34), France`; a whole département gets its hyphens."""
    label = reading.text(place.get("libelle"), longest=300)
    found = _NUMBERED_PLACE.match(label)
    if not found:
        return label
    name = found[2] if place.get("commune") else found[2].replace(" ", "-")
    return f"{name} ({found[1]}), France"


@dataclass(frozen=True, slots=True)
class _Pay:
    """Amounts with their period, or a text to be read."""

    low: float | None = None
    high: float | None = None
    period: str = ""
    text: str = ""


# "à" often comes mangled; "sur 12 mois" is how many months are paid, not the period.
_STATED = re.compile(
    r"^(Annuel|Mensuel|Horaire) de ([\d ]+(?:[.,]\d+)?) ?(?:Euros?|€)(?:\D{1,8}([\d ]+(?:[.,]\d+)?) ?(?:Euros?|€))?",
    re.IGNORECASE,
)
_MONTHS_PAID = re.compile(r"\s*sur \d+(?:[.,]\d+)? mois", re.IGNORECASE)
_PERIODS = {"annuel": "year", "mensuel": "month", "horaire": "hour"}


def _pay(salary: Mapping[str, Any]) -> _Pay:
    label = reading.text(salary.get("libelle"), longest=200)
    found = _STATED.match(label)
    if found:
        low, high = _amount(found[2]), _amount(found[3] or found[2])
        return _Pay(low, high, _PERIODS[found[1].lower()])
    comment = reading.text(salary.get("commentaire"), longest=200)
    return _Pay(text=_MONTHS_PAID.sub("", label) or comment)


def _amount(written: str) -> float | None:
    return reading.number(written.replace(" ", "").replace(",", "."))


_CONTRACTS = {
    "CDI": "permanent", "CDD": "cdd", "MIS": "temporary", "SAI": "seasonal", "LIB": "freelance",
    "DIN": "permanent", "DDI": "cdd", "TTI": "temporary",
}  # fmt: skip


def _contract(row: Mapping[str, Any]) -> str:
    code = reading.text(row.get("typeContrat"), longest=10).upper()
    return _CONTRACTS.get(code) or reading.text(row.get("typeContratLibelle"), longest=40)


_LISTS = (("Compétences", "competences"), ("Formation", "formations"), ("Langues", "langues"), ("Permis", "permis"))  # fmt: skip


def _description(row: Mapping[str, Any]) -> str:
    """The text, and below it what the offer asks for in fields of its own."""
    text = html.escape(reading.text(row.get("description")), quote=False).replace("\n", "<br>")
    parts = [f"<p>{text}</p>"] if text else []
    experience = reading.text(row.get("experienceLibelle"), longest=200)
    if experience:
        shown = html.escape(experience.replace("An(s)", "ans"), quote=False)
        parts.append(f"<p>Expérience : {shown}</p>")
    for title, name in _LISTS:
        parts.append(_listed(title, row.get(name)))
    return "\n".join(filter(None, parts))


def _listed(title: str, value: object) -> str:
    labels = [_label(reading.record(part)) for part in value] if isinstance(value, list) else []
    items = "".join(f"<li>{html.escape(label, quote=False)}</li>" for label in labels if label)
    return f"<h3>{title}</h3><ul>{items}</ul>" if items else ""


def _label(part: Mapping[str, Any]) -> str:
    named = reading.text(part.get("libelle"), longest=300)
    level, field = (
        reading.text(part.get(name), longest=200) for name in ("niveauLibelle", "domaineLibelle")
    )
    return named or " – ".join(filter(None, (level, field)))
