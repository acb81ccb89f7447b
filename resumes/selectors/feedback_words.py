"""What a person reads of each finding: what it is, why it matters, what to do. One entry for each rule."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from resumes.types import WARNINGS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise


@dataclass(frozen=True, slots=True)
class Words:
    """A title, one sentence of why, one of what to do; `note` says what a place is about (`%(about)s`)."""

    title: "Promise"
    why: "Promise"
    fix: "Promise"
    note: "Promise | str" = ""


PARTS: dict[str, "Promise"] = {
    "CONTACT": _("Contact"),
    "STRUCTURE": _("What it holds"),
    "DATES": _("Dates"),
    "WORDING": _("Wording"),
    "RESULTS": _("Results in numbers"),
    "LAYOUT": _("Layout for machines"),
}
SEVERITIES: dict[str, "Promise"] = {
    "PROBLEM": _("Problem"),
    "WEAKNESS": _("Could be better"),
    "TIP": _("Tip"),
}
UNCHECKED: dict[str, "Promise"] = {
    "spelling": _("Spelling was not checked: no dictionary of this language is installed here."),
    "wording": _(
        "Wording and tense were not checked: there are no lists for the language of this resume."
    ),
}
_MACHINES = _("Programs that sort applications read the text, not the look.")
_EXPORT = _("Download it from here as PDF or DOCX: one column, real text, plain headings.")

FINDINGS: dict[str, Words] = {
    "name_missing": Words(
        _("No name was found"),
        _("An application without a name is hard to keep apart from others."),
        _("Put your name alone on the first line."),
    ),
    "email_missing": Words(
        _("There is no e-mail address"),
        _("Most employers answer by e-mail; without one they cannot."),
        _("Add your address under your name."),
    ),
    "email_wrong": Words(
        _("This e-mail address cannot be right"),
        _("An answer sent to it would come back."),
        _("Write it as name@provider.tld, without spaces."),
    ),
    "email_mistyped": Words(
        _("This e-mail address looks mistyped"),
        _("One wrong letter and no answer arrives."),
        _("Check what stands behind the @."),
        _("probably %(about)s"),
    ),
    "phone_missing": Words(
        _("There is no phone number"),
        _("Recruiters often call to arrange the first talk."),
        _("Add the number you answer during the day."),
    ),
    "phone_odd": Words(
        _("This phone number has too few or too many digits"),
        _("Nobody can call it."),
        _("Write it with country and area code."),
    ),
    "phone_without_country": Words(
        _("The phone number has no country code"),
        _("Neither the number nor your address says which country it is in."),
        _("Begin it with + and the code of the country, or add the town and country you live in."),
    ),
    "place_missing": Words(
        _("It does not say where you live"),
        _("Employers look for people near by, or ask about moving."),
        _("Add town and country; a street is not needed."),
    ),
    "link_broken": Words(
        _("This link leads nowhere"),
        _("A reader who follows it finds nothing of yours."),
        _("Copy the address of your own page from the browser."),
    ),
    "no_work": Words(
        _("No work was found in it"),
        _("What you did is what most readers look for first."),
        _("Add jobs, internships, projects or voluntary work under a heading such as Experience."),
    ),
    "no_education": Words(
        _("No education was found in it"),
        _("Many postings ask for a degree or training, and programs filter by it."),
        _("Add your highest degree or training, even when it is long ago."),
    ),
    "no_skills": Words(
        _("There is no list of skills"),
        _("Postings are searched by skills; a list is where readers and programs look."),
        _("Add a heading Skills with the tools and methods you use."),
    ),
    "odd_heading": Words(
        _("A heading has an unusual name"),
        _(
            "Programs know Experience, Education and Skills; what stands under another name may be lost."
        ),
        _("Use the usual name of the section."),
    ),
    "placeholder": Words(
        _("Words of a template were left in"),
        _("It looks unfinished, and a program takes it for your employer or your title."),
        _("Fill it in or take it out."),
    ),
    "too_long": Words(
        _("It is longer than readers expect"),
        _("A first look takes less than a minute; what matters must be found in it."),
        _("Shorten older jobs to a line or two, and leave out what does not serve the next job."),
    ),
    "too_short": Words(
        _("It says very little"),
        _("There is not enough to judge whether you fit."),
        _("Say under each job what you did, with what, and what came of it."),
    ),
    "job_without_text": Words(
        _("A job says nothing about what you did"),
        _("A title alone leaves the reader to guess."),
        _("Add two or three points about tasks and results."),
    ),
    "personal_data": Words(
        _("It says more about you than an employer may ask"),
        _("Such details play no part in the decision, and some employers must set them aside."),
        _("Take them out, unless the posting asks for them."),
        "%(about)s",
    ),
    "birth_date": Words(
        _("It gives a date of birth"),
        _("Where you apply it is not customary, and age may not count."),
        _("Leave it out."),
    ),
    "job_without_dates": Words(
        _("A job has no dates"),
        _("Without dates nobody can tell your years of experience."),
        _("Add the month and year you began and ended."),
    ),
    "dates_reversed": Words(
        _("An end lies before its beginning"),
        _("Programs throw such an entry out, or count no experience for it."),
        _("Check which of the two is mistyped."),
        "%(about)s",
    ),
    "dates_in_future": Words(
        _("A date is still to come"),
        _("It reads like a slip."),
        _("Check the year; for a job you will begin, say so in words."),
    ),
    "dates_mixed": Words(
        _("Dates are written in different ways"),
        _("It is harder to compare them, and programs misread some."),
        _("Write all as month and year in one way."),
        "%(about)s",
    ),
    "months_missing": Words(
        _("Some jobs give years only"),
        _("2019 – 2020 may be two months or two years; readers assume the shorter."),
        _("Add the months, as with your other jobs."),
    ),
    "jobs_overlap": Words(
        _("Two jobs ran at the same time"),
        _("Readers wonder whether it is a slip."),
        _("If one was part-time or freelance, say so beside it."),
        _("at the same time as %(about)s"),
    ),
    "gap": Words(
        _("There is a time without an entry"),
        _("Most people have one, and readers ask about it; a line of yours answers first."),
        _("If you like, add what it was for: a course, family, moving, travel, health, a search."),
        _("%(about)s months"),
    ),
    "weak_opening": Words(
        _("A point begins with what you were there for, not what you did"),
        _("A verb says it in one word and is remembered."),
        _("Begin with what you did: led, built, sold, cared for."),
        "“%(about)s”",
    ),
    "buzzword": Words(
        _("It claims what everybody claims"),
        _("Readers skip such words; only an example makes them true."),
        _("Replace it with something you did that shows it, or leave it out."),
        "“%(about)s”",
    ),
    "first_person": Words(
        _("Points speak in the first person"),
        _("Everybody knows that it is about you; without it each point is shorter."),
        _("Leave out I and my."),
        "“%(about)s”",
    ),
    "present_in_past": Words(
        _("A job that is over is told in the present"),
        _("It looks copied, or as if the end date were wrong."),
        _("Use the past for jobs that ended."),
        "“%(about)s”",
    ),
    "past_in_present": Words(
        _("Your present job is told as if it were over"),
        _("Readers may think that you have left."),
        _("Use the present for what you still do, the past for what is finished."),
        "“%(about)s”",
    ),
    "long_point": Words(
        _("A point is very long"),
        _("Points are skimmed; after two lines readers go to the next."),
        _("Split it, or keep the action and its result."),
        _("%(about)s words"),
    ),
    "long_sentence": Words(
        _("A sentence of the summary is very long"),
        _("The summary is read first and fast."),
        _("Make two or three sentences of it."),
        _("%(about)s words"),
    ),
    "verb_repeated": Words(
        _("Many points begin with the same verb"),
        _("It makes different work sound alike."),
        _("Say more exactly what it was each time."),
        "%(about)s",
    ),
    "point_repeated": Words(
        _("A point stands there twice"),
        _("It looks careless and takes the place of something new."),
        _("Remove one of them."),
    ),
    "skill_repeated": Words(
        _("A skill is listed twice"),
        _("It adds nothing, and a long list is read less."),
        _("Remove one of them."),
    ),
    "spelling": Words(
        _("Words that no dictionary has"),
        _("A slip in a resume costs more than anywhere else."),
        _("Check these words; names and terms of your trade may be right."),
        "“%(about)s”",
    ),
    "few_numbers": Words(
        _("%(bare)s of %(all)s points give no number"),
        _("How many, how much, how often is what tells your work from anybody’s."),
        _("Where you know one, add it: people, money, time, size. Never invent one."),
    ),
    "two_columns": Words(_("The page has columns"), _MACHINES, _EXPORT),
    "unread_region": Words(_("Part of a page is a picture"), _MACHINES, _EXPORT),
    "fonts_without_unicode": Words(
        _("Some fonts do not say which letters they show"), _MACHINES, _EXPORT
    ),
    "hidden_text": Words(
        _("The file holds text nobody can see"),
        _("Programs find it and take it for a trick."),
        _("Remove it, or download the resume from here: it is left out."),
    ),
    "no_sections": Words(
        _("No headings were found"),
        _("Without Experience, Education and Skills a program does not know what is what."),
        _EXPORT,
    ),
    "read_from_picture": Words(
        _("It is a picture of a resume"), WARNINGS["read_from_picture"], _EXPORT
    ),
    "poor_picture": Words(_("The picture is hard to read"), WARNINGS["poor_picture"], _EXPORT),
    "cut_off": Words(
        _("Only the beginning was read"),
        WARNINGS["cut_off"],
        _("Leave out certificates and portfolio; send them apart."),
    ),
}
RUBRIC: dict[str, "Promise"] = {
    "SUMMARY": _("Skill summary"),
    "WORK": _("Work history"),
    "VALUE": _("Value added"),
    "COMMUNICATION": _("Communication"),
}
