"""Terms and their clauses as plain data, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from monitor.model import Clause, DateEvidence, LeftOut, Link, Reference, StatedDate, Surface, Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.wire.plain import Json


def clause_json(clause: Clause) -> Json:
    """A clause as it stands in a diff: where it is and what it says; of a document in an index also where that is."""
    data: Json = {
        "path": clause.path,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "ordinal": clause.ordinal,
    }
    return data | ({"role": clause.role, "links": _links_json(clause)} if clause.role == "document" else {})


def _links_json(clause: Clause) -> list[Json]:
    return [{"text": link.text, "target": link.target} for link in clause.links]


def full_clause_json(clause: Clause) -> Json:
    """A clause with all that was read of it; `clause_from` gives the same clause back."""
    return {
        **clause_json(clause),
        "depth": clause.depth,
        "role": clause.role,
        "links": _links_json(clause),
        "hidden": clause.hidden,
        "columns": list(clause.columns),
    }


def lean_clause_json(clause: Clause) -> Json:
    """A clause for keeping: as `full_clause_json`, without what most clauses have alike."""
    data: Json = {"path": clause.path, "text": clause.text, "ordinal": clause.ordinal}
    if clause.label is not None:
        data["label"] = clause.label
    if clause.heading:
        data["heading"] = clause.heading
    if clause.depth:
        data["depth"] = clause.depth
    if clause.role != "paragraph":
        data["role"] = clause.role
    if clause.links:
        data["links"] = _links_json(clause)
    if clause.hidden:
        data["hidden"] = True
    if clause.columns:
        data["columns"] = list(clause.columns)
    return data


def clause_from(data: Json) -> Clause:
    """The clause that one of the three described; what they leave out takes its default."""
    return Clause(
        path=data["path"],
        label=data.get("label"),
        heading=data.get("heading", ""),
        text=data["text"],
        ordinal=data["ordinal"],
        depth=data.get("depth", 0),
        role=data.get("role", "paragraph"),
        links=tuple(Link(link["text"], link["target"]) for link in data.get("links", ())),
        hidden=data.get("hidden", False),
        columns=tuple(data.get("columns", ())),
    )


def terms_json(terms: Terms, clause: Callable[[Clause], Json] = full_clause_json) -> Json:
    """Terms as `read --format json` prints them, without path and text; `clause` says how much of each clause."""
    return {
        "title": terms.title,
        "language": terms.language,
        "dates": [asdict(date) for date in terms.dates],
        "version": terms.version,
        "notes": list(terms.notes),
        "digest": terms.digest,
        "clauses": [clause(one) for one in terms.clauses],
        "left_out": [asdict(part) for part in terms.left_out],
        "references": [asdict(reference) for reference in terms.references],
        "evidence": [asdict(date) for date in terms.evidence],
        "surface": asdict(terms.surface),
    }


def terms_from(data: Json) -> Terms:
    """The terms that `terms_json` described."""
    return Terms(
        title=data["title"],
        language=data["language"],
        clauses=tuple(clause_from(clause) for clause in data["clauses"]),
        dates=dates_from(data["dates"]),
        version=data["version"],
        notes=tuple(data["notes"]),
        left_out=tuple(LeftOut(**part) for part in data["left_out"]),
        references=tuple(Reference(**reference) for reference in data["references"]),
        evidence=tuple(DateEvidence(**date) for date in data["evidence"]),
        surface=Surface(**data["surface"]),
        digest=data["digest"],
    )


def dates_from(data: Iterable[Json]) -> tuple[StatedDate, ...]:
    """Stated dates as terms and sides list them."""
    return tuple(StatedDate(**date) for date in data)
