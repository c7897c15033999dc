"""Where `env:NAME` is looked up: the environment, and behind it files that a service manager hands over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.text.patterns import pattern

FOLDER = "CREDENTIALS_DIRECTORY"
"""The variable that names the folder of such files (systemd.exec(5), LoadCredential=)."""

_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_LARGEST = 65_536  # bytes: no password, token or address is longer


class Environment(Mapping[str, str]):
    """Variables of the environment, and files in the folder that `CREDENTIALS_DIRECTORY` names.

    A secret in a file is seen by this process alone, while the environment is handed on
    to every process that it starts. A variable goes before a file of its name; the line
    end behind what a file holds is none of it.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        folder = environ.get(FOLDER, "")
        self._folder = Path(folder) if folder else None

    def __getitem__(self, name: str) -> str:
        if name in self._environ:
            return self._environ[name]
        held = self._file(name)
        if held is None:
            raise KeyError(name)
        return held

    def __iter__(self) -> Iterator[str]:
        return iter(self._environ)

    def __len__(self) -> int:
        return len(self._environ)

    def _file(self, name: str) -> str | None:
        if self._folder is None or not _NAME.fullmatch(name):
            return None
        try:
            with (self._folder / name).open("rb") as file:
                held = file.read(_LARGEST + 1)
            return held.decode().rstrip("\r\n") if len(held) <= _LARGEST else None
        except (OSError, UnicodeDecodeError):
            return None
