"""Makes the resume of the accepted proposals, and finds what in it has no source."""

import copy
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile
from typing import Any

from applications.tailoring.lines import INSIDE, LOOSE, leaves_of, level, rows_of
from applications.tailoring.types import Act, Plan, Proposal, Tailored

#: The order of the typeset templates (`resumes.exports.content`), the skills moved up.
SKILLS_FIRST = ("skills", "work")
_ITEM_DEPTH = 3  # /section/index/name


def apply_plan(document: Mapping[str, Any], plan: Plan, accepted: Collection[str]) -> Tailored:
    """The resume with the accepted proposals; what is not accepted leaves its line as it was."""
    made = copy.deepcopy(dict(document))
    chosen = [one for one in plan.proposals if one.key in accepted]
    rewritten = _rewrite(made, chosen)
    moved: dict[str, str] = {}
    added: list[str] = []
    for pointer in _list_pointers(made, chosen):
        _arrange(made, pointer, plan, chosen, (moved, added))
    if any(one.act is Act.SECTION for one in chosen):
        made["meta"] = {**(made.get("meta") or {}), "sections": list(SKILLS_FIRST)}
    back = {new: _before(new, moved) for new, _text in leaves_of(made)}
    marked = [new for new, old in back.items() if old in rewritten or _within(new, added)]
    return Tailored(made, {n: o for n, o in back.items() if not _within(n, added)}, tuple(marked))


def untraced(
    made: Mapping[str, Any],
    originals: Iterable[Mapping[str, Any]],
    allowed: Iterable[str] = (),
) -> list[str]:
    """Texts of a tailored resume that stand in no resume of the person and were not allowed."""
    known = {level(text) for each in originals for _at, text in leaves_of(each)}
    known |= {level(text) for text in allowed}
    content = {key: each for key, each in made.items() if key != "meta"}
    return [text for _at, text in leaves_of(content) if level(text) not in known]


def _rewrite(made: dict[str, Any], chosen: Iterable[Proposal]) -> set[str]:
    done = set()
    for one in chosen:
        if one.act is Act.REWRITE:
            *way, last = one.pointer.strip("/").split("/")
            holder: Any = made
            for step in way:
                holder = holder[int(step)] if isinstance(holder, list) else holder[step]
            holder[int(last) if isinstance(holder, list) else last] = one.after
            done.add(one.pointer)
    return done


def _list_pointers(made: Mapping[str, Any], chosen: Iterable[Proposal]) -> list[str]:
    """Every list something may happen to: those inside entries before the entries themselves."""
    inside = [
        f"/{section}/{index}/{name}"
        for section, names in INSIDE.items()
        for index, _row in enumerate(rows_of(made, section))
        for name in names
    ]
    added = [one.pointer for one in chosen if one.act is Act.ADD]
    return list(dict.fromkeys([*inside, *(f"/{section}" for section in LOOSE), *added]))


def _arrange(
    made: dict[str, Any],
    pointer: str,
    plan: Plan,
    chosen: Collection[Proposal],
    notes: tuple[dict[str, str], list[str]],
) -> None:
    """Put the lines of one list in their order, without what was dropped and with what was added."""
    moved, added = notes
    holder, name = _holder(made, pointer)
    held = holder.get(name)
    items: list[Any] = held if isinstance(held, list) else []
    order = _kept_order(pointer, len(items), plan, chosen)
    new = [one.value for one in chosen if one.act is Act.ADD and one.pointer == pointer]
    if not items and not new:
        return
    front = len([*takewhile(lambda index: index in plan.orders.get(pointer, ()), order)])
    arranged = [items[index] for index in order[:front]]
    arranged += [copy.deepcopy(value) for value in new]
    arranged += [items[index] for index in order[front:]]
    places = [*order[:front], *([None] * len(new)), *order[front:]]
    for place, index in enumerate(places):
        if index is None:
            added.append(f"{pointer}/{place}")
        else:
            moved[f"{pointer}/{place}"] = f"{pointer}/{index}"
    holder[name] = arranged


def _kept_order(pointer: str, count: int, plan: Plan, chosen: Iterable[Proposal]) -> list[int]:
    proposed = {one.pointer for one in plan.proposals if one.act is Act.FIRST}
    wanted = {one.pointer for one in chosen if one.act is Act.FIRST}
    dropped = {one.pointer for one in chosen if one.act is Act.DROP}
    ranked = [index for index in plan.orders.get(pointer, ()) if index < count]
    lifted = [i for i in ranked if f"{pointer}/{i}" in wanted]
    if lifted:  # those already in their place keep it beside the ones that are lifted
        lifted = [i for i in ranked if i in lifted or f"{pointer}/{i}" not in proposed]
    rest = [index for index in range(count) if index not in lifted]
    return [index for index in [*lifted, *rest] if f"{pointer}/{index}" not in dropped]


def _holder(made: dict[str, Any], pointer: str) -> tuple[dict[str, Any], str]:
    steps = pointer.strip("/").split("/")
    if len(steps) < _ITEM_DEPTH:
        return made, steps[0]
    return made[steps[0]][int(steps[1])], steps[2]


def _before(pointer: str, moved: Mapping[str, str]) -> str:
    """Where a place of the new resume was: its entry first, then the line inside the entry."""
    steps = pointer.strip("/").split("/")
    entry = "/" + "/".join(steps[:2])
    old_entry = moved.get(entry, entry)
    whole = "/" + "/".join([*old_entry.strip("/").split("/"), *steps[2:]])
    inner = whole.strip("/").split("/")
    line = "/" + "/".join(inner[:4])
    return moved.get(line, line) + "".join(f"/{step}" for step in inner[4:]) if len(inner) > _ITEM_DEPTH else whole  # fmt: skip


def _within(pointer: str, holders: Iterable[str]) -> bool:
    return any(pointer == each or pointer.startswith(f"{each}/") for each in holders)
