"""What is no change of the terms, and the changes close to it that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.model import Page, Part
from monitor.read import read
from tests.compare.documents import NOW, SOURCE, SUPPLY, diff, kinds, only

if TYPE_CHECKING:
    from monitor.model import Comparison, Terms

PROSE = "Northline keeps each order for as long as the law of its seat asks for it, and then destroys it safely."
LONG = SUPPLY + "\n" + "\n\n".join(f"{PROSE} This is part {word}." for word in "abcdefghijklmnopqrst") + "\n"
HIDDEN = "https://northline.example/cdn-cgi/l/email-protection"


def told(old: str, new: str) -> Comparison:
    """Two lines that stand one in the place of the other, deep within terms."""
    before, after = LONG.split("This is part j.")
    text = f"{before}This is part j.\n\n%s\n{after}"
    return diff(text % old, text % new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Updated: 5 days ago", "Updated: 6 days ago"),
        ("Updated: 21 days ago", "Updated: 10 hours ago"),
        ("Updated: 10 hours ago", "Updated: yesterday"),
        ("Last updated 2 hours ago", "Last updated over a week ago"),
        ("5 days ago", "6 days ago"),
        ("Zuletzt aktualisiert vor 3 Tagen", "Zuletzt aktualisiert gestern"),
        ("The colour of the licence is grey.", "The color of the license is gray."),
        ("We organise and analyse cancelled orders.", "We organize and analyze canceled orders."),
        ("A non-exclusive sub-licence by e-mail.", "A nonexclusive sublicense by email."),
        ("See https://northline.example/fees for it.", "See http://www.northline.example/fees/?utm_source=x for it."),
        ("See northline.com for it.", "See https://www.northline.com/ for it."),
        ("Write to Legal@Northline.example for it.", "Write to legal@northline.example for it."),
        ("Write to legal [at] northline [dot] example.", "Write to legal@northline.example."),
        (f"Ask [[email protected]]({HIDDEN}#4222032d) now.", f"Ask [[email protected]]({HIDDEN}#4323022c) now."),
        ("Request ID: 6f1c2b3a-1111-4222-8333-abcdefabcdef", "Request ID: 9f1c2b3a-2222-4222-8333-bbcdefabcdef"),
        ("Page rendered in 0.03 s", "Page rendered in 0.127 s"),
        ("Server: web-12", "Server: web-7"),
        (
            "See https://northline.example/a for it.",
            "See [https://northline.example/a](https://northline.example/a) for it.",
        ),
    ],
)
def test_what_says_the_same_is_never_substantive(old: str, new: str) -> None:
    """Neither there nor back, wherever in the document it stands."""
    for comparison in (told(old, new), told(new, old)):
        assert comparison.verdict == "cosmetic"
        assert set(kinds(comparison)) <= {"reformatted"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may cancel up to 14 days ago counted orders.", "You may cancel up to 7 days ago counted orders."),
        ("Answer within 5 days of the update.", "Answer within 6 days of the update."),
        ("Prices were last updated 5 days ago.", "Prices were last updated 6 days ago."),
        ("The colour of the licence is grey.", "The color of the license is blue."),
        ("The seller is Harbour Cloud Limited.", "The seller is Harbor Cloud Limited."),
        ("The device is billed by the metre.", "The device is billed by the meter."),
        ("The prize is paid at once.", "The prise is paid at once."),
        ("The councillor decides.", "The counselor decides."),
        ("See northline.example/a for one copy.", "See northline.example/b for two copies."),
        ("Our IBAN is DE89 3704 0044 0532 0130 00.", "Our IBAN is DE89 3704 0044 0532 0130 01."),
        ("Call +49 30 1234567 for it.", "Call +49 30 1234568 for it."),
        ("PGP fingerprint: 9F86D081884C7D65", "PGP fingerprint: 1A86D081884C7D65"),
        ("Registration number HRB 123456", "Registration number HRB 654321"),
        ("Ref. 2024-1187", "Ref. 2025-1187"),
        ("Northline.com B.V. is the seller.", "Harbor.com B.V. is the seller."),
        ("Session ID cookies last 30 days.", "Session ID cookies last 60 days."),
        ("Write to us by mail.", "Write to legal@northline.example by mail."),
    ],
)
def test_a_word_that_counts_is_never_hidden(old: str, new: str) -> None:
    """What stands close to such forms and says something else is told."""
    assert (told(old, new).verdict, told(new, old).verdict) == ("substantive", "substantive")


@pytest.mark.parametrize(
    ("old", "new", "signal"),
    [
        (
            "Write to legal@northline.example for it.",
            "Write to claims@northline.example for it.",
            ("legal@northline.example", "claims@northline.example"),
        ),
        ("legal@northline.example", "claims@harbor.io", ("legal@northline.example", "claims@harbor.io")),
        (
            "See https://northline.example/terms.",
            "See https://northline.example/fees.",
            ("https://northline.example/terms", "https://northline.example/fees"),
        ),
        (
            "Mail legal-desk@northline.example.",
            "Mail legal_desk@northline.example.",
            ("legal-desk@northline.example", "legal_desk@northline.example"),
        ),
        (
            "The colour fades, see northline.example.",
            "The color fades, see harbor.example.",
            ("northline.example", "harbor.example"),
        ),
        (
            "Ask [legal@n.example](mailto:legal@n.example).",
            "Ask [desk@n.example](mailto:desk@n.example).",
            ("legal@n.example", "desk@n.example"),
        ),
    ],
)
def test_another_printed_address_is_relinked(old: str, new: str, signal: tuple[str, str]) -> None:
    """The same words lead elsewhere: low, with both addresses, and the edits kept."""
    comparison = told(old, new)
    change = only(comparison, "relinked")
    assert (comparison.verdict, kinds(comparison), change.severity) == ("cosmetic", {"relinked": 1}, "low")
    assert [(one.kind, one.old, one.new) for one in change.signals] == [("link", *signal)]
    assert "".join(edit.text for edit in change.edits if edit.op != "-") == change.new[0].text


def test_addresses_in_a_list_keep_their_partners() -> None:
    """A line of its own that is new among addresses is added, and the others are left alone."""
    mails = ["a@northline.example", "b@northline.example", "c@northline.example"]
    old, new = ("\n\n".join(lines) for lines in (mails, ["x@harbor.io", *mails]))
    assert kinds(told(old, new)) == {"added": 1}
    moved = told("\n\n".join(mails[:2]), "y@harbor.io\n\nz@harbor.io")
    assert [change.new[0].text for change in moved.changes] == ["y@harbor.io", "z@harbor.io"]
    assert [change.old[0].text for change in moved.changes] == mails[:2]


@pytest.mark.parametrize(("mail", "found"), [("a@n.io", {}), ("b@n.io", {"relinked": 1})])
def test_a_hidden_address_that_can_be_read_is_compared(mail: str, found: dict[str, int]) -> None:
    """A link behind which one mail address was hidden and another one stands now leads elsewhere."""
    hidden = bytes([7, *(byte ^ 7 for byte in b"a@n.io")]).hex()
    assert kinds(told(f"Ask [our desk]({HIDDEN}#{hidden}).", f"Ask [our desk](mailto:{mail}).")) == found


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("Write to [email protected] for it.", "Write to legal@northline.example for it."),
        ("Email: [email protected]", "Email: legal@northline.example"),
        (f"Ask [[email protected]]({HIDDEN}) now.", "Ask [legal@n.example](mailto:legal@n.example) now."),
        (f"Ask [our desk]({HIDDEN}) now.", "Ask [our desk](mailto:legal@n.example) now."),
    ],
)
def test_an_address_that_comes_out_of_hiding_is_recorded(hidden: str, shown: str) -> None:
    """Nobody saw that it is the one that went into hiding: by way of a hidden one any address may be exchanged."""
    assert set(kinds(told(shown, hidden))) <= {"reformatted"}
    change = only(told(hidden, shown), "relinked")
    assert (change.severity, [signal.kind for signal in change.signals]) == ("low", ["link"])


def test_a_hidden_address_that_its_link_tells_is_the_one_it_tells() -> None:
    """What is printed hides it, the target does not."""
    hidden = bytes([7, *(byte ^ 7 for byte in b"a@n.io")]).hex()
    cell = "<h1>Northline Terms</h1><p>{prose}</p><table><tr><td>Claims<td><a href='{to}'>{text}</a></table>"

    def page(to: str, text: str) -> Terms:
        html = cell.format(prose=PROSE, to=to, text=text)
        return read(Page((Part(SOURCE.url, SOURCE.url, html.encode(), "text/html"),), NOW), SOURCE)

    old = page(f"/cdn-cgi/l/email-protection#{hidden}", "[email protected]")
    assert set(kinds(compare(old, page("mailto:a@n.io", "a@n.io")))) <= {"reformatted"}
    assert kinds(compare(old, page("mailto:b@n.io", "b@n.io"))) == {"relinked": 1}


def test_a_mailbox_that_became_a_site_is_relinked() -> None:
    """Whichever address it was, it was a mail address."""
    comparison = told("Write to [email protected] now.", "Write to https://northline.example/desk now.")
    assert kinds(comparison) == {"relinked": 1}


@pytest.mark.parametrize("days", [(5, 6), (1, 2)])
def test_a_rewritten_history_brings_no_age_along(days: tuple[int, int]) -> None:
    """The provider's own list is compared as text once it was rewritten; how long ago something was still is none."""
    history = "\n\n## Change log\n\n- 1 May 2024: {} added\n- 1 March 2024: first version\n"
    old = LONG.replace("Updated: 5 January 2026", f"Updated: {days[0]} days ago") + history.format("fees")
    new = LONG.replace("Updated: 5 January 2026", f"Updated: {days[1]} days ago") + history.format("taxes")
    assert [change.new[0].text for change in diff(old, new).changes] == ["1 May 2024: taxes added"]
    dated = LONG.replace("Updated: 5 January 2026", "Updated: 6 January 2026") + history.format("taxes")
    assert [change.new[0].text for change in diff(old, dated).changes] == ["1 May 2024: taxes added"]
    ages = "\n\n## Change log\n\n- Fees added {0} days ago\n- Taxes added 9{0} days ago\n"
    assert diff(LONG + ages.format(days[0]), LONG + ages.format(days[1])).verdict == "cosmetic"
    removed = LONG + ages.format(days[1]).replace("Fees added", "Fees removed")
    (change,) = diff(LONG + ages.format(days[0]), removed).substantive
    assert change.new[0].text == f"Fees removed {days[1]} days ago"


def test_an_age_beside_a_stated_date_leaves_the_date() -> None:
    """The date of the same line is compared, the age is not."""
    line = "Last updated: {} | Effective: {}"
    old = line.format("5 days ago", "1 May 2026")
    assert told(old, line.format("yesterday", "1 May 2026")).verdict == "cosmetic"
    assert told(old, line.format("yesterday", "1 June 2026")).verdict == "date-only"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("The customer sends the the goods.", "The customer sends the goods.", "doubled word"),
        ("Liability for teh goods ends.", "Liability for the goods ends.", "typing error"),
        ("The custoemr answers for it.", "The customer answers for it.", "typing error"),
    ],
)
def test_a_slip_that_was_mended_is_told_low(old: str, new: str, reason: str) -> None:
    """It is a change, of no weight whatever the clause is about, and the reason says what it is."""
    change = only(told(old, new), "modified")
    assert (change.severity, reason in change.reason) == ("low", True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Liability may not end.", "Liability must not end."),
        ("Liability does not not end.", "Liability does not end."),
        ("Liability ends for the user.", "Liability ends for the users."),
        ("Liability for contacts ends.", "Liability for contracts ends."),
        ("Liability ends in 10 weeks.", "Liability ends in 100 weeks."),
    ],
)
def test_what_may_be_meant_is_no_slip(old: str, new: str) -> None:
    """Another duty, figure, negation or word keeps the weight of its clause."""
    assert only(told(old, new), "modified").severity != "low"


def items(*texts: str) -> str:
    """A list in terms."""
    return "The customer sees to all of this:\n\n" + "".join(f"- {text}\n" for text in texts)


def test_a_joint_that_wanders_to_another_item_is_nothing() -> None:
    """What was added or removed is told, and its neighbours are left alone."""
    shorter = items("the goods are dry;", "the goods are clean; and", "the goods are whole.")
    longer = items("the goods are dry;", "the goods are clean;", "the goods are whole; and", "the crates are returned.")
    assert (told(shorter, longer).counts["added"], told(longer, shorter).counts["removed"]) == (1, 1)
    assert set(kinds(told(shorter, longer))) <= {"added", "reformatted"}
    assert set(kinds(told(longer, shorter))) <= {"removed", "reformatted"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("clean; and", "clean;"), ("clean;", "clean; or"), ("clean; and", "clean; or"), ("in Annex I", "in Annex"),
     ("in Schedule E;", "in Schedule;"), ("in Annex, I", "in Annex"), ("clean and", "clean")],
)  # fmt: skip
def test_a_joint_that_the_list_lost_is_told(one: str, other: str) -> None:
    """All items of a list that says "and" are meant, and any of one that says "or"; a number or letter is no joint."""
    old, new = (items("the goods are dry;", f"the goods are {end}", "the crates are returned.") for end in (one, other))
    assert (kinds(told(old, new)), kinds(told(new, old))) == ({"modified": 1}, {"modified": 1})


@given(st.integers(1, 90), st.integers(1, 90), st.sampled_from(["hours", "days", "weeks"]))
def test_no_age_ever_makes_a_change(one: int, other: int, unit: str) -> None:
    """Whatever the figures, and wherever the line stands."""
    comparison = told(f"Updated: {one} days ago", f"Updated: {other} {unit} ago")
    assert (comparison.changes, comparison.dates.verdict) == ((), "unchanged")
