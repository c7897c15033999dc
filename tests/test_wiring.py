"""The parts as a configuration asks for them, put together."""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.sources import load
from monitor.wiring import parts_from
from tests.fetch.servers import Canned, serve

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.sources import Config
    from tests.fetch.servers import Site


def _config(folder: Path, site: Site) -> Config:
    written = folder / "sources.toml"
    written.write_text(
        f"""
        [archive]
        path = "archive.db"
        [fetch]
        host_delay = 0
        allow_private = ["127.0.0.1"]
        [[source]]
        id = "northline/terms"
        url = "{site.url()}"
        """
    )
    return load(written, {})


def test_what_robots_txt_says_is_remembered_from_run_to_run(tmp_path: Path) -> None:
    """By the archive: each run would ask anew."""
    rules = Canned(b"User-agent: *\nDisallow: /drafts\n")
    with serve({"/robots.txt": rules, "/terms": Canned()}) as site:
        config = _config(tmp_path, site)
        for _ in range(2):
            with parts_from(config) as parts:
                assert parts.look(config.sources[0]).kind != "failed"
    assert [seen.path for seen in site.seen] == ["/robots.txt", "/terms", "/terms"]


def test_after_an_abort_no_part_asks_anybody(tmp_path: Path) -> None:
    """Neither for a page nor to leave a message."""
    with serve() as site:
        config = _config(tmp_path, site)
        with parts_from(config) as parts:
            parts.abort()
            with pytest.raises(CancelledError):
                parts.look(config.sources[0])
            for poster in parts.posters.values():
                with pytest.raises(CancelledError):
                    poster.post(site.url(), b"", {})
    assert not site.seen


# --- another configuration ----------------------------------------------------------------


def test_parts_for_another_configuration_keep_what_it_does_not_change(tmp_path: Path) -> None:
    """The archive always; the gates with their pace where their settings stay. Only what is not kept is closed."""
    with serve() as site:
        config = _config(tmp_path, site)
        with parts_from(config) as parts:
            same = parts.renewed(replace(config, subscribers=()))
            assert (same.archive, same.fetcher, same.posters) == (parts.archive, parts.fetcher, parts.posters)
            assert (same.busy, same.computing) == (parts.busy, parts.computing)
            parts.let_go(same)
            assert parts.look(config.sources[0]).kind != "failed"
            other = same.renewed(replace(config, fetch=replace(config.fetch, timeout=7.0)))
            assert other.fetcher is not parts.fetcher
            same.let_go(other)
            with pytest.raises(CancelledError):
                parts.look(config.sources[0])
            assert other.look(config.sources[0]).kind != "failed"
            other.stop()
