"""What a person types or drops about their resumes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from resumes.models import ResumeVersion
from resumes.selectors import Kind, Part, Question, text_at
from resumes.services import BadValueError, Change, Op, check_period, clean_part, clean_text

NEW = "new"
WORDS = "words"
_OF_MANY_LINES = frozenset({"prose", "lines", "words"})
_INPUT_TYPES = {"email": "email", "phone": "tel"}
_HELP = {
    "date": _("2019 or 2019-04"),
    "lines": _("One on each line."),
    "words": _("One on each line."),
    "country": _("Two letters: GB, FR, DE"),
}


class UploadForm(forms.Form):
    """One file. Its kind and size are judged by the service, from its bytes."""

    file = forms.FileField(
        label=_("Resume"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choose a file first.")},
    )


class RenameForm(forms.Form):
    """Another name for a resume."""

    name = forms.CharField(label=_("Name"), max_length=120)


class LabelForm(forms.Form):
    """A name for one version; empty takes it away."""

    label = forms.CharField(label=_("Name of this version"), max_length=80, required=False)


class CheckForm(forms.Form):
    """The few questions after a reading: that is right, this is right instead, or not on my resume.

    A question left as it was confirms what was read.
    """

    use_required_attribute = False
    RIGHT, FIX, ABSENT = "right", "fix", "absent"

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for number, question in enumerate(self.questions):
            self.fields[f"verdict_{number}"] = forms.ChoiceField(
                label=question.label,
                choices=_verdicts(question),
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"answer_{number}"] = _answer(question)

    def asked(self) -> list[dict[str, Any]]:
        """Return each question with its two bound fields."""
        return [
            {
                "question": question,
                "verdict": self[f"verdict_{number}"],
                "answer": self[f"answer_{number}"],
                "number": number + 1,
            }
            for number, question in enumerate(self.questions)
        ]

    def changes(self) -> list[Change]:
        """Return what the answers change, in the order that keeps every pointer true."""
        found = [
            change
            for number, question in enumerate(self.questions)
            if (change := self._change(number, question))
        ]
        return sorted(found, key=_removals_of_items_last)

    def _change(self, number: int, question: Question) -> Change | None:
        verdict = self.cleaned_data.get(f"verdict_{number}")
        answer = self.cleaned_data.get(f"answer_{number}") or ""
        if verdict == self.ABSENT:
            return Change(Op.REMOVE, question.pointer)
        if answer and answer != question.value and verdict != self.RIGHT:
            return Change(Op.REPLACE, question.pointer, answer)
        return Change(Op.CONFIRM, question.pointer) if question.value else None


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one entry; `index` is its place, or `new`."""

    index: str
    heading: str
    fields: tuple[BoundField, ...]
    remove: BoundField | None


class EntriesForm(forms.Form):
    """Entries of one section: corrected, removed, and one more added, saved all at once."""

    use_required_attribute = False
    newest = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        version: ResumeVersion,
        only: str = "",
        **kwargs: Any,
    ) -> None:
        """Build the fields; `only` is the index of one entry, `new` for another one, or all."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.entries = dict(_scope(kind, version, only))
        self.words = _single_words(kind, self.entries)
        if self.words:
            self.fields[WORDS] = _part_field(
                kind.single_words, {kind.words_key: [*self.words.values()]}
            )
        for index, entry in self.entries.items():
            if index in self.words:
                continue
            for part in kind.parts:
                self.fields[_name(index, part)] = _part_field(part, entry)
            if index.isdigit():
                self.fields[f"{index}-remove"] = forms.BooleanField(
                    label=_("Remove it"), required=False
                )

    def groups(self) -> Iterator[Group]:
        """Yield the entries with their bound fields."""
        for index, entry in self._in_full():
            fields = tuple(self[_name(index, part)] for part in self.kind.parts)
            remove = self[f"{index}-remove"] if index.isdigit() else None
            texts = (text_at(entry, part) for part in self.kind.parts)
            heading = next((text for text in texts if isinstance(text, str) and text), "")
            yield Group(index, heading, fields, remove)

    def clean(self) -> dict[str, Any]:
        """Tie a wrong period to the field that says its end."""
        for index, _entry in self._in_full():
            end = f"{index}-endDate"
            said = {
                key: self.cleaned_data.get(f"{index}-{key}") for key in ("startDate", "endDate")
            }
            try:
                check_period(said)
            except BadValueError as error:
                self.add_error(end, str(error))
        return self.cleaned_data

    def changes(self) -> list[Change]:
        """Return what differs from what was read; removals come last, from the end."""
        found = [change for index, _entry in self._in_full() for change in self._of_entry(index)]
        gone = [index for index in self.entries if self.cleaned_data.get(f"{index}-remove")]
        if self.words:
            changed, removed = self._of_words()
            found, gone = [*found, *changed], [*gone, *removed]
        return [
            *found,
            *(
                Change(Op.REMOVE, f"/{self.kind.key}/{index}")
                for index in sorted(gone, key=int, reverse=True)
            ),
        ]

    def _in_full(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the entries that have fields of their own."""
        return [(index, entry) for index, entry in self.entries.items() if index not in self.words]

    def _of_words(self) -> tuple[list[Change], list[str]]:
        """Return what changed among the entries that are one word each, and the indexes of those gone."""
        indexes, old, new = [*self.words], [*self.words.values()], self.cleaned_data[WORDS]
        changes: list[Change] = []
        gone: list[str] = []
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for tag, first, last, start, end in matcher.get_opcodes():
            if tag == "equal":
                continue
            both = min(last - first, end - start)
            for step in range(both):
                pointer = f"/{self.kind.key}/{indexes[first + step]}/{self.kind.words_key}"
                changes.append(Change(Op.REPLACE, pointer, new[start + step]))
            added = ({self.kind.words_key: word} for word in new[start + both : end])
            changes += [Change(Op.ADD, f"/{self.kind.key}/-", entry) for entry in added]
            gone += indexes[first + both : last]
        return changes, gone

    def _of_entry(self, index: str) -> Iterator[Change]:
        said = {part.key: self.cleaned_data[_name(index, part)] for part in self.kind.parts}
        if index == NEW:
            entry = {key: value for key, value in said.items() if value}
            if entry:
                yield Change(Op.ADD, f"/{self.kind.key}/-", entry)
            return
        if self.cleaned_data.get(f"{index}-remove"):
            return
        base = f"/{self.kind.key}/{index}" if index else f"/{self.kind.key}"
        for part in self.kind.parts:
            if said[part.key] != clean_kept(part, text_at(self.entries[index], part)):
                yield Change(Op.REPLACE, f"{base}/{part.key}", said[part.key])


def clean_kept(part: Part, value: str | list[str]) -> str | list[str]:
    """Return what was read as a form gives it back, so that only a person's change counts."""
    try:
        return clean_part(part, value)
    except BadValueError:
        return value


class _PartField(forms.CharField):
    """A text, checked as its part wants it; what was read may stay although it would be refused.

    Every part may be left empty: marking each of them as optional would say nothing. None has a
    `maxlength`: browsers cut what is pasted without a word.
    """

    def __init__(self, part: Part, kept: str | list[str], **kwargs: Any) -> None:
        self._part, self._kept = part, kept
        super().__init__(strip=False, **kwargs)

    def validate(self, value: Any) -> None:
        """Let an empty text pass."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text.replace("\r\n", "\n") == _shown(self._kept):
            return clean_kept(self._part, self._kept)
        try:
            return clean_part(self._part, text)
        except BadValueError as error:
            raise forms.ValidationError(str(error)) from None


def _part_field(part: Part, entry: Mapping[str, Any]) -> _PartField:
    kept = text_at(entry, part)
    shown = _shown(kept)
    widget: forms.Widget = forms.TextInput(attrs={"type": _INPUT_TYPES.get(part.kind, "text")})
    if part.kind in _OF_MANY_LINES:
        fewest = 1 if part.kind == "words" else 2
        rows = min(14, max(fewest, shown.count("\n") + 1 + len(shown) // 90))
        widget = forms.Textarea(attrs={"rows": rows})
    return _PartField(
        part,
        kept,
        label=part.label,
        initial=shown,
        widget=widget,
        help_text=_("Empty: until today") if part.key == "endDate" else _HELP.get(part.kind, ""),
    )


def _shown(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _scope(
    kind: Kind, version: ResumeVersion, only: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    holder: Any = version.parsed or {}
    for step in kind.key.split("/"):
        holder = holder.get(step) if isinstance(holder, Mapping) else None
    if kind.key == "basics":
        yield "", holder if isinstance(holder, Mapping) else {}
        return
    for index, entry in enumerate(holder if isinstance(holder, list) else []):
        if isinstance(entry, Mapping) and only in {"", str(index)}:
            yield str(index), entry
    if only in {"", NEW}:
        yield NEW, {}


def _single_words(kind: Kind, entries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the entries that are but a word, such as skills without a group; index to word."""
    if not kind.words_key:
        return {}
    found = {
        index: str(entry[kind.words_key])
        for index, entry in entries.items()
        if [key for key, value in entry.items() if value] == [kind.words_key]
        and "\n" not in str(entry[kind.words_key])
    }
    return found if len(found) > 1 else {}


def _name(index: str, part: Part) -> str:
    key = part.key.replace("/", "-")
    return f"{index}-{key}" if index else key


def _verdicts(question: Question) -> list[tuple[str, Any]]:
    if question.value:
        return [
            (CheckForm.RIGHT, _("That’s right")),
            (CheckForm.FIX, _("Correct it")),
            (CheckForm.ABSENT, _("Not on my resume")),
        ]
    return [(CheckForm.FIX, _("Add it")), (CheckForm.ABSENT, _("Not on my resume"))]


class _AnswerField(forms.CharField):
    """An answer of one kind; what was read may stay as it is, and so may an empty one."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self._kind = kind
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        """Let an empty answer pass."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text == self.initial:
            return text
        try:
            return clean_text(self._kind, text)
        except BadValueError as error:
            raise forms.ValidationError(str(error)) from None


def _answer(question: Question) -> _AnswerField:
    return _AnswerField(
        question.kind,
        label=_("What it should say") if question.value else _("What it says"),
        initial=question.value,
        widget=forms.TextInput(attrs={"type": _INPUT_TYPES.get(question.kind, "text")}),
        help_text=_HELP.get(question.kind, ""),
    )


def _removals_of_items_last(change: Change) -> tuple[bool, int]:
    """An item that goes moves those behind it: such changes come last, the hindmost first."""
    last = change.pointer.rpartition("/")[2]
    is_item = change.op == Op.REMOVE and last.isdigit()
    return is_item, -int(last) if is_item else 0
