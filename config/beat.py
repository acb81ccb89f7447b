"""What beat starts, and when. All times are UTC; every task named here may run twice."""

from datetime import timedelta

SCHEDULE = {
    "resumes: uploads that wait too long": {
        "task": "resumes.tasks.sweep_versions",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "resumes: feedback that waits too long": {
        "task": "resumes.tasks.sweep_feedback",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "resumes: files no row knows": {
        "task": "resumes.tasks.sweep_files",
        "schedule": timedelta(days=1),
    },
    "accounts: guests whose hour is over": {
        "task": "accounts.tasks.sweep_guests",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "accounts: welcomes that were not sent": {
        "task": "accounts.tasks.sweep_welcomes",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "accounts: mails that may go": {
        "task": "accounts.tasks.sweep_mails",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "accounts: messages to browsers and webhooks": {
        "task": "accounts.tasks.sweep_deliveries",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "accounts: alerts staff have not heard of": {
        "task": "accounts.tasks.tell_alerts",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "accounts: texts sent to a model, kept long enough": {
        "task": "accounts.tasks.sweep_sent_texts",
        "schedule": timedelta(hours=1),
        "options": {"expires": 3600},
    },
    "applications: what people are to be told": {
        "task": "applications.tasks.sweep_reminding",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "applications: deadlines, silence, the week": {
        "task": "applications.tasks.sweep_silence",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "applications: letters whose worker was lost": {
        "task": "applications.tasks.sweep_letters",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "applications: what a model should have written": {
        "task": "applications.tasks.sweep_writing",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "matching: what was asked for and never came": {
        "task": "matching.tasks.sweep_matching",
        "schedule": timedelta(minutes=2),
        "options": {"expires": 120},
    },
    "matching: mails about new postings": {
        "task": "matching.tasks.sweep_alerts",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "matching: postings an engine version has not read": {
        "task": "matching.tasks.sweep_vectors",
        "schedule": timedelta(minutes=15),
        "options": {"expires": 900},
    },
    "matching: vectors to put into their index": {
        "task": "matching.tasks.settle_vectors",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "matching: what is like each posting": {
        "task": "matching.tasks.refresh_neighbours",
        "schedule": timedelta(minutes=30),
        "options": {"expires": 1800},
    },
    "applications: mailboxes people let us read": {
        "task": "applications.tasks.sweep_mail_folders",
        "schedule": timedelta(minutes=2),
        "options": {"expires": 120, "queue": "mail"},
    },
}
