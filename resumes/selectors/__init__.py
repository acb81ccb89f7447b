"""What pages and endpoints show of resumes."""

from resumes.selectors.lists import (
    person_in,
    resume_of,
    resumes_of,
    summary_of,
    version_of,
    versions_of,
)
from resumes.selectors.questions import Question, questions_about
from resumes.selectors.reading import (
    Entry,
    Field,
    Section,
    Step,
    failure_of_version,
    read_sections,
    steps_of,
)
from resumes.selectors.readings import readings_by_parser

__all__ = [
    "Entry",
    "Field",
    "Question",
    "Section",
    "Step",
    "failure_of_version",
    "person_in",
    "questions_about",
    "read_sections",
    "readings_by_parser",
    "resume_of",
    "resumes_of",
    "steps_of",
    "summary_of",
    "version_of",
    "versions_of",
]
