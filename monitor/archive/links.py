"""What the last terms of each source name: the web of terms as the archive keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.archive.rows import json_in, json_out, text_in, text_out
from monitor.archive.sql import among
from monitor.model import Linked, Naming
from monitor.text.addresses import host_of_place, same_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.archive.sql import Connection, Row
    from monitor.model import Source


def keep_naming(conn: Connection, source: str, naming: Naming) -> None:
    """Keep what a source's terms name in the place of what they named before; the caller holds the transaction."""
    if keep_linked(conn, source, naming):
        keep_hosts(conn, source, naming)


def keep_linked(conn: Connection, source: str, naming: Naming) -> bool:
    """Keep what a source's terms name; whether it is something else than before."""
    linked = [[one.name, one.target, one.kind, one.clause] for one in naming.linked]
    written = conn.execute(
        "INSERT INTO links (source, title, linked) VALUES (?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET title = excluded.title, linked = excluded.linked"
        " WHERE links.title <> excluded.title OR links.linked <> excluded.linked",
        (source, text_in(naming.title), json_in(linked)),
    )
    return bool(written.rowcount)


def keep_hosts(conn: Connection, source: str, naming: Naming) -> None:
    """Keep which hosts a source's terms link to, so that those which name one of them are found without reading all."""
    conn.execute("DELETE FROM link_hosts WHERE source = ?", (source,))
    hosts = {_host(one.target) for one in naming.linked if one.target}
    conn.executemany(
        "INSERT INTO link_hosts (host, source) VALUES (?, ?)", [(text_in(host), source) for host in sorted(hosts)]
    )


def _host(url: str) -> str:
    return host_of_place(same_place(url)).lower()


def namings(conn: Connection) -> Mapping[str, Naming]:
    """What the last terms of each source name, by source id."""
    return _namings(conn.execute("SELECT source, title, linked FROM links ORDER BY source"))


def namings_near(conn: Connection, source: Source, also: Iterable[str]) -> Mapping[str, Naming]:
    """What the terms of one source's provider, of those that name its host, and of the sources `also` name."""
    provider, others = source.id.partition("/")[0], list(also)
    chosen = [_OF_PROVIDER, f"SELECT source FROM links WHERE {among('source', others)}"]  # noqa: S608 - own words
    values = [f"{provider}/", f"{provider}0", *others]
    for host in {_host(url) for url in source.urls}:
        if not host.isascii() or "xn--" in host:  # it is written in two ways
            return namings(conn)
        chosen.append(_NAMES_HOST)
        values.append(host)
    return _namings(conn.execute(f"{_NEAR} ({' UNION '.join(chosen)}) ORDER BY source", values))


# each of the parts goes by an index; of conditions joined by OR PostgreSQL would read the whole table for
_NEAR = "SELECT source, title, linked FROM links WHERE source IN"
_OF_PROVIDER = "SELECT source FROM links WHERE source >= ? AND source < ?"  # "0" is what comes after "/"
_NAMES_HOST = "SELECT source FROM link_hosts WHERE host = ?"


def _namings(rows: Iterable[Row]) -> Mapping[str, Naming]:
    return {
        row["source"]: Naming(text_out(row["title"]), tuple(Linked(*one) for one in json_out(row["linked"])))
        for row in rows
    }
