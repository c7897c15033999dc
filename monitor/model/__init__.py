"""The nouns of clausewatch: frozen values that the stages hand to one another.

Vocabulary: a *source* is one document that is watched; a fetched *page* is read
into *terms*, a flat list of *clauses*; two terms give a *comparison*; a
comparison and the source's *past* give an *outcome*; an outcome gives each
subscriber concerned a *notice*. Times are aware datetimes in UTC.
"""

from __future__ import annotations

from monitor.model.compared import (
    AdvanceNotice,
    Change,
    Comparison,
    DatesComparison,
    Edit,
    SectionPair,
    Side,
    Signal,
)
from monitor.model.decided import (
    Alarm,
    Held,
    Notice,
    Outcome,
    Owed,
    Past,
)
from monitor.model.fetched import (
    Failure,
    Fetched,
    NotModified,
    Page,
    Part,
    Reply,
    RobotsTxt,
    Validators,
)
from monitor.model.kept import (
    Revision,
    SourceState,
    SourceStatus,
    Standing,
    StatusReport,
)
from monitor.model.kinds import (
    ALERTING,
    REVISING,
    SUBSTANTIVE,
    AlarmKind,
    ChangeKind,
    ClauseRole,
    DateRole,
    DatesVerdict,
    EvidenceOrigin,
    NoticeType,
    OutcomeKind,
    Precision,
    Severity,
    Verdict,
)
from monitor.model.remembered import Line, Memory, Moving
from monitor.model.terms import (
    Clause,
    DateEvidence,
    Learned,
    LeftOut,
    Link,
    Reference,
    StatedDate,
    Surface,
    Terms,
)
from monitor.model.watched import (
    Source,
    Subscriber,
)

__all__ = [
    "ALERTING",
    "REVISING",
    "SUBSTANTIVE",
    "AdvanceNotice",
    "Alarm",
    "AlarmKind",
    "Change",
    "ChangeKind",
    "Clause",
    "ClauseRole",
    "Comparison",
    "DateEvidence",
    "DateRole",
    "DatesComparison",
    "DatesVerdict",
    "Edit",
    "EvidenceOrigin",
    "Failure",
    "Fetched",
    "Held",
    "Learned",
    "LeftOut",
    "Line",
    "Link",
    "Memory",
    "Moving",
    "NotModified",
    "Notice",
    "NoticeType",
    "Outcome",
    "OutcomeKind",
    "Owed",
    "Page",
    "Part",
    "Past",
    "Precision",
    "Reference",
    "Reply",
    "Revision",
    "RobotsTxt",
    "SectionPair",
    "Severity",
    "Side",
    "Signal",
    "Source",
    "SourceState",
    "SourceStatus",
    "Standing",
    "StatedDate",
    "StatusReport",
    "Subscriber",
    "Surface",
    "Terms",
    "Validators",
    "Verdict",
]
