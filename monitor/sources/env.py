"""`env:NAME` values: looked up in the environment, and never shown again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.sources.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.sources.findings import Place

PREFIX = "env:"


class Secret(str):
    """Text that works as any other but does not show itself in a repr, and so in no traceback or log of a value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@dataclass(slots=True)
class Expansion:
    """Data with its `env:` values filled in, and a finding for each variable that is not there."""

    environ: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def fill(self, value: Any, place: Place = ()) -> Any:  # noqa: ANN401 - whatever TOML may hold
        """The value with every `env:NAME` text in it replaced by a `Secret`, empty where there is no such variable."""
        if isinstance(value, dict):
            return {key: self.fill(item, (*place, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, (*place, index)) for index, item in enumerate(value)]
        if isinstance(value, str) and value.startswith(PREFIX):
            return self._look_up(value.removeprefix(PREFIX), place)
        return value

    def _look_up(self, name: str, place: Place) -> Secret:
        found = self.environ.get(name)
        if not found:
            self.findings.append(Finding(place, _absent(name, is_set=found is not None)))
        return Secret(found or "")


def _absent(name: str, *, is_set: bool) -> str:
    if not name:
        return 'names no environment variable; write "env:NAME"'
    state = "set but empty" if is_set else "not set"
    return f"the environment variable {name} is {state}; set it before clausewatch starts, or write the value here"
