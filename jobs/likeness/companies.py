"""Employers' names as far as they tell one employer from another."""

from enum import Enum

from rapidfuzz import fuzz

from jobs.enrichment.names import fold

_LEGAL = frozenset(
    [
        "ab",
        "ag",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "dac",
        "eg",
        "ev",
        "ggmbh",
        "gmbh",
        "gmbh&co",
        "inc",
        "incorporated",
        "kg",
        "kgaa",
        "lda",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "ltda",
        "mbh",
        "nv",
        "oy",
        "oyj",
        "plc",
        "private",
        "pte",
        "pty",
        "pvt",
        "sa",
        "sarl",
        "sas",
        "sasu",
        "se",
        "sl",
        "slu",
        "sp",
        "spa",
        "spzoo",
        "srl",
        "the",
        "ug",
        "com",
    ]
)
#: Words that say in which country a company's branch is.
_BRANCH = frozenset(
    [
        "australia",
        "belgium",
        "canada",
        "deutschland",
        "emea",
        "europe",
        "france",
        "germany",
        "gb",
        "global",
        "group",
        "holding",
        "holdings",
        "india",
        "international",
        "ireland",
        "italia",
        "italy",
        "nederland",
        "netherlands",
        "schweiz",
        "spain",
        "switzerland",
        "uk",
        "us",
        "usa",
        "worldwide",
    ]
)
#: What boards write where the employer does not wish to be named, and names of the boards themselves.
_NOBODY = frozenset(
    {
        "", "advertiser confidential", "anonymous", "company confidential", "confidential",
        "confidentiel", "cv library", "cwjobs", "employer confidential", "jobg8", "jobserve", "jobsite",
        "lensa", "monster", "n a", "not specified", "private advertiser", "recruiter", "recruitics", "recruitment agency",
        "reed", "reed online", "stepstone", "totaljobs", "unknown",
    }
)  # fmt: skip
_SPELT_ALIKE = 90.0


class Relation(Enum):
    """How two employers' names relate."""

    SAME = "same"
    ALIKE = "alike"  # one name holds the other, or a letter differs
    UNKNOWN = "unknown"  # at least one side names nobody
    OTHER = "other"


def company_core(name: str) -> str:
    """The name folded, without legal forms and branches; "" where it names nobody."""
    words = fold(name).split()
    core = [word for word in words if word not in _LEGAL] or words
    while len(core) > 1 and core[-1] in _BRANCH:
        core.pop()
    joined = " ".join(core)
    return "" if joined in _NOBODY else joined


def relation(one: str, other: str) -> Relation:
    """Compare two names as `company_core` gave them."""
    if not one or not other:
        return Relation.UNKNOWN
    if one == other:
        return Relation.SAME
    ours, theirs = set(one.split()), set(other.split())
    if ours <= theirs or theirs <= ours or one.replace(" ", "") == other.replace(" ", ""):
        return Relation.ALIKE
    return Relation.ALIKE if fuzz.ratio(one, other) >= _SPELT_ALIKE else Relation.OTHER
