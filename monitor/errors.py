"""Every error clausewatch raises, as one tree.

    ClausewatchError
    ├── ConfigError            sources.toml is missing or wrong: every fault at once
    ├── UsageError             a command was called with something that cannot be done
    │   ├── UnknownSource
    │   ├── UnknownRevision
    │   ├── UnknownSubscriber
    │   ├── NothingHeld
    │   ├── NothingAccepted
    │   └── SearchTooWide
    ├── ReadError              a page or file whose terms cannot be read
    │   ├── UnreadableFile
    │   ├── UnreadableType
    │   ├── NothingToRead
    │   │   └── NeedsScripts
    │   ├── TooMuchToRead
    │   └── SelectorMatchedNothing
    ├── ArchiveError           the store of revisions
    │   ├── ArchiveMissing
    │   ├── ArchiveLocked
    │   ├── ArchiveTooNew
    │   ├── ArchiveDamaged
    │   └── ArchiveFull
    ├── DeliveryError          a channel did not take a message
    └── DaemonRunning          another daemon holds this archive

A failed fetch is no error but a value, `monitor.model.Failure`: it is expected.
Each error carries its `subject` (a file, a source, a subscriber) and says what
happened and what to do. Whether trying again may help is a field, never a word
to look for in the message.
"""

from __future__ import annotations

from dataclasses import dataclass


class ClausewatchError(Exception):
    """Anything clausewatch can name; `str()` of it is written for people.

    `subject` is what it happened to; `message` says what happened and what to do.
    """

    default_message = "something went wrong"

    def __init__(self, subject: str, message: str | None = None) -> None:
        self.subject = subject
        self.message = message or self.default_message
        super().__init__(f"{subject}: {self.message}")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in a configuration file: where it is (line from 1, 0 if unknown), its key, and what to do."""

    line: int
    key: str
    message: str


class ConfigError(ClausewatchError):
    """The configuration cannot be used; `faults` lists every mistake in file order."""

    default_message = "the configuration cannot be used"

    def __init__(self, subject: str, message: str | None = None, faults: tuple[Fault, ...] = ()) -> None:
        self.faults = faults
        lines = [f"{subject}:{fault.line}: {fault.key}: {fault.message}" for fault in faults]
        super().__init__(subject, message or self.default_message)
        if lines:
            self.args = ("\n".join(lines),)


class UsageError(ClausewatchError):
    """What was asked for cannot be done with what was given."""


class UnknownSource(UsageError):
    """No source, and no history, goes by this name."""

    default_message = "no such source; `clausewatch status` lists those there are"


class UnknownRevision(UsageError):
    """The source has no such revision."""

    default_message = "no such revision; `clausewatch history SOURCE` lists those there are"


class UnknownSubscriber(UsageError):
    """No subscriber goes by this name."""

    default_message = "no such subscriber in the configuration"


class NothingHeld(UsageError):
    """A page is to be released or dismissed where none is held."""

    default_message = "no page of it is held; `clausewatch status` says how each source stands"


class NothingAccepted(UsageError):
    """The accepted revision of a source is asked for where none was accepted."""

    default_message = "no revision of it was accepted yet; `clausewatch accept SOURCE@REVISION --by NAME` accepts one"


class SearchTooWide(UsageError):
    """So many clauses say some words that looking through them for the rest of what is asked takes too long."""

    default_message = (
        "so many clauses say this that they cannot be looked through; add a word, or ask for less beside it"
    )


class ReadError(ClausewatchError):
    """A page or file from which no terms could be read."""

    default_message = "its terms could not be read"


class UnreadableFile(ReadError):
    """The file does not exist, is a folder, or may not be opened."""

    default_message = "cannot be opened; check that it exists and may be read"


class UnreadableType(ReadError):
    """The bytes are of a kind that holds no text (an image, an archive)."""

    default_message = "holds no text that can be read; give HTML, PDF, DOCX, Markdown or plain text"


class NothingToRead(ReadError):
    """The page has no words that could be terms."""

    default_message = "no words were found in it; open the address in a browser and compare"


class NeedsScripts(NothingToRead):
    """The page has no words, but scripts that would bring them."""

    default_message = (
        "no words were found in it without its scripts, which build the page;"
        " set render = true for the source (docs/rendering.md)"
    )


class TooMuchToRead(ReadError):
    """The document is larger, or unpacks to more, than any terms; reading stopped at a bound."""

    default_message = "is larger than any terms; give the document alone, without what is attached to it"


class SelectorMatchedNothing(ReadError):
    """A configured selector or section is not on the page."""

    default_message = "matches nothing on the page; look at the page and correct it"


class ArchiveError(ClausewatchError):
    """The archive could not do what was asked; nothing was changed."""

    default_message = "the archive could not be used"


class ArchiveMissing(ArchiveError):
    """There is no archive at this place."""

    default_message = "there is no archive here yet; `clausewatch check` makes one"


class ArchiveLocked(ArchiveError):
    """Another process kept the archive busy for too long."""

    default_message = "is busy with another process; try again when that has ended"


class ArchiveTooNew(ArchiveError):
    """The archive was written by a newer release."""

    default_message = "was written by a newer clausewatch; upgrade this one"


class ArchiveDamaged(ArchiveError):
    """The file is not an archive, or parts of it cannot be read."""

    default_message = "is damaged or no clausewatch archive; restore a backup"


class ArchiveFull(ArchiveError):
    """There is no room left to write."""

    default_message = "no room is left on the disk; make room, then run again: nothing was lost"


class DeliveryError(ClausewatchError):
    """A channel did not take a message. `retry_after` is in seconds, when the channel named a time."""

    default_message = "the message was not taken"

    def __init__(
        self, subject: str, message: str | None = None, *, transient: bool = True, retry_after: float | None = None
    ) -> None:
        super().__init__(subject, message)
        self.transient = transient
        self.retry_after = retry_after


class DaemonRunning(ClausewatchError):
    """A daemon already works on this archive."""

    default_message = "another daemon already works on this archive"
