"""Notices to any other service, by the package apprise, which is not installed by itself: `clausewatch[apprise]`.

https://github.com/caronc/apprise. Its network is its own: no gate, no private networks kept out. Its addresses
hold passwords and so do its logs, of which nothing is let through.
"""

from __future__ import annotations

import logging
import re
import threading
from typing import TYPE_CHECKING

from monitor.errors import DeliveryError
from monitor.render import for_services, mail_subject, mail_text

if TYPE_CHECKING:
    from datetime import datetime
    from types import ModuleType

    from monitor.model import Notice

LONGEST = 60.0
"""Seconds for one notice: apprise gives each read four, and a service that drips would keep us for ever."""

MISSING = "needs the package apprise; install clausewatch[apprise]"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9]{0,30})://")
_OVERFLOW = re.compile(r"[?&]overflow=", re.IGNORECASE)


class Apprise:
    """Sends each notice as text. `longest` is how many seconds a service may take."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - every channel takes the time
        """Send the notice to `address`, an apprise URL.

        Raises DeliveryError: permanent when apprise is missing or does not know the
        address, else transient, since apprise does not say why a service failed.
        """
        name = _name(address)
        library = _library(name)
        service = library.Apprise()
        if not service.add(_splitting(library, address, name)):
            raise DeliveryError(name, "is no address that apprise knows; correct it", transient=False)
        failed: list[str] = []  # one text, empty when all went well
        title, body = for_services(mail_subject(notice)), for_services(mail_text(notice), lines=True)

        def tell() -> None:
            try:
                taken = service.notify(body=body, title=title, body_format=library.NotifyFormat.TEXT)
            except Exception as error:  # noqa: BLE001 - a plug-in's fault is a message not taken; its words may be secret
                failed.append(f"failed with {type(error).__name__}")
            else:
                failed.append("" if taken else "did not take the message")

        # Of its own, so that it can be left behind: nothing else ends what apprise has begun.
        thread = threading.Thread(target=tell, name="apprise", daemon=True)
        thread.start()
        thread.join(self._longest)
        if why := failed[0] if failed else "gave no answer in time":
            raise DeliveryError(name, f"{why}; it will be tried again")


def _name(address: str) -> str:
    """An address without its secrets: anything behind its scheme may be one."""
    found = _SCHEME.match(address)
    return f"{found[1].lower()}://" if found else "an address without ://"


def _library(name: str) -> ModuleType:
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    try:
        import apprise  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise DeliveryError(name, MISSING, transient=False) from None
    return apprise


def _splitting(library: ModuleType, address: str, name: str) -> object:
    """The service behind an address, told to send a long message in parts unless the address says otherwise."""
    service = library.Apprise.instantiate(address)
    if service is None:
        raise DeliveryError(name, "is no address that apprise knows; correct it", transient=False)
    if not _OVERFLOW.search(address):
        service.overflow_mode = library.OverflowMode.SPLIT
    return service
