from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from monitor.errors import DeliveryError
from monitor.render import notice_text
from notifiers.console import Console
from tests.render.examples import CHANGED

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("colour", [True, False])
def test_the_notice_is_written_and_flushed(colour: bool) -> None:
    """The stream gets the whole notice at once, in colour only where that is asked for."""
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="utf-8")
    Console(stream, colour).send(CHANGED, "", NOW)
    assert raw.getvalue().decode() == notice_text(CHANGED, colour=colour) + "\n"


def test_an_address_is_shown_above_and_cannot_paint() -> None:
    """The name of the subscriber's choice comes first, without control characters."""
    stream = StringIO()
    Console(stream, colour=False).send(CHANGED, "legal\x1b[31m", NOW)
    assert stream.getvalue().startswith("[legal[31m] Northline Telecom")


def test_a_stream_that_knows_only_ascii_still_gets_the_notice() -> None:
    """What cannot be written is a question mark, and the rest is there."""
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")
    Console(stream, colour=False).send(CHANGED, "", NOW)
    assert b"30 days ? 5 business days" in raw.getvalue()


def test_a_stream_that_cannot_be_written_is_a_transient_error() -> None:
    """A closed pipe or a full disk may pass."""
    stream = StringIO()
    stream.close()
    with pytest.raises(DeliveryError, match="console: cannot be written") as caught:
        Console(stream, colour=False).send(CHANGED, "", NOW)
    assert caught.value.transient
