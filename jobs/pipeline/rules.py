"""What a source's rules leave out, before anything is stored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jobs.enrichment import RawPosting
from jobs.enrichment.html import one_line, to_text
from jobs.enrichment.patterns import PatternError, compiled
from jobs.models import SourceRule

Rules = Callable[[RawPosting], str]

_READ = 20_000  # characters of a description that rules look at


def nothing_refused(_raw: RawPosting) -> str:
    """The rules of a source that has none."""
    return ""


def rules_of(source_slug: str) -> Rules:
    """A function that gives the reason a posting is refused for, "" when it is taken."""
    rules = SourceRule.objects.filter(source__slug=source_slug, is_enabled=True).order_by("id")
    ready = [_Rule.of(rule) for rule in rules]
    if not ready:
        return nothing_refused
    excluding = [rule for rule in ready if not rule.includes]
    including = [rule for rule in ready if rule.includes]

    def refusal(raw: RawPosting) -> str:
        for rule in excluding:
            if rule.has(raw):
                return rule.reason
        if including and not any(rule.has(raw) for rule in including):
            return "rule: nothing it must have"
        return ""

    return refusal


@dataclass(frozen=True, slots=True)
class _Rule:
    includes: bool
    field: str
    matches: Callable[[str], bool]
    reason: str

    @classmethod
    def of(cls, rule: SourceRule) -> "_Rule":
        try:
            matches = compiled(rule.pattern, is_regex=rule.match == SourceRule.Match.REGEX)
        except PatternError:  # written past the admin's check: it matches nothing
            matches = _never
        how = "matches" if rule.match == SourceRule.Match.REGEX else "contains"
        reason = f"rule: {rule.field} {how} {rule.pattern}"[:80]
        return cls(rule.effect == SourceRule.Effect.INCLUDE, rule.field, matches, reason)

    def has(self, raw: RawPosting) -> bool:
        return any(self.matches(text) for text in _texts(raw, self.field))


def _texts(raw: RawPosting, name: str) -> Iterable[str]:
    if name == "place":
        return (raw.location_text, ", ".join(raw.area))
    if name == "description":
        return (to_text(raw.description[:_READ]),)
    return (one_line(str(getattr(raw, name))),)


def _never(_text: str) -> bool:
    return False
