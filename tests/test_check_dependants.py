"""A check tells those who watch a document beside the one that changed, by what the archive and the new text say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.check import check, release
from monitor.model import Outcome, Page, Part, Source, Subscriber
from tests.places import open_at

if TYPE_CHECKING:
    from monitor.archive import Archive
    from tests.places import Place

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
VOICE = Source("northline/voice", ("https://northline.example/voice",), "Northline Voice Supplement")
GENERAL = Source("northline/general", ("https://northline.example/general",), "Northline Customer Agreement")
LEGAL = Subscriber("legal", "console", "", sources=(GENERAL.id,))
BELONGS = "This supplement is part of the Northline Customer Agreement."
LOGIN = "# Sign in\n\nPlease sign in with your user name and password to continue.\n"


def document(title: str, days: int, last: str = "") -> str:
    """Terms that end with a clause."""
    clauses = ("The provider carries calls.", f"Payment is due in {days} days.", "Faults are looked into.", last)
    numbered = (f"{n}. {clause}" for n, clause in enumerate(filter(None, clauses), 1))
    return f"# {title}\n\n" + "\n\n".join(numbered) + "\n"


def see(archive: Archive, source: Source, text: str, at: datetime) -> Outcome:
    """Look at a source that says this."""
    page = Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at)
    return check(
        source,
        at,
        fetch=lambda *_: page,
        archive=archive,
        subscribers=[LEGAL],
        sources=(VOICE, GENERAL),
    )


def told(archive: Archive, at: datetime) -> list[tuple[str, int, tuple[str, ...]]]:
    """What is owed: of which source, which revision, and with which remarks."""
    return [(one.notice.source, one.notice.revision, one.notice.remarks) for one in archive.owed(at)]


def test_what_the_text_says_now_and_what_it_said_before_both_count(place: Place) -> None:
    """The change by which a supplement leaves its agreement is told; the next one, when it is none any more, is not."""
    with open_at(place) as archive:
        see(archive, GENERAL, document("Northline Customer Agreement", 30), NOON)
        see(archive, VOICE, document("Northline Voice Supplement", 30), NOON)
        assert told(archive, NOON) == []
        joined = see(archive, VOICE, document("Northline Voice Supplement", 30, BELONGS), NOON + HOUR)
        left = see(archive, VOICE, document("Northline Voice Supplement", 14), NOON + 2 * HOUR)
        alone = see(archive, VOICE, document("Northline Voice Supplement", 7), NOON + 3 * HOUR)
        assert [joined.alert, left.alert, alone.alert] == [True, True, True]
        because = ("Part of Northline Customer Agreement, which you watch.",)
        owed = told(archive, NOON + 3 * HOUR)
    assert [(source, revision, remarks[-1:]) for source, revision, remarks in owed] == [
        (VOICE.id, 2, because),
        (VOICE.id, 3, because),
    ]


def test_what_is_released_by_hand_is_told_along_too(place: Place) -> None:
    """As what is believed at once."""
    with open_at(place) as archive:
        see(archive, VOICE, document("Northline Voice Supplement", 30, BELONGS), NOON)
        assert see(archive, VOICE, LOGIN, NOON + HOUR).kind == "held"
        released = release(
            VOICE, NOON + 2 * HOUR, archive=archive, subscribers=[LEGAL], sources=(VOICE, GENERAL)
        )  # fmt: skip
        assert released.alert
        assert [source for source, *_ in told(archive, NOON + 2 * HOUR)] == [VOICE.id]
