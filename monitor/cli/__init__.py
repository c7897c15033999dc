"""The command line: parses, prints, and says by its exit code whether there is something to tell (1) or trouble (2)."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from monitor.cli.app import app
from monitor.cli.printing import tell_error
from monitor.errors import ClausewatchError

TROUBLE = 2
_INTERRUPTED = 130  # what typer ends with on Ctrl-C
_NO_PLUGINS = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}  # nobody else's code is looked for, let alone run, at each start


def main() -> None:
    """Run one command; errors that have a name are told in a line, without a traceback."""
    os.environ.update(_NO_PLUGINS)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # both are text streams here
    try:
        app(prog_name="clausewatch")
    except ClausewatchError as error:
        tell_error(error)
        sys.exit(TROUBLE)
    except KeyboardInterrupt:
        _stop()
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            _stop()
        raise


def _stop() -> NoReturn:
    """End at once: a thread may still wait for a server, and what it does is recorded whole or not at all."""
    sys.stderr.write("clausewatch: stopped; the archive is whole\n")
    sys.stderr.flush()
    os._exit(TROUBLE)
