"""An invented provider's terms, how they changed, and texts that mean harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.decide.alarms import alarmed
from monitor.decide.plausible import Doubt, DoubtKind
from monitor.model import (
    Cell,
    Change,
    Clause,
    CompanyChange,
    Comparison,
    DateEvidence,
    DatesComparison,
    Edit,
    Failure,
    Held,
    LeftOut,
    Memory,
    Notice,
    Outcome,
    OutcomeKind,
    Page,
    Part,
    Past,
    Reference,
    Side,
    Signal,
    Source,
    SourceStatus,
    StatedDate,
    StatusReport,
    Subscriber,
    Terms,
)
from monitor.route import route

AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
TITLE = "Northline Telecom Voice Terms"
URL = "https://northline.example/legal/voice?lang=en&v=2"

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<!channel> <!here> <@U123> <#C123>",
    "<https://evil.example|Click to log in>",
    "&lt;!channel&gt; &lt;https://evil.example|Sign in&gt;",
    "*bold* _it_ `code` ```fence``` ~gone~ ~~gone~~ **came**",
    "[link](javascript:alert(3))",
    "![pixel](http://evil.example/t.gif)",
    "@octocat @channel",
    "{{ 7*7 }} {% raw %}",
    "%0d%0aBcc: victim@example.com",
    "Terms\r\nBcc: victim@example.com\r\n\r\nbody",
    "\x1b[31mANSI\x1b[0m \x9b2J \x1bc",
    "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07 \x1b]0;title\x1b\\",
    "\u202eRTL\u202c \u2066isolated\u2069 \u200f\u061c",
    "nul\x00 bell\x07 back\x08space del\x7f",
    "half a pair \ud83d and tags \U000e0041\U000e0042",
    "line\u2028separator\u2029paragraph\x85next",
    '" onmouseover="alert(4)',
    "</del></ins></style></title><b>out",
    "javascript:alert(5)",
    "# heading\n- item\n1. number\n> quote\n| cell |",
    '=HYPERLINK("http://evil.example")',
    "=?utf-8?q?Terms=0D=0ABcc:_victim@example.com=1B[31m?=",
    "=?utf-8?b?VGVybXMNCkJjYzogdmljdGltQGV4YW1wbGUuY29t?= =?iso-8859-1?q?=E9?=",
    "data:text/html,<script>alert(6)</script>",
    "<svg/onload=alert(7)><iframe srcdoc='<script>alert(8)</script>'><style>*{background:url(//evil.example)}</style>",
    "[1]: http://evil.example\n[text][1] <http://evil.example> <mailto:a@evil.example>",
    "<!subteam^S123|@legal> <!everyone> <!date^0^{date}^http://evil.example|now>",
    "zero\u200bwidth\u2060\ufeff\u00ad and \u180e",
    'quotes " \' , ; \\ "",\r\nEND:VEVENT\r\nBEGIN:VALARM',
    "-- \nTo: victim@example.com\n\n--===============boundary==\nContent-Type: text/html",
    "\n.\nMAIL FROM:<a@evil.example>\n",
)


def clause(label: str | None, heading: str, text: str = "", ordinal: int = 1, path: str | None = None) -> Clause:
    """A clause at the path of its label."""
    return Clause(path=path or label or heading, label=label, heading=heading, text=text, depth=1, ordinal=ordinal)


def side(text: str = "Updated: October 2025", value: str = "2025-10") -> Side:
    """What is kept of one version of the voice terms."""
    date = StatedDate("updated", text, value, "month")
    return Side(title="Voice Terms", language="en", digest="d", clauses=41, dates=(date,))


AVAILABILITY = Change(
    kind="modified",
    old=(clause("4.2", "Availability.", ordinal=17),),
    new=(clause("5.2", "Availability.", ordinal=18),),
    edits=(
        Edit(
            "=",
            "Northline Telecom may suspend or withdraw any number that has been assigned to the Customer, including"
            " numbers that were ported from another carrier, if the Customer does not answer a request for proof of"
            " identity within ",
        ),
        Edit("-", "30 days"),
        Edit("+", "5 business days"),
        Edit("=", " of notice, which Northline Telecom gives by "),
        Edit("-", "registered letter"),
        Edit("+", "a message in the portal"),
        Edit("=", "."),
    ),
    renumbered=True,
    signals=(Signal("duration", "30 days", "5 business days"),),
    topics=("suspension",),
    severity="high",
    reason="A period became shorter in a clause on suspension.",
)
EMERGENCY = Change(
    kind="added",
    old=(),
    new=(clause("4", "Emergency calls.", ordinal=12),),
    edits=(
        Edit(
            "+",
            "The Customer keeps the address of every user up to date. Northline Telecom is not liable for a call that"
            " reaches the wrong emergency centre because the address was not.",
        ),
    ),
    signals=(Signal("liability", None, "not liable"),),
    severity="medium",
)
REMOVED = Change(
    kind="removed",
    old=(clause(None, "", "Recordings are kept for ninety days.", 30, path="Definitions/Recording"),),
    new=(),
    edits=(Edit("-", "Recordings are kept for ninety days."),),
    severity="low",
)
MOVED = Change(
    kind="moved",
    old=(clause("2.1", "Charges", "The Customer pays the charges in the price list.", 5),),
    new=(clause("11", "Charges", "The Customer pays the charges in the price list.", 38),),
    edits=(Edit("=", "The Customer pays the charges in the price list."),),
    moved=True,
    renumbered=True,
)
RETITLED = Change(
    kind="retitled",
    old=(clause("9", "Fair use", ordinal=25),),
    new=(clause("9", "Acceptable use", ordinal=26),),
    retitled=True,
)
RENUMBERED = tuple(
    Change(
        kind="renumbered",
        old=(clause(str(number), "", ordinal=number),),
        new=(clause(str(number + 1), "", ordinal=number),),
        renumbered=True,
    )
    for number in range(5, 9)
)
FOLLOWS = Change(
    kind="renumbered",
    old=(clause("14.1", "Notices", "As in 8.", 40),),
    new=(clause("14.1", "Notices", "As in 9.", 41),),
    edits=(Edit("=", "As in "), Edit("-", "8"), Edit("+", "9"), Edit("=", ".")),
)
RELINKED = Change(
    kind="relinked",
    old=(clause("15", "Contact", "Write to us."),),
    new=(clause("15", "Contact", "Write to us."),),
    signals=(Signal("link", "mailto:legal@northline.example", "mailto:legal@sales.example"),),
)

COMPARISON = Comparison(
    verdict="substantive",
    old=side(),
    new=side(),
    dates=DatesComparison("silent", "2025-10", "2025-10"),
    changes=(EMERGENCY, AVAILABILITY, *RENUMBERED, RETITLED, REMOVED, MOVED, FOLLOWS, RELINKED),
)
ONLY_DATE = Comparison(
    verdict="date-only",
    old=side(),
    new=side("Updated: 2 March 2026", "2026-03-02"),
    dates=DatesComparison("date-only", "2025-10", "2026-03-02"),
)


def notice(outcome: OutcomeKind = "changed", comparison: Comparison = COMPARISON, earlier: int | None = None) -> Notice:
    """What Northline's subscribers are told."""
    return Notice(
        id="n-4f2a7c",
        type="terms.changed",
        at=AT,
        subscriber="legal",
        source="northline/voice-terms",
        title=TITLE,
        url=URL,
        revision=7,
        outcome=outcome,
        comparison=comparison,
        earlier=earlier,
    )


CHANGED = notice()
REMARKED = replace(
    notice(comparison=replace(COMPARISON, changes=(AVAILABILITY,))),
    remarks=(
        "This text was at the page before, in revision 3, and comes and goes; from now on only news in it is told.",
        "5.3 Prices: differs at every visit, and is left out from now on.",
    ),
)
DATE_ONLY = replace(notice("date-only", ONLY_DATE), type="terms.date_changed")
SEEN_BEFORE = replace(notice("seen-before", earlier=3), type="terms.seen_before")


# --- what operators are told ------------------------------------------------------------------------------

VOICE = Source("northline/voice-terms", (URL,), TITLE)
OPERATOR = Subscriber("ops", "console", "", sources=())
LAST = Past(revision=7, last_success=AT - timedelta(hours=6))
GONE = Failure(
    "http",
    "northline.example: answered 404 (Not Found): the page is gone; find where the provider publishes it now and"
    " correct the url",
    AT,
    transient=False,
)
MOVED_TO = "https://northline.example/policies/voice?lang=en"


def _alarm(past: Past, outcome: Outcome, moved: str = "") -> Notice:
    """What an operator is told of a check with this past, by the same way as in the watch itself."""
    page = Page((Part(URL, moved or URL, b"", moved=moved),), AT)
    (told,) = route(alarmed(VOICE, past, outcome, outcome.failure or page, AT), [OPERATOR], "ops")
    return replace(told, id="n-4f2a7c")


_TWICE = replace(LAST, failures=2, memory=Memory(failing_since=AT - timedelta(hours=5)))
_TOLD = replace(LAST, memory=Memory(failing_since=AT - timedelta(hours=5), warned=frozenset({"failing"})))
_DISMISSED = replace(
    LAST,
    last_success=AT - timedelta(days=3),
    memory=Memory(failing_since=AT - timedelta(days=3), dismissed=frozenset({"0"})),
)


def _held(kind: DoubtKind) -> Outcome:
    return Outcome(VOICE, AT, "held", 7, held=Held(Doubt(kind).reason, "0", AT, kind, "0", AT))


FAILING = _alarm(_TWICE, Outcome(VOICE, AT, "failed", 7, failure=GONE))
RECOVERED = _alarm(_TOLD, Outcome(VOICE, AT, "unchanged", 7))
HELD = _alarm(LAST, _held("challenge"))
SHRUNK = _alarm(LAST, _held("shrunk"))
STALE = _alarm(_DISMISSED, _held("dismissed"))
RELOCATED = _alarm(LAST, Outcome(VOICE, AT, "unchanged", 7), MOVED_TO)


def hostile_comparison(text: str) -> Comparison:
    """A comparison in which every word that a stranger can choose is `text`."""
    bad = Clause(path=text, label=text, heading=text, text=text, depth=0, ordinal=1)
    change = Change(
        kind="modified",
        old=(bad,),
        new=(bad,),
        edits=(Edit("=", text), Edit("-", text), Edit("+", f"{text}x"), Edit("=", text)),
        retitled=True,
        signals=(Signal(text, text, None), Signal("duration", None, text)),
        topics=(text,),
        severity="high",
        reason=text,
    )
    relinked = Change(kind="relinked", old=(bad,), new=(bad,), signals=(Signal("link", text, text),))
    cells = Cell(text, None, text), Cell(text, text, f"{text}x")
    one = Side(text, text, text, 1, (StatedDate("updated", text, "2025", "year"),), "1", ())
    return Comparison(
        verdict="substantive",
        old=one,
        new=replace(one, notes=(text,), version=text),
        dates=DatesComparison("silent", "2025", "2025"),
        changes=(change, *[replace(change, severity="low")] * 12, relinked),
        companies=(CompanyChange("added", text, text, cells, text), CompanyChange("changed", text, "", cells, text)),
    )


def hostile_notice(text: str) -> Notice:
    """A notice in which every word that a stranger can choose is `text`."""
    return replace(notice(comparison=hostile_comparison(text)), title=text, url=text, remarks=(text,))


def hostile_alarm(text: str) -> Notice:
    """A message for operators in which every word is `text`, also those that no stranger can choose."""
    return replace(FAILING, title=text, url=text, message="\n".join([" ".join(text.split())] * 3), link=text)


def hostile_terms(text: str) -> Terms:
    """Terms in which every word that a stranger can choose is `text`."""
    return Terms(
        title=text,
        language=text,
        clauses=(Clause(path=text, label=text, heading=text, text=text, depth=1, ordinal=1),),
        dates=(StatedDate("updated", text, "2025", "year"),),
        version=text,
        notes=(text,),
        left_out=(LeftOut(text, text, 3),),
        digest="0" * 64,
        references=(Reference(text, text, text, incorporated=True),),
        evidence=(DateEvidence("meta", text, text, None, "day"),),
    )


def hostile_report(text: str) -> StatusReport:
    """A state of the watch in which every word that a stranger can choose is `text`."""
    return StatusReport((SourceStatus("northline/voice", "held", error=text),))
