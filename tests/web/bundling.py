"""The schemas of docs/schemas as components of the API's description: the package has no docs, so it carries them.

`python -m tests.web.bundling` writes them anew after a schema changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import monitor.web

BUNDLED = ("diff", "read", "status")
PLACE = Path(monitor.web.__file__).with_name("schemas.json")
_SCHEMAS = Path(monitor.web.__file__).parents[2] / "docs" / "schemas"
_ROOT = "#/components/schemas/"


def bundled() -> dict[str, Any]:
    """Every schema by its name, and every definition within it as "diff.clause"."""
    components: dict[str, Any] = {}
    for name in BUNDLED:
        schema = json.loads((_SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        definitions = schema.pop("$defs")
        del schema["$schema"], schema["$id"]
        components[name] = _moved(schema, name)
        components |= {f"{name}.{key}": _moved(one, name) for key, one in definitions.items()}
    return components


def written() -> str:
    """The file."""
    return json.dumps(bundled(), indent=1, ensure_ascii=False) + "\n"


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


if __name__ == "__main__":
    PLACE.write_text(written(), "utf-8")
