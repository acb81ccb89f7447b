"""A resume as plain text and as Markdown: for forms that take nothing else, and for machines."""

from collections.abc import Iterable, Iterator

from resumes.exports.content import Content, Entry, Group, Section

_SPECIAL = "\\`*_[]<>#|~"


def as_text(content: Content) -> bytes:
    """Return plain text in UTF-8, with a line of its own for every fact."""
    blocks = [[content.name, content.headline, " | ".join(c.text for c in content.contacts)]]
    if content.summary:
        blocks += [[content.words["summary"].upper()], [*content.summary]]
    for section in content.sections:
        blocks.append([section.title.upper()])
        blocks += [list(_text_entry(entry)) for entry in section.entries]
        blocks.append(list(_text_groups(section, content.words["colon"])))
    return _joined(blocks)


def as_markdown(content: Content) -> bytes:
    """Return CommonMark; what the person wrote is never markup."""
    blocks = [[f"# {_escaped(content.name)}" if content.name else ""]]
    blocks += [[_escaped(content.headline)]]
    blocks += [[" · ".join(_linked(c.url, c.text) for c in content.contacts)]]
    if content.summary:
        blocks.append([f"## {content.words['summary']}"])
        blocks += [[_escaped(paragraph)] for paragraph in content.summary]
    for section in content.sections:
        blocks.append([f"## {section.title}"])
        for entry in section.entries:
            blocks += _markdown_entry(entry)
        colon = content.words["colon"]
        blocks.append([f"- {_escaped(shown_group(group, colon))}" for group in section.groups])
    return _joined(blocks)


def shown_group(group: Group, colon: str) -> str:
    """Return a group in one line: "Backend: Python, Go", "Deutsch (C1)"."""
    if group.words:
        shown = ", ".join(group.words)
        shown = f"{group.name}{colon} {shown}" if group.name else shown
    else:
        shown = group.name
    return f"{shown} ({group.level})" if group.level else shown


def sorted_groups(section: Section, colon: str) -> tuple[list[str], list[str]]:
    """Return the lines of groups with words, and the bare names that flow in one line."""
    rich = [shown_group(group, colon) for group in section.groups if group.words]
    bare = [shown_group(group, colon) for group in section.groups if not group.words]
    return rich, bare


def below(entry: Entry) -> Iterator[str]:
    """Yield what stands below an entry's bullets."""
    if entry.tags:
        yield f"{entry.tags_label} {', '.join(entry.tags)}"
    if entry.note:
        yield entry.note


def _text_entry(entry: Entry) -> Iterator[str]:
    yield entry.title
    yield ", ".join(filter(None, (entry.subtitle, entry.place)))
    yield entry.dates
    yield entry.url
    yield from entry.paragraphs
    yield from (f"- {bullet}" for bullet in entry.bullets)
    yield from below(entry)


def _text_groups(section: Section, colon: str) -> Iterator[str]:
    rich, bare = sorted_groups(section, colon)
    yield from rich
    yield ", ".join(bare)


def _markdown_entry(entry: Entry) -> list[list[str]]:
    under = ", ".join(filter(None, (entry.subtitle, entry.place)))
    facts = (f"*{_escaped(under)}*" if under else "", entry.dates)
    return [
        [f"### {_linked(entry.url, entry.title)}"],
        [" | ".join(filter(None, facts))],
        *([_escaped(paragraph)] for paragraph in entry.paragraphs),
        [f"- {_escaped(bullet)}" for bullet in entry.bullets],
        *([_escaped(text)] for text in below(entry)),
    ]


def _joined(blocks: Iterable[Iterable[str]]) -> bytes:
    kept = ["\n".join(filter(None, block)) for block in blocks]
    return ("\n\n".join(filter(None, kept)) + "\n").encode()


def _linked(url: str, text: str) -> str:
    safe = url.replace("(", "%28").replace(")", "%29")
    return f"[{_escaped(text)}]({safe})" if url else _escaped(text)


def _escaped(text: str) -> str:
    escaped = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)
    head, _, rest = escaped.partition(" ")  # "1. " and "- " would begin a list
    if head in {"-", "+"} or (head[:-1].isdigit() and head[-1] in ".)"):
        return f"{head[:-1]}\\{head[-1]} {rest}"
    return escaped
