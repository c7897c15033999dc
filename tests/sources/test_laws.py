"""Laws of reading a configuration: no text is a crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ConfigError, Fault
from monitor.sources import parse
from monitor.sources.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = (Path(__file__).parents[2] / "sources.toml").read_text(encoding="utf-8")
SOURCE = '[[source]]\nid = "northline/voice"\nurl = "https://northline.example/terms"\n'


def told(text: str, environ: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """What a text's reading tells: its warnings, or its faults."""
    try:
        return parse(text, name="sources.toml", folder=Path("folder"), environ=environ or {}).warnings
    except ConfigError as error:
        return error.faults


LINES = st.sampled_from(
    [
        *SHIPPED.splitlines(),
        *SHIPPED.replace("# ", "").splitlines(),
        *'quiet = "env:S"\n[web]\ntoken = "env:S"\n[[subscriber]]\nurls = ["env:S"]\ncron = "env:S"'.splitlines(),
    ]
)
KEYS = st.sampled_from(sorted({name for table in TABLES.values() for name in table.model_fields}))
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | LINES,
    lambda children: st.lists(children, max_size=3),
    max_leaves=5,
)
PAIRS = st.builds(lambda key, value: f"{key} = {json.dumps(value)}", KEYS, VALUES)
HEADERS = st.sampled_from(["[[source]]", "[[subscriber]]", *(f"[{'.'.join(place)}]" for place in TABLES if place)])
FILES = st.text() | st.lists(LINES | PAIRS | HEADERS | st.text(max_size=20), max_size=15).map("\n".join)


@settings(deadline=None)
@given(FILES, st.dictionaries(st.just("S"), st.text()))
def test_no_text_raises_anything_but_a_configuration_error(text: str, environ: dict[str, str]) -> None:
    """Whatever stands in a file, it is a configuration or a configuration error."""
    assert all(fault.key and fault.message for fault in told(text, environ))


@settings(deadline=None)
@given(HEADERS, KEYS, VALUES)
def test_no_value_raises_anything_but_a_configuration_error(header: str, key: str, value: object) -> None:
    """Whatever value a known key has, it is taken or told on its line."""
    text = f"{SOURCE}\n{header}\n{key} = {json.dumps(value)}\n"
    assert all(1 <= fault.line <= text.count("\n") for fault in told(text))
