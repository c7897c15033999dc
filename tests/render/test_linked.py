"""The web of terms as text and as a graph."""

from __future__ import annotations

import re

from monitor.model import Linked, LinkKind, Member, Source, Tie, Web
from monitor.render import missing_text, web_dot, web_text
from monitor.wire import web_json
from tests.cli.schemas import faults

VOICE = Member(Source("northline/voice", ("https://northline.example/voice",), "Voice Terms"))
FEES = Member(Source("northline/fees", ("https://northline.example/fees",)), ("Fee Schedule",))
DPA = "https://northline.example/dpa"
HOSTILE = 'Evil" ]; x -> y [label="\\N\x1b[31m\u202e&#10;\n<b>'


def tie(kind: LinkKind, name: str, target: str = "", watched: str = "") -> Tie:
    """Something that the voice terms name."""
    return Tie("northline/voice", Linked(name, target, kind, "4"), watched)


WEB = Web(
    (VOICE, FEES),
    (
        tie("parent", "Customer Agreement"),
        tie("part", "Fees", FEES.source.url, "northline/fees"),
        tie("part", "DPA", DPA),
        tie("linked", "Privacy Policy", "https://northline.example/privacy"),
    ),
)


def test_the_whole_web_is_read_at_a_glance() -> None:
    """What belongs together with its address, of mere links how many; and at the end what is to be done."""
    assert web_text(WEB) == (
        "northline/voice  Voice Terms\n"
        "  part of\n"
        "    Customer Agreement  [4]  named without a link\n"
        "  incorporates\n"
        "    Fees  [4]  watched as northline/fees\n"
        "    DPA  [4]  not watched\n"
        f"      {DPA}\n"
        "  links to 1 other\n"
        "\n"
        "northline/fees  Fee Schedule\n"
        "  incorporates it: northline/voice\n"
        "\n"
        "1 that belong to them are not watched; `clausewatch add --linked SOURCE` adds them"
    )


def test_of_one_source_all_is_shown() -> None:
    """Its links too, and nothing of the others."""
    text = web_text(WEB, "northline/voice")
    assert "  links to\n    Privacy Policy  [4]  not watched\n      https://northline.example/privacy" in text
    assert "northline/fees  Fee Schedule" not in text
    assert text.endswith("`clausewatch add --linked northline/voice` adds them")
    assert web_text(WEB, "northline/fees").endswith("every linked document that belongs to them is watched")


def test_the_graph_has_every_document_once() -> None:
    """Those that nobody watches dashed; of one source only what is next to it."""
    dot = web_dot(WEB)
    assert '"northline/voice" [label="Voice Terms\\nnorthline/voice"];' in dot
    assert '"northline/voice" -> "northline/fees" [label="incorporates", style=solid];' in dot
    assert '"northline customer agreement" [label="Customer Agreement", style=dashed];' in dot
    assert (dot.count("->"), dot.count("style=dashed")) == (4, 3)
    near = web_dot(WEB, "northline/fees")
    assert (near.count("->"), near.count("style=dashed")) == (1, 0)


def test_a_hostile_title_breaks_neither_graph_nor_terminal() -> None:
    """Outside of its strings the graph is what it would be with harmless ones."""
    evil = Web(
        (Member(VOICE.source, ()), Member(FEES.source, (HOSTILE,))), (tie("part", HOSTILE, DPA), tie("part", HOSTILE))
    )
    plain = Web((Member(VOICE.source, ()), Member(FEES.source, ("x",))), (tie("part", "x", DPA), tie("part", "x")))
    strings = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
    assert strings.sub("S", web_dot(evil)) == strings.sub("S", web_dot(plain))
    shown = web_dot(evil) + web_text(evil) + missing_text(evil.ties)
    assert {"\x1b", "\u202e"} & set(shown) == set()
    assert "&#10;" not in web_dot(evil)
    assert "\\\\N" in web_dot(evil)


def test_the_json_keeps_its_schema() -> None:
    """Of all, and of one source with its neighbours."""
    assert faults("links", web_json(WEB)) == []
    near = web_json(WEB, "northline/fees")
    assert faults("links", near) == []
    assert [one["source"] for one in near["sources"]] == ["northline/voice", "northline/fees"]
    assert [(one["kind"], one["watched"]) for one in near["links"]] == [("part", "northline/fees")]
