"""Which items of an enumeration inside a clause changed: "15(v)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.compare.renumber import label_core
from monitor.text.enumerations import address_at, inline_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Edit


def changed_items(change: Change, edits: Sequence[Edit]) -> tuple[str, ...]:
    """The addresses of the inline items that edits fall in, in reading order; of one clause that stayed one."""
    if len(change.old) != 1 or len(change.new) != 1:
        return ()
    before, after = inline_items(change.old[0].text), inline_items(change.new[0].text)
    if not before and not after:
        return ()
    clause = change.new[0]
    base = label_core(clause) or clause.path
    found: list[str] = []
    at_old = at_new = 0
    for edit in edits:
        lead = len(edit.text) - len(edit.text.lstrip())
        if edit.op == "-":
            found.append(address_at(before, at_old + lead))
        elif edit.op == "+":
            found.append(address_at(after, at_new + lead))
        at_old += len(edit.text) if edit.op != "+" else 0
        at_new += len(edit.text) if edit.op != "-" else 0
    return tuple(f"{base}{address}" for address in dict.fromkeys(found) if address)
