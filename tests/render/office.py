"""Word documents opened in LibreOffice, with all tracked changes accepted and with all of them rejected.

Imported, it offers `resolved`; run by a Python that has LibreOffice's `uno`, it is the half that talks to LibreOffice.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_START = 60.0  # seconds that LibreOffice may take to answer for the first time
_WHOLE = 600  # seconds for all documents of one call
_PAUSE = 0.1
_ENDING = 20  # seconds to end in when asked to


class Resolved(NamedTuple):
    """The paragraphs of a document with all of its changes accepted, and with all of them rejected."""

    accepted: list[str]
    rejected: list[str]


def missing() -> str:
    """What there is to install before `resolved` works, "" if nothing."""
    if not shutil.which("soffice"):
        return "soffice (on Debian: apt-get install libreoffice-writer-nogui python3-uno)"
    return "" if _python() else "a Python with LibreOffice's uno (on Debian: apt-get install python3-uno)"


def resolved(files: Sequence[Path]) -> list[Resolved]:
    """Each document's paragraphs, by one LibreOffice for all of them."""
    command = [_python(), __file__, *map(str, files)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=_WHOLE)
    return [Resolved(*json.loads(line)) for line in done.stdout.splitlines()]


def _python() -> str:
    """The Python that the system's LibreOffice comes with: the one that runs the tests knows nothing of it."""
    for name in ("/usr/bin/python3", "/usr/lib/libreoffice/program/python"):
        if (
            Path(name).exists()
            and not subprocess.run([name, "-c", "import uno"], stderr=subprocess.DEVNULL, check=False).returncode
        ):
            return name
    return ""


# --- the half that talks to LibreOffice ------------------------------------------------------------------------


def _main() -> None:
    with _office() as desktop:
        for name in sys.argv[1:]:
            print(json.dumps([_after(desktop, name, verb) for verb in ("Accept", "Reject")]), flush=True)  # noqa: T201 - read by `resolved`


@contextlib.contextmanager
def _office() -> Iterator[Any]:
    """A LibreOffice of our own: its profile, its pipe, and its end."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"clausewatch{os.getpid()}"
        command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        command += [f"-env:UserInstallation={Path(folder).as_uri()}", f"--accept=pipe,name={pipe};urp;"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            desktop = _desktop(pipe)
            try:
                yield desktop
            finally:
                with contextlib.suppress(Exception):  # it ends the connection that it is asked on
                    desktop.terminate()
                process.wait(_ENDING)


def _desktop(pipe: str) -> Any:  # noqa: ANN401 - an object of LibreOffice
    import uno  # type: ignore[import-not-found] # noqa: PLC0415 - only the Python that runs this half has it

    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + _START
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
    return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)


def _after(desktop: Any, name: str, verb: str) -> list[str]:  # noqa: ANN401 - an object of LibreOffice
    """The document's paragraphs after one command on all of its changes."""
    import uno  # noqa: PLC0415 - as above

    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(Path(name).resolve().as_uri(), "_blank", 0, (hidden,))
    try:
        frame = document.getCurrentController().getFrame()
        helper = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, f".uno:{verb}AllTrackedChanges", "", 0, ())
        left = document.getRedlines().createEnumeration().hasMoreElements()
        if left:
            raise SystemExit(f"{name}: changes are left after {verb}")
        return list(_paragraphs(document.getText()))
    finally:
        document.close(True)  # noqa: FBT003 - LibreOffice's own order of arguments


def _paragraphs(text: Any) -> Iterator[str]:  # noqa: ANN401 - an object of LibreOffice
    enumeration = text.createEnumeration()
    while enumeration.hasMoreElements():
        yield enumeration.nextElement().getString()


if __name__ == "__main__":
    _main()
