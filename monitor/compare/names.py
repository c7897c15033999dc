"""Names that were exchanged, and companies that joined or left a list."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.model import Signal
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Clause, Edit

_NAME = pattern(r"(?<!\w)[A-Z][\w&'-]*(?:(?:\s+(?:of|and|&|for|the))?\s+[A-Z][\w&'.-]*)+|(?<!\w)[A-Z]{2,}[a-z]?\b")
_COMPANY = pattern(
    r"\b(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|AG|SE|S\.?A\.?S?|SARL|S\.?r\.?l|S\.?p\.?A|B\.?V|N\.?V|AB|A/S|ApS|Oy|"
    r"plc|PLC|Pty|"
    r"Corp|Corporation|Co|K\.?K|LLP|LP|Sp\.\s*z\s*o\.?o|株式会社|有限公司)\b\.?"
)
_COMPANY_LIST = pattern(
    r"sub-?\s?processors?|sub-?contractors?|affiliates?|recipients?|vendors?|suppliers?|partners?|licensors?|"
    r"third[- ]part(?:y|ies)|"
    r"unterauftragsverarbeiter|sous-traitants?|subencargados?|empfänger|destinataires?",
    re.IGNORECASE,
)
_LONGEST_ENTRY = 30  # words: an entry of a list of companies is shorter; a clause on companies is longer
_LONGEST_NAME = 60


def name_signals(edits: Sequence[Edit]) -> tuple[Signal, ...]:
    """Names that went with the names that came in their place."""
    signals = []
    for edit, after in pairwise(edits):
        if edit.op != "-" or after.op != "+":
            continue
        gone, came = _names(edit.text), _names(after.text)
        if gone and came and gone != came:
            signals.append(Signal("name", ", ".join(gone), ", ".join(came)))
    return tuple(signals)


def _names(text: str) -> list[str]:
    return [match.group() for match in _NAME.finditer(text)][:3]


def company_signals(olds: Sequence[Clause], news: Sequence[Clause], above: str) -> tuple[Signal, ...]:
    """A company that was added to or removed from a list of them, with the columns of its row."""
    if len(olds) + len(news) != 1:
        return ()
    clause = (*olds, *news)[0]
    entry = clause.text or clause.heading
    if clause.role not in {"row", "item"} or len(entry.split()) > _LONGEST_ENTRY:
        return ()
    listed = _COMPANY_LIST.search(" ".join([above, *clause.columns]))
    if not (_COMPANY.search(entry) or (listed and entry[:1].isupper())):
        return ()
    told = _with_columns(clause)
    return (Signal("company", told if olds else None, told if news else None),)


def _with_columns(clause: Clause) -> str:
    cells = clause.text.split(" | ")
    if len(cells) != len(clause.columns) or len(cells) == 1:
        return clause.text[: 3 * _LONGEST_NAME]
    rest = "; ".join(f"{name}: {cell}" for name, cell in zip(clause.columns[1:], cells[1:], strict=True) if name)
    return f"{cells[0]} ({rest})" if rest else cells[0]
