"""How the nouns are sent to another process: they hold read-only mappings, which cannot be pickled as they are."""

from __future__ import annotations

import copyreg
from types import MappingProxyType


def _read_only(values: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda proxy: (_read_only, (dict(proxy),)))
