"""How often a PDF draws its forms, counted before pdfium does it: one form may draw another ten times, and so on.

Forms are pieces that several pages share (ISO 32000-1, 8.10). pdfium keeps a copy of a
form's content each time it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from monitor.errors import TooMuchToRead
from monitor.read.pdf.objects import objects_of
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.read.pdf.objects import Objects, Thing

_MOST_ON_PAGE = 10_000  # forms drawn, or thousand bytes of their content: pdfium takes 150 MB for that many
_MOST = 100_000  # on all pages: 1.5 s; a thousand pages with a hundred icons each
_THOUSAND = 1_000
_DEEPEST = 30  # forms within forms; pdfium goes no further than 40
_BACK = 300  # bytes before an operator in which its operand stands

_DO = pattern(rb"(?<![^\s()<>\[\]{}/%])(?<!/)Do(?![^\s()<>\[\]{}/%])")
_OPERAND = pattern(rb"([^\s/()<>\[\]{}%]+)\s*\Z")
_TOO_MUCH = "is a PDF that draws the same pieces too many times; print it to a new PDF"


def refuse_expansion(written: bytes, pages: int, subject: str) -> None:
    """Raise `TooMuchToRead` where a PDF draws more forms than any terms, or hides how many.

    `written` is the PDF as pdfium writes it, without a password; `pages` how many it counts.
    """
    objects = objects_of(written)
    known: dict[int, _Drawing] = {}
    most = total = found = 0
    for root in _roots(objects):
        counter = _Counter(objects, subject, root.names, known)
        for stream in root.streams:
            counter.take(stream, root.names)
        found += root.is_page
        total += counter.count
        most = max(most, counter.count)
        if total > _MOST:
            raise TooMuchToRead(subject, _TOO_MUCH)
    if pages > found and pages * most > _MOST:  # the same page many times
        raise TooMuchToRead(subject, _TOO_MUCH)


@dataclass(frozen=True, slots=True)
class _Root:
    """What is drawn without a form that draws it: a page, or a letter of a font that consists of drawings."""

    streams: list[Thing]
    names: dict[str, Any]
    is_page: bool


def _roots(objects: Objects) -> Iterator[_Root]:
    for entries in _having(objects, "Contents"):
        if streams := _streams(objects, entries["Contents"]):
            yield _Root(streams, _inherited(objects, entries), is_page=True)
    for entries in _having(objects, "CharProcs"):
        letters = [objects.thing(one) for one in objects.entries(entries["CharProcs"]).values()]
        streams = [one for one in letters if one.packed is not None]
        yield _Root(streams, _forms_in(objects, entries) or {}, is_page=False)


def _having(objects: Objects, key: str) -> Iterator[dict[str, Any]]:
    """The dictionaries with a key, wherever they stand."""
    for ref in objects.holding(f"/{key}".encode()):
        waiting = [objects.thing(ref).value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                waiting.extend(value.values())
                if key in value:
                    yield value
            elif isinstance(value, list):
                waiting.extend(value)


def _streams(objects: Objects, contents: Any) -> list[Thing]:  # noqa: ANN401 - what a PDF holds
    """What draws a page: one stream, or several."""
    found = objects.thing(contents)
    every = [objects.thing(one) for one in found.value] if isinstance(found.value, list) else [found]
    return [one for one in every if one.packed is not None]


def _inherited(objects: Objects, entries: dict[str, Any]) -> dict[str, Any]:
    """The names a page may draw: its own, or those of the nodes above it."""
    for _ in range(_DEEPEST):
        names = _forms_in(objects, entries)
        if names is not None:
            return names
        entries = objects.entries(entries.get("Parent"))
    return {}


def _forms_in(objects: Objects, entries: dict[str, Any]) -> dict[str, Any] | None:
    """The names that resources give to what can be drawn; None where there are no resources."""
    resources = objects.thing(entries.get("Resources")).value
    return objects.entries(resources.get("XObject")) if isinstance(resources, dict) else None


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a content stream draws, None for an operand that is not plain; and its length in bytes."""

    names: tuple[str | None, ...]
    size: int


@dataclass(slots=True)
class _Counter:
    """Counts what one page draws, by drawing it without ink. `known` are the streams met so far, by identity."""

    objects: Objects
    subject: str
    page: dict[str, Any]
    known: dict[int, _Drawing]
    count: int = 0

    def take(self, stream: Thing, names: dict[str, Any], depth: int = 0) -> None:
        """Count the forms that a stream draws, and those that these draw."""
        if depth > _DEEPEST:
            raise TooMuchToRead(self.subject, _TOO_MUCH)
        drawing = self._drawing(stream, names)
        if depth:
            self._add(drawing.size // _THOUSAND)
        for name in drawing.names:
            self._add(1)
            for form in self._forms(name, names):
                own = _forms_in(self.objects, form.value)
                self.take(form, names if own is None else own, depth + 1)

    def _add(self, count: int) -> None:
        self.count += count
        if self.count > _MOST_ON_PAGE:
            raise TooMuchToRead(self.subject, _TOO_MUCH)

    def _drawing(self, stream: Thing, names: dict[str, Any]) -> _Drawing:
        if id(stream) in self.known:
            return self.known[id(stream)]
        content = self.objects.content(stream)
        if content is None:
            if any(self._forms(None, names)):
                raise TooMuchToRead(self.subject, "is a PDF that hides what it draws; print it to a new PDF")
            return _Drawing((), 0)
        self.known[id(stream)] = _Drawing(tuple(_drawn_in(content)), len(content))
        return self.known[id(stream)]

    def _forms(self, name: str | None, names: dict[str, Any]) -> Iterator[Thing]:
        """The form of a name, or every one where the operand is not plain; none for a picture."""
        known = {**self.page, **names} if name is None else {}
        for value in known.values() if name is None else [names.get(name, self.page.get(name))]:
            found = self.objects.thing(value)
            if found.packed is not None and self.objects.entries(found.value).get("Subtype") != "Image":
                yield found


def _drawn_in(content: bytes) -> Iterator[str | None]:
    """The operands of the operator Do in a content stream (8.8), up to a bound; None for one that is not plain."""
    for match in islice(_DO.finditer(content), _MOST_ON_PAGE + 1):
        before = content[max(0, match.start() - _BACK) : match.start()]
        if before.endswith(b"(") and b"%" not in before:
            continue  # a word of a text
        plain = None if b"%" in before else _OPERAND.search(before)
        yield plain[1].decode("latin-1") if plain and b"#" not in plain[1] else None
