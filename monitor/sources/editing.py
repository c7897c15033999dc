"""Adding entries to sources.toml: what stands there stays as it is, and a file that would not load is never written."""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.errors import ConfigError, UsageError
from monitor.sources.entries import as_inline, as_toml, subjects
from monitor.sources.loading import parse, read_text
from monitor.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from monitor.model import Source
    from monitor.sources.config import Config
    from monitor.sources.entries import Entry

NEW_FILE = """\
# What clausewatch watches, and who is told. docs/configuration.md explains every key.
#
# [fetch]
# contact = "mailto:terms@example.com"   # goes into the user agent: providers see whom to write to. Set it.
"""
_MARK = "\ufeff"
_NEW_MODE = 0o666  # as the system's own mask then narrows it


def with_entries(text: str, entries: Sequence[Entry]) -> str:
    """The text of a configuration that loads, with these entries after its last source; all else stays as it was.

    >>> from monitor.sources.entries import Entry
    >>> print(with_entries("# mine", [Entry("northline/voice", "", "https://northline.example/voice")]))
    # mine
    <BLANKLINE>
    [[source]]
    id = "northline/voice"
    url = "https://northline.example/voice"
    <BLANKLINE>
    """
    import tomlkit  # noqa: PLC0415 - slow to import, and only what writes the file needs it

    document = tomlkit.parse(text)
    count = len(document.get("source", ()))
    ending = "\r\n" if "\r\n" in text else "\n"
    place = Places(text).end(("source", count - 1)) if count else len(text)
    if place is None or (not count and "source" in document):
        for entry in entries:
            document["source"].append(as_inline(entry))
        return tomlkit.dumps(document)
    added = "".join(f"{ending}{as_toml(entry)}" for entry in entries).replace("\r\n", "\n").replace("\n", ending)
    line_end = text.find("\n", place) + 1 or len(text)
    before, after = text[:line_end], text[line_end:]
    if before and not before.endswith("\n"):
        before += ending
    return before + (added if before else added.removeprefix(ending)) + after


class Watched:
    """What a configuration watches already; `text` is that of its file."""

    def __init__(self, config: Config, text: str, path: Path) -> None:
        self.ids = {source.id: number for number, source in enumerate(config.sources)}
        self._subjects = {one: number for number, source in enumerate(config.sources) for one in subjects(source)}
        self._sources, self._text, self._path = config.sources, text, path

    def clash(self, entry: Entry) -> UsageError | None:
        """Why an entry cannot be added, naming the one that has its id or watches its document; None if it can."""
        if entry.subject in self._subjects:
            return UsageError(entry.url, f"is watched already, as {self._named(self._subjects[entry.subject])}")
        if entry.id in self.ids:
            return UsageError(
                entry.id, f"is the id of another source: {self._named(self.ids[entry.id])}; choose another"
            )
        return None

    def _named(self, number: int) -> str:
        source = self._sources[number]
        return f"{source.id} ({self._path}:{Places(self._text).line(('source', number))})"


def append(path: Path, entries: Sequence[Entry], environ: Mapping[str, str]) -> Config:
    """Add entries to a configuration file, made where there is none; all of them or, on any error, none.

    Raises `UsageError` for one that is there already, `ConfigError` where the file
    cannot be read, would not load, or cannot be written.
    """
    try:
        with _alone(path.parent):
            text = read_text(path) if path.exists() else NEW_FILE
            before = parse(text, name=str(path), folder=path.parent, environ=environ)
            watched = Watched(before, text, path)
            for entry in entries:
                if known := watched.clash(entry):
                    raise known
            longer = with_entries(text, entries)
            after = parse(longer, name=str(path), folder=path.parent, environ=environ)
            _refuse_other_changes(before, after, len(entries), path)
            _replace(path.resolve(), longer)
    except OSError as error:
        raise ConfigError(str(path), f"cannot be written ({error.strerror}); check its folder") from error
    return after


def _refuse_other_changes(before: Config, after: Config, added: int, path: Path) -> None:
    """No layout of a file may make an entry change what stood there."""
    if _rest(after, after.sources[: len(after.sources) - added]) != _rest(before, before.sources):
        raise ConfigError(str(path), "is laid out so that nothing can be added safely; add the entry by hand")


def _rest(config: Config, sources: Sequence[Source]) -> tuple[object, ...]:
    own = (config.subscribers, config.archive, config.fetch, config.email, config.webhook, config.slack, config.daemon)
    return (tuple(sources), *own)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other process adds to a file of this folder: the file itself is replaced, so the folder is locked."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    """Put the text in the file's place in one step, with the file's own permissions and byte order mark."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    old = path.stat() if path.exists() else None
    marked = old is not None and path.read_bytes().startswith(_MARK.encode())
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _NEW_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            if old:
                os.fchmod(handle, old.st_mode & 0o7777)
            file.write(((_MARK if marked else "") + text).encode())
            file.flush()
            os.fsync(handle)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
