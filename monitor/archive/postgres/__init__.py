"""The archive in PostgreSQL, for those who do not want to depend on one machine.

initialise("postgresql://user@host/name")
with open_postgres("postgresql://user@host/name") as archive: ...
"""

from __future__ import annotations

from monitor.archive.postgres.opening import PostgresArchive, initialise, open_postgres

__all__ = ["PostgresArchive", "initialise", "open_postgres"]
