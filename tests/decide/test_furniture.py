"""What stands around the terms, or twice in them: told to nobody, unless it says something."""

from __future__ import annotations

import pytest

from tests.decide.pages import CLAUSES
from tests.decide.watched import SIXTY, Watched, terms

MENU = "<p>Products</p><p>Pricing plans</p><p>Log in</p>"


def seen(before: str, after: str) -> tuple[str, bool, str]:
    """What a check finds when one page follows the other: the outcome, whether it alerts, why not."""
    watched = Watched()
    assert watched.sees(before).kind == "first"
    found = watched.sees(after)
    return found.kind, found.alert, found.quiet


def above(extra: str) -> str:
    """Terms with something above their title."""
    return terms().replace("<h1>", f"{extra}<h1>")


def below(extra: str) -> str:
    """Terms with something after them."""
    return terms(extra=extra)


@pytest.mark.parametrize("word", ["close", "Return to top", "Print this page", "Nach oben", "Show more"])
def test_the_words_of_a_button_are_told_to_nobody(word: str) -> None:
    """Whether they come or go."""
    for page in (below(f"<p>{word}</p>"), terms().replace("<h2>5.", f"<p>{word}</p><h2>5.")):
        for before, after in ((terms(), page), (page, terms())):
            kind, alert, _ = seen(before, after)
            assert (kind in {"changed", "unchanged", "cosmetic"}, alert) == (True, False)


def entries(*names: str, linked: bool = True) -> str:
    """A list, as menus and clauses have them."""
    return (
        "<ul>"
        + "".join(f"<li><a href='/{name}'>{name}</a></li>" if linked else f"<li>{name}</li>" for name in names)
        + "</ul>"
    )


LINKED = entries("Products", "Pricing plans", "Company")


@pytest.mark.parametrize("menu", [MENU, LINKED], ids=["paragraphs", "list"])
def test_a_menu_above_the_text_is_told_to_nobody(menu: str) -> None:
    """Several short entries that come and go together."""
    for before, after in ((terms(), above(menu)), (above(menu), terms())):
        assert seen(before, after)[1] is False


@pytest.mark.parametrize(
    "extra",
    [
        entries("Free cancellation", "Data stays in Europe", linked=False),
        "<p>Cancellation any time</p><p>Data stays in Europe</p>",
        f"<p>We share data with:</p>{entries('Cloudwell', 'Mailforge')}",
        f"<p>These are the firms that we share data with</p>{entries('Cloudwell', 'Mailforge')}",
        f"<h2>Our partners</h2>{entries('Cloudwell', 'Mailforge')}",
        f"<h2>Who helps us</h2>{entries('Cloudwell', 'Mailforge')}",
        entries("Cloudwell", "Plan 2", "Mailforge"),
        f"<p>Close</p>{entries('Cloudwell', 'Mailforge', linked=False)}",
    ],
)
def test_a_list_at_the_top_of_the_terms_is_told(extra: str) -> None:
    """Its entries are as short as a menu's, but they lead nowhere, or what is above says what they are."""
    for page in (terms().replace("</h1>", f"</h1>{extra}"), above(extra)):
        assert seen(terms(), page)[1] is True
        assert seen(page, terms())[1] is True


def test_a_list_below_the_title_is_told() -> None:
    """A menu stands above everything."""
    assert seen(terms(), terms().replace("</h1>", f"</h1>{LINKED}"))[1] is True


def test_entries_that_come_among_others_that_stay_are_told() -> None:
    """A menu comes and goes whole: this is a list that grew."""
    few, many = (above(entries("Cloudwell", *more)) for more in ((), ("Mailforge", "Payhill")))
    assert seen(few, many)[1] is True
    assert seen(many, few)[1] is True


@pytest.mark.parametrize(
    "title", ["Subprocessors", "Our partners", "Covered countries", "Fees", "Cookies", "Länderliste"]
)
def test_a_list_below_a_title_that_speaks_of_one_is_told(title: str) -> None:
    """It is the document, however its entries are linked."""
    linked = entries("Cloudwell", "Mailforge")
    before = terms(title=title)
    assert seen(before, before.replace("</h1>", f"</h1>{linked}"))[1] is True
    assert seen(before, before.replace("<h1>", f"{linked}<h1>"))[1] is True


ACTS = "<p>The customer may not:</p><ul><li>store recordings of calls</li>{}</ul>"


@pytest.mark.parametrize("act", ["copy", "share", "print", "download", "submit", "copy;", "Login"])
def test_an_act_in_a_list_is_no_button(act: str) -> None:
    """Among other entries it is one of them."""
    for before, after in (("", f"<li>{act}</li>"), (f"<li>{act}</li>", "")):
        assert seen(below(ACTS.format(before)), below(ACTS.format(after)))[1] is True


@pytest.mark.parametrize(
    "extra",
    [
        "<p>The customer may not:</p><ul><li>copy</li>{}</ul>",
        "<h2>11. Prohibited</h2><ul><li>copy</li>{}</ul>",
        "<h2>11. Prohibited</h2><ul><li>copy</li>{}</ul><h2>12. Law</h2><p>The law of Ireland applies.</p>",
        "<p>Nobody may:</p><p>copy</p>{}",
    ],
)
def test_acts_that_something_leads_in_are_no_buttons(extra: str) -> None:
    """Though each word is a button's."""
    act = "<p>share</p>" if "<p>copy" in extra else "<li>share</li>"
    few, many = below(extra.format("")), below(extra.format(act))
    assert seen(few, many)[1] is True
    assert seen(many, few)[1] is True


def test_an_act_among_lines_after_a_colon_is_no_button() -> None:
    """A list need not be marked up as one."""
    acts = "<p>The customer may not:</p><p>store recordings</p>{}<p>forward calls</p>"
    assert seen(below(acts.format("")), below(acts.format("<p>copy</p>")))[1] is True


def test_a_list_of_nothing_but_buttons_is_told_to_nobody() -> None:
    """Below the title or after the text."""
    buttons = "<ul><li>Print</li><li>Share</li></ul>"
    for page in (below(buttons), terms().replace("</h1>", f"</h1>{buttons}")):
        assert seen(terms(), page)[1] is False


@pytest.mark.parametrize(
    "extra",
    [
        "<p>For customers in France only.</p><p>Not for resale.</p>",  # sentences
        "<p>Users of plan 2</p><p>Users of plan 3</p>",  # numbers
        "<p>Consumers</p>",  # alone
        "<h1>Data Processing Addendum</h1><p>Business customers</p>",  # another title
    ],
)
def test_short_words_above_the_text_that_say_something_are_told(extra: str) -> None:
    """A menu is a bunch of entries without an end or a number."""
    assert seen(terms(), terms().replace("</h1>", f"</h1>{extra}"))[1] is True


@pytest.mark.parametrize("extra", ["<p>Emergency calls are not supported.</p>", "<p>None.</p><p>No refunds.</p>"])
def test_a_short_clause_after_the_text_is_told(extra: str) -> None:
    """What stands at the end may be the clause that counts."""
    assert seen(terms(), below(extra))[1] is True


def test_a_line_that_is_printed_once_more_beside_itself_is_told_to_nobody() -> None:
    """Some pages print a paragraph twice on some days."""
    twice = terms().replace("<h2>5.", f"<p>{CLAUSES[3]}</p><h2>5.")
    for before, after in ((terms(), twice), (twice, terms())):
        assert seen(before, after)[1] is False


def test_the_same_words_under_another_heading_are_told() -> None:
    """There they say it of something else."""
    other = below("<h2>11. Numbers</h2><p>Numbers may be carried over to another provider free of charge.</p>")
    assert seen(terms(), other)[1] is True
    assert seen(other, terms())[1] is True


def test_a_change_beside_furniture_is_told_without_it() -> None:
    """The message holds the clause, and no button."""
    watched = Watched()
    watched.sees(terms())
    found = watched.sees(terms(SIXTY, extra="<p>Return to top</p>"))
    assert found.alert
    assert found.comparison is not None
    assert [change.kind for change in found.comparison.substantive] == ["modified"]


# --- announcements -----------------------------------------------------------------------

NOTICE = "<p>We are updating these terms. The new version applies from 1 August 2026.</p>"


def with_notice(text: str = NOTICE) -> str:
    """Terms with an announcement below their title."""
    return terms().replace("</h1>", f"</h1>{text}")


def test_an_announcement_that_is_put_up_or_reworded_is_told() -> None:
    """Somebody has to act until that day."""
    assert seen(terms(), with_notice())[:2] == ("changed", True)
    assert seen(with_notice(), with_notice(NOTICE.replace("1 August", "1 October")))[1] is True


def test_an_announcement_that_is_taken_down_is_told_to_nobody() -> None:
    """It is in the digest: the revision is made, and says why it was quiet."""
    assert seen(with_notice(), terms()) == ("changed", False, "only an announcement was taken down")


def test_an_announcement_that_goes_with_a_change_is_told_with_it() -> None:
    """That is the day on which it comes true."""
    watched = Watched()
    watched.sees(with_notice())
    found = watched.sees(terms(SIXTY))
    assert found.alert
    assert found.comparison is not None
    assert {change.kind for change in found.comparison.substantive} == {"modified", "removed"}


@pytest.mark.parametrize(
    "clause",
    [
        "We may update these terms. Updates take effect thirty days after we publish them.",
        "These terms take effect on 1 August 2026 and run for two years.",
        "The customer pays a new price from 1 August 2026.",
    ],
)
def test_a_clause_that_is_taken_out_is_told(clause: str) -> None:
    """Though it speaks of updates, days or new things."""
    assert seen(with_notice(f"<p>{clause}</p>"), terms())[1] is True


@pytest.mark.parametrize(
    "extra",
    ["<p>Not in force</p><p>Draft version</p>", "<p>Business plans only</p><p>Nothing else</p><p>No refunds</p>"],
)
def test_words_that_limit_the_terms_are_no_menu(extra: str) -> None:
    """However short they are, and wherever they stand."""
    assert seen(terms(), above(extra))[1] is True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Was this page helpful?"),
        ("", "War diese Seite hilfreich?"),
        ("312 people found this helpful", "319 people found this helpful"),
        ("4 out of 9 found this helpful", ""),
        ("", "See previous versions"),
        ("View archived versions of these terms", ""),
        ("", "Next article: <a href=/pay>How to pay</a>"),
        ("", "Give us feedback"),
        ("7 min read", "8 min read"),
        ("", "Request ID: 7f3a9c1e55d0b2e4"),
        ("Generated at 1763802345.1234567", ""),
    ],
)
def test_counters_prompts_and_ways_to_former_versions_are_told_to_nobody(before: str, after: str) -> None:
    """They come, go and count for themselves."""
    pages = [below(f"<p>{text}</p>" if text else "") for text in (before, after)]
    assert seen(*pages)[1] is False


@pytest.mark.parametrize(
    "clause",
    [
        "Previous versions of these terms stay in force for orders made before 1 May 2026.",
        "100 users are included in the basic plan, and each further user costs three euro a month.",
        "Previous versions of these terms bind nobody.",
        "9 users are included.",
        "Customers who give us feedback grant us a licence to use it.",
        "Is this section void, the others stay in force.",
        "Rate under this agreement: base rate plus 9 %.",
        "Next section does not apply to consumers in Germany.",
        "Next section: does not apply",
        "Frühere Fassungen gelten nicht mehr.",
        "Frühere Fassungen gelten weiter.",
        "Share your feedback with our partners.",
        "Give us feedback and lose all rights in it",
        "Take our survey data out of the service",
        "Versions antérieures restent applicables",
        "Was this agreement to help the provider, it is void",
        "1,000 shares",
    ],
)
def test_clauses_that_begin_like_a_prompt_are_told(clause: str) -> None:
    """A whole sentence says something."""
    assert seen(terms(), below(f"<p>{clause}</p>"))[1] is True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Rate under this agreement: base rate plus 9 %.", "Rate under this agreement: base rate plus 19 %."),
        ("Next section does not apply to consumers in Germany.", "Next section does not apply to consumers."),
        ("Frühere Fassungen gelten nicht mehr.", "Frühere Fassungen gelten weiter."),
        ("<ul><li>No fee</li><li>copy</li></ul>", "<ul><li>No fee</li><li>share</li></ul>"),
    ],
)
def test_a_clause_that_begins_like_a_prompt_and_changes_is_told(before: str, after: str) -> None:
    """On both sides it goes on after the words of a prompt."""
    assert seen(below(f"<p>{before}</p>"), below(f"<p>{after}</p>"))[1] is True
