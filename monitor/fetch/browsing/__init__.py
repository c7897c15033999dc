"""Pages that scripts build, in a browser which never reaches the network itself: each request is ours."""

from __future__ import annotations

from monitor.fetch.browsing.browser import Browser
from monitor.fetch.browsing.visit import MOST_BYTES, Limits, Rendered, Visit, is_markup

__all__ = ["MOST_BYTES", "Browser", "Limits", "Rendered", "Visit", "is_markup"]
