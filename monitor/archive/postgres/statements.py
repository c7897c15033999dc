"""The archive's statements as PostgreSQL's driver takes them, and its rows and texts as the archive takes them.

PostgreSQL keeps no text with a NUL or with lone surrogates, and pages have both. Such a text stands in its column
behind a sign of ours, as base64; so does one that begins with that sign. Who reads gets back what was written.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from psycopg.adapt import Dumper, Loader
from psycopg.types.string import StrDumperUnknown

from monitor.archive.rows import RawText
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from psycopg import AsyncConnection, Connection, Cursor
    from psycopg.abc import AdaptContext, Buffer
    from psycopg.rows import RowMaker

_SIGN = "\x01"
_AS_TEXT, _AS_BYTES = f"{_SIGN}s", f"{_SIGN}b"
_VALUE = pattern(r"'[^']*'|\?|(?<!:):([a-z_]+)|%")
_STATEMENTS = 2_000  # that are remembered: those of the archive, and lists of names of many lengths


@lru_cache(_STATEMENTS)
def translated(sql: str) -> str:
    """A statement with `%s` and `%(name)s` where values go."""
    return _VALUE.sub(_placed, sql)


def _placed(found: Any) -> str:  # noqa: ANN401 - a match
    whole = cast("str", found.group())
    if whole == "?":
        return "%s"
    if whole == "%":
        return "%%"
    return f"%({found.group(1)})s" if found.group(1) else whole.replace("%", "%%")


class PostgresRow(tuple[Any, ...]):
    """A row: its values by name or by place, and one after another."""

    __slots__ = ()
    names: dict[str, int]

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - whatever the column has
        """The value of a column."""
        return super().__getitem__(self.names[key] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        """The names of the columns."""
        return list(self.names)


def rows_by_name(cursor: Cursor[Any]) -> RowMaker[PostgresRow]:
    """Rows of what a statement gives."""
    return _of_columns(tuple(column.name for column in cursor.description or ()))


@lru_cache(_STATEMENTS)
def _of_columns(names: tuple[str, ...]) -> type[PostgresRow]:
    kind = type("PostgresRow", (PostgresRow,), {"__slots__": (), "names": {name: at for at, name in enumerate(names)}})
    return cast("type[PostgresRow]", kind)


class TextDumper(StrDumperUnknown):
    """Writes a text."""

    def dump(self, obj: str) -> Buffer | None:
        """Behind our sign where PostgreSQL would not keep it."""
        if "\0" in obj or obj.startswith(_SIGN):
            return _AS_TEXT.encode() + b64encode(obj.encode())
        return super().dump(obj)


class RawTextDumper(Dumper):
    """Writes a text that is no UTF-8."""

    def dump(self, obj: RawText) -> Buffer | None:
        """Behind our sign."""
        return _AS_BYTES.encode() + b64encode(obj)


class TextLoader(Loader):
    """Reads a text."""

    def load(self, data: Buffer) -> str | bytes:
        """As it was written."""
        text = bytes(data).decode()
        if not text.startswith(_SIGN):
            return text
        kept = b64decode(text[len(_AS_TEXT) :])
        return RawText(kept) if text.startswith(_AS_BYTES) else kept.decode()


def adapt(conn: AdaptContext | Connection[Any] | AsyncConnection[Any]) -> None:
    """Have a connection write and read texts as above."""
    adapters = conn.adapters
    adapters.register_dumper(str, TextDumper)
    adapters.register_dumper(RawText, RawTextDumper)
    adapters.register_loader("text", TextLoader)
