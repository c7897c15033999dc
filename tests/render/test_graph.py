"""The web of terms as a picture: what stands where, which way lines go, and that no word of it is markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Linked, LinkKind, Member, Source, Tie, Web
from monitor.render.graph import Box, Graph, Line, graph_near, graph_of, graph_svg
from monitor.render.graph.laid import Picture, laid_out
from monitor.render.graph.layers import crossings, layered, without_loops
from monitor.render.graph.picked import MOST_BOXES
from monitor.render.graph.places import MOST_LINES, WIDTH, wrapped

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script><a href=javascript:alert(2)>\u202e&#10;]]>'
KINDS: tuple[LinkKind, ...] = ("parent", "part", "linked")


def member(name: str, title: str = "") -> Member:
    """A watched document."""
    return Member(Source(name, (f"https://{name.replace('/', '.example/')}",), title))


def tie(source: str, kind: LinkKind, watched: str = "", *, name: str = "x", target: str = "") -> Tie:
    """That one document names another."""
    return Tie(source, Linked(name, target, kind), watched)


def page(name: str) -> str:
    """Where a document's page is."""
    return f"/documents/{name}"


def drawn(graph: Graph) -> ET.Element:
    """The picture, which must be well-formed."""
    return ET.fromstring(graph_svg(graph, "Terms").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


def graph(*lines: tuple[str, str, LinkKind]) -> Graph:
    """A picture of watched documents by one letter each."""
    keys = dict.fromkeys(key for source, target, _ in lines for key in (source, target))
    boxes = tuple(Box(key, key, key, watched=True, href=page(key)) for key in keys)
    return Graph(boxes, tuple(Line(*line) for line in lines))


def tops(picture: Picture) -> dict[str, float]:
    """How far down each box begins."""
    return {one.cell.box.key: one.top for one in picture.boxes}


def test_the_whole_stands_above_its_parts_whoever_says_so() -> None:
    """What a document is part of above it, what it incorporates below it, what it only links to aside."""
    picture = laid_out(graph(("voice", "master", "parent"), ("voice", "fees", "part"), ("voice", "news", "linked")))
    down, left = tops(picture), {one.cell.box.key: one.left for one in picture.boxes}
    assert down["master"] < down["voice"] < down["fees"]
    assert left["news"] > left["voice"] + WIDTH


def test_a_loop_is_drawn_all_the_same() -> None:
    """Documents that each say to be part of the next one."""
    loop = graph(("a", "b", "parent"), ("b", "c", "parent"), ("c", "a", "parent"))
    assert len(laid_out(loop).lines) == 3
    assert len(set(tops(laid_out(loop)).values())) == 3


def test_what_two_documents_say_of_each_other_is_one_line_with_two_arrows() -> None:
    """Drawn as the graver of both, with an arrow from each that says so."""
    both = graph_svg(graph(("fees", "master", "parent"), ("master", "fees", "part")), "Terms")
    assert re.findall(r'<path class="parent" d="[^"]+" marker-end="[^"]+" marker-start="[^"]+"/>', both)
    one = graph_svg(graph(("fees", "master", "parent")), "Terms")
    assert 'marker-start="url(#arrow-parent)"' in one
    assert "marker-end=" not in one


def test_lines_that_cross_are_uncrossed_by_the_order_of_the_boxes() -> None:
    """Two parents with one part each, named the other way around."""
    pairs = [("a", "y"), ("b", "x"), ("c", "x"), ("a", "z")]
    assert crossings([["a", "b", "c"], ["x", "y", "z"]], pairs) == 4
    assert crossings(layered(list("abcxyz"), pairs), pairs) == 0


LINES = st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl"), st.sampled_from(KINDS)))


def crosses(start: tuple[float, float], end: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether a straight piece of a line goes through the inside of a box."""
    left, top, right, bottom = box
    across, down = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return across[0] < right - 1 and across[1] > left + 1 and down[0] < bottom - 1 and down[1] > top + 1


@given(LINES)
def test_no_line_goes_through_a_box_and_nothing_leaves_the_picture(lines: list[tuple[str, str, LinkKind]]) -> None:
    """Whatever names whatever: lines go down and across only, boxes stand apart, and all is within the frame."""
    picture = laid_out(graph(*((one, other, kind) for one, other, kind in lines if one != other)))
    boxes = [(one.left, one.top, one.left + WIDTH, one.top + one.height) for one in picture.boxes]
    for number, box in enumerate(boxes):
        assert not any(crosses(box[:2], box[2:], other) for other in boxes[:number])
        assert box[2] <= picture.width
        assert box[3] <= picture.height
    for line in picture.lines:
        for start, end in pairwise(line.points):
            assert start[0] == pytest.approx(end[0]) or start[1] == pytest.approx(end[1])
            assert not any(crosses(start, end, box) for box in boxes)
            assert 0 <= end[0] <= picture.width
            assert 0 <= end[1] <= picture.height


@given(LINES)
def test_the_same_web_gives_the_same_picture(lines: list[tuple[str, str, LinkKind]]) -> None:
    """Also when it is told in another order of lines."""
    there = graph(*lines)
    back = Graph(there.boxes, tuple(reversed(there.lines)))
    assert without_loops("ab", [("a", "b"), ("b", "a")]) == [("a", "b")]
    assert graph_svg(there, "Terms") == graph_svg(Graph(there.boxes, there.lines), "Terms")
    assert tops(laid_out(there)) == tops(laid_out(back))


def test_what_nobody_watches_is_dashed_and_says_so_in_words() -> None:
    """Never by colour alone; a click on it leads to where it is, on a watched one to its page."""
    web = Web(
        (member("northline/voice", "Voice Terms"), member("northline/fees", "Fees")),
        (
            tie("northline/voice", "part", "northline/fees"),
            tie("northline/voice", "part", name="Data Terms", target="https://northline.example/dpa"),
        ),
    )
    svg = graph_svg(graph_near(web, "northline/voice", page), "Terms")
    assert '<a class="box watched" href="/documents/northline/fees">' in svg
    assert '<a class="box unwatched" href="https://northline.example/dpa" rel="noopener noreferrer">' in svg
    assert "<title>Data Terms (not watched)</title>" in svg
    assert '<g class="box watched subject">' in svg


def test_the_picture_has_a_name_and_a_description_for_those_who_listen() -> None:
    """And its lines, which the page says in words, are not read out."""
    root = drawn(graph(("voice", "master", "parent")))
    named = {one.get("id"): one.text for one in root if one.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert named[root.get("aria-labelledby")] == "Terms"
    assert (named[root.get("aria-describedby")] or "").startswith("2 watched and 0 not watched.")
    assert root.find(f"{SVG}g[@aria-hidden='true']") is not None


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://x.example/\"'><b>", "", "//x"],
)
def test_hostile_names_and_addresses_do_nothing(target: str) -> None:
    """There is no element, attribute or address that a harmless name does not bring."""
    web = Web((member("evil/a", HOSTILE),), (tie("evil/a", "part", name=HOSTILE, target=target),))
    root = drawn(graph_near(web, "evil/a", page))
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "marker", "path", "g", "a", "rect", "text"}
    assert not any(name == "style" or name.startswith("on") for one in root.iter() for name in one.attrib)
    assert all(one.get("href", "").startswith("https://x.example/") for one in root.iter(f"{SVG}a"))


def test_a_large_web_is_cut_to_what_matters_most() -> None:
    """What belongs together and is watched comes first, and it is told how many are left out."""
    parts = [f"big/p{number}" for number in range(30)]
    web = Web(
        (member("big/a"), *map(member, parts)),
        (
            *(
                tie("big/a", "linked", name=f"page {number}", target=f"https://big.example/{number}")
                for number in range(30)
            ),
            *(tie("big/a", "part", part) for part in parts),
        ),
    )
    cut = graph_near(web, "big/a", page)
    assert len(cut.boxes) == MOST_BOXES
    assert cut.left_out == 61 - MOST_BOXES
    assert {*parts, "big/a"} <= {box.key for box in cut.boxes}
    assert len(graph_near(web, "big/a", page, 5).boxes) == 5


def test_of_a_provider_only_what_belongs_together_and_what_is_watched_is_drawn() -> None:
    """Links to pages that nobody watches, and links between what belongs together anyway, are left to words."""
    web = Web(
        (member("northline/a"), member("northline/b"), member("northline/news"), member("quay/x")),
        (
            tie("northline/a", "parent", "northline/b"),
            tie("northline/b", "linked", "northline/a"),
            tie("northline/a", "linked", "northline/news"),
            tie("northline/a", "linked", name="Pricing", target="https://northline.example/pricing"),
            tie("quay/x", "linked", name="Other", target="https://quay.example/other"),
        ),
    )
    found = graph_of(web, "northline", page)
    assert {box.key for box in found.boxes} == {"northline/a", "northline/b", "northline/news"}
    assert {(line.source, line.target) for line in found.lines} == {
        ("northline/a", "northline/b"),
        ("northline/a", "northline/news"),
    }


def test_a_watched_document_without_a_title_goes_by_the_name_that_others_give_it() -> None:
    """An id is the last thing to call it."""
    web = Web((member("northline/a", "A"), member("quay/x")), (tie("northline/a", "part", "quay/x", name="Rules"),))
    assert {box.title for box in graph_near(web, "northline/a", page).boxes} == {"A", "Rules"}


def test_a_document_alone_has_no_picture() -> None:
    """One box says nothing."""
    assert graph_svg(graph_near(Web((member("northline/a"),), ()), "northline/a", page), "Terms") == ""


@given(st.text(max_size=200))
def test_words_are_wrapped_to_few_lines_and_none_is_lost_but_at_the_end(text: str) -> None:
    """A long name is cut with an ellipsis."""
    lines = wrapped(text, 140, 13, MOST_LINES)
    whole = "".join("".join(lines).split())
    assert len(lines) <= MOST_LINES
    if not whole.endswith("…"):
        assert whole == "".join(wrapped(text, 1e9, 13, 1)[0].split() if lines else "")
