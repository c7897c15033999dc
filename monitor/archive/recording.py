"""One check, written down: the statements of one transaction, in the order in which rows lean on one another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from monitor.archive.blobs import json_bytes, pack
from monitor.archive.chain import Snapshot, add_link
from monitor.archive.links import keep_naming
from monitor.archive.memory import keep_lines, keep_memory, load_memory
from monitor.archive.pages import Reader, Reading, keep_page, keep_reading
from monitor.archive.rows import Kept, failure_in, held_in, json_in, kept_from, kept_row, text_in, text_out, time_in
from monitor.decide import DISMISSED, KNOWN_AS_MOVING
from monitor.errors import ArchiveError, NothingHeld
from monitor.linked import naming_of
from monitor.model import (
    REVISING,
    Comparison,
    Failure,
    Fetched,
    Held,
    Learned,
    Outcome,
    Page,
    Source,
    Standing,
    Validators,
)
from monitor.read import host_of
from monitor.wire import diff_json

if TYPE_CHECKING:
    from monitor.archive.sql import Connection

LONGEST_WAIT = timedelta(days=366).total_seconds()
"""Seconds. A server may name any number of them: beyond a year the sum is no date any more, or no sense."""

_UNCERTAIN = frozenset({"held", "failed"})


@dataclass(frozen=True, slots=True)
class Check:
    """One look at one source: what came over the wire, what it means, and what was known when it was read."""

    source: Source
    fetched: Fetched
    outcome: Outcome
    learned: Learned


def record_check(conn: Connection, check: Check, reader: Reader) -> Kept:
    """Write all of one check but its notices, and give what is kept of the source then.

    The caller holds the transaction.
    """
    before = kept(conn, check.source.id)
    _refuse_stale(before, check)
    page, new = keep_page(conn, check.fetched, before.page) if isinstance(check.fetched, Page) else (None, False)
    _add_check(conn, check, page)
    if check.outcome.kind in REVISING:
        _add_revision(conn, check, page or before.page)
    if new or check.outcome.kind in REVISING:
        _chain(conn, check, page or before.page)
    if page and check.outcome.terms and check.outcome.kind not in _UNCERTAIN:
        made = Reading(page, reader.version, check.source, check.learned)
        keep_reading(conn, made, check.outcome.terms, before.page)
        remember_text(conn, check.source.id, check.outcome.terms.digest, check.outcome.revision)
        keep_naming(conn, check.source.id, naming_of(check.source.id, check.outcome.terms))
    if check.outcome.memory is not None:
        keep_memory(conn, check.source.id, check.outcome.memory)
    if check.outcome.lines is not None:
        keep_lines(conn, check.source.id, check.outcome.lines)
    after = _after(before, check, page)
    _keep(conn, after)
    return after


def kept(conn: Connection, source: str) -> Kept:
    """What is kept of a source, or of one never seen."""
    row = conn.execute("SELECT * FROM standings WHERE source = ?", (source,)).fetchone()
    return kept_from(row) if row else Kept(Standing(source))


def dismiss_held(conn: Connection, source: str, marks: frozenset[str]) -> Held:
    """Let go of the held page and remember by which marks it is known again. Raises `NothingHeld`."""
    before = kept(conn, source)
    held = before.standing.held
    if held is None:
        raise NothingHeld(source)
    memory = load_memory(conn, source)
    keep_memory(conn, source, replace(memory, dismissed=memory.dismissed | marks))
    _keep(conn, replace(before, held_page=None, standing=replace(before.standing, held=None)))
    return held


def revision_page(conn: Connection, source: str, revision: int) -> str | None:
    """The key of the page that a revision was read from; None where there is no such revision."""
    query = "SELECT page FROM revisions WHERE source = ? AND number = ?"
    row = conn.execute(query, (source, revision)).fetchone()
    return str(row["page"]) if row else None


def quiet_of(conn: Connection, source: str) -> frozenset[int]:
    """The revisions of a source of which nobody was told, nor knows that something there goes on moving."""
    rows = conn.execute("SELECT number, quiet FROM revisions WHERE source = ? AND quiet <> ''", (source,))
    return frozenset(row["number"] for row in rows if text_out(row["quiet"]) not in KNOWN_AS_MOVING)


def remember_text(conn: Connection, source: str, digest: str, revision: int) -> None:
    """Remember that a revision has this text; of several revisions the last counts."""
    conn.execute(
        "INSERT INTO texts (source, digest, revision) VALUES (?, ?, ?)"
        " ON CONFLICT (source, digest) DO UPDATE SET revision = CASE"
        " WHEN texts.revision > excluded.revision THEN texts.revision ELSE excluded.revision END",
        (source, digest, revision),
    )


def _refuse_stale(before: Kept, check: Check) -> None:
    """Refuse a check that was compared with a revision which is no longer the last: another check was quicker."""
    outcome = check.outcome
    if outcome.kind in _UNCERTAIN:
        return
    compared_with = outcome.revision - 1 if outcome.kind in REVISING else outcome.revision
    if compared_with != before.standing.revision:
        raise ArchiveError(
            f"{check.source.id}@{outcome.revision}",
            f"does not follow the archive's last revision, {before.standing.revision}:"
            " another check recorded one meanwhile; nothing was changed, check again",
        )


def _add_check(conn: Connection, check: Check, page: str | None) -> None:
    outcome = check.outcome
    conn.execute(
        "INSERT INTO checks (id, source, at, outcome, revision, page, error, held)"
        " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM checks), ?, ?, ?, ?, ?, ?, ?)",
        (
            check.source.id,
            time_in(outcome.at),
            outcome.kind,
            outcome.revision,
            page,
            failure_in(outcome.failure),
            held_in(outcome.held),
        ),
    )


def _add_revision(conn: Connection, check: Check, page: str | None) -> None:
    source, outcome = check.source, check.outcome
    if outcome.terms is None:
        message = f"a {outcome.kind} outcome brings no terms"
        raise ValueError(message)
    conn.execute(
        "INSERT INTO revisions (source, number, at, outcome, title, url, digest, page, quiet, remarks)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source.id,
            outcome.revision,
            time_in(outcome.at),
            outcome.kind,
            text_in(source.title or outcome.terms.title),
            text_in(source.url),
            outcome.terms.digest,
            page,
            text_in(outcome.quiet),
            json_in(outcome.remarks),
        ),
    )
    if outcome.comparison:
        _add_change(conn, source.id, outcome.revision, outcome.comparison)


def _add_change(conn: Connection, source: str, revision: int, comparison: Comparison) -> None:
    packed = pack(json_bytes(diff_json(comparison)))
    conn.execute(
        "INSERT INTO changes (source, revision, size, frame) VALUES (?, ?, ?, ?)",
        (source, revision, packed.size, packed.frame),
    )


def _chain(conn: Connection, check: Check, page: str | None) -> None:
    outcome = check.outcome
    revision = outcome.revision if outcome.kind in REVISING else 0
    add_link(conn, Snapshot(check.source.id, page or "", time_in(outcome.at) or "", revision))


def _after(before: Kept, check: Check, page: str | None) -> Kept:
    """What is kept of the source once this check is recorded."""
    outcome = check.outcome
    standing = before.standing
    if outcome.kind == "failed":
        return replace(before, standing=_failed(standing, outcome))
    if outcome.kind == "held":
        return replace(before, held_page=page or before.held_page, standing=_held(standing, outcome))
    good = replace(before, held_page=None, standing=_succeeded(standing, outcome))
    if not isinstance(check.fetched, Page):
        return good
    host = host_of(check.fetched.url)
    return replace(good, page=page, host=host, page_at=check.fetched.at, validators=_validators(check.fetched))


def _held(standing: Standing, outcome: Outcome) -> Standing:
    """The server answered, so nothing fails any more; but what it gave is no success.

    What was dismissed waits for nobody; if nothing else comes, the source grows stale.
    """
    held = outcome.held if outcome.held and outcome.held.kind != DISMISSED else None
    return replace(standing, last_checked=outcome.at, held=held, failures=0, failure=None, retry_at=None)


def _failed(standing: Standing, outcome: Outcome) -> Standing:
    return replace(
        standing,
        last_checked=outcome.at,
        failures=standing.failures + 1,
        failure=outcome.failure,
        retry_at=_retry_at(outcome.failure, outcome.at) or standing.retry_at,
    )


def _retry_at(failure: Failure | None, at: datetime) -> datetime | None:
    if failure is None or failure.retry_after is None:
        return None
    return at + timedelta(seconds=min(max(0.0, failure.retry_after), LONGEST_WAIT))


def _succeeded(standing: Standing, outcome: Outcome) -> Standing:
    changed = outcome.kind in REVISING and outcome.kind != "first" and not outcome.quiet
    return replace(
        standing,
        last_checked=outcome.at,
        revision=outcome.revision,
        last_success=outcome.at,
        last_change=outcome.at if changed else standing.last_change,
        failures=0,
        failure=None,
        held=None,
        retry_at=None,
    )


def _validators(page: Page) -> dict[str, Validators]:
    return {part.asked: Validators(part.etag, part.last_modified) for part in page.parts}


def _keep(conn: Connection, after: Kept) -> None:
    row = kept_row(after)
    conn.execute(_keeping(tuple(row)), row)


@cache
def _keeping(columns: tuple[str, ...]) -> str:
    """The statement that keeps a row of `standings`, in its place where there is one."""
    values = ", ".join(f":{column}" for column in columns)
    renewed = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return (
        f"INSERT INTO standings ({', '.join(columns)}) VALUES ({values})"  # noqa: S608 - own names
        f" ON CONFLICT (source) DO UPDATE SET {renewed}"
    )
