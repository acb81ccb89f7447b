"""What pages and endpoints show of resumes."""

from resumes.selectors.differences import (
    SectionDifference,
    as_rows,
    count_of,
    differences_between,
)
from resumes.selectors.history import Sitting, sittings_of
from resumes.selectors.lists import (
    numbered_version,
    original_of,
    person_in,
    resume_of,
    resumes_of,
    summary_of,
    version_of,
    versions_of,
)
from resumes.selectors.marks import Crop, crop_of, lines_of, mark_id, quote_of, sheets_of, value_id
from resumes.selectors.questions import Question, questions_about
from resumes.selectors.reading import (
    Entry,
    Field,
    Section,
    Step,
    Value,
    failure_of_version,
    read_sections,
    steps_of,
    text_at,
    unread_kinds,
    unsure_values,
)
from resumes.selectors.readings import readings_by_parser
from resumes.selectors.shape import BY_SLUG, Address, Kind, Part, address_of

__all__ = [
    "BY_SLUG",
    "Address",
    "Crop",
    "Entry",
    "Field",
    "Kind",
    "Part",
    "Question",
    "Section",
    "SectionDifference",
    "Sitting",
    "Step",
    "Value",
    "address_of",
    "as_rows",
    "count_of",
    "crop_of",
    "differences_between",
    "failure_of_version",
    "lines_of",
    "mark_id",
    "numbered_version",
    "original_of",
    "person_in",
    "questions_about",
    "quote_of",
    "read_sections",
    "readings_by_parser",
    "resume_of",
    "resumes_of",
    "sheets_of",
    "sittings_of",
    "steps_of",
    "summary_of",
    "text_at",
    "unread_kinds",
    "unsure_values",
    "value_id",
    "version_of",
    "versions_of",
]
