"""What a message would change, if the person agrees. Nothing here changes anything."""

from applications.models import Interview, Mail
from applications.states import BEFORE_APPLYING, Status

_LEADS_TO = {
    Mail.About.ACKNOWLEDGEMENT: Status.APPLIED,
    Mail.About.REJECTION: Status.REJECTED,
    Mail.About.INTERVIEW: Status.INTERVIEW,
    Mail.About.OFFER: Status.OFFER,
}
_ENDED = frozenset({Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN, Status.SUBMITTING})
_STEPS = (Status.APPLIED, Status.SCREENING, Status.INTERVIEW, Status.OFFER)


def proposed_status(kind: Mail.About, status: Status) -> Status | None:
    """Return what the application would become, or None where the message tells nothing new."""
    to = _LEADS_TO.get(kind)
    if to is None or status in _ENDED:
        return None
    if to == Status.REJECTED:
        return to
    return to if _step(to) > _step(status) else None


def _step(status: Status) -> int:
    if status in BEFORE_APPLYING:
        return -1
    return _STEPS.index(status) if status in _STEPS else 0  # no reply: it was applied to


def propose(mail: Mail) -> None:
    """Write into a filed message what is asked about it; the row is not saved."""
    assert mail.application is not None
    to = proposed_status(Mail.About(mail.kind), Status(mail.application.status))
    mail.proposed_status = to or ""
    is_asked = bool(to) or _is_new_date(mail)
    mail.proposal = Mail.Proposal.OPEN if is_asked else Mail.Proposal.NONE


def known_interview(mail: Mail) -> Interview | None:
    """Return the interview an earlier message of the same calendar entry was put into the diary as."""
    uid = (mail.invitation or {}).get("uid")
    if not uid or mail.application_id is None:
        return None
    earlier = Mail.objects.owned_by(mail.owner_id).filter(
        application_id=mail.application_id, invitation__uid=uid, interview__isnull=False
    )
    found = (
        earlier.exclude(pk=mail.pk)
        .select_related("interview")
        .order_by("-created_at", "-pk")
        .first()
    )
    return found.interview if found else None


def _is_new_date(mail: Mail) -> bool:
    """Whether an invitation says something the diary does not hold yet."""
    if not mail.invitation:
        return False
    known = known_interview(mail)
    if mail.invitation["is_cancelled"]:
        return known is not None and known.outcome == Interview.Outcome.PENDING
    return known is None or known.starts_at.isoformat() != mail.invitation["starts_at"]
