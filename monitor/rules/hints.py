"""Patterns that sentences are searched for, and the words without which they are spared the search."""

from __future__ import annotations

import re

from monitor.text.patterns import pattern


def mentions(text: str, *parts: str) -> bool:
    """Whether a text has any of these, given in small letters: much faster than a pattern, which most texts spare."""
    lower = text.lower()
    for part in parts:  # noqa: SIM110 - a generator takes twice as long
        if part in lower:
            return True
    return False


def may_match(text: str, *parts: str) -> bool:
    """Whether a pattern that needs one of these, given in small letters, may match a text; never False where it does.

    Beyond ASCII there are letters that a pattern takes for an i or an s, and that are neither in small letters.
    """
    return not text.isascii() or mentions(text, *parts)


def any_of(*parts: str) -> re.Pattern[str]:
    """A pattern that finds any of these, whatever the case of its letters."""
    return pattern("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


class Hinted:
    """As `any_of`, but asked only of texts with one of the hints, "one|other" (see `may_match`): most have none."""

    def __init__(self, hints: str, *parts: str) -> None:
        self.shape, self.hints = any_of(*parts), hints.split("|")

    def search(self, text: str) -> re.Match[str] | None:
        """As the pattern's own."""
        return self.shape.search(text) if may_match(text, *self.hints) else None


class Leftmost:
    """Patterns that find together what one of all their alternatives would: that one tries each at each place."""

    def __init__(self, *parts: Hinted) -> None:
        self.parts = parts

    def search(self, text: str) -> re.Match[str] | None:
        """The match that begins first; of several at one place, that of the pattern that is named first."""
        found = [match for part in self.parts if (match := part.search(text))]
        return min(found, key=lambda match: match.start(), default=None)


class EachOf:
    """Patterns of which each tells the same by itself, asked one after the other of texts with one of the hints."""

    def __init__(self, hints: str, *parts: str) -> None:
        self.parts, self.hints = tuple(map(any_of, parts)), hints.split("|")

    def tells(self, text: str) -> bool:
        """Whether any of them finds something."""
        return may_match(text, *self.hints) and any(part.search(text) for part in self.parts)
