"""What happened to Sam, the made-up candidate: days before the day the demo is loaded."""

from dataclasses import dataclass

from applications.states import Status

S = Status


@dataclass(frozen=True, slots=True)
class Step:
    """A move, some days ago at an hour of Sam's clock."""

    days_ago: int
    to: Status
    hour: int = 11


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview; negative `days_ago` lies ahead."""

    days_ago: int
    hour: int
    kind: str
    people: str
    place: str
    notes: str = ""
    outcome: str = "PENDING"
    arranged_days_ago: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """One application from its first day."""

    company: str
    title: str
    place: str
    saved_days_ago: int
    about: str
    from_sample: bool = False  # saves one of the best sample postings instead, when there are any
    steps: tuple[Step, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()  # days ago, text
    next_action: str = ""
    next_in_days: int | None = None
    reminder: str = ""
    reminder_in_days: int = 0
    left_hours_ago: int | None = None
    meetings: tuple[Meeting, ...] = ()
    tags: tuple[str, ...] = ()
    priority: int = 0
    deadline_in_days: int | None = None


ABOUT = (
    "{company} looks for a {title}.\n\nYou will build and run services in Python on PostgreSQL, "
    "look after their data quality, and talk to the people who use them.\n\n"
    "You have worked with Python and SQL in production and can explain a decision in writing. "
    "Docker, Airflow or AWS are welcome."
)

STORY: tuple[Chapter, ...] = (
    Chapter(
        company="Tern & Hollow",
        title="Software developer, booking platform",
        place="Manchester",
        saved_days_ago=1,
        about=ABOUT,
        from_sample=True,
    ),
    Chapter(
        company="Brightwater Utilities",
        title="Data warehouse analyst",
        place="Leeds",
        saved_days_ago=2,
        about=ABOUT,
        from_sample=True,
        next_action="Read their annual report",
        next_in_days=2,
        deadline_in_days=6,
    ),
    Chapter(
        company="Foxglove Rail",
        title="Systems analyst",
        place="York",
        saved_days_ago=4,
        about=ABOUT,
        from_sample=True,
    ),
    Chapter(
        company="Ostler Payments",
        title="Backend engineer, settlements",
        place="Remote, United Kingdom",
        saved_days_ago=6,
        about=ABOUT,
        steps=(Step(3, S.PREPARING),),
        notes=((3, "They want two years of Django in production: say Marlow first."),),
        next_action="Shorten the resume to two pages",
        next_in_days=1,
        priority=2,
        tags=("remote",),
    ),
    Chapter(
        company="Quillstone",
        title="Python developer",
        place="Liverpool",
        saved_days_ago=5,
        about=ABOUT,
        steps=(Step(2, S.PREPARING, hour=17),),
        left_hours_ago=15,
    ),
    Chapter(
        company="Harbour Lane Logistics",
        title="Senior backend developer",
        place="Manchester",
        saved_days_ago=11,
        about=ABOUT,
        steps=(Step(10, S.PREPARING), Step(8, S.APPLIED, hour=16)),
        reminder="Follow up with Harbour Lane Logistics",
        reminder_in_days=0,
        priority=1,
    ),
    Chapter(
        company="Sable & Pine",
        title="Platform engineer",
        place="Remote, Europe",
        saved_days_ago=34,
        about=ABOUT,
        steps=(Step(33, S.APPLIED, hour=9),),
        tags=("remote",),
    ),
    Chapter(
        company="Meridian Crops",
        title="Data engineer",
        place="Cambridge",
        saved_days_ago=4,
        about=ABOUT,
        steps=(Step(3, S.PREPARING), Step(1, S.APPLIED, hour=20)),
        reminder="Follow up with Meridian Crops",
        reminder_in_days=6,
    ),
    Chapter(
        company="Copperfield Health",
        title="Backend developer, patient records",
        place="Leeds",
        saved_days_ago=19,
        about=ABOUT,
        steps=(Step(18, S.APPLIED), Step(6, S.SCREENING, hour=14)),
        notes=(
            (6, "Rebecca from people operations called: salary band 55–62k, hybrid, two days."),
        ),
        next_action="Send three references",
        next_in_days=1,
    ),
    Chapter(
        company="Aldergate Energy",
        title="Senior Python developer",
        place="Manchester",
        saved_days_ago=27,
        about=ABOUT,
        steps=(
            Step(26, S.PREPARING),
            Step(25, S.APPLIED, hour=10),
            Step(14, S.SCREENING, hour=15),
            Step(5, S.INTERVIEW, hour=12),
        ),
        meetings=(
            Meeting(
                days_ago=-1,
                hour=10,
                kind="PANEL",
                people="Dana Whitlock (engineering), Imran Shah (product)",
                place="https://meet.example.org/aldergate-panel",
                notes="Tell the indexing story: 4.1 s to 90 ms.\nAsk how they are on call.",
                arranged_days_ago=5,
            ),
        ),
        priority=3,
    ),
    Chapter(
        company="Lantern Learning",
        title="Backend lead",
        place="Remote, United Kingdom",
        saved_days_ago=52,
        about=ABOUT,
        steps=(
            Step(50, S.APPLIED),
            Step(41, S.SCREENING, hour=13),
            Step(33, S.INTERVIEW, hour=15),
            Step(2, S.OFFER, hour=17),
        ),
        meetings=(
            Meeting(
                days_ago=20,
                hour=14,
                kind="VIDEO",
                people="Aoife Brennan",
                place="https://meet.example.org/lantern",
                outcome="PASSED",
                arranged_days_ago=28,
            ),
        ),
        notes=((2, "62k, 28 days of leave, remote. They want to know by Friday."),),
        next_action="Answer the offer",
        next_in_days=3,
        priority=3,
    ),
    Chapter(
        company="Northgate Insurance",
        title="Data developer",
        place="Salford",
        saved_days_ago=71,
        about=ABOUT,
        steps=(Step(70, S.APPLIED), Step(58, S.SCREENING), Step(49, S.REJECTED, hour=16)),
        notes=((49, "Kind letter: they took somebody with insurance experience."),),
    ),
    Chapter(
        company="Wexcombe Retail",
        title="Full stack developer",
        place="Nottingham",
        saved_days_ago=80,
        about=ABOUT,
        steps=(Step(79, S.APPLIED), Step(45, S.GHOSTED, hour=9)),
    ),
    Chapter(
        company="Pellam Games",
        title="Server engineer",
        place="London",
        saved_days_ago=88,
        about=ABOUT,
        steps=(Step(86, S.PREPARING), Step(84, S.WITHDRAWN, hour=18)),
        notes=((84, "On site five days a week: not for me."),),
    ),
)
