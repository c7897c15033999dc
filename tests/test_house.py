"""What holds for the whole house."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import monitor
import notifiers

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(monitor.__file__).parents[1]

OPENS_SOCKETS = frozenset(
    {
        "aiohttp",
        "apprise",
        "asyncio",
        "ftplib",
        "http.client",
        "http.server",
        "httpx",
        "imaplib",
        "poplib",
        "procrastinate",
        "psycopg",
        "psycopg_pool",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "telnetlib",
        "urllib.request",
        "urllib3",
        "uvicorn",
        "xmlrpc",
    }
)
# Beside the gate, mail and apprise: the servers of the demonstration; the figures of the daemon, which only answers
# with them; the web pages, likewise; the socket by which the service manager of this machine is told how the daemon is;
# and what speaks to the database.
MAY_OPEN_SOCKETS = (
    "monitor/fetch/",
    "notifiers/apprise.py",
    "notifiers/email.py",
    "monitor/cli/demo/servers.py",
    "monitor/daemon/serving.py",
    "monitor/daemon/systemd.py",
    "monitor/archive/postgres/",
    "monitor/cluster/",
    "monitor/web/server.py",
)


def _modules() -> list[Path]:
    return sorted(path for package in ("monitor", "notifiers") for path in (ROOT / package).rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    """Every name a module imports, dotted, lazy imports included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _opens_sockets(name: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in OPENS_SOCKETS)


def test_only_the_gate_and_mail_may_open_sockets() -> None:
    """No other module imports what could talk to the network past the gate."""
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules()
        if not path.relative_to(ROOT).as_posix().startswith(MAY_OPEN_SOCKETS)
        for name in _imported(path)
        if _opens_sockets(name)
    }
    assert not found


def test_the_gate_is_seen_to_open_sockets() -> None:
    """The search above finds what it looks for."""
    gate = ROOT / "monitor" / "fetch" / "gate.py"
    assert any(_opens_sockets(name) for name in _imported(gate))


def test_both_packages_are_this_projects_own() -> None:
    """`notifiers` is also a name on the package index: ours is the one beside `monitor`."""
    assert Path(notifiers.__file__ or "").parents[1] == ROOT
