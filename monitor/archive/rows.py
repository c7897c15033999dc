"""How values stand in the archive's columns, and rows as the nouns they keep.

Times are ISO 8601 in UTC with microseconds, so that their order as text is
their order in time. Text from the web may hold lone surrogates, which are no
UTF-8: such a text is kept as bytes, every other as text.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitor.archive.blobs import json_bytes
from monitor.model import (
    Comparison,
    Failure,
    Held,
    Learned,
    Notice,
    Owed,
    Revision,
    Source,
    Standing,
    Validators,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.archive.sql import Row


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one source between checks: its standing and its last good page.

    `page` and `held_page` are keys of pages; `snapshot` is the revision last written out as a file;
    `host` is where the last good page was found.
    """

    standing: Standing
    page: str | None = None
    page_at: datetime | None = None
    validators: Mapping[str, Validators] = field(default_factory=dict)
    held_page: str | None = None
    snapshot: int = 0
    host: str = ""


class RawText(bytes):
    """A text that is no UTF-8, as the bytes that a column of texts takes."""

    __slots__ = ()


def text_in(text: str) -> str | bytes:
    """A text as its column takes it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return RawText(text.encode("utf-8", "surrogatepass"))
    return text


def text_out(value: str | bytes) -> str:
    """The text that `text_in` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def time_in(at: datetime | None) -> str | None:
    """An aware time as its column takes it."""
    if at is None:
        return None
    if at.tzinfo is None:
        message = "the archive keeps aware times only"
        raise ValueError(message)
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def time_out(value: str | None) -> datetime | None:
    """The time that `time_in` was given."""
    return datetime.fromisoformat(value) if value else None


def json_in(data: object) -> str | bytes:
    """A JSON value as its column takes it."""
    return text_in(json_bytes(data).decode("utf-8", "surrogatepass"))


def json_out(value: str | bytes) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """The JSON value that `json_in` was given."""
    return json.loads(text_out(value))


def selectors_of(source: Source, learned: Learned) -> str | bytes:
    """What of a page this source's terms are, as the key of its readings; a digest stands for what was learned."""
    marks = [sorted(learned.boilerplate), sorted(learned.restless)]
    known = hashlib.sha256(json_bytes(marks)).hexdigest() if any(marks) else None
    chosen = [source.select, list(source.remove), source.section, source.start, source.end, known]
    return json_in(chosen if source.kind == "terms" else [*chosen, source.kind])


def failure_in(failure: Failure | None) -> str | bytes | None:
    """A failure as its column takes it."""
    if failure is None:
        return None
    return json_in([failure.kind, failure.message, time_in(failure.at), failure.transient, failure.retry_after])


def failure_out(value: str | bytes | None) -> Failure | None:
    """The failure that `failure_in` was given."""
    if value is None:
        return None
    kind, message, at, transient, retry_after = json_out(value)
    return Failure(kind, message, datetime.fromisoformat(at), transient, retry_after)


def held_in(held: Held | None) -> str | bytes | None:
    """Why a page is held, as its column takes it."""
    if held is None:
        return None
    return json_in([held.reason, held.digest, time_in(held.since), held.kind, held.text, time_in(held.steady)])


def held_out(value: str | bytes | None) -> Held | None:
    """What `held_in` was given."""
    if value is None:
        return None
    reason, digest, since, *more = json_out(value)
    kind, text, steady = more or ("", "", None)  # kept before held pages could be confirmed
    return Held(reason, digest, datetime.fromisoformat(since), kind, text, time_out(steady))


def kept_from(row: Row) -> Kept:
    """What a row of `standings` keeps."""
    validators = {asked: Validators(*pair) for asked, pair in json_out(row["validators"]).items()}
    return Kept(
        standing=standing_from(row),
        page=row["page"],
        page_at=time_out(row["page_at"]),
        validators=validators,
        held_page=row["held_page"],
        snapshot=row["snapshot"],
        host=text_out(row["host"]),
    )


def kept_row(kept: Kept) -> dict[str, Any]:
    """The row of `standings` that `kept_from` reads."""
    standing = kept.standing
    return {
        "source": standing.source,
        "revision": standing.revision,
        "last_checked": time_in(standing.last_checked),
        "last_success": time_in(standing.last_success),
        "last_change": time_in(standing.last_change),
        "failures": standing.failures,
        "failure": failure_in(standing.failure),
        "held": held_in(standing.held),
        "held_page": kept.held_page,
        "retry_at": time_in(standing.retry_at),
        "page": kept.page,
        "page_at": time_in(kept.page_at),
        "validators": json_in({asked: [v.etag, v.last_modified] for asked, v in kept.validators.items()}),
        "snapshot": kept.snapshot,
        "host": text_in(kept.host),
    }


def revision_from(row: Row, comparison: Comparison | None) -> Revision:
    """A row of `revisions`, joined with its page's digest, as a revision."""
    return Revision(
        source=row["source"],
        number=row["number"],
        at=datetime.fromisoformat(row["at"]),
        outcome=row["outcome"],
        title=text_out(row["title"]),
        url=text_out(row["url"]),
        digest=row["digest"],
        page_digest=row["page_digest"],
        comparison=comparison,
        quiet=text_out(row["quiet"]),
        remarks=tuple(json_out(row["remarks"])),
    )


def notice_row(notice: Notice) -> dict[str, Any]:
    """A notice as a row of `notices`; its comparison, if it tells one, stands in `changes`."""
    return {
        "id": notice.id,
        "type": notice.type,
        "at": time_in(notice.at),
        "subscriber": text_in(notice.subscriber),
        "source": notice.source,
        "title": text_in(notice.title),
        "url": text_in(notice.url),
        "revision": notice.revision,
        "outcome": notice.outcome,
        "earlier": notice.earlier,
        "change": notice.revision if notice.comparison else None,
        "remarks": json_in(notice.remarks),
        "message": text_in(notice.message),
        "link": text_in(notice.link),
        "state": "waiting" if notice.for_digest else "owed",
    }


def owed_from(row: Row, comparison: Comparison | None) -> Owed:
    """A row of `notices` as what is owed."""
    notice = Notice(
        id=row["id"],
        type=row["type"],
        at=datetime.fromisoformat(row["at"]),
        subscriber=text_out(row["subscriber"]),
        source=row["source"],
        title=text_out(row["title"]),
        url=text_out(row["url"]),
        revision=row["revision"],
        outcome=row["outcome"],
        comparison=comparison,
        earlier=row["earlier"],
        remarks=tuple(json_out(row["remarks"])),
        message=text_out(row["message"]),
        link=text_out(row["link"]),
        for_digest=row["digest"] is not None or row["state"] == "waiting",
    )
    error = None if row["error"] is None else text_out(row["error"])
    return Owed(notice, row["attempts"], time_out(row["first_tried"]), error)


def standing_from(row: Row) -> Standing:
    """How the source of a row of `standings` stands."""
    return Standing(
        source=row["source"],
        revision=row["revision"],
        last_checked=time_out(row["last_checked"]),
        last_success=time_out(row["last_success"]),
        last_change=time_out(row["last_change"]),
        failures=row["failures"],
        failure=failure_out(row["failure"]),
        held=held_out(row["held"]),
        retry_at=time_out(row["retry_at"]),
    )
