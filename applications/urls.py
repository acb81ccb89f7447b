"""Pages of applications."""

from django.urls import path

from applications.views import board, calendars, detail, diary, exchange, letters, overview

urlpatterns = [
    path("today", overview.today, name="today"),
    path("insights", overview.insights_page, name="insights"),
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
    path("applications/add", detail.add, name="application-add"),
    path("applications/move", board.move_many, name="applications-move"),
    path("applications/column/<slug:key>", board.column, name="applications-column"),
    path("applications/save/<uuid:pk>", detail.save, name="application-save"),
    path("applications/leave/<uuid:pk>", detail.leave, name="application-leave"),
    path("applications/events/<uuid:pk>/undo", board.undo, name="application-undo"),
    path("applications/notes/<uuid:pk>/remove", diary.remove_note, name="note-remove"),
    path("applications/interviews/<uuid:pk>", diary.interview, name="interview"),
    path(
        "applications/interviews/<uuid:pk>/remove", diary.remove_interview, name="interview-remove"
    ),
    path("applications/reminders/<uuid:pk>/done", diary.complete_reminder, name="reminder-done"),
    path("applications/reminders/<uuid:pk>/reopen", diary.reopen_reminder, name="reminder-reopen"),
    path("applications/reminders/<uuid:pk>/snooze", diary.snooze_reminder, name="reminder-snooze"),
    path("applications/<uuid:pk>", detail.application, name="application"),
    path("applications/<uuid:pk>/move", board.move, name="application-move"),
    path("applications/<uuid:pk>/edit", detail.edit, name="application-edit"),
    path("applications/<uuid:pk>/delete", detail.delete, name="application-delete"),
    path("applications/<uuid:pk>/did-you-apply", detail.answer, name="application-answer"),
    path("applications/<uuid:pk>/next-step", diary.next_step, name="application-next-step"),
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
        "applications/<uuid:pk>/letter/<slug:number>/restore",
        letters.restore,
        name="letter-restore",
    ),
    path(
        "applications/<uuid:pk>/letter/<slug:number>/changes",
        letters.changes,
        name="letter-changes",
    ),
    path("applications/<uuid:pk>/notes", diary.note, name="application-note"),
    path("applications/<uuid:pk>/reminders", diary.reminder, name="application-reminder"),
    path("applications/<uuid:pk>/interviews", diary.add_interview, name="application-interview"),
]
