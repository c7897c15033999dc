"""Regular expressions that are compiled when they are first used.

Some three hundred of them stand in this package, and a check of a page that has not
changed uses a dozen: compiling them all took half of the time a command needs to start.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a `re.Pattern` until it is needed.

    A method is looked up on the compiled pattern once and then stands on the instance: later calls go straight to it.
    """

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the compiled pattern has
        compiled = re.compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "flags"):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same as `re.compile`, but compiled at its first use; `isinstance` does not know it for a `re.Pattern`."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
