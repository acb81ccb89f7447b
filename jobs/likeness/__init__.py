"""Which postings are one job: keys that find candidates, rules that decide, groups that hold.

Pure: values in, frozen dataclasses out.
"""

from jobs.likeness.grouping import Partition, partition
from jobs.likeness.keys import Kind, kind_of, likeness_keys
from jobs.likeness.reading import Facts, Reading, facts_of, read
from jobs.likeness.verdict import Answer, Verdict, compare, compare_names, compare_texts

__all__ = [
    "Answer",
    "Facts",
    "Kind",
    "Partition",
    "Reading",
    "Verdict",
    "compare",
    "compare_names",
    "compare_texts",
    "facts_of",
    "kind_of",
    "likeness_keys",
    "partition",
    "read",
]
