"""An archive as large as the pages are measured on: `python -m tests.bench.large DIR`.

DIR gets archive.db, made through the archive's own record of histories, and sources.toml, both of invented providers.
A plan of 2,000 documents with 200 clauses each, of which 50 revisions change 16, gives 2 million texts of clauses.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import Pipe, Process
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import monitor.history.replaying  # noqa: F401 - lets looks be sent to another process
from monitor.archive import open_archive
from monitor.catalogue import catch_up
from monitor.model import LogEntry, Source, Subscriber
from monitor.route import route
from tests.bench.lives import Life, Look, Plan, rules_for, seeded, written
from tests.bench.texts import printed
from tests.bench.troubles import DAY, STALE, ending, trouble_of
from tests.bench.wording import KINDS, PROVIDER_NAMES, REGIONS, TRADES, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from monitor.archive.sqlite import SqliteArchive
    from monitor.model import Outcome

SLICE = 10  # revisions of a document that are recorded at once, so that those of all documents lie mixed, as in life
MAKERS = 2  # processes that make what one records: making a revision takes twice as long
LEGAL = Subscriber("legal", "console", "")
PEOPLE = ("Ann Lee", "Bo Marsh", "Carla Quint", "Dev Rao")
_UNREAD = 0.1  # of the documents: nobody accepted a revision of them
_OWED = timedelta(days=1)  # what was seen since then is still owed, or was given up

Recorded: TypeAlias = tuple[Source, list[Look]]


def main() -> int:
    """Make the archive, and say how long that took and how large it is."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.large", description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, default in (("documents", 2000), ("revisions", 50), ("clauses", 200), ("changed", 16), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = vars(parser.parse_args())
    folder, begun = asked.pop("folder"), time.monotonic()
    plan = Plan(**asked)
    make(folder, plan, _told(plan, ahead(plan, datetime.now(UTC))), datetime.now(UTC))
    size = (folder / "archive.db").stat().st_size
    print(f"{plan.documents * plan.revisions} revisions in {time.monotonic() - begun:.0f} s, {size / 1e6:.0f} MB")
    return 0


def make(folder: Path, plan: Plan, recorded: Iterator[Recorded], now: datetime) -> None:
    """Write archive.db and sources.toml into a folder; the archive must not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "archive.db"
    if path.exists():
        sys.exit(f"{path} is there already: remove it, or choose another folder")
    (folder / "sources.toml").write_text(_configuration(plan), "utf-8")
    with open_archive(path) as archive:
        _hurry(archive)
        last: dict[str, datetime] = {}
        for source, looks in recorded:
            archive.record_history(source, looks, (), last.get(source.id))
            last[source.id] = looks[-1][1].at
            _tell(archive, [outcome for _, outcome in looks], now)
        _review(archive, plan, now)
        catch_up(archive, sources(plan))


def histories(plan: Plan, now: datetime, turn: int = 0, turns: int = 1) -> Iterator[Recorded]:
    """All looks at all documents, some revisions of each at a time; the last ones end as `troubles` has it.

    Of several who make them each makes those of the providers whose turn it is.
    """
    lives: dict[int, Life] = {}
    for number in range(plan.documents):
        place, kind = divmod(number, len(KINDS))
        if place % turns == turn:
            lives[number] = life = _life(plan, number, now, lives[number - kind] if kind else None)
            yield life.source, life.begin()
    for first in range(1, plan.revisions, SLICE):
        for life in lives.values():
            yield life.source, life.next(min(SLICE, plan.revisions - first))
    for number, life in lives.items():
        if looks := ending(life, trouble_of(number), now):
            yield life.source, looks


def ahead(plan: Plan, now: datetime) -> Iterator[Recorded]:
    """The same, made by other processes while what was made before is recorded, in an order that is always the same."""
    pipes = [_maker(plan, now, turn) for turn in range(MAKERS)]
    while pipes:
        for pipe in list(pipes):
            if (made := pipe.recv()) is None:
                pipes.remove(pipe)
            else:
                yield made


def _maker(plan: Plan, now: datetime, turn: int) -> Connection:
    ours, theirs = Pipe(duplex=False)
    Process(target=_send, args=(theirs, plan, now, turn)).start()
    theirs.close()
    return ours


def _send(pipe: Connection, plan: Plan, now: datetime, turn: int) -> None:
    for made in histories(plan, now, turn, MAKERS):
        pipe.send(made)
    pipe.send(None)


def _told(plan: Plan, recorded: Iterator[Recorded]) -> Iterator[Recorded]:
    """The same, with a word now and then on how far it is."""
    done, begun = 0, time.monotonic()
    for number, one in enumerate(recorded, 1):
        yield one
        done += sum(outcome.terms is not None for _, outcome in one[1])
        if number % 1000 == 0:
            print(f"{done} of {plan.documents * plan.revisions}, {time.monotonic() - begun:.0f} s", flush=True)


# --- what is watched ------------------------------------------------------------------


def sources(plan: Plan) -> list[Source]:
    """The documents, nine of each provider."""
    return [_source(number) for number in range(plan.documents)]


def provider(number: int) -> str:
    """The name of the provider of a document, by the document's number."""
    place = number // len(KINDS)
    names, trades = len(PROVIDER_NAMES), len(TRADES)
    region = REGIONS[place // (names * trades) % len(REGIONS)]
    return f"{PROVIDER_NAMES[place % names]} {TRADES[place // names % trades]} {region}".strip()


def _source(number: int) -> Source:
    name, kind = provider(number), KINDS[number % len(KINDS)]
    host, document = (words.lower().replace(" ", "-") for words in (name, kind))
    return Source(f"{host}/{document}", (f"https://{host}.example/legal/{document}",), f"{name} {kind}")


def _life(plan: Plan, number: int, now: datetime, master: Life | None) -> Life:
    rng = seeded(plan.seed, number)
    writer, kind, name = Writer(rng), number % len(KINDS), provider(number)
    begun = now - timedelta(days=rng.randint(500, 2200))
    end = now - (STALE if trouble_of(number) == "stale" else DAY) * rng.uniform(0.2, 1.5)
    rules = rules_for(number // len(KINDS), kind, f"{name} {KINDS[0]}")
    text = written(writer, plan, f"{name} {KINDS[kind]}", rules, printed(begun))
    parent = master.governing if master and kind % 3 == 1 else None
    return Life(_source(number), writer, text, begun, end, plan, parent)


def _configuration(plan: Plan) -> str:
    head = '[archive]\npath = "archive.db"\n\n[defaults]\nevery = "6h"\n\n[[subscriber]]\nname = "legal"\n'
    rows = (f'[[source]]\nid = "{one.id}"\ntitle = "{one.title}"\nurl = "{one.url}"\n' for one in sources(plan))
    return f'{head}channel = "console"\n\n' + "\n".join(rows)


# --- what people do -------------------------------------------------------------------


def _hurry(archive: SqliteArchive) -> None:
    """Let the operating system write when it likes: what a power cut would take is made again."""
    conn = archive.connections.get()
    conn.execute("PRAGMA synchronous = OFF")
    conn.execute("PRAGMA cache_size = -200000")


def _tell(archive: SqliteArchive, outcomes: list[Outcome], now: datetime) -> None:
    """Owe what is told, and deliver it but for the last day's, of which some was given up."""
    for notice in (notice for outcome in outcomes for notice in route(outcome, (LEGAL,))):
        archive.owe(notice)
        if notice.at < now - _OWED:
            archive.delivered(notice.id, notice.at + timedelta(seconds=41))
        elif notice.revision % 3 == 0:
            archive.park(notice.id, now, "the channel did not take it (connection refused)")


def _review(archive: SqliteArchive, plan: Plan, now: datetime) -> None:
    """Accept a late revision of most documents, and look at, give away or comment on some of what came since."""
    for number, source in enumerate(sources(plan)):
        rng = seeded(plan.seed, "review", number)
        if rng.random() < _UNREAD:
            continue
        accepted, by = max(1, plan.revisions - rng.randrange(4)), rng.choice(PEOPLE)
        archive.note(LogEntry(source.id, accepted, "accepted", by, now - 2 * DAY, ref=f"C-{rng.randrange(10_000)}"))
        for revision in range(accepted + 1, plan.revisions + 1):
            if rng.random() < 0.3:
                archive.note(LogEntry(source.id, revision, "acknowledged", by, now - DAY))
            elif rng.random() < 0.2:
                archive.note(LogEntry(source.id, revision, "assigned", by, now - DAY, to=rng.choice(PEOPLE)))
            elif rng.random() < 0.2:
                archive.note(LogEntry(source.id, revision, "commented", by, now - DAY, note="To be raised at renewal."))


if __name__ == "__main__":
    sys.exit(main())
