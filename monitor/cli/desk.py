"""A desk for one source: what commands that file, release or dismiss a document of it work at."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.cli.found import Found
from monitor.cli.options import config_if_any, load_config
from monitor.cli.printing import note
from monitor.errors import UnknownSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from monitor.archive import Archive
    from monitor.cli.options import ArchivePath, Report
    from monitor.model import Outcome, Source, Subscriber
    from monitor.wiring import Parts


@dataclass(frozen=True, slots=True)
class Desk:
    """One source, the archive it is in, and who is told; `sources` are all that are watched, `parts` can deliver."""

    source: Source
    archive: Archive
    subscribers: Sequence[Subscriber] = ()
    operator: str = ""
    parts: Parts | None = None
    sources: Sequence[Source] = ()


@contextmanager
def desk_of(name: str, config: Path, archive: ArchivePath) -> Iterator[Desk]:
    """The desk of a source as configured, or with an archive only, as that has it. Raises `UnknownSource`."""
    from monitor import wiring  # noqa: PLC0415

    loaded = config_if_any(config) if archive else load_config(config)
    known = {one.id: one for one in loaded.sources} if loaded else {}
    source = known.get(name) or _archived(name, archive)
    if loaded:
        with wiring.parts_from(loaded, archive) as parts:
            yield Desk(source, parts.archive, loaded.subscribers, loaded.daemon.operator, parts, loaded.sources)
    elif archive:
        with wiring.archive_at(archive) as opened:
            yield Desk(source, opened)


def _archived(name: str, archive: ArchivePath) -> Source:
    """A source that only the archive knows, where one was named."""
    from monitor.model import Source  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    if archive is None:
        raise UnknownSource(name, "no such source in the configuration; `clausewatch validate` lists those there are")
    with archive_at(archive) as opened:
        revisions = opened.revisions(name)
    if not revisions:
        raise UnknownSource(name, "neither the configuration nor the archive knows it; `clausewatch add` adds one")
    return Source(name, (revisions[-1].url,), revisions[-1].title)


def deliver_from(desk: Desk) -> None:
    """Send what is owed; what is not taken stays owed, so it is no trouble of this command."""
    for trouble in desk.parts.deliver().troubles if desk.parts else ():
        note(f"clausewatch: {trouble.subscriber}: {trouble.error}")


def print_outcome(outcome: Outcome, form: Report) -> int:
    """Print one outcome, as `check` prints its outcomes; the exit code that says what it is."""
    found = Found(form)
    found.add(outcome)
    found.write([outcome.source])
    return found.exit_code
