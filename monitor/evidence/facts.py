"""What is told of the files beside them: the facts of both sides, the links of the chain, and what is missing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from monitor.evidence.case import page_name
from monitor.render.phrases import time_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive import Proof, StoredPart
    from monitor.evidence.case import Case, Side


def facts_json(case: Case) -> dict[str, Any]:
    """The facts of a case (format clausewatch-evidence/1); times are ISO 8601 in UTC."""
    revision, exhibit = case.new.revision, case.new.exhibit
    number, link = case.link
    return {
        "format": "clausewatch-evidence/1",
        "source": revision.source,
        "revision": revision.number,
        "title": revision.title,
        "url": revision.url,
        "outcome": revision.outcome,
        "seen_first": exhibit.first.isoformat(),
        "last_not_seen": exhibit.last_not.isoformat() if exhibit.last_not else None,
        "link": {"number": number, "link": link},
        "redline": None if case.comparison is None else "recorded" if case.recorded else "made anew",
        "remarks": list(remarks_of(case)),
        "sides": {"new": _told_of(case.new), "old": _told_of(case.old) if case.old else None},
    }


def _told_of(side: Side) -> dict[str, Any]:
    revision, exhibit, terms = side.revision, side.exhibit, side.terms
    return {
        "revision": revision.number,
        "recorded": revision.at.isoformat(timespec="microseconds"),
        "text_digest": revision.digest,
        "text_digest_as_read_today": terms.digest if terms else None,
        "text_file": f"{side.name}/text.md" if terms else None,
        "stated_dates": [asdict(date) for date in terms.dates] if terms else [],
        "page_digest": exhibit.digest,
        "page_key": exhibit.key,
        "fetched": exhibit.fetched.isoformat(),
        "bytes_let_go": exhibit.thinned.isoformat() if exhibit.thinned else None,
        "parts": [_part(side, number, part) for number, part in enumerate(exhibit.parts, start=1)],
    }


def _part(side: Side, number: int, part: StoredPart) -> dict[str, Any]:
    return {
        "file": page_name(side, number, part) if part.body is not None else None,
        "asked": part.asked,
        "url": part.url,
        "content_type": part.content_type,
        "etag": part.validators.etag if part.validators else None,
        "last_modified": part.validators.last_modified if part.validators else None,
        "digest": part.digest,
        "size": part.size,
    }


def chain_json(proof: Proof) -> dict[str, Any]:
    """Links with all that goes into each (format clausewatch-chain/1), values as the strings that were hashed."""
    return {
        "format": "clausewatch-chain/1",
        "head": {"number": proof.number, "link": proof.head},
        "links": [asdict(link) for link in proof.links],
    }


def remarks_of(case: Case) -> Iterator[str]:
    """What the files do not show, and why."""
    for side in case.sides:
        name = f"revision {side.revision.number}"
        if side.exhibit.thinned:
            yield (
                f"The bytes of the page of {name} were let go on {time_words(side.exhibit.thinned)}, as [archive] keep"
                " asks: their digest is here, they are not."
            )
        if side.terms is None:
            yield f"The text of {name} cannot be read from its page any more, so that it is not here."
    if case.old is None:
        yield "There is no revision before this one: only one side is here, and no redline."
    elif case.comparison is None:
        yield "The two sides cannot be compared: there is no redline."
    elif not case.recorded:
        yield "No change was recorded with this revision: the redline was made anew from the two texts."
