"""What can be learned of a host, and which host that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from monitor.model import Learned

FEWEST_PAGES = 4
"""Fetches in a row between which a block always differs: nobody edits one sentence, and no other, so often."""

NOTHING_LEARNED = Learned()

LessonKind: TypeAlias = Literal["boilerplate", "restless"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing learned: its mark (as in `Learned`), the first words it was seen with, and what was seen."""

    kind: LessonKind
    mark: str
    words: str
    why: str


def host_of(url: str) -> str:
    """The host of an address, with its port where one is named; "" where there is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:  # brackets that hold no address
        return ""
