"""Clocks of an invented provider's terms, and notices that tell of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from monitor.model import Amendment, Clock, ContinuedUse, Right, Rules, Seen
from tests.render.examples import AT, AVAILABILITY, CHANGED, COMPARISON, HOSTILE

if TYPE_CHECKING:
    from monitor.model import Notice


def right(days: int | None = None, clause: str | None = None, quote: str | None = None, **more: Any) -> Right:  # noqa: ANN401 - the fields of Right
    """A right that there is."""
    return Right(right=True, days=days, clause=clause, quote=quote, **more)


SEEN = Seen(AT, AT - timedelta(hours=6))
LEAVING = right(30, "10", "Either party may end this agreement on thirty (30) days’ notice.")
USE = ContinuedUse(binds=True, clause="14/14.2", quote="By going on to use the Service you accept the changed Terms.")

ON_POSTING = Clock(
    bound_since="2026-03-02",
    act_by=None,
    clause="14/14.2",
    why="Changes take effect when they are posted. First seen on 2 March 2026.",
    seen=SEEN,
    rules=Rules(Amendment("on-posting", None, None, "14/14.2", "Changes take effect when posted."), USE, LEAVING),
)
AFTER_DAYS = Clock(
    bound_since="2026-04-02",
    act_by="2026-04-01",
    clause="14/14.2",
    why="Changes take effect 1 month after they are posted. First seen on 2 March 2026."
    " Objections are to be made within 30 days.",
    seen=SEEN,
    rules=Rules(
        Amendment(
            "after-days", 30, None, "14/14.2", "Changes take effect one month after posting.", "months", "posting"
        ),
        ContinuedUse(binds=False, clause="14/14.3", quote="Silence is no acceptance."),
        LEAVING,
        right(30, "14/14.3", "The Customer may object within thirty (30) days of posting.", start="posting"),
    ),
)
NOT_STATED = Clock(
    None, None, "10", "How changes take effect is not stated.", seen=SEEN, rules=Rules(termination_by_customer=LEAVING)
)
UNWATCHED = Clock(
    None,
    None,
    "2",
    "How changes take effect is decided by General Terms of Northline Telecom.",
    seen=SEEN,
    rules=Rules(
        Amendment("other-document", None, "General Terms", "2", "This Supplement is part of the General Terms.")
    ),
    governed_by="General Terms of Northline Telecom",
)
PARENT = replace(ON_POSTING, governed_by="General Terms of Northline Telecom", governing="northline/general-terms")
UNREAD = Clock(
    None, None, None, "What the document says of its changes is not read.", seen=SEEN, rules=Rules(read=False)
)
CONSENT = Clock(
    None,
    None,
    "12",
    "Changes bind only those who agree to them.",
    rules=Rules(Amendment("with-consent", None, None, "12", "In writing only.")),
)
ON_NOTICE = Clock(
    None,
    None,
    "Changes to these Terms/-",
    "Changes take effect with notice to you, and the day of that is not known here.",
    rules=Rules(Amendment("on-notice", None, None, "Changes to these Terms/-", "We will notify you of changes.")),
)


def hostile_clock(text: str) -> Clock:
    """A clock in which every word that a stranger can choose is `text`; its days are real."""
    return Clock(
        bound_since="2026-03-02",
        act_by="2026-04-01",
        clause=text,
        why=text,
        seen=SEEN,
        rules=Rules(
            Amendment("other-document", None, text, text, text),
            ContinuedUse(binds=True, clause=text, quote=text),
            right(30, text, text),
            right(30, text, text),
        ),
        governed_by=text,
        governing=text,
    )


def told(clock: Clock, language: str = "en") -> Notice:
    """A notice of one changed clause with this clock."""
    new = replace(COMPARISON.new, language=language)
    return replace(CHANGED, comparison=replace(COMPARISON, new=new, changes=(AVAILABILITY,), clock=clock))


CLOCKED = {
    "clock-on-posting": told(ON_POSTING),
    "clock-after-days": told(AFTER_DAYS),
    "clock-not-stated": told(NOT_STATED),
    "clock-unwatched": told(UNWATCHED),
    "clock-unread": told(UNREAD, "de"),
    "clock-hostile": told(hostile_clock("\n".join(HOSTILE[i] for i in (0, 2, 6, 12, 14, 30)))),
}
