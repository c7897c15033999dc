"""What the last terms of each source name: the web of terms as the archive keeps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.archive.rows import json_in, json_out, text_in, text_out
from monitor.model import Linked, Naming
from monitor.text.addresses import host_of_place, same_place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from monitor.model import Source


def keep_naming(conn: sqlite3.Connection, source: str, naming: Naming) -> None:
    """Keep what a source's terms name in the place of what they named before; the caller holds the transaction."""
    if keep_linked(conn, source, naming):
        keep_hosts(conn, source, naming)


def keep_linked(conn: sqlite3.Connection, source: str, naming: Naming) -> bool:
    """Keep what a source's terms name; whether it is something else than before."""
    linked = [[one.name, one.target, one.kind, one.clause] for one in naming.linked]
    written = conn.execute(
        "INSERT INTO links (source, title, linked) VALUES (?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET title = excluded.title, linked = excluded.linked"
        " WHERE title <> excluded.title OR linked <> excluded.linked",
        (source, text_in(naming.title), json_in(linked)),
    )
    return bool(written.rowcount)


def keep_hosts(conn: sqlite3.Connection, source: str, naming: Naming) -> None:
    """Keep which hosts a source's terms link to, so that those which name one of them are found without reading all."""
    conn.execute("DELETE FROM link_hosts WHERE source = ?", (source,))
    hosts = {_host(one.target) for one in naming.linked if one.target}
    conn.executemany(
        "INSERT INTO link_hosts (host, source) VALUES (?, ?)", [(text_in(host), source) for host in sorted(hosts)]
    )


def _host(url: str) -> str:
    return host_of_place(same_place(url)).lower()


def namings(conn: sqlite3.Connection) -> Mapping[str, Naming]:
    """What the last terms of each source name, by source id."""
    return _namings(conn.execute("SELECT source, title, linked FROM links ORDER BY source"))


def namings_near(conn: sqlite3.Connection, source: Source, also: Iterable[str]) -> Mapping[str, Naming]:
    """What the terms of one source's provider, of those that name its host, and of the sources `also` name."""
    provider = source.id.partition("/")[0]
    where, values = [_OF_PROVIDER, _AMONG], [f"{provider}/", f"{provider}0", json.dumps(list(also))]
    for host in {_host(url) for url in source.urls}:
        where.append(_NAMES_HOST if host.isascii() and "xn--" not in host else _ANY)
        values.append(host)
    return _namings(conn.execute(f"{_NEAR} {' OR '.join(where)} ORDER BY source", values))


_NEAR = "SELECT source, title, linked FROM links WHERE"
_OF_PROVIDER = "(source >= ? AND source < ?)"  # "0" is what comes after "/"
_AMONG = "source IN (SELECT value FROM json_each(?))"
_NAMES_HOST = "source IN (SELECT source FROM link_hosts WHERE host = ?)"
_ANY = "? IS NOT NULL"  # a host outside ASCII is written in two ways


def _namings(rows: Iterable[sqlite3.Row]) -> Mapping[str, Naming]:
    return {
        row["source"]: Naming(text_out(row["title"]), tuple(Linked(*one) for one in json_out(row["linked"])))
        for row in rows
    }
