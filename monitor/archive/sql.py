"""What the archive's statements ask of a database, whichever it is.

Statements are written so that SQLite and PostgreSQL understand them alike, with `?` or `:name` where values go.
What only one of them can do stands in its own modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

Value: TypeAlias = "str | bytes | int | float | None"
Values: TypeAlias = "Sequence[Any] | Mapping[str, Any]"

EVERY = 2**62
"""As LIMIT: all rows."""


class Row(Protocol):
    """A row: its values by name or by place, and one after another."""

    def __getitem__(self, key: Any, /) -> Any:  # noqa: ANN401 - whatever the column has
        """The value of a column."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """The values in the order of the columns."""
        ...

    def keys(self) -> Any:  # noqa: ANN401 - a list or a view
        """The names of the columns."""
        ...


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401 - a `Row`, or None
        """The next row; None where there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left."""
        ...


class Connection(Protocol):
    """A connection to the database, for one thread."""

    def execute(self, sql: str, parameters: Values = ..., /) -> Rows:
        """Do one statement with these values."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Values], /) -> Any:  # noqa: ANN401 - nobody asks for it
        """Do one statement with each of these values."""
        ...


class Connections(Protocol):
    """The connections to one archive. A thread has one to itself while it works; inside, the same one again."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for statements that only read."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction beside which no other one of these writes; whatever is raised inside undoes all of it."""
        ...

    def changing(self) -> AbstractContextManager[Connection]:
        """A transaction for a statement that needs nobody else to stand still, since it looks at one row alone."""
        ...

    def close(self) -> None:
        """Close every connection once what it is used for is done."""
        ...


def among(column: str, names: Sequence[str]) -> str:
    """The condition that a column has one of these names, which are its values."""
    return f"{column} IN ({', '.join('?' * len(names))})" if names else "1 = 0"
