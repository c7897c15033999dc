"""The shape of the file: its tables as pydantic checks them, and what it finds in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from monitor.sources.findings import Finding
from monitor.sources.tables import TABLES, FileTable
from monitor.sources.values import APPRISE, kind_of, listed, nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from monitor.sources.findings import Place

_WRONG_TYPE = {
    "bool_type": "must be true or false",
    "dict_type": "must be a table",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "list_type": "must be a list in square brackets",
    "model_type": "must be a table",
}
_NUMBER_TYPES = frozenset({"float_type", "int_type"})
_BOUNDS = {
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a finite number",
    "too_short": "is empty; name at least one, or leave the key out",
}
_NEEDED = {
    "id": 'id = "provider/document"',
    "name": 'name = "legal"',
    "channel": 'channel = "console"',
    "host": 'host = "smtp.example.com"',
    "from": 'from = "terms@example.com"',
}
_REPEATED = frozenset({"source", "subscriber"})
_REPETITION = 2
"""How long the place of a repeated table is; those of its keys are longer."""


def check(data: dict[str, Any]) -> FileTable | list[Finding]:
    """The file's tables, or everything that is wrong with single keys and values."""
    try:
        return FileTable.model_validate(data)
    except ValidationError as error:
        return [_finding(detail) for detail in error.errors(include_url=False)]


def _finding(detail: ErrorDetails) -> Finding:
    place = detail["loc"]
    if place[-1] == "[key]":  # how pydantic says that a key of a table of headers is meant, not its value
        place = place[:-1]
    return Finding(place, _message(place, detail))


def _message(place: Place, detail: ErrorDetails) -> str:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return f"is missing; add {_NEEDED[str(place[-1])]}"
    if kind == "extra_forbidden":
        return _unknown_key(place)
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**context)
    return _wrong_type(place, kind, given) or detail["msg"]


def _wrong_type(place: Place, kind: str, given: object) -> str:
    if place[0] in _REPEATED and len(place) <= _REPETITION:
        return f"write [[{place[0]}]], in two square brackets, once for each {place[0]}"
    if kind in _NUMBER_TYPES and type(given) is int:
        return "is too large a number"
    return f"{_WRONG_TYPE[kind]}, not {kind_of(given)}" if kind in _WRONG_TYPE else ""


def _unknown_key(place: Place) -> str:
    if place == ("channel", "apprise"):
        return APPRISE
    table = TABLES[tuple(part for part in place[:-1] if isinstance(part, str))]
    names = [field.alias or name for name, field in table.model_fields.items()]
    return f"is not known here; {nearest(str(place[-1]), names) or listed(names)}"
