"""Which column of somebody's table means what, and the words trackers use for a status."""

import re
from collections.abc import Mapping, Sequence

from applications.states import CLOSED, COLUMN_OF, LANDING, Status

FIELDS = (
    "company_name",
    "title",
    "status",
    "applied_at",
    "place",
    "url",
    "source_name",
    "deadline",
    "next_action",
    "next_action_at",
    "priority",
    "tags",
    "pay_asked",
    "pay_offered",
    "pay_currency",
    "pay_period",
    "added_at",
    "last_sign_at",
    "notes",
    "description",
)
"""What a file carries of an application, in the order of our own files."""

# Huntr, Teal, Excel sheets in English, German, French and Spanish; the first that is there wins.
_CALLED: Mapping[str, str] = {
    "company_name": (
        "company name, company, employer, organization, organisation, firma, unternehmen,"
        "arbeitgeber, entreprise, société, empresa"
    ),
    "title": (
        "title, job title, job position, position, role, job, stelle, stellenbezeichnung, poste,"
        "intitulé du poste, puesto, cargo"
    ),
    "status": "status, list, list name, stage, board list, state, stand, statut, estado",
    "applied_at": (
        "applied at, date applied, applied date, applied on, applied, application date,"
        "beworben am, bewerbungsdatum, date de candidature, fecha de solicitud"
    ),
    "place": "place, location, job location, city, ort, standort, lieu, ubicación, lugar",
    "url": (
        "url, job url, job post url, post url, posting url, job link, link, web address, lien, enlace"
    ),
    "source_name": "source name, source, found through, quelle, origine, fuente",
    "deadline": "deadline, apply by, closing date, frist, date limite, fecha límite",
    "next_action": "next action, next step, nächster schritt",
    "next_action_at": "next action at, follow up, follow up date, next step date",
    "priority": "priority, excitement, rating, priorität, priorité, prioridad",
    "tags": "tags, labels, keywords, schlagwörter",
    "pay_asked": "pay asked, salary asked, desired salary, salary expectation, gehaltswunsch",
    "pay_offered": "pay offered, salary offered, offered salary, gehaltsangebot",
    "pay_currency": "pay currency, currency, salary currency, währung, devise, moneda",
    "pay_period": "pay period, salary period, pay per",
    "added_at": (
        "added at, date saved, saved at, created at, date created, date added, created,"
        "hinzugefügt am"
    ),
    "last_sign_at": "last sign at, last activity, last moved, last move date",
    "notes": "notes, note, comments, notizen, bemerkungen, notas",
    "description": "description, job description, beschreibung",
}

_STATUS_WORDS: Mapping[Status, str] = {
    Status.SAVED: "saved wishlist bookmarked interested todo gespeichert vorgemerkt",
    Status.PREPARING: "preparing applying inprogress draft",
    Status.APPLIED: "applied sent submitted beworben postulé enviado",
    Status.SCREENING: "screening phonescreen screen phoneinterview",
    Status.INTERVIEW: "interview interviewing interviews interviewed vorstellungsgespräch entretien",
    Status.OFFER: "offer offered negotiating offerreceived angebot offre oferta",
    Status.ACCEPTED: "accepted hired offeraccepted angenommen accepté",
    Status.REJECTED: "rejected declined notselected absage abgelehnt refusé rechazado",
    Status.WITHDRAWN: "withdrawn iwithdrew withdrew archived closed zurückgezogen",
    Status.GHOSTED: "ghosted noresponse noreply noanswer keineantwort",
}
_BY_WORD = {word: status for status, words in _STATUS_WORDS.items() for word in words.split()}


def guessed_columns(head: Sequence[str]) -> dict[str, int]:
    """Return the column of every field the head seems to name; no column twice."""
    names = [_plain(cell) for cell in head]
    found: dict[str, int] = {}
    for field in FIELDS:
        for name in _CALLED[field].split(","):
            at = next((i for i, n in enumerate(names) if n == _plain(name)), None)
            if at is not None and at not in found.values():
                found[field] = at
                break
    return found


def status_called(text: str) -> Status | None:
    """Return the status a tracker's word means, as a person may set it; None when unknown."""
    squeezed = re.sub(r"[\W_]+", "", text).casefold()
    if text.strip().upper() in Status.values:
        return settable(Status(text.strip().upper()))
    by_label = {re.sub(r"[\W_]+", "", str(s.label)).casefold(): s for s in Status}
    found = _BY_WORD.get(squeezed) or by_label.get(squeezed)
    return settable(found) if found else None


def settable(status: Status) -> Status:
    """Return what a file calls a status: a machine's work or an approval does not travel."""
    return status if status in CLOSED else LANDING[COLUMN_OF[status]]


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name).split()).casefold()
