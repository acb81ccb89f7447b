"""A person asks for more questions to prepare an interview with."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.ai import keys, ledger
from accounts.models import Profile
from applications.models import Application, PreparationSheet, Writing
from applications.selectors.preparation import language_of
from applications.services.ledger import hold
from applications.services.tailoring import BusyError, count_wish
from applications.tasks import write_preparation
from core.live import announce_on_commit


@transaction.atomic
def ask_for_questions(*, application: Application, now: datetime) -> PreparationSheet:
    """Have a model add questions and hints to the sheet.

    Raises: NotConfiguredError, NoConsentError, BusyError, GoneError, TooOftenError.
    """
    hold(application)
    keys.check_connected(application.owner_id)
    ledger.check_consent(Profile.objects.get(user_id=application.owner_id))
    made, _is_new = PreparationSheet.objects.get_or_create(
        application=application, defaults={"state_since": now}
    )
    if made.state == Writing.WRITING:
        raise BusyError(_("The model is still writing."))
    count_wish("questions", owner_id=application.owner_id)
    made.language = language_of(application, application.version)
    made.state, made.state_since, made.failure = Writing.WRITING, now, ""
    made.save()
    write_preparation.delay_on_commit(sheet_id=str(made.pk))
    announce_on_commit(application.owner_id, "preparation", sheet_id=made.pk)
    return made
