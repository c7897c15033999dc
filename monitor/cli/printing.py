"""Output: results to stdout, everything else to stderr."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from monitor.errors import ClausewatchError, ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

JSON_INDENT = 1


def write(text: str) -> None:
    """A result. A reader that has seen enough, such as `head`, is no trouble: the command still does its work."""
    with _stdout() as out:
        out.write(text if text.endswith("\n") else f"{text}\n")


@contextmanager
def _stdout() -> Iterator[TextIO]:
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        _discard_output()
        raise UsageError("stdout", f"cannot be written ({error.strerror}); see where it leads") from error


def write_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """A result as one JSON value."""
    write(as_json(value))


def as_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """A value as JSON that people can read, too."""
    return json.dumps(value, indent=JSON_INDENT)


def write_outcomes(outcomes: Iterable[str]) -> None:
    """What checks found as one JSON value, each outcome being JSON already; one by one, for there may be many."""
    line = f"\n{' ' * 2 * JSON_INDENT}"
    before = f'{{\n{" " * JSON_INDENT}"outcomes": ['
    with _stdout() as out:
        for outcome in outcomes:
            out.write(before + line + outcome.replace("\n", line))
            before = ","
        out.write(f"\n{' ' * JSON_INDENT}]\n}}\n" if before == "," else f"{as_json({'outcomes': []})}\n")


def note(text: str) -> None:
    """Something about the run, not its result; names of files and of pages move no cursor."""
    from monitor.render import for_terminal  # noqa: PLC0415 - slow imports stay out of --help

    with suppress(OSError):  # what cannot be said must not keep the work from being done
        sys.stderr.write(f"{for_terminal(text, lines=True)}\n")


def tell_error(error: ClausewatchError, subject: str = "") -> None:
    """An error in one line; of a configuration, every fault on a line of its own, as compilers do."""
    from monitor.render import for_terminal  # noqa: PLC0415 - slow imports stay out of --help

    if isinstance(error, ConfigError) and error.faults:
        note(for_terminal(str(error), lines=True))
        return
    note(for_terminal(f"clausewatch: {subject}: {error}" if subject else f"clausewatch: {error}"))


def colour() -> bool:
    """Whether results go to a terminal that shows colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """How wide a line of results may be."""
    import shutil  # noqa: PLC0415

    return min(120, shutil.get_terminal_size((100, 40)).columns)


def deliver_to(output: Path | None, text: str) -> None:
    """A result into a file, or to stdout where none is named."""
    if output is None:
        write(text)
        return
    _deliver(output, (text if text.endswith("\n") else f"{text}\n").encode("utf-8", "backslashreplace"))


def deliver_bytes_to(output: Path | None, body: bytes) -> None:
    """A result that is no text into a file, or to stdout where none is named."""
    if output is not None:
        _deliver(output, body)
        return
    with _stdout() as out:
        out.buffer.write(body)


def refuse_terminal(output: Path | None) -> None:
    """Raise `UsageError` where a result that is no text would go to a terminal."""
    if output is None and sys.stdout.isatty():
        raise UsageError("stdout", "is a terminal, which shows no such file; give --output FILE, or redirect it")


def _deliver(output: Path, body: bytes) -> None:
    try:
        output.write_bytes(body)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise UsageError(str(output), f"cannot be written ({reason}); check its folder") from error
    note(f"written to {output}")


def _discard_output() -> None:
    """Let what is still to be written go nowhere, so that nothing is raised again when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
