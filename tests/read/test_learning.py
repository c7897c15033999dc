"""What a host prints on every page, or anew at every fetch, is learned; nothing that could be terms ever is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Learned, Source
from monitor.read import Lesson, learn_alike, learn_restless, read
from tests.read.reading import SOURCE, page, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Page

ASK = "Was this page helpful? Tell the people who wrote it."
NOTE = "Would other readers like the short and plain pages of Northline too?"
PLAIN = "Northline keeps its pages short and plain for all of its readers."
VOICE = (
    "Northline connects calls within its network and to the networks of others that it has agreements with.",
    "The customer pays the price of each call as it stands in the list that the order names.",
    "Calls to emergency numbers are free of charge, and they are connected before all other calls.",
    "A call that is cut off by the network is credited with the next invoice, if the customer asks for it.",
)
STORE = (
    "Harbor stores the files that its customers send, on machines that stand in two different towns.",
    "Files which a customer deletes are gone from both towns after a week, and from all copies of them.",
    "Whoever shares a folder with others answers for what these others put into it.",
    "Space that is used beyond the plan is counted by the day and charged with the month.",
)


def document(title: str, sentences: Sequence[str], *, before: str = "", after: str = "", rank: str = "h2") -> Page:
    """An HTML page: a title, sections with a sentence each, and what a site prints around them."""
    sections = "".join(
        f"<{rank}>{title} part {number}</{rank}><p>{sentence}</p>" for number, sentence in enumerate(sentences, 1)
    )
    extra = f"<p>{sentences[0]} And so it is with {title}.</p>"
    return page(f"<main><h1>{title}</h1>{before}{sections}{extra}{after}</main>", "text/html")


def lessons(before: str = "", after: str = "") -> tuple[Lesson, ...]:
    """What two documents teach that have the same around them."""
    voice = document("Voice", VOICE, before=before, after=after)
    return learn_alike(SOURCE, voice, document("Storage", STORE, before=before, after=after))


def learned_from(found: Sequence[Lesson]) -> Learned:
    """The lessons as a reader takes them."""
    boilerplate, restless = (
        frozenset(one.mark for one in found if one.kind == kind) for kind in ("boilerplate", "restless")
    )
    return Learned(boilerplate, restless)


def text_of(read_page: Page, learned: Learned, source: Source = SOURCE) -> str:
    """All that is read of a page."""
    return "\n".join(said(read(read_page, source, learned)))


# --- printed alike on two pages --------------------------------------------------------


def test_what_two_documents_end_with_is_left_out_and_said_so() -> None:
    """The reader names the host, the first words and how many there are; without what was learned, all is read."""
    learned = learned_from(lessons(after=f"<p>{NOTE}</p>"))
    ends_so = document("Messaging", STORE[:3], after=f"<p>{NOTE}</p>")
    found = read(ends_so, SOURCE, learned)
    assert NOTE not in "\n".join(said(found))
    assert said(read(ends_so, SOURCE)) == [*said(found), NOTE]
    (part,) = found.left_out
    assert (part.what, part.words) == (NOTE, 12)
    assert part.why == "printed alike on other pages of northline.example"


def test_what_two_documents_begin_with_below_the_title_is_left_out() -> None:
    """Their titles differ, and are no part of it."""
    learned = learned_from(lessons(before=f"<p>{NOTE}</p>"))
    found = text_of(document("Messaging", VOICE, before=f"<p>{NOTE}</p>"), learned)
    assert NOTE not in found
    assert found.startswith("Messaging\n")


def test_a_lesson_says_what_was_seen() -> None:
    """Whoever asks the archive later finds the first words."""
    found = lessons(after=f"<p>{NOTE}</p>")[0]
    assert (found.kind, found.words, found.why) == ("boilerplate", NOTE, "ends two documents alike")


def test_the_same_words_elsewhere_stay() -> None:
    """Only what stands at an end of a document is left out."""
    learned = learned_from(lessons(after=f"<p>{NOTE}</p>"))
    inside = document("Messaging", [VOICE[0], NOTE, VOICE[1]])
    assert NOTE in text_of(inside, learned)


@pytest.mark.parametrize(
    "after",
    [
        f"<ol start=7><li>{NOTE}</li></ol>",
        f"<h2>The last part</h2><p>{NOTE}</p>",
        f"<p>Northline says of itself:</p><p>{NOTE}</p>",
        f"<ul><li>Whatever is said below stands.</li><li>{NOTE}</li></ul>",
    ],
)
def test_the_same_words_stay_where_they_belong_to_a_document(after: str) -> None:
    """As a labelled clause, under a heading of the document's own, behind a colon, or as an entry of its list."""
    learned = learned_from(lessons(after=f"<p>{NOTE}</p>"))
    assert NOTE in text_of(document("Messaging", VOICE, after=after), learned)


def test_a_page_of_nothing_else_is_read() -> None:
    """Something is always left."""
    learned = learned_from(lessons(after=f"<p>{NOTE}</p>"))
    assert text_of(page(f"<main><p>{NOTE}</p></main>", "text/html"), learned) == NOTE


def test_the_first_words_of_a_section_are_not_what_stands_below_the_title() -> None:
    """Where all headings have one rank, the first is a section's."""
    one, other = (
        page(
            f"<main><h2>{name}</h2><p>{NOTE}</p>"
            + "".join(f"<h2>{name} {number}</h2><p>{text}</p>" for number, text in enumerate(own))
            + "</main>", "text/html",
        )
        for name, own in (("Voice", VOICE), ("Storage", STORE))
    )  # fmt: skip
    assert learn_alike(SOURCE, one, other) == ()


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("<h2>Contact</h2><p>Northline has its seat in Harbor Street.</p>", id="a section of its own"),
        pytest.param(
            "<p><b>Contact</b></p><p>Northline has its seat in Harbor Street.</p>", id="a heading by its look"
        ),
        pytest.param(f"<p>9. {NOTE}</p>", id="a label"),
        pytest.param(f"<ol start=7><li>{NOTE}</li></ol>", id="a list's own label"),
        pytest.param("<p>Last updated: 3 March 2026</p>", id="a stated date"),
        pytest.param("<p>Version 2.1</p>", id="a version"),
        pytest.param("<p>Unpaid sums bear interest of 8 % on top.</p>", id="a share"),
        pytest.param("<p>Objections reach Northline within 30 days.</p>", id="a time"),
        pytest.param("<p>Northline shall not answer for lost calls.</p>", id="a duty"),
        pytest.param("<p>Der Kunde muss seine Adresse melden.</p>", id="a duty in German"),
        pytest.param("<p>A reminder costs € 5 each.</p>", id="money"),
        pytest.param(f"<p>{' '.join(NOTE.split() * 3)}</p>", id="much of the document"),
        pytest.param(f"<h2>Last part</h2><p>{NOTE}</p>", id="a section's heading"),
        pytest.param("<table><tr><td>Seat</td><td>Harbor Street, next to the old mill</td></tr></table>", id="a row"),
    ],
)
def test_what_could_be_terms_is_never_learned(after: str) -> None:
    """Noise is better than silence."""
    assert lessons(after=after) == ()


@pytest.mark.parametrize("own", ["<h2>{} law</h2>", "<p>The {} law:</p>", "<ul><li>the {} town</li>"])
def test_the_words_of_a_documents_own_section_or_list_are_never_learned(own: str) -> None:
    """Two documents may end in the same sentence under headings of their own, or in the same entry of a list."""
    last = f"<li>{NOTE}</li></ul>" if "<li>" in own else f"<p>{NOTE}</p>"
    one = document("Voice", VOICE, after=own.format("Swedish") + last)
    other = document("Storage", STORE, after=own.format("Danish") + last)
    assert learn_alike(SOURCE, one, other) == ()


def test_two_versions_of_one_document_teach_nothing() -> None:
    """They end alike because they are alike."""
    older = document("Voice", VOICE, after=f"<p>{NOTE}</p>")
    newer = document("Voice", [STORE[0], *VOICE[1:]], after=f"<p>{NOTE}</p>")
    assert learn_alike(SOURCE, older, newer) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        PLAIN,
        "You waive the right to a class action.",
        "All sales are final.",
        "These terms are governed by the laws of Sweden.",
        "We sell the personal data of our customers. Is that fine?",
        "What if you leave? All sales are final.",
        '<a href="/x">These terms are governed by the laws of Sweden.</a>',
        "<h5>Read on</h5><p>Northline writes more.</p>",
    ],
)
def test_a_statement_that_two_documents_share_is_never_learned(sentence: str) -> None:
    """However small it is, it may be a clause; only questions and links say nothing."""
    assert lessons(after=f"<p>{sentence}</p>") == ()
    assert lessons(before=f"<p>{sentence}</p>") == ()


def test_links_around_two_documents_are_left_out() -> None:
    """They lead elsewhere, and state nothing."""
    menu = '<p><a href="/a">Imprint of Northline</a> | <a href="/b">Cookie choices</a></p>'
    learned = learned_from(lessons(after=menu))
    assert "Imprint" not in text_of(document("Messaging", VOICE, after=menu), learned)


def test_a_question_at_the_end_may_change_its_words() -> None:
    """It asks its reader something, and states nothing."""
    learned = learned_from(lessons(after=f"<p>{ASK}</p>"))
    found = read(document("Messaging", VOICE, after="<p>Did you find it? Write to the editors.</p>"), SOURCE, learned)
    assert said(found)[-1].endswith("with Messaging.")
    assert "ask alike" in found.left_out[0].why


@pytest.mark.parametrize(
    "changed",
    [
        "The law of Sweden governs these terms.",
        "What if you leave? You must pay for all months that remain.",
        "What does a reminder cost? It costs € 5.",
        "5. Who is Northline? Northline is a company of the Harbor group.",
    ],
)
def test_what_states_something_in_the_place_of_a_question_is_read(changed: str) -> None:
    """A text that is learned by its words, or that asks, does not cover what comes in its place."""
    learned = learned_from(lessons(after=f"<p>{ASK}</p>"))
    _, _, answer = changed.rpartition("? ")
    assert answer in text_of(document("Messaging", VOICE, after=f"<p>{changed}</p>"), learned)


def test_what_a_source_selects_is_taken_whole() -> None:
    """Whoever selects knows what they want."""
    learned = learned_from(lessons(after=f"<p>{NOTE}</p>"))
    chosen = Source(SOURCE.id, SOURCE.urls, select="main")
    voice = document("Voice", VOICE, after=f"<p>{NOTE}</p>")
    assert NOTE in text_of(voice, learned, chosen)
    assert learn_alike(chosen, voice, document("Storage", STORE, after=f"<p>{NOTE}</p>")) == ()


def test_pages_without_elements_teach_nothing() -> None:
    """A text or a page of several addresses has no ends that a site prints around it."""
    texts = [
        page(f"# {name}\n\n{' '.join(own)}\n\n{NOTE}\n", "text/markdown") for name, own in (("A", VOICE), ("B", STORE))
    ]
    assert learn_alike(SOURCE, *texts) == ()
    assert learn_restless(SOURCE, texts * 2, Learned()) == ()


def test_huge_pages_teach_nothing() -> None:
    """Learning reads several pages again; a page of megabytes is not worth that."""
    ends = [f"{' ' * size}<p>{NOTE}</p>" for size in (0, 2_000_000)]
    small, huge = (
        learn_alike(SOURCE, document("Voice", VOICE, after=end), document("Storage", STORE, after=ends[0]))
        for end in ends
    )
    assert (len(small), len(huge)) == (2, 0)


SENTENCES = (*VOICE, *STORE, NOTE, ASK)
PARTS = st.lists(st.tuples(st.sampled_from(["p", "li", "h2", "h5"]), st.sampled_from(SENTENCES)), max_size=12)


@settings(deadline=None)  # how fast it is depends on who else is at work
@given(one=PARTS, other=PARTS, third=PARTS)
def test_nothing_is_left_out_that_two_documents_did_not_both_print(
    one: list[tuple[str, str]], other: list[tuple[str, str]], third: list[tuple[str, str]]
) -> None:
    """Whatever three pages hold, what the first two teach takes out of the third only what both of them have."""
    pages = [
        page("<main><h1>Terms</h1>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts) + "</main>", "text/html")
        for parts in (one, other, third)
    ]
    marks = {lesson.mark for lesson in learn_alike(SOURCE, pages[0], pages[1])}
    whole, kept = (said(read(pages[2], SOURCE, known)) for known in (Learned(), Learned(frozenset(marks))))
    gone = set(whole) - set(kept)
    assert gone <= {text for _, text in one} & {text for _, text in other}
    assert [text for text in whole if text not in gone] == [text for text in kept if text not in gone]


# --- different at every fetch -----------------------------------------------------------

COUNTER = "{:,} people have read this page."


def fetches(*texts: str, tag: str = "p", others: Sequence[str] = VOICE) -> list[Page]:
    """Fetches of one page that has each of these texts in turn between its sections."""
    first, *rest = others
    return [
        page(
            f"<main><h1>Voice</h1><p>{first}</p><{tag}>{text}</{tag}>" + "".join(f"<p>{one}</p>" for one in rest)
            + "</main>", "text/html",
        )
        for text in texts
    ]  # fmt: skip


def test_a_counter_is_left_out_wherever_it_stands() -> None:
    """The reader says why."""
    seen = fetches(*(COUNTER.format(number) for number in (1204, 1209, 1300, 1411)))
    (found,) = learn_restless(SOURCE, seen, Learned())
    assert (found.kind, found.words) == ("restless", COUNTER.format(1411))
    (later,) = fetches(COUNTER.format(2000))
    terms = read(later, SOURCE, learned_from([found]))
    assert said(terms) == ["Voice", *VOICE]
    assert [(part.what, part.why) for part in terms.left_out] == [(COUNTER.format(2000), "differs at every fetch")]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([COUNTER.format(number) for number in (1, 2, 3)], id="three fetches"),
        pytest.param([COUNTER.format(number) for number in (1, 2, 1, 2)], id="a text that comes back"),
        pytest.param([COUNTER.format(number) for number in (1, 2, 2, 3)], id="a fetch without a difference"),
        pytest.param([f"{number}. Northline keeps records of calls." for number in (1, 2, 3, 4)], id="a label"),
        pytest.param([f"Last updated: {number} March 2026" for number in (1, 2, 3, 4)], id="a stated date"),
        pytest.param([f"{number} March 2026" for number in (1, 2, 3, 4)], id="a date line"),
        pytest.param([f"A call costs {number} euros." for number in (1, 2, 3, 4)], id="money"),
        pytest.param([f"Calls end after {number} hours." for number in (1, 2, 3, 4)], id="a time"),
        pytest.param([f"The customer must sign form {number}." for number in (1, 2, 3, 4)], id="a duty"),
        pytest.param([f"{VOICE[0]} {VOICE[1]} {STORE[2]} {number}" for number in (1, 2, 3, 4)], id="a long text"),
        pytest.param([f"<b>Form {number}</b>" for number in (1, 2, 3, 4)], id="a heading by its look"),
    ],
)
def test_what_could_be_a_clause_is_never_restless(texts: list[str]) -> None:
    """Noise is better than silence."""
    assert learn_restless(SOURCE, fetches(*texts), Learned()) == ()


def test_where_much_differs_at_every_fetch_nothing_is_learned() -> None:
    """Three counters are furniture; four blocks may be the terms."""
    for count, expected in ((3, 3), (4, 0)):
        lines = [[f"Desk {desk} answered {at} times." for desk in "abcd"[:count]] for at in range(4)]
        seen = [fetches("</p><p>".join(line))[0] for line in lines]
        assert len(learn_restless(SOURCE, seen, Learned())) == expected


def test_a_heading_is_never_restless() -> None:
    """However often it is renamed."""
    assert learn_restless(SOURCE, fetches("One", "Two", "Three", "Four", tag="h2"), Learned()) == ()


def test_nothing_is_learned_from_a_fetch_at_which_more_has_changed() -> None:
    """A counter that stands beside an edited clause has to wait."""
    seen = fetches(*(COUNTER.format(number) for number in (1, 2, 3)))
    edited = fetches(COUNTER.format(4), others=[VOICE[0], f"Also, {VOICE[1]}", *VOICE[2:]])
    longer = fetches(COUNTER.format(4), others=[*VOICE, STORE[0]])
    assert learn_restless(SOURCE, [*seen, *edited], Learned()) == ()
    assert learn_restless(SOURCE, [*seen, *longer], Learned()) == ()
    assert learn_restless(SOURCE, [*seen, *fetches(COUNTER.format(4))], Learned()) != ()


def test_a_second_counter_is_learned_beside_the_first() -> None:
    """What is left out already does not count as a change."""
    seen = fetches(*(COUNTER.format(number) for number in (1, 2, 3, 4)))
    first = learned_from(learn_restless(SOURCE, seen, Learned()))
    both = [
        page(re.sub(rb"</main>", b"<div>Visit %d to the site</div></main>" % at, one.parts[0].body), "text/html")
        for at, one in enumerate(seen, 50)
    ]
    first_of_both = learned_from(learn_restless(SOURCE, both, Learned()))
    (second,) = learn_restless(SOURCE, both, first)
    assert second.words == "Visit 53 to the site"
    assert first_of_both.restless == first.restless | {second.mark}


def test_a_place_that_is_gone_or_taken_by_another_hides_nothing() -> None:
    """Without the counter all is read; a paragraph more moves it to another place; a clause in its place is read."""
    seen = fetches(*(COUNTER.format(number) for number in (1, 2, 3, 4)))
    learned = learned_from(learn_restless(SOURCE, seen, Learned()))
    gone = page("<main><h1>Voice</h1>" + "".join(f"<p>{one}</p>" for one in VOICE) + "</main>", "text/html")
    assert text_of(gone, learned) == "\n".join(["Voice", *VOICE])
    (grown,) = fetches(COUNTER.format(5), others=[*VOICE, STORE[0]])
    assert COUNTER.format(5) in text_of(grown, learned)
    (clause,) = fetches("The customer must keep the password secret.")
    assert "password" in text_of(clause, learned)


@pytest.mark.parametrize(
    "clause",
    [
        "By using the service you agree to arbitration in Nevada.",
        "All sales are final.",
        "6 people have sold this page.",
        "6 people have not read this page.",
    ],
)
def test_other_words_in_the_place_of_a_counter_are_read(clause: str) -> None:
    """What was learned is the words around the figure, not the place."""
    learned = learned_from(learn_restless(SOURCE, fetches(*(COUNTER.format(at) for at in (1, 2, 3, 4))), Learned()))
    assert clause in text_of(fetches(clause)[0], learned)


def test_tips_of_the_day_teach_nothing() -> None:
    """Texts with hardly a word in common could be replaced by a clause, and nobody would know."""
    tips = ("look at the map.", "call a friend.", "read a book.", "drink more water.")
    assert learn_restless(SOURCE, fetches(*(f"Tip of the day: {tip}" for tip in tips)), Learned()) == ()


@pytest.mark.parametrize(
    "frame",
    ["It is {} May 2026 in Northline Harbor.", "Request 7f{}a-bc was served.", "Served at 10:3{} PM by this desk."],
)
def test_a_date_a_time_and_a_request_are_figures(frame: str) -> None:
    """They differ at each fetch, and the words around them stay."""
    (found,) = learn_restless(SOURCE, fetches(*(frame.format(at) for at in (1, 2, 3, 4))), Learned())
    assert said(read(fetches(frame.format(5))[0], SOURCE, learned_from([found]))) == ["Voice", *VOICE]


def test_one_word_may_differ_within_many() -> None:
    """Which desk has served the page; a second word, or a negation, is read."""
    frame = "This page was brought by the desk called {} today."
    names = ("falcon", "heron", "crane", "stork")
    learned = learned_from(learn_restless(SOURCE, fetches(*map(frame.format, names)), Learned()))
    assert "eagle" not in text_of(fetches(frame.format("eagle"))[0], learned)
    assert "not" in text_of(fetches(frame.format("not"))[0], learned)
    assert "grey eagle" in text_of(fetches(frame.format("grey eagle"))[0], learned)
