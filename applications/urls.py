"""Pages of applications."""

from django.urls import path
from django.views.generic import RedirectView

from applications.views import (
    adding,
    answers,
    board,
    calendars,
    contacts,
    detail,
    diary,
    exchange,
    insights,
    leaving,
    letters,
    overview,
)
from applications.views import preparation as preparing
from applications.views import tailoring as tailored

urlpatterns = [
    path("today", overview.today, name="today"),
    path("insights", insights.insights_page, name="insights"),
    path("applications", board.applications, name="applications"),
    path("calendar/<slug:token>.ics", calendars.feed, name="calendar-feed"),
    path("applications/calendar", calendars.calendar_page, name="calendar"),
    path("applications/calendar/make", calendars.make_address, name="calendar-make"),
    path("applications/calendar/revoke", calendars.revoke_address, name="calendar-revoke"),
    path(
        "applications/interviews/<uuid:pk>.ics", calendars.interview_file, name="interview-calendar"
    ),
    path("applications/reminders/<uuid:pk>.ics", calendars.reminder_file, name="reminder-calendar"),
    path("applications/import", exchange.bring_in, name="applications-import"),
    path("applications/export.csv", exchange.take_out, {"kind": "csv"}, name="applications-csv"),
    path("applications/export.json", exchange.take_out, {"kind": "json"}, name="applications-json"),
    path("applications/proof", exchange.proof_of_search, name="applications-proof"),
    path("add", adding.add, name="application-add"),
    path("add/page", adding.from_page, name="application-add-page"),
    path("add/bookmark", adding.bookmark, name="application-add-bookmark"),
    path(
        "applications/add",
        RedirectView.as_view(pattern_name="application-add", query_string=True),
    ),
    path("applications/move", board.move_many, name="applications-move"),
    path("applications/undo", board.undo_many, name="applications-undo"),
    path("applications/column/<slug:key>", board.column, name="applications-column"),
    path("applications/save/<uuid:pk>", detail.save, name="application-save"),
    path("applications/leave/<uuid:pk>", leaving.leave, name="application-leave"),
    path("applications/returned", leaving.returned, name="application-returned"),
    path("applications/events/<uuid:pk>/undo", board.undo, name="application-undo"),
    path("applications/notes/<uuid:pk>/remove", diary.remove_note, name="note-remove"),
    path("applications/interviews/<uuid:pk>", diary.interview, name="interview"),
    path(
        "applications/interviews/<uuid:pk>/remove", diary.remove_interview, name="interview-remove"
    ),
    path("applications/reminders/<uuid:pk>/done", diary.complete_reminder, name="reminder-done"),
    path("applications/reminders/<uuid:pk>/reopen", diary.reopen_reminder, name="reminder-reopen"),
    path("applications/reminders/<uuid:pk>/snooze", diary.snooze_reminder, name="reminder-snooze"),
    path("facts", answers.facts, name="facts"),
    path("facts/answers", answers.keep, name="answer-keep"),
    path("facts/answers/<uuid:pk>/edit", answers.change, name="answer-edit"),
    path("facts/answers/<uuid:pk>/forget", answers.forget, name="answer-forget"),
    path("facts/answers/<uuid:pk>/used", answers.used, name="answer-used"),
    path("jobs/<uuid:pk>/tailor", tailored.start_for_posting, name="posting-tailor"),
    path("applications/<uuid:pk>/tailor", tailored.tailor, name="application-tailor"),
    path("applications/<uuid:pk>/tailor/start", tailored.start, name="tailoring-start"),
    path("tailoring/<uuid:pk>", tailored.tailoring, name="tailoring"),
    path("tailoring/<uuid:pk>/choose", tailored.choose, name="tailoring-choose"),
    path("tailoring/<uuid:pk>/rewrite", tailored.rewrite, name="tailoring-rewrite"),
    path("applications/<uuid:pk>/prepare", preparing.preparation, name="application-prepare"),
    path("applications/<uuid:pk>/prepare/more", preparing.more_questions, name="prepare-more"),
    path("applications/<uuid:pk>", detail.application, name="application"),
    path("applications/<uuid:pk>/move", board.move, name="application-move"),
    path("applications/<uuid:pk>/edit", detail.edit, name="application-edit"),
    path("applications/<uuid:pk>/delete", detail.delete, name="application-delete"),
    path("applications/<uuid:pk>/did-you-apply", leaving.answer, name="application-answer"),
    path("applications/<uuid:pk>/next-step", diary.next_step, name="application-next-step"),
    path("applications/<uuid:pk>/follow-up", diary.follow_up, name="application-follow-up"),
    path("applications/letter-for/<uuid:pk>", letters.for_posting, name="posting-letter"),
    path("applications/<uuid:pk>/letter", letters.letter, name="letter"),
    path("applications/<uuid:pk>/letter/write", letters.write, name="letter-write"),
    path("applications/<uuid:pk>/letter/save", letters.save, name="letter-save"),
    path("applications/<uuid:pk>/letter/stop", letters.stop, name="letter-stop"),
    path("applications/<uuid:pk>/letter/keep", letters.keep, name="letter-keep"),
    path("applications/<uuid:pk>/letter/paragraph", letters.paragraph, name="letter-paragraph"),
    path("applications/<uuid:pk>/letter/sentence", letters.sentence, name="letter-sentence"),
    path("applications/<uuid:pk>/letter/finish", letters.finish, name="letter-finish"),
    path("applications/<uuid:pk>/letter/samples", letters.sample, name="letter-sample"),
    path("applications/<uuid:pk>/letter/as/<slug:kind>", letters.export, name="letter-export"),
    path(
        "applications/<uuid:pk>/letter/<int:number>/restore", letters.restore, name="letter-restore"
    ),
    path(
        "applications/<uuid:pk>/letter/<int:number>/changes", letters.changes, name="letter-changes"
    ),
    path("applications/<uuid:pk>/notes", diary.note, name="application-note"),
    path("applications/<uuid:pk>/reminders", diary.reminder, name="application-reminder"),
    path("applications/<uuid:pk>/interviews", diary.add_interview, name="application-interview"),
    path("applications/<uuid:pk>/contacts", contacts.add_contact, name="application-contact"),
    path("applications/contacts/<uuid:pk>", contacts.contact, name="contact"),
    path("applications/contacts/<uuid:pk>/remove", contacts.remove_contact, name="contact-remove"),
    path("applications/<uuid:pk>/files", contacts.attach, name="application-file"),
    path("applications/files/<uuid:pk>", contacts.attachment, name="attachment"),
    path("applications/files/<uuid:pk>/remove", contacts.detach, name="attachment-remove"),
]
