"""Terms as they are understood, for a terminal: what they say of themselves, every clause, and what stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.model import lists_documents
from monitor.render.clock import CLOCK_HEADING, rules_lines
from monitor.render.listing import printed, unbroken
from monitor.render.safe import clip, for_header, for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from monitor.model import Clause, DateEvidence, LeftOut, Reference, Rules, StatedDate, Terms

_DEEPEST = 8  # levels that are set in: deeper ones would leave no room at 80 columns
_SHORT = 40  # characters of a name that stands beside something else on its line
_LONGEST = 120  # characters of a printed date or the name of a document: a line and a half
_EVIDENCE_SHOWN = 6  # dates beside the terms: a page that lists articles dates each of them
_NOTES_SHOWN = 3  # entries of the provider's own list of revisions, of which some have dozens; they are clauses too
_FEWEST = 20  # characters shown of a part left out, however long its reason is


def terms_text(
    terms: Terms,
    *,
    width: int,
    colour: bool,
    watched: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> str:
    """Terms as they are understood.

    At the head stands what they state of themselves, then every clause with its path,
    at the end what was left out, the dates beside the terms, the documents that they
    refer to, and the rules that they give of their own changes. `watched` names the
    source that watches each address among those; None where that is not known.
    """
    lines: list[RenderableType] = [
        Text(for_terminal(terms.title or "(no title)"), style="bold"),
        Padding(_facts(terms), (0, 0, 0, 2)),
        "",
    ]
    lines.extend(_clause(clause) for clause in terms.clauses)
    aside = [*(_left_out(part, width) for part in terms.left_out), *_evidence(terms.evidence)]
    lines.extend(["", *aside] if aside else ())
    lines.extend(_references(terms.references, watched))
    lines.extend(_rules(rules, terms.language) if rules and not lists_documents(terms) else ())
    return printed(lines, width, colour)


def _facts(terms: Terms) -> Table:
    """What the terms state of themselves, a line each."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("language", for_header(terms.language) or "unknown")
    for date in terms.dates:
        facts.add_row(date.role, _date(date))
    if not terms.dates:
        facts.add_row("dates", "none stated")
    if terms.version:
        facts.add_row("version", for_header(terms.version, _LONGEST))
    for note in terms.notes[:_NOTES_SHOWN]:
        facts.add_row("note", for_header(note, _LONGEST))
    if terms.notes[_NOTES_SHOWN:]:
        facts.add_row("", f"and {len(terms.notes) - _NOTES_SHOWN} more notes on revisions")
    facts.add_row("documents" if lists_documents(terms) else "clauses", f"{len(terms.clauses):,}")
    facts.add_row("digest", terms.digest[:12])
    return facts


def _date(date: StatedDate) -> str:
    return f"{date.value or 'has two readings'}, as in “{for_header(date.text, _LONGEST)}”"


def _clause(clause: Clause) -> RenderableType:
    line = Text()
    if clause.label:
        line.append(f"{for_terminal(clause.label)} ", style="cyan")
    line.append(for_terminal(clause.heading), style="bold")
    line.append(" " if clause.heading and clause.text else "")
    line.append(for_terminal(clause.text))
    hidden = ", hidden on the page" if clause.hidden else ""
    line.append(f"  [{for_terminal(clause.path)}]{hidden}", style="dim")
    return Padding(line, (0, 0, 0, 2 * min(clause.depth, _DEEPEST)))


def _left_out(part: LeftOut, width: int) -> Text:
    """On one line where the reason leaves room for its first words."""
    words = f"{part.words:,} {'word' if part.words == 1 else 'words'}"
    why = for_terminal(part.why)
    room = width - len(f"Left out: {words}, “” ({why})")
    return Text(f"Left out: {words}, “{for_header(part.what, max(_FEWEST, room))}” ({why})", style="dim")


def _evidence(found: Sequence[DateEvidence]) -> Iterable[Text]:
    """One line for all dates beside the terms."""
    dates = list(dict.fromkeys(_beside(one) for one in found))
    if not dates:
        return
    more = f", and {len(dates) - _EVIDENCE_SHOWN} more" if dates[_EVIDENCE_SHOWN:] else ""
    yield Text(f"Dated beside the terms: {', '.join(dates[:_EVIDENCE_SHOWN])}{more}", style="dim")


def _beside(one: DateEvidence) -> str:
    return f"{one.value or f'“{for_header(one.text, _SHORT)}”'} ({for_header(one.name, _SHORT) or one.origin})"


def _references(found: Sequence[Reference], watched: Mapping[str, str] | None) -> Iterable[RenderableType]:
    incorporated = [one for one in found if one.incorporated]
    others = [one for one in found if not one.incorporated]
    for head, references in (("Incorporated documents", incorporated), ("Other documents named", others)):
        if references:
            yield ""
            yield Text(f"{head}:", style="bold")
            for one in references:
                yield from _reference(one, watched)


def _rules(rules: Rules, language: str) -> Iterable[RenderableType]:
    yield ""
    yield Text(f"{CLOCK_HEADING}:", style="bold")
    yield from (Padding(Text(for_terminal(f"- {line}")), (0, 0, 0, 2)) for line in rules_lines(rules, language))


def _reference(one: Reference, watched: Mapping[str, str] | None) -> Iterable[RenderableType]:
    line = Text("named by its address" if one.target and one.text in one.target else for_header(one.text, _LONGEST))
    line.append(f"  [{clip(for_terminal(one.clause), _SHORT)}]", style="dim")
    if one.target and watched is not None:
        by = watched.get(one.target)
        state, style = (f"watched as {by}", "green") if by else ("not watched", "yellow" if one.incorporated else "dim")
        line.append(f"  {state}", style=style)
    yield Padding(line, (0, 0, 0, 2))
    yield (
        unbroken(f"    {for_terminal(one.target)}") if one.target else Text("    named without an address", style="dim")
    )
