"""Pages to look at: what is watched, what changed, and what the terms say now. They read through `Archive` only."""

from monitor.web.app import make_app

__all__ = ["make_app"]
