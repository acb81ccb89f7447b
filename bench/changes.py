"""Ways one advertisement becomes another, for labelled pairs: four that keep the job, four that do not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from jobs.likeness import Facts

_LEGAL = (", Inc.", " Inc.", " Inc", " LLC", ", LLC", " Corporation", " Ltd", " Limited")
_SENIOR = {"senior", "sr", "sr."}
_APPLICATION = (
    "We are an equal opportunity workplace and welcome every applicant. Send your papers through "
    "our portal; the recruiting team answers within ten working days."
)


def _another(facts: Facts, source: str = "other") -> Facts:
    """The same advertisement on another site, under another id."""
    return replace(
        facts,
        id=uuid5(NAMESPACE_URL, f"{source} {facts.id}"),
        source=source,
        external_id=f"{facts.external_id}-2",
        url="",
    )


def cut(facts: Facts) -> Facts:
    """An aggregator's excerpt: the first 500 characters, the legal form dropped."""
    company = facts.company
    for ending in _LEGAL:
        company = company.removesuffix(ending)
    return replace(_another(facts), text=facts.text[:500].rstrip() + "…", company=company)


def layout(facts: Facts) -> Facts:
    """Another site's layout: labels before, lists with other bullets, the company in capitals."""
    text = facts.text.replace("\n• ", "\n- ").replace("\n\n", "\n")
    head = f"Job Title: {facts.title}\nLocation: {facts.place}\nJob Description:\n"
    return replace(
        _another(facts), text=head + text, title=f"{facts.title} - {facts.place}",
        company=facts.company.upper(),
    )  # fmt: skip


def reworded(facts: Facts) -> Facts:
    """A board that writes its own last part and drops the first sentence."""
    text = facts.text.partition(". ")[2] or facts.text
    return replace(_another(facts), text=f"{text[: int(len(text) * 0.8)]}\n{_APPLICATION}")


def town(facts: Facts) -> Facts:
    """The same job in another town."""
    return replace(
        _another(facts, facts.source), place="Springfield", region="Illinois", lat=39.8, lon=-89.64,
        text=facts.text.replace(facts.place, "Springfield"),
    )  # fmt: skip


def level(facts: Facts) -> Facts:
    """The employer's same text for another level."""
    words = ["Junior" if word.lower() in _SENIOR else word for word in facts.title.split()]
    title = " ".join(words)
    title = title if title != facts.title else f"Senior {title}"
    return replace(_another(facts, facts.source), title=title)


def role(facts: Facts) -> Facts:
    """The employer's boilerplate around another role."""
    middle = len(facts.text) // 2
    return replace(
        _another(facts, facts.source), title="Payroll Specialist",
        text=f"{facts.text[: middle - 300]} You run the payroll. {facts.text[middle + 300 :]}",
    )  # fmt: skip


def number(facts: Facts) -> Facts:
    """The same title with another number: a second team or grade."""
    return replace(_another(facts, facts.source), title=f"{facts.title} 2")


def requisition(facts: Facts) -> Facts:
    """The same title in the same place under another requisition."""
    text = facts.text.replace("Requisition ID: 4711", "")
    return replace(_another(facts, facts.source), text=f"Requisition ID: 4712\n{text}")


CHANGES: Mapping[str, Callable[[Facts], Facts]] = {
    function.__name__: function
    for function in (cut, layout, reworded, town, level, role, number, requisition)
}
#: What the left side of such a pair must state for the change to mean anything.
STATES: Mapping[str, str] = {"requisition": "Requisition ID: 4711\n"}
