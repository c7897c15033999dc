"""One polite, bounded, guarded exchange: pages and their robots.txt in, messages for webhooks out."""

from __future__ import annotations

from monitor.fetch.fetcher import Fetcher
from monitor.fetch.gate import Resolve, system_resolve
from monitor.fetch.pace import LocalPace, Pace, RestingError
from monitor.fetch.robots import RobotsMemory
from monitor.fetch.settings import PRODUCT, FetchSettings

__all__ = [
    "PRODUCT",
    "FetchSettings",
    "Fetcher",
    "LocalPace",
    "Pace",
    "Resolve",
    "RestingError",
    "RobotsMemory",
    "system_resolve",
]
