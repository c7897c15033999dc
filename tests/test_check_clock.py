"""A check that tells a change says since when it binds: by the terms, by what they belong to, by when it was seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.check import check
from monitor.model import Clock, Outcome, Page, Part, Source, Subscriber
from tests.places import open_at
from tests.test_check_dependants import BELONGS, GENERAL, HOUR, LOGIN, NOON, VOICE, document

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.archive import Archive
    from tests.places import Place

ALL = Subscriber("all", "console", "")
POSTED = "Changes to these terms take effect when they are posted."
COUNTED = "Changes to these terms take effect 30 days after they are posted."


def _see(archive: Archive, source: Source, text: str, at: datetime) -> Outcome:
    page = Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at)
    watched = (VOICE, GENERAL)
    return check(source, at, fetch=lambda *_: page, archive=archive, subscribers=[ALL], sources=watched)


def _clock(outcome: Outcome) -> Clock:
    assert outcome.comparison
    assert outcome.comparison.clock
    return outcome.comparison.clock


def test_the_clock_knows_the_two_looks_between_which_words_came(place: Place) -> None:
    """They are seen first now and were not there at the last look; the archive keeps that with revision and notice."""
    with open_at(place) as archive:
        for hours in (0, 1):
            _see(archive, VOICE, document("Northline Voice Terms", 30, POSTED), NOON + hours * HOUR)
        clock = _clock(_see(archive, VOICE, document("Northline Voice Terms", 14, POSTED), NOON + 3 * HOUR))
        kept = archive.revisions(VOICE.id)[-1].comparison
        (owed,) = archive.owed(NOON + 3 * HOUR)
    assert (clock.bound_since, clock.seen.first, clock.seen.last_not) == ("2026-03-02", NOON + 3 * HOUR, NOON + HOUR)
    assert kept
    assert owed.notice.comparison
    assert kept.clock == owed.notice.comparison.clock == clock


def test_words_that_waited_to_be_seen_again_were_first_seen_before(place: Place) -> None:
    """Where a change waits for `confirm`, the day it binds is that on which it came, not that on which it is told."""
    careful = Source(VOICE.id, VOICE.urls, VOICE.title, confirm=timedelta(hours=30))
    with open_at(place) as archive:
        _see(archive, careful, document("Northline Voice Terms", 30, POSTED), NOON)
        changed = document("Northline Voice Terms", 14, POSTED)
        assert _see(archive, careful, changed, NOON + HOUR).kind == "held"
        clock = _clock(_see(archive, careful, changed, NOON + 36 * HOUR))
    assert (clock.bound_since, clock.seen.first) == ("2026-03-02", NOON + HOUR)


def test_a_page_that_is_no_terms_was_not_the_first_sight_of_them(place: Place) -> None:
    """Where another page was held meanwhile, the words are first seen when they came."""
    with open_at(place) as archive:
        _see(archive, VOICE, document("Northline Voice Terms", 30, POSTED), NOON)
        assert _see(archive, VOICE, LOGIN, NOON + HOUR).kind == "held"
        clock = _clock(_see(archive, VOICE, document("Northline Voice Terms", 14, POSTED), NOON + 30 * HOUR))
    assert (clock.bound_since, clock.seen.first) == ("2026-03-03", NOON + 30 * HOUR)


def test_the_watched_agreement_of_a_supplement_decides(place: Place) -> None:
    """A supplement without a rule of its own is bound by the days of the agreement that it says it is part of."""
    with open_at(place) as archive:
        _see(archive, GENERAL, document("Northline Customer Agreement", 30, COUNTED), NOON)
        _see(archive, VOICE, document("Northline Voice Supplement", 30, BELONGS), NOON)
        clock = _clock(_see(archive, VOICE, document("Northline Voice Supplement", 14, BELONGS), NOON + HOUR))
    assert (clock.governed_by, clock.governing) == ("Northline Customer Agreement", GENERAL.id)
    assert clock.bound_since == "2026-04-01"


def test_an_agreement_that_nobody_watches_is_named_and_gives_no_day(place: Place) -> None:
    """The other document's name stands there, to be added; what it says is not guessed."""
    with open_at(place) as archive:
        _see(archive, VOICE, document("Northline Voice Supplement", 30, BELONGS), NOON)
        clock = _clock(_see(archive, VOICE, document("Northline Voice Supplement", 14, BELONGS), NOON + HOUR))
    assert (clock.governed_by, clock.governing) == ("Northline Customer Agreement", "")
    assert (clock.bound_since, clock.act_by) == (None, None)
