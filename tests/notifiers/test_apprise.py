from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import DeliveryError
from monitor.model import Reply
from monitor.render import mail_subject, mail_text
from notifiers.apprise import Apprise
from tests.notifiers.servers import closed_port, drips, hook, rude
from tests.render.examples import CHANGED

pytest.importorskip("apprise", reason="the extra is not installed")
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # its own

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def address(url: str) -> str:
    """The same place as apprise writes it, with a password."""
    return url.replace("http://", "json://user:s3cret@")


def test_a_service_gets_the_notice_as_title_and_text() -> None:
    """The headline is the title, and the text is that of a mail."""
    with hook() as there:
        Apprise().send(CHANGED, address(there.url), NOW)
    (one,) = there.came
    body = json.loads(one.body)
    assert body["title"] == mail_subject(CHANGED)
    assert body["message"].rstrip() == mail_text(CHANGED).rstrip()


def test_words_of_a_page_mention_nobody_and_link_nothing() -> None:
    """What a service makes of its text is not known here, so that nothing is left that it could make something of."""
    with hook() as there:
        title = "<!channel> @everyone [free](http://evil.example) <b>x</b>"
        Apprise().send(replace(CHANGED, title=title), address(there.url), NOW)
    body = json.loads(there.came[0].body)
    for text in (body["title"], body["message"]):
        assert "<" not in text
        assert "](" not in text
        assert "@everyone" not in text
        assert "everyone" in text


def test_a_service_that_refuses_is_tried_again_without_a_word_of_its_address(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the error nor a log has the password, though apprise's own log has the address."""
    caplog.set_level(logging.DEBUG, logger="apprise")
    with hook(Reply(500, b"")) as there, pytest.raises(DeliveryError, match="json://: did not take") as caught:
        Apprise().send(CHANGED, address(there.url), NOW)
    printed = capfd.readouterr()
    for text in (str(caught.value), printed.out, printed.err):
        assert "s3cret" not in text
        assert "127.0.0.1" not in text
    assert not [record for record in caplog.records if record.name.startswith("apprise")]
    assert caught.value.transient


def test_a_service_that_is_not_there_is_tried_again() -> None:
    """Apprise does not say why it failed, so that it may pass."""
    with pytest.raises(DeliveryError, match="did not take the message") as caught:
        Apprise().send(CHANGED, f"json://127.0.0.1:{closed_port()}/", NOW)
    assert caught.value.transient


@pytest.mark.parametrize("wrong", ["nosuchservice://s3cret", "s3cret", "slack://"])
def test_an_address_that_apprise_does_not_know_is_permanent(wrong: str) -> None:
    """It is told without repeating it."""
    with pytest.raises(DeliveryError, match="is no address that apprise knows") as caught:
        Apprise().send(CHANGED, wrong, NOW)
    assert not caught.value.transient
    assert "s3cret" not in str(caught.value)


def test_a_service_that_drips_is_left_at_the_deadline() -> None:
    """Nobody waits for the others because of it."""
    with rude(drips) as there, pytest.raises(DeliveryError, match="gave no answer in time") as caught:
        Apprise(longest=0.2).send(CHANGED, f"json://127.0.0.1:{there.port}/", NOW)
    assert caught.value.transient


def test_without_the_package_the_error_says_what_to_install() -> None:
    """The extra is left out of an installation by itself."""
    code = (
        "import sys; sys.modules['apprise'] = None\n"
        "from notifiers.apprise import Apprise\n"
        "from tests.render.examples import AT, CHANGED\n"
        "try: Apprise().send(CHANGED, 'json://user:s3cret@127.0.0.1/', AT)\n"
        "except Exception as error: print(type(error).__name__, error, error.transient)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == (
        "DeliveryError json://: needs the package apprise; install clausewatch[apprise] False"
    )
