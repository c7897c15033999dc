"""The words that all messages share: what happened, how grave it is, what the dates say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.model import (
    SUBSTANTIVE,
    ChangeKind,
    Clause,
    Comparison,
    DatesVerdict,
    Day,
    Notice,
    OutcomeKind,
    Revision,
    SectionPair,
    Severity,
    Side,
    Signal,
    Verdict,
)
from monitor.render.companycounts import only_companies
from monitor.render.documents import documents_words, is_of_index, told_in
from monitor.render.safe import clip
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME_LENGTH = 90
"""Characters of a clause's or a document's name: a line of a message holds it."""

ALARM_LENGTH = 160
"""Characters of what is wrong with a source in a headline; a longer line stands whole below it."""

ALARM_LINES = 20
"""Further lines of such a message; our own have five at most."""

BEAT_LINES = 60
"""Further lines of a heartbeat, which names some forty sources and channels at most."""

_REPEAT = pattern(r"~\d+$")
FIRST_WORDS = 8
"""Words that stand for a clause with neither label nor heading: enough to find it again."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_GRAVITY: dict[Severity, int] = {"high": 0, "medium": 1, "low": 2}
_ORDER: tuple[ChangeKind, ...] = (
    "modified",
    "added",
    "removed",
    "split",
    "merged",
    "moved",
    "retitled",
    "renumbered",
    "relinked",
    "reformatted",
)
_VERDICTS: dict[Verdict, str] = {
    "none": "The two texts are identical.",
    "cosmetic": "No word changed: only typography or links.",
    "renumbered": "No word changed: only clause numbers.",
    "date-only": "No word of the terms changed: only the stated date.",
    "substantive": "What the terms say has changed.",
}
_OUTCOMES: dict[OutcomeKind, str] = {
    "first": "watched from now on",
    "unchanged": "nothing changed",
    "cosmetic": "only typography or links changed",
    "renumbered": "only clause numbers changed",
    "held": "a page is held back until it is confirmed",
    "failed": "it could not be read",
}


def gravity(severity: Severity) -> int:
    """A sort key: the gravest first."""
    return _GRAVITY[severity]


def gravest(*comparisons: Comparison | None) -> Severity | None:
    """The highest severity of a substantive change, if there is one."""
    severities = (change.severity for one in comparisons if one for change in one.substantive)
    return min(severities, key=gravity, default=None)


# --- the document ---------------------------------------------------------------------------


def document_name(told: Notice | Revision | Day) -> str:
    """Provider and document: "Northline Telecom – Voice Terms"; the provider is left out where the title has it."""
    provider, _, document = told.source.partition("/")
    provider = provider_name(provider)
    title = clip(told.title.strip() or document.replace("-", " ").title(), NAME_LENGTH)
    return title if provider.casefold() in title.casefold() else f"{provider} – {title}"


def provider_name(provider: str) -> str:
    """A provider as people write it: "northline-telecom" is "Northline Telecom"."""
    return provider.replace("-", " ").title()


def headline(notice: Notice) -> str:
    """One line that says it all: the document, what happened to it, how grave that is.

    That of a digest counts what it gathered; that of a heartbeat is its first line.
    """
    happening = happened(notice)
    return happening if notice.type == "watch.heartbeat" else f"{document_name(notice)}: {happening}"


def happened(notice: Notice) -> str:
    """What happened, and how grave it is, without the document's name."""
    if notice.type == "terms.digest":
        return _gathered_words(notice.gathered)
    if notice.comparison is None:
        return clip(notice.message.partition("\n")[0], ALARM_LENGTH)
    return _changed(notice, told_in(notice) or notice.comparison)


def revised(revision: Revision) -> str:
    """What happened in a revision, and how grave it is: "2 clauses changed, 1 added (high)"."""
    comparison = revision.comparison
    if comparison is None:
        return _OUTCOMES.get(revision.outcome, revision.outcome)
    if revision.outcome == "date-only":
        return _date_moved(comparison)
    back = "an earlier text is back; " if revision.outcome == "seen-before" else ""
    return f"{back}{changes_words(comparison)}"


def _changed(notice: Notice, comparison: Comparison) -> str:
    match notice.outcome:
        case "changed":
            return changes_words(comparison)
        case "date-only":
            return _date_moved(comparison)
        case "seen-before":
            return _back(notice, comparison)
        case other:
            return _OUTCOMES[other]


def _back(notice: Notice, comparison: Comparison) -> str:
    """What is back; of an index a document is, and seldom the whole list."""
    if is_of_index(comparison):
        return f"{changes_words(comparison)}, as once before"
    return f"the text of revision {notice.earlier} is back; {changes_words(comparison)}"


def _gathered_words(gathered: Sequence[Notice]) -> str:
    """What a digest gathered: "12 changes in 5 documents (high)"."""
    grave = gravest(*(one.comparison for one in gathered))
    documents = len({one.source for one in gathered})
    words = f"{times_words(len(gathered), 'change')} in {times_words(documents, 'document')}"
    return f"{words} ({grave})" if grave else words


def times_words(count: int, noun: str) -> str:
    """How many: "1 change", "2,300 changes"."""
    return f"{count:,} {_plural(noun, count)}"


def alarm_lines(notice: Notice) -> tuple[str, ...]:
    """What an operator is told beside the headline, a line each: why, and what to do; what was not read."""
    first, *rest = notice.message.split("\n")
    whole = (first,) if len(first) > ALARM_LENGTH else ()
    most = BEAT_LINES if notice.type == "watch.heartbeat" else ALARM_LINES
    return (*whole, *(line for line in rest[:most] if line.strip()))


def _date_moved(comparison: Comparison) -> str:
    moved = _from_to(comparison)
    return f"only the stated date moved{moved}" if moved else "only what it says of its own version changed"


def changes_words(comparison: Comparison) -> str:
    """What happened to the clauses: "2 clauses changed, 1 added (high)"; of lists of companies, to these."""
    if is_of_index(comparison):
        return f"{documents_words(comparison)} ({gravest(comparison)})"
    if listed := only_companies(comparison):
        return f"{listed} ({gravest(comparison)})" if comparison.substantive else listed
    counts = [(count, _past(kind)) for kind, count in _ordered(comparison) if kind in SUBSTANTIVE]
    if not counts:
        return _OUTCOMES["renumbered" if comparison.verdict == "renumbered" else "cosmetic"]
    first, *rest = counts
    words = [f"{first[0]} {_plural('clause', first[0])} {first[1]}", *(f"{count} {past}" for count, past in rest)]
    whole = "rewritten, " if comparison.rewrite else ""
    return f"{whole}{', '.join(words)} ({gravest(comparison)})"


def _past(kind: ChangeKind) -> str:
    return "changed" if kind == "modified" else kind


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def counts_words(comparison: Comparison) -> str:
    """How many changes of each kind: "3 modified, 1 added, 14 renumbered"; of an index, of its documents."""
    if is_of_index(comparison):
        return documents_words(comparison)
    return ", ".join(f"{count} {kind}" for kind, count in _ordered(comparison)) or "no clause changed"


def reread_words(comparison: Comparison) -> str:
    """What a better reader or other selectors make of a page that did not change: "read anew: 2 added, 1 modified"."""
    return f"the last page was read anew, and is the base from now on; nobody is told: {counts_words(comparison)}"


def _ordered(comparison: Comparison) -> list[tuple[ChangeKind, int]]:
    counts = comparison.counts
    return [(kind, counts[kind]) for kind in _ORDER if kind in counts]


def verdict_words(comparison: Comparison) -> str:
    """The verdict as a sentence, with a warning where the document was rewritten."""
    if is_of_index(comparison):
        return "The list of documents has changed."
    rewritten = " Most words of both texts are gone: read it as a new document." if comparison.rewrite else ""
    return _VERDICTS[comparison.verdict] + rewritten


# --- dates --------------------------------------------------------------------------------------


def date_words(value: str) -> str:
    """A date value as people write it: "2020-10" is "October 2020"; anything else stays as it is."""
    year, *rest = value.split("-")
    if not rest or not all(part.isdecimal() for part in rest) or not 1 <= int(rest[0]) <= len(_MONTHS):
        return value
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{_MONTHS[int(rest[0]) - 1]} {year}"


def time_words(at: datetime) -> str:
    """A time as people write it: "15 January 2021, 09:30 UTC"."""
    at = at.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def span_words(span: timedelta) -> str:
    """A span as people say it, in the largest unit that fits: "6 hours", "90 minutes", "2 days"."""
    seconds = round(span.total_seconds())
    units = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
    size, noun = next(((size, noun) for size, noun in units if seconds and seconds % size == 0), (1, "second"))
    return times_words(seconds // size, noun)


def seen_words(notice: Notice) -> str:
    """Which revision it is and when it was seen; of a source that operators are told of, only when."""
    if notice.type == "watch.heartbeat":
        return f"As of {time_words(notice.at)}"
    if notice.comparison is None:
        return f"Seen {time_words(notice.at)}"
    return f"Revision {notice.revision}, seen {time_words(notice.at)}"


def diff_command(told: Notice | Revision | Day) -> str:
    """The command that shows the whole comparison of a notice, a revision or a day."""
    number = told.number if isinstance(told, Revision) else told.revision
    return f"clausewatch diff {told.source}@{number - 1} {told.source}@{number}"


def dates_words(comparison: Comparison) -> str:
    """What the page says of itself against what its text did, as a sentence."""
    if is_of_index(comparison):
        return "Only names and addresses were compared, not what the documents say."
    sentences: dict[DatesVerdict, str] = {
        "announced": f"Announced: {_announcement(comparison)}.",
        "silent": f"Silent edit: the text changed, but {_silence(comparison)}.",
        "undetermined": f"Undetermined: the stated {_period(comparison)}, {_when(comparison)}, still covers it.",
        "date-only": f"Date only: {_announcement(comparison)}; no word of the terms changed.",
        "unchanged": "The stated date did not move.",
        "undated": "The page states no date of its own.",
    }
    return sentences[comparison.dates.verdict]


def _silence(comparison: Comparison) -> str:
    """What the page goes on to say of itself: an old date, an old version, or only what it did before."""
    if comparison.dates.new or comparison.dates.old:
        return f"the page still says “{_stated(comparison)}”"
    if comparison.new.version:
        return f"the page still says “{clip(comparison.new.version, NAME_LENGTH)}”"
    return "the page’s own list of revisions has no new entry"


def _announcement(comparison: Comparison) -> str:
    if moved := _from_to(comparison):
        return f"the stated date moved{moved}"
    if comparison.new.version and comparison.new.version != comparison.old.version:
        return f"the stated version is now “{clip(comparison.new.version, NAME_LENGTH)}”"
    if new_notes(comparison):
        return "the page’s own list of revisions has a new entry"
    return "the page says that it changed"


def _from_to(comparison: Comparison) -> str:
    old, new = comparison.dates.old, comparison.dates.new
    if old == new:
        return ""
    start = f" from {date_words(old)}" if old else ""
    return f"{start} to {date_words(new)}" if new else f"{start} and is gone"


def _stated(comparison: Comparison) -> str:
    value = comparison.dates.new or comparison.dates.old
    printed = [date.text for date in comparison.new.dates if date.value == value and date.text]
    return clip(printed[0], NAME_LENGTH) if printed else _when(comparison)


def _when(comparison: Comparison) -> str:
    return date_words(comparison.dates.new or comparison.dates.old or "")


def _period(comparison: Comparison) -> str:
    value = comparison.dates.new or comparison.dates.old or ""
    return ("year", "month", "day")[min(value.count("-"), 2)]


def new_notes(comparison: Comparison) -> tuple[str, ...]:
    """What the provider's own list of revisions says now and did not say before."""
    return tuple(note for note in comparison.new.notes if note not in comparison.old.notes)


def own_words(comparison: Comparison) -> tuple[str, ...]:
    """What the document says of its own changes: new entries of its list of revisions, and what it announces."""
    notes = (f"The provider notes: {note}" for note in new_notes(comparison))
    coming = (f"Announced for {date_words(notice.date)}: {notice.text}" for notice in comparison.notices)
    return (*notes, *coming)


def sections_words(comparison: Comparison) -> tuple[str, ...]:
    """Where each section of rewritten terms went, a line each."""
    return tuple(_section_words(pair) for pair in comparison.sections)


def _section_words(pair: SectionPair) -> str:
    if not pair.old:
        return f"new: {pair.new}"
    if not pair.new:
        return f"gone: {pair.old}"
    return f"{pair.old} → {pair.new} (about {pair.kept:.0%} of its telling words kept)"


# --- clauses ----------------------------------------------------------------------------------


def clause_name(clause: Clause, above: str = "") -> str:
    """What a person would call the clause: "4.2 Availability", its heading, where it stands, or its first words.

    `above` is the heading it stands under, which names it where it has none of its own.
    """
    heading = clause.heading.strip().rstrip(".:")
    label = (clause.label or "").strip()
    if heading:
        return clip(f"{label} {heading}".strip(), NAME_LENGTH)
    if label and _stands_alone(label):
        return clip(label, NAME_LENGTH)
    place = place_words(clause.path)
    words = f"“{first_words(clause.text)}”" if clause.text else ""
    if place and words and not any(character.isalpha() for character in place.rpartition(" › ")[2]):
        return clip(" ".join(part for part in (place, above.strip().rstrip(".:"), words) if part), NAME_LENGTH)
    return clip(place or label or words, NAME_LENGTH)


def place_words(path: str) -> str:
    """A path as a person writes it: no counters of repeats, no step that the next one repeats ("4 › 4.4" is "4.4")."""
    steps = [_REPEAT.sub("", step) for step in path.split("/")]
    kept = [step for step, after in zip(steps, [*steps[1:], ""], strict=True) if not after.startswith(f"{step}.")]
    return " › ".join(step for step in kept if step != "-")


def _stands_alone(label: str) -> bool:
    """Whether a label such as "4.2" or "A.1." is found without those above it, which "(a)" is not."""
    return label[0].isalnum() and any(mark in label.rstrip(".") for mark in ".-")


def first_words(text: str) -> str:
    """The first words of a text, with "…" where it goes on."""
    words = text.split()
    return " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")


def signal_words(signal: Signal) -> str:
    """A signal as one looks for it: "duration: 30 days → 60 days"."""
    if signal.kind == "reference":
        return f"still referred to as {signal.old} in {', '.join(signal.where)}"
    where = f", used in {', '.join(signal.where)}" if signal.where else ""
    if signal.old is None:
        return f"{signal.kind}: {signal.new} (new){where}"
    if signal.new is None:
        return f"{signal.kind}: {signal.old} (gone){where}"
    if signal.old == signal.new:
        return f"{signal.kind}: {signal.new}{where}"
    return f"{signal.kind}: {signal.old} → {signal.new}{where}"


def sides_words(comparison: Comparison) -> str:
    """Both sides in short: "Voice Terms: 41 clauses → 42 clauses"; both titles where they differ."""
    old, new = comparison.old, comparison.new
    noun = "document" if is_of_index(comparison) else "clause"
    before, after = (times_words(side.clauses, noun) for side in (old, new))
    if old.title == new.title:
        return f"{before} → {after}"
    return f"{_titled(old)}, {before} → {_titled(new)}, {after}"


def _titled(side: Side) -> str:
    return clip(side.title.strip() or "untitled", NAME_LENGTH)
