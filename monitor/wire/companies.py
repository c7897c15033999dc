"""What happened to the entries of lists of companies as plain data, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Cell, CompanyChange

if TYPE_CHECKING:
    from monitor.wire.plain import Json


def company_json(change: CompanyChange) -> Json:
    """A company's change as a diff has it."""
    return {
        "kind": change.kind,
        "name": change.name,
        "list": change.list,
        "columns": [cell._asdict() for cell in change.columns],
        "clause": change.clause,
    }


def company_from(data: Json) -> CompanyChange:
    """The change that `company_json` described."""
    return CompanyChange(**{**data, "columns": tuple(Cell(**cell) for cell in data["columns"])})
