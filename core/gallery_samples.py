"""Made-up rows for the gallery. Nobody and nothing here exists."""

from datetime import datetime, timedelta

Row = dict[str, object]


def posting_rows(now: datetime) -> list[Row]:
    return [
        {
            "id": 1,
            "url": "#one",
            "title": "Backend developer",
            "company": "Umbrella",
            "facts": ["Remote, GB", "£60k a year stated"],
            "posted_at": now - timedelta(days=2),
            "score": 88,
            "judged": 7,
            "parts": 8,
            "chips": [
                {
                    "kind": "shown",
                    "text": "“Python and Django in production” = “Django REST, 2019–2024”",
                },
                {"kind": "missing", "text": "Kafka (nice to have)"},
                {"kind": "unknown", "text": "sponsorship not stated"},
            ],
            "adzuna_domain": "www.adzuna.co.uk",
        },
        {
            "id": 2,
            "url": "#two",
            "title": "Data engineer, payments and ledgers",
            "company": "Hooli",
            "facts": ["London, hybrid", "only an excerpt"],
            "posted_at": now - timedelta(hours=5),
            "score": 75,
            "low": 61,
            "high": 90,
            "judged": 4,
            "parts": 8,
            "chips": [{"kind": "shown", "text": "SQL"}, {"kind": "unsaid", "text": "Airflow"}],
            "is_sample": True,
        },
        {
            "id": 3,
            "url": "#three",
            "title": "Ward nurse, nights",
            "company": "St Brigid’s Hospital",
            "facts": ["Leeds, on site", "£19.20 an hour"],
            "posted_at": now - timedelta(days=9),
            "score": 52,
            "judged": 8,
            "parts": 8,
            "chips": [{"kind": "missing", "text": "NMC registration (must)"}],
        },
        {
            "id": 4,
            "url": "#four",
            "title": "Platform lead",
            "company": "Gov",
            "facts": ["“must hold SC clearance”"],
            "stop": True,
            "posted_at": now - timedelta(days=1),
        },
    ]


def evidence_lines() -> list[Row]:
    return [
        {
            "kind": "shown",
            "title": "Django",
            "need": "must",
            "points": 12,
            "out_of": 12,
            "asks": "3+ years of Django in production",
            "shows": "Django REST Framework, 2019–2024, Acme",
            "acts": [{"said": "MISREAD", "label": "You misread this"}],
        },
        {
            "kind": "unsaid",
            "title": "PostgreSQL tuning",
            "need": "must",
            "points": 5,
            "out_of": 8,
            "asks": "PostgreSQL at scale",
            "shows": "worked on the reporting database",
            "act_url": "#",
            "act_label": "Say it in a tailored resume",
        },
        {
            "kind": "missing",
            "title": "Kubernetes",
            "need": "nice",
            "points": 0,
            "out_of": 4,
            "asks": "some exposure to Kubernetes",
            "acts": [
                {"said": "HAVE_IT", "label": "I have this"},
                {"said": "NOT_REQUIRED", "label": "Not really required"},
                {"said": "MISREAD", "label": "You misread this"},
            ],
        },
        {"kind": "unknown", "title": "Pay for level, team size"},
    ]


def board_columns(now: datetime) -> list[Row]:
    names = ["Saved", "Preparing", "Applied", "Screening", "Interview", "Offer", "Closed"]
    moves = [{"value": name.lower(), "label": name} for name in names]
    companies = [
        ("Acme", "Backend developer", 84, "Decide by", 4, False),
        ("Globex", "Platform engineer", 78, "Answer one question", None, True),
        ("Initech", "Python developer", 81, "Follow up", 0, True),
        (
            "Northwind Traders International",
            "Senior software engineer, billing",
            69,
            "",
            None,
            False,
        ),
        ("Hooli", "Data engineer", 90, "Panel", 1, False),
    ]
    columns: list[Row] = []
    for index, name in enumerate(names):
        cards = [
            {
                "id": f"{index}{number}",
                "url": "#card",
                "company": company,
                "title": title,
                "score": score,
                "next_text": text,
                "next_at": now + timedelta(days=days) if days else None,
                "is_due": due,
                "move_url": "/gallery",
                "moves": moves,
            }
            for number, (company, title, score, text, days, due) in enumerate(companies)
            if name != "Closed" and (number + index) % 3 == 0
        ]
        columns.append({"key": name.lower(), "name": name, "cards": cards, "count": len(cards)})
    columns[-1] |= {"count": 41, "older_url": "#closed", "older_count": 41}
    columns[2]["is_first_shown"] = True
    return columns


def events(now: datetime) -> list[Row]:
    return [
        {
            "icon_name": "calendar-event",
            "kind": "info",
            "title": "Interview, second round",
            "happened_at": now + timedelta(days=1, hours=2),
            "by": "you",
            "text": "Panel of three, video call. Prepare: the ledger project.",
        },
        {
            "icon_name": "send",
            "kind": "good",
            "title": "Applied",
            "happened_at": now - timedelta(days=8),
            "by": "you",
            "undo_url": "#",
        },
        {"icon_name": "bookmark", "title": "Saved", "happened_at": now - timedelta(days=11)},
    ]


def samples(now: datetime) -> dict[str, object]:
    """Return the context of the gallery."""
    return {
        "live_url": "",
        "engine_line": "rules 1.0, no AI",
        "now": now,
        "rows": posting_rows(now),
        "lines": evidence_lines(),
        "columns": board_columns(now),
        "events": events(now),
        "stats": [
            {"value": "23", "label": "Applications", "note": "since March"},
            {"value": "5", "label": "Need you"},
            {"value": "31 %", "label": "Answered", "note": "n = 16"},
            {"value": "8 d", "label": "Until an answer"},
        ],
        "steps": [
            {"state": "done", "text": "Received resume.pdf", "note": "214 kB"},
            {"state": "done", "text": "Read: 4 jobs, 2 degrees, 27 skills"},
            {"state": "now", "text": "Matching 31,204 postings…"},
            {"state": "next", "text": "Three to look at first"},
        ],
        "checklist": [
            {"is_done": True, "title": "Add a resume"},
            {
                "is_done": False,
                "is_next": True,
                "title": "Say what you’re looking for",
                "text": "Two minutes; most of it is filled in from your resume.",
                "link": "#",
            },
            {"is_done": False, "title": "Save a first posting", "link": "#"},
        ],
        "stepper": ["Your resume", "Check two things", "Looking for", "Three postings"],
        "tabs": [
            {"label": "For you", "url": "#1", "count": 12, "is_current": True},
            {"label": "Search", "url": "#2"},
            {"label": "Later", "url": "#3", "count": 4},
        ],
        "segments": [
            {"label": "Board", "url": "#1", "is_current": True, "icon_name": "layout-kanban"},
            {"label": "Table", "url": "#2", "icon_name": "layout-list"},
        ],
    }
