"""One long story: many sources, three rounds of `check`, and what everybody was told."""

from __future__ import annotations

from dataclasses import dataclass

from tests.cli.stage import NEW_DATE, OLD_DATE, Desk, Ended, Sheet, terms

WATCHED = (
    "etag", "plain", "changed", "dated", "silent", "undated", "back", "cosmetic", "renumbered", "outage", "empty",
    "large", "gone", "picture", "resting",
)  # fmt: skip
FAILING = ("outage", "empty", "large", "gone", "resting", "picture")
TOLD = (("changed", 2), ("dated", 2), ("silent", 2), ("undated", 2), ("back", 2), ("back", 3), ("outage", 2))
"""The sources and revisions that subscribers are told of."""

LARGEST = 20_000  # bytes: the configured bound of the story


@dataclass(frozen=True, slots=True)
class Story:
    """The rounds as they ended, and the configuration's desk."""

    desk: Desk
    rounds: tuple[Ended, Ended, Ended]

    def outcome(self, name: str, number: int) -> dict[str, object]:
        """What a round found for a source; rounds count from 1."""
        row: dict[str, object] = self.rounds[number - 1].outcomes[f"northline/{name}"]
        return row


def tell(desk: Desk) -> Story:
    """Set the stage and run the rounds."""
    subscribers = (
        desk.hook("slack", "slack"),
        desk.hook("webhook"),
        '[[subscriber]]\nname = "legal"\nchannel = "email"\naddress = "legal@northline.example"',
        '[[subscriber]]\nname = "here"\nchannel = "console"',
        desk.hook("muted", more='mute = ["northline/*"]'),
    )
    # The order of the file is the order of the results. The page whose server asks for rest comes last, since all
    # of its host rest then; a dead host has an address of its own.
    dead = '[[source]]\nid = "harbor/dead"\nurl = "http://127.0.0.1:1/terms"'
    desk.configure(
        *(desk.source(name) for name in WATCHED), dead, *subscribers, fetch=f"timeout = 10\nmax_bytes = {LARGEST}"
    )
    for name in WATCHED:
        desk.put(name, terms())
    desk.put("etag", terms(), etag='"v1"')
    desk.put("undated", terms(updated=""))
    first = desk.run("check", "--format", "json")
    _change(desk)
    second = desk.run("check", "--format", "json")
    _recover(desk)
    return Story(desk, (first, second, desk.run("check", "--format", "json")))


def _change(desk: Desk) -> None:
    desk.put("changed", terms(14, updated=NEW_DATE))
    desk.put("dated", terms(updated=NEW_DATE))
    desk.put("silent", terms(14))
    desk.put("undated", terms(14, updated=""))
    desk.put("back", terms(14, updated=NEW_DATE))
    desk.put("cosmetic", terms(link="https://northline.example/prices"))
    desk.put("renumbered", terms(first=4))
    desk.put("outage", "out of order", status=503)
    desk.put("empty", "")
    desk.put("large", terms() + "All of this is filler. " * 1000)
    desk.put("gone", "gone", status=404)
    desk.put("picture", b"\x89PNG\r\n\x1a\n" + bytes(100), kind="image/png")
    desk.put("resting", "later", status=429, headers={"Retry-After": "3600"})


def _recover(desk: Desk) -> None:
    desk.put("back", terms(updated=OLD_DATE))
    desk.put("outage", terms(14, updated=NEW_DATE))
    for name in ("empty", "large", "gone", "resting", "picture"):
        desk.site.sheets[desk.path(name)] = Sheet(terms().encode())
