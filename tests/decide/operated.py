"""A source as its operator sees it: each look gives alarms, and leaves behind what was raised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitor.decide.alarms import alarmed
from monitor.decide.plausible import Doubt
from monitor.model import Alarm, Failure, Fetched, Held, Outcome, Page, Part, Past, Source, Surface, Terms

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = Source("northline/voice", ("https://northline.example/legal/voice",), title="Voice Terms")
ELSEWHERE = "https://northline.example/policies/voice"
TIMEOUT = Failure("timeout", "northline.example: did not finish in the time allowed", NOON)


@dataclass
class Watch:
    """A source that is looked at again and again; what each look leaves behind is the past of the next."""

    source: Source = SOURCE
    past: Past = field(default_factory=lambda: Past(revision=7, last_success=NOON))

    def fails(self, at: datetime, failure: Failure = TIMEOUT) -> list[str]:
        """A look that brings no page; the kinds of the alarms it gives."""
        return self.see(Outcome(self.source, at, "failed", self.past.revision, failure=failure), failure)

    def held(self, at: datetime, kind: str = "challenge", text: str = "0", moved: str = "") -> list[str]:
        """A look at a page that is held, since the first of its kind."""
        before = self.past.held
        held = Held(Doubt("challenge").reason, text, at, kind, text, at)
        if before and before.kind == kind:
            held = replace(held, since=before.since, steady=before.steady if before.text == text else at)
        return self.see(Outcome(self.source, at, "held", self.past.revision, held=held), self.page(at, moved))

    def reads(self, at: datetime, moved: str = "", canonical: str = "") -> list[str]:
        """A look at a page that is believed."""
        terms = Terms("Voice Terms", "en", (), surface=Surface(canonical=canonical))
        return self.see(Outcome(self.source, at, "cosmetic", 7, terms), self.page(at, moved))

    def page(self, at: datetime, moved: str = "") -> Page:
        """The page at the source's address, or where redirects led for good."""
        return Page((Part(self.source.url, moved or self.source.url, b"", moved=moved),), at)

    def see(self, outcome: Outcome, fetched: Fetched) -> list[str]:
        """Take an outcome in; the kinds of the alarms it gives."""
        self.last = alarmed(self.source, self.past, outcome, fetched, outcome.at)
        good = outcome.failure is None and outcome.held is None
        self.past = replace(
            self.past,
            memory=self.last.memory or self.past.memory,
            failures=self.past.failures + 1 if outcome.failure else 0,
            held=None if good else outcome.held or self.past.held,
            last_success=outcome.at if good else self.past.last_success,
        )
        return [alarm.kind for alarm in self.last.alarms]

    def dismiss(self, mark: str) -> None:
        """An operator says that the held page is not the terms."""
        memory = self.past.memory
        self.past = replace(self.past, memory=replace(memory, dismissed=memory.dismissed | {mark}), held=None)

    @property
    def only(self) -> Alarm:
        """The one alarm of the last look."""
        (alarm,) = self.last.alarms
        return alarm

    @property
    def message(self) -> str:
        """Its message."""
        return self.only.message
