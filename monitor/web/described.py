"""What the API answers, as OpenAPI 3.1: its own addresses, and the shapes that the commands print, of docs/schemas."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import monitor

if TYPE_CHECKING:
    from monitor.wire import Json

_SHARED = ("diff", "read", "search", "status")
_ROOT = "#/components/schemas/"


@cache
def description() -> Json:
    """The description, whole: each schema of the commands by its name, each part of one as "diff.clause"."""
    own: Json = json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8"))
    for name in _SHARED:
        schema = json.loads((_schemas() / f"{name}.schema.json").read_text("utf-8"))
        parts = schema.pop("$defs")
        del schema["$schema"], schema["$id"]
        own["components"]["schemas"][name] = _moved(schema, name)
        own["components"]["schemas"] |= {f"{name}.{key}": _moved(one, name) for key, one in parts.items()}
    return own


def _schemas() -> Path:
    """The folder of the schemas: beside the package in a checkout, inside it where it was installed."""
    package = Path(monitor.__file__).parent
    beside = package.parent / "docs" / "schemas"
    return beside if beside.is_dir() else package / "schemas"


def _moved(value: Any, name: str) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(value, list):
        return [_moved(one, name) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _address(one, name) if key == "$ref" else _moved(one, name) for key, one in value.items()}


def _address(reference: str, name: str) -> str:
    """Where "#/$defs/x", "diff.schema.json" and "diff.schema.json#/$defs/x" are among the components."""
    file, _, definition = reference.partition("#/$defs/")
    owner = file.removesuffix(".schema.json").removesuffix("#") or name
    return f"{_ROOT}{owner}.{definition}" if definition else f"{_ROOT}{owner}"
