"""The archive in PostgreSQL, for those who do not want to depend on one machine.

initialise("postgresql://user@host/name")
with open_postgres("postgresql://user@host/name") as archive: ...

Imported where the extra `postgres` is not installed, it raises `ArchiveError`.
"""

from __future__ import annotations

from monitor.errors import ArchiveError

try:
    import psycopg as _driver  # noqa: F401 - so that what is missing is said in words
    import psycopg_pool as _pool  # noqa: F401 - the same
except ModuleNotFoundError as error:
    _ADVICE = "needs packages that are not installed: pip install 'clausewatch[postgres]'"
    raise ArchiveError("PostgreSQL", _ADVICE) from error

from monitor.archive.postgres.opening import PostgresArchive, initialise, open_postgres

__all__ = ["PostgresArchive", "initialise", "open_postgres"]
