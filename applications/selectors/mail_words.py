"""What is asked about a message, as one sentence; pages and the API say the same."""

from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from applications.models import Application, Mail
from applications.states import Status


def question_of(mail: Mail, choices: list[Application]) -> str:
    """Return the question, or nothing where none is open."""
    if mail.state == Mail.State.ASKED:
        return _whose(choices)
    if mail.proposal != Mail.Proposal.OPEN or mail.application is None:
        return ""
    company = mail.application.company_name
    if mail.invitation:
        return _date(mail, company)
    return _change(Status(mail.proposed_status), company)


def _whose(choices: list[Application]) -> str:
    if not choices:
        return _("Which application is this about?")
    if len(choices) > 1 and choices[0].company_name == choices[1].company_name:
        return _("Which application at %(company)s is this about?") % {
            "company": choices[0].company_name
        }
    return _("Is this about %(company)s – %(title)s?") % {
        "company": choices[0].company_name,
        "title": choices[0].title,
    }


def _date(mail: Mail, company: str) -> str:
    told = mail.invitation or {}
    at = parse_datetime(str(told.get("starts_at", "")))
    shown = format_date(timezone.localtime(at), "D j M, H:i") if at else ""
    if told.get("is_cancelled"):
        words = _("%(company)s calls off the interview of %(when)s: note it in the diary?")
    elif mail.proposed_status:
        words = _("%(company)s invites you for %(when)s: into the diary, and set Interview?")
    else:
        words = _("%(company)s proposes %(when)s: put it into the diary?")
    return words % {"company": company, "when": shown}


def _change(to: Status, company: str) -> str:
    words = {
        Status.APPLIED: _("%(company)s confirms your application: set Applied?"),
        Status.INTERVIEW: _("%(company)s wants to talk to you: set Interview?"),
        Status.OFFER: _("%(company)s seems to make you an offer: set Offer?"),
        Status.REJECTED: _("%(company)s seems to have declined: set Closed – rejected?"),
    }
    return words[to] % {"company": company}
