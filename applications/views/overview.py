"""The page that looks across the whole product: today."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from applications.selectors.mail import questions as asked_of
from applications.selectors.people import name_of
from applications.selectors.today import Today
from applications.selectors.today import today as things_of_today
from applications.views.doors import is_htmx, page, person, zone
from applications.views.mail import question_words
from applications.views.words import checklist, posting_words
from matching.selectors import strong_new

AT_A_GLANCE = 7
NOON, EVENING = 12, 18


@require_GET
@page
def today(request: HttpRequest) -> HttpResponse:
    """What should I do in the next ten minutes?"""
    now, who = timezone.now(), person(request)
    shown = things_of_today(who.pk, now=now, zone=zone())
    context = {
        "today": shown,
        "first_things": shown.things[:AT_A_GLANCE],
        "other_things": shown.things[AT_A_GLANCE:],
        "greeting": _greeting(name_of(who), timezone.localtime(now)),
        "lead": _lead(shown),
        "checklist": [] if shown.first_run.is_over else checklist(shown.first_run),
        "mail_questions": question_words(asked_of(who.pk)[:AT_A_GLANCE]),
        "strong": [posting_words(match) for match in strong_new(who.pk, size=3)],
    }
    if is_htmx(request) and request.GET.get("part"):
        return render(request, "applications/partials/today.html", context)
    return render(request, "applications/today.html", context)


def _greeting(name: str, local: datetime) -> str:
    if local.hour < NOON:
        words, alone = _("Good morning, %(name)s"), _("Good morning")
    elif local.hour < EVENING:
        words, alone = _("Good afternoon, %(name)s"), _("Good afternoon")
    else:
        words, alone = _("Good evening, %(name)s"), _("Good evening")
    return words % {"name": name} if name else alone


def _lead(shown: Today) -> str:
    count = len(shown.things)
    if not count:
        return _("Nothing is due. A good moment to look at new jobs.")
    things = ngettext("%(n)s thing", "%(n)s things", count) % {"n": count}
    minutes = ngettext("about %(n)s minute", "about %(n)s minutes", shown.minutes)
    return _("%(things)s, %(minutes)s.") % {
        "things": things,
        "minutes": minutes % {"n": shown.minutes},
    }
