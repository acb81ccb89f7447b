"""Words shared by the doors of resumes: why a file was refused, and what to do about it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise

MAX_ATTEMPTS = 3
CRASHED = "crashed"
MISSING = "missing"
INFECTED = "infected"
UNSCANNED = "unscanned"

#: Whoever reads with less confidence than this asks the person: one border for the whole product.
SURE = 0.8
GUESS = 0.5


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence that says what happened, and one that says what to do."""

    sentence: "Promise"
    advice: "Promise"


FAILURES: dict[str, Failure] = {
    "empty": Failure(
        _("This file has no text in it."),
        _("Open it to see whether it is the right one, then upload it again."),
    ),
    "encrypted": Failure(
        _("This file is protected by a password."),
        _("Save a copy without the password and upload that."),
    ),
    "image_only": Failure(
        _("This file is a picture of a resume, and pictures cannot be read here yet."),
        _(
            "Export it as PDF from the program it was written in, or upload the original document. "
            "Whoever runs this site can have pictures read by installing tesseract-ocr."
        ),
    ),
    "illegible": Failure(
        _("This file is a picture, and no text could be made out in it."),
        _("Take it again from straight above in good light, or upload the original document."),
    ),
    "corrupt": Failure(
        _("This file is damaged and could not be opened."),
        _("Open it on your device and save it again, or export it as PDF."),
    ),
    "too_big": Failure(
        _("This file is too big to read."),
        _(
            "Files may have up to 10 MB, photos up to 64 megapixels. Leave out pictures, or export it as PDF again."
        ),
    ),
    "out_of_memory": Failure(
        _("This file unpacks to more than our reader may hold in its memory."),
        _(
            "Nothing else was harmed. Export it as PDF again from the program it was written in, "
            "without large pictures."
        ),
    ),
    "too_many_pages": Failure(
        _("This file has too many pages for a resume."),
        _("Upload the resume alone, without certificates or a portfolio."),
    ),
    "wrong_type": Failure(
        _("This is not a kind of file we can read."),
        _(
            "Use PDF, DOCX, ODT, RTF, HTML, Markdown, plain text, a LinkedIn data archive, Europass "
            "XML, or a picture as JPEG, PNG, TIFF or WebP. A photo in HEIC has to be saved as JPEG."
        ),
    ),
    "unreadable": Failure(
        _("The text of this file could not be read."),
        _("Export it as PDF from the program it was written in and upload that."),
    ),
    "crashed": Failure(
        _("This file could not be read: it broke the reader."),
        _("Nothing else was harmed. Read it again, or upload it in another format."),
    ),
    "too_slow": Failure(
        _("This file took too long to read."),
        _("Read it again, or upload a simpler version of it."),
    ),
    "infected": Failure(
        _("A virus was found in this file. It was not kept."),
        _("Scan your device, write the resume to a new file and upload that."),
    ),
    "unscanned": Failure(
        _("This file is too big to be checked for viruses, so it was not read."),
        _("Leave out pictures, or export it as PDF again."),
    ),
    "missing": Failure(
        _("The file is no longer in our storage."),
        _("Upload it again."),
    ),
}

#: What the parser noticed, in words: none of it stopped the reading.
WARNINGS: dict[str, "Promise"] = {
    "two_columns": _(
        "The page has columns. We read them one after the other; other programs may mix them up."
    ),
    "unread_region": _("Part of a page is a picture, and what it says was not read."),
    "fonts_without_unicode": _(
        "Some letters could not be told apart: the fonts do not say which they are."
    ),
    "hidden_text": _("The file holds text that nobody can see on the page. It was left out."),
    "no_dates": _(
        "No dates were found next to your jobs, so your years of experience are unknown."
    ),
    "no_sections": _("No headings such as Experience or Education were found."),
    "read_from_picture": _(
        "This is a picture of a resume. Its letters were made out one by one: please look closely at what was read."
    ),
    "poor_picture": _(
        "The picture is hard to read. A sharper one, or the original document, would be read better."
    ),
    "cut_off": _("The file is very long, or took long to read. Only its beginning was read."),
}

#: Failures that may not be the file's fault: reading it again can help.
WORTH_ANOTHER_TRY = frozenset({"crashed", "too_slow", "missing", "unreadable", "unscanned"})


def warnings_in_words(codes: list[str]) -> list[str]:
    """Return the sentences for the parser's warnings; what this version has no words for is left out."""
    return [str(WARNINGS[code]) for code in codes if code in WARNINGS]


def failure_of(code: str) -> Failure:
    """Return the words for a failure code, also for one this version does not know."""
    return FAILURES.get(code, FAILURES["unreadable"])


#: How often feedback is tried, and after what time its worker has surely died.
FEEDBACK_ATTEMPTS = 3
FEEDBACK_STALE = timedelta(minutes=12)

#: Why feedback could not be given.
FEEDBACK_FAILURES: dict[str, Failure] = {
    "no_language_model": Failure(
        _("No language model is connected here."),
        _("The checks by rules say all that can be said without one."),
    ),
    "no_ai_consent": Failure(
        _("You have not agreed to the use of a language model."),
        _("You can do so in the settings, then ask for the review again."),
    ),
    "ai_quota_used_up": Failure(
        _("The questions to the language model are used up for now."),
        _("Ask again tomorrow. The checks by rules go on."),
    ),
    "model_refused": Failure(
        _("The language model would not review this resume."),
        _("Ask again, or go by the checks."),
    ),
    "model_cut_short": Failure(
        _("The review grew too long and was cut off, so it was not used."),
        _("Ask again, or go by the checks."),
    ),
    "model_bad_answer": Failure(
        _("What the language model answered could not be used."),
        _("Ask again, or go by the checks."),
    ),
    "model_away": Failure(
        _("The language model did not answer."),
        _("Ask again in a few minutes. The checks by rules are not affected."),
    ),
    "crashed": Failure(
        _("The look at this version broke off."),
        _("Nothing else was harmed. Ask again."),
    ),
}


def feedback_failure(code: str) -> Failure:
    """Return the words for a code, also for one this version does not know."""
    return FEEDBACK_FAILURES.get(code, FEEDBACK_FAILURES["crashed"])
