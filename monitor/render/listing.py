"""Outcomes, histories and the state of the watch as text for a terminal."""

from __future__ import annotations

from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.model import lists_documents
from monitor.render.documents import is_of_index
from monitor.render.heartbeat import given_up_words
from monitor.render.log import entry_lines, unreviewed_lines
from monitor.render.markdown import redline_markdown
from monitor.render.phrases import changes_words, clause_name, counts_words, times_words
from monitor.render.safe import clip, for_header, for_markdown, for_terminal, safe_url
from monitor.render.terminal import redline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from monitor.model import Edit, LogEntry, Outcome, OutcomeKind, Reference, Revision, SourceStatus, StatusReport

_WORDS: dict[OutcomeKind, str] = {
    "first": "watched from now on",
    "unchanged": "nothing changed",
    "cosmetic": "only typography or links changed",
    "renumbered": "only clause numbers changed",
    "date-only": "only the stated date moved",
    "changed": "changed",
    "seen-before": "an earlier text is back",
    "held": "held back",
    "failed": "could not be read",
}
_COLOURS: dict[OutcomeKind, str] = {
    "changed": "bold yellow",
    "date-only": "yellow",
    "seen-before": "yellow",
    "failed": "bold red",
    "held": "bold red",
}
_STATES = {"ok": "green", "failing": "bold red", "held": "bold yellow", "stale": "bold yellow"}
_MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
_INDENT = 12  # columns of an outcome's word
_HOURS = 48  # from here on a time is told in days
_NAMED = 5  # of the documents that nobody watches, for each source: `show` lists all
_DEEDS = 4  # columns by which what was done with a revision is set in
_NAME_LENGTH = 60  # characters of a document's name beside its address


def outcome_text(outcome: Outcome, *, width: int, colour: bool) -> str:
    """One line for a check, what is to be said beside it, and its redline where there is something to tell."""
    line = Text.assemble(
        (outcome.kind.ljust(_INDENT), _COLOURS.get(outcome.kind, "dim")), for_terminal(_outcome_words(outcome))
    )
    beside = [Padding(Text(for_terminal(words)), (0, 0, 0, _INDENT), expand=False) for words in _beside(outcome)]
    alarms = [unbroken(" " * _INDENT + for_terminal(words)) for words in _alarms(outcome)]
    text = printed([line, *beside, *alarms], width, colour)
    if outcome.comparison is None or not outcome.alert:
        return text
    title = outcome.source.title or outcome.comparison.new.title or outcome.source.id
    body = redline(outcome.comparison, title=title, width=width - 2, colour=colour)
    return text + "\n" + "".join(f"  {row}\n" if row else "\n" for row in body.rstrip("\n").split("\n")) + "\n"


def outcome_markdown(outcome: Outcome) -> str:
    """A check as a list item, what is to be said beside it, and its redline where there is something to tell."""
    line = f"- **{outcome.kind}** {for_markdown(_outcome_words(outcome))}\n"
    line += "".join(f"  - {for_markdown(words)}\n" for words in (*_beside(outcome), *_alarms(outcome)))
    if outcome.comparison is None or not outcome.alert:
        return line
    title = outcome.source.title or outcome.comparison.new.title or outcome.source.id
    return f"{line}\n{redline_markdown(outcome.comparison, title=title, url=outcome.source.url)}"


def _beside(outcome: Outcome) -> Iterator[str]:
    """Sentences to tell with an outcome, and why nobody is told of it."""
    yield from outcome.remarks
    if outcome.quiet:
        yield f"told to nobody: {outcome.quiet}"


def _alarms(outcome: Outcome) -> Iterator[str]:
    """What operators are told: what is wrong, and a new address."""
    for alarm in outcome.alarms:
        where = f": {link}" if (link := safe_url(alarm.url)) else ""
        wrong, _, _ = alarm.message.partition("\n")
        yield f"to operators: {wrong}{where}"


def _outcome_words(outcome: Outcome) -> str:
    where = f"{outcome.source.id}@{outcome.revision}" if outcome.revision else outcome.source.id
    if outcome.failure:
        return f"{where}: {outcome.failure.message}"
    if outcome.held:
        return f"{where}: {outcome.held.reason}"
    if outcome.kind == "changed" and outcome.comparison:
        return f"{where}: {changes_words(outcome.comparison)}"
    if outcome.kind == "seen-before":
        return f"{where}: {_back(outcome)}"
    if outcome.kind == "first" and outcome.terms:
        noun = "document" if lists_documents(outcome.terms) else "clause"
        size = times_words(len(outcome.terms.clauses), noun)
        return f"{where}: {_WORDS['first']}: {outcome.terms.title or 'no title'}, {size}"
    return f"{where}: {_WORDS[outcome.kind]}"


def _back(outcome: Outcome) -> str:
    """What is back; of an index a document is, and seldom the whole list."""
    if outcome.comparison and is_of_index(outcome.comparison):
        return f"{changes_words(outcome.comparison)}, as once before"
    return f"the text of revision {outcome.earlier} is back"


def history_text(
    revisions: Sequence[Revision], *, width: int, colour: bool, changes: bool, log: Iterable[LogEntry] = ()
) -> str:
    """Revisions, a line each, and what was done with it; with `changes`, also each change's name and edits.

    `log` stands newest first.
    """
    if not revisions:
        return "nothing yet\n"
    deeds: dict[tuple[str, int], list[LogEntry]] = {}
    for entry in log:
        deeds.setdefault((entry.source, entry.revision), []).append(entry)
    lines: list[RenderableType] = []
    for revision in revisions:
        lines.append(
            Text.assemble(
                f"{revision.at:%Y-%m-%d %H:%M}  {revision.source}@{revision.number}  ",
                (revision.outcome.ljust(12), _COLOURS.get(revision.outcome, "")),
                for_terminal(counts_words(revision.comparison) if revision.comparison else clip(revision.title, 60)),
                (for_terminal(f"  told to nobody: {revision.quiet}") if revision.quiet else "", "dim"),
            )
        )
        lines.extend(entry_lines(deeds.get((revision.source, revision.number), ()), _DEEDS))
        if changes and revision.comparison:
            lines.extend(_change_lines(revision))
    return printed(lines, width, colour)


def _change_lines(revision: Revision) -> Iterable[Text]:
    comparison = revision.comparison
    for change in comparison.changes if comparison else ():
        yield Text(f"    {change.kind}: {for_terminal(clause_name((change.new or change.old)[0]))}", style="bold")
        yield Text("    " + "".join(_marked(edit) for edit in change.edits))


def _marked(edit: Edit) -> str:
    before, after = _MARKS[edit.op]
    return f"{before}{for_terminal(edit.text)}{after}"


def status_text(
    report: StatusReport,
    now: datetime,
    *,
    width: int,
    colour: bool,
    unwatched: Mapping[str, Sequence[Reference]] = MappingProxyType({}),
) -> str:
    """How the watch stands: what is wrong first, then every source.

    `unwatched` are the documents that the terms of a source incorporate and that
    nobody watches, by source id; they come last.
    """
    ordered = sorted(report.sources, key=lambda one: (one.state == "ok", one.source))
    ill = [one for one in ordered if one.state != "ok"]
    well = f"{report.parked} notices were given up" if report.parked else "all well"
    head = well if not ill else f"{len(ill)} of {len(report.sources)} sources need attention"
    lines: list[RenderableType] = [Text(head, style="bold")]
    lines.extend(_trouble(one, now) for one in ill)
    lines.extend(Padding(Text(given_up_words(one)), (0, 0, 0, 2)) for one in report.given_up)
    lines.append(
        f"{len(report.sources)} sources, {report.read_24h:.0%} read in the last day; "
        f"{report.owed} notices owed, {report.parked} given up"
    )
    if report.waiting:
        lines.append(f"{report.waiting} notices wait for a digest")
    if report.oldest_owed is not None:
        lines.append(f"the oldest of those owed waits for {_span(report.oldest_owed)}")
    if report.seen_to_told_p50 is not None:
        half, most = report.seen_to_told_p50, report.seen_to_told_p95
        lines.append(f"from seen to told: {half:.0f} s for half of the notices, {most:.0f} s for 95 %")
    lines.extend(unreviewed_lines(report.unreviewed))
    lines += ["", _standings(ordered, now)]
    if unwatched:
        lines += ["", *(_unwatched(name, references) for name, references in unwatched.items())]
    return printed(lines, width, colour)


def _trouble(one: SourceStatus, now: datetime) -> RenderableType:
    """What is wrong with a source, and how often it failed in a row."""
    why = one.error or f"last read {_ago(one.last_success, now)}"
    often = f", {one.failures} times in a row" if one.failures > 1 else ""
    line = Text.assemble(f"{one.source}  ", (one.state, _STATES[one.state]), for_terminal(f"{often}: {why}"))
    return Padding(line, (0, 0, 0, 2))


def _standings(ordered: Iterable[SourceStatus], now: datetime) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("source", "state", "last read", "last change", "next check"):
        table.add_column(column)
    for one in ordered:
        table.add_row(
            one.source,
            Text(one.state, style=_STATES[one.state]),
            _ago(one.last_success, now),
            _ago(one.last_change, now),
            _ahead(one.next_check, now),
        )
    return table


def _unwatched(name: str, references: Sequence[Reference]) -> Text:
    """One source's documents that nobody watches, on one line that can be searched for and copied from."""
    count = "a document" if len(references) == 1 else f"{len(references)} documents"
    named = [_document(one) for one in references[:_NAMED]]
    more = f", and {len(references) - _NAMED} more" if references[_NAMED:] else ""
    return unbroken(f"{name} incorporates {count} that nobody watches: {', '.join(named)}{more}")


def _document(one: Reference) -> str:
    """A document's name and address; the address alone where the terms have no other name for it."""
    address = for_terminal(one.target)
    return address if one.text in one.target else f"{for_header(one.text, _NAME_LENGTH)} ({address})"


def _ago(at: datetime | None, now: datetime) -> str:
    return f"{_span((now - at).total_seconds())} ago" if at else "never"


def _ahead(at: datetime | None, now: datetime) -> str:
    if at is None or at <= now:
        return "now"
    return f"in {_span((at - now).total_seconds())}"


def _span(seconds: float) -> str:
    minutes = int(max(0, seconds) // 60)
    hours = minutes // 60
    if hours >= _HOURS:
        return f"{hours // 24} days"
    return f"{hours} h" if hours else f"{minutes} min"


def unbroken(words: str) -> Text:
    """A line that is not broken, so that an address in it can be used."""
    return Text(words, no_wrap=True)


def printed(lines: Iterable[RenderableType], width: int, colour: bool) -> str:
    """Lines as text, `width` columns wide but for what is unbroken; coloured (ANSI) with `colour`."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None,
        markup=False, highlight=False, emoji=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    for line in lines:
        console.print(line, soft_wrap=isinstance(line, Text) and bool(line.no_wrap))
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")) + "\n"
