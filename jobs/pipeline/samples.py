"""The postings that ship with the product, so that a first start shows something."""

from datetime import datetime
from pathlib import Path

from jobs.models import SourceRun
from jobs.pipeline.imports import SAMPLE, FileImport, import_files
from jobs.pipeline.runs import Options

DATA = Path(__file__).resolve().parent.parent / "data"
#: Many short ones, as Adzuna sends them, and a few dozen in full, as employers publish them.
SAMPLE_FILES = (DATA / "demo_postings.json.gz", DATA / "samples_full.jsonl")


def load_samples(*, now: datetime, options: Options) -> SourceRun:
    """Publish the samples, with their true dates; loading them again changes nothing."""
    what = FileImport(paths=SAMPLE_FILES, source=SAMPLE.slug)
    return import_files(what, now=now, options=options)
