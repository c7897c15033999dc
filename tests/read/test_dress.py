"""One document in many dresses: what a page's software may change from one day to the next changes no digest."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read.reading import html

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = "provider customer service invoice notice period fee data order term law court month day claim party".split()


@dataclass(frozen=True)
class Tag:
    """One element of a made-up page."""

    name: str
    attributes: dict[str, str]
    inside: Sequence[Tag | str]


def sentence(seed: int, count: int = 14) -> str:
    """A sentence of the terms; its first words differ from all others."""
    picked = random.Random(seed).choices(WORDS, k=count)  # noqa: S311 - made-up words need no secrecy
    return f"Rule {seed} says \u2018yes\u2019 & \u201cno\u201d: the {' '.join(picked)}."


def page(kinds: Sequence[str]) -> Tag:
    """A page with a menu, a banner and a footer around terms of the kinds of blocks given."""
    terms: list[Tag | str] = [Tag("h1", {}, ["Terms of use"]), Tag("p", {"class": "date"}, ["Updated: 3 May 2024"])]
    for number, kind in enumerate([*kinds, "p", "p", "p", "p"]):
        terms.append(Tag("h2", {"id": f"s{number}"}, [f"{number + 1}. Part {WORDS[number % len(WORDS)]}"]))
        terms.append(_block(kind, number))
    menu = Tag("nav", {}, [Tag("a", {"href": f"/{word}"}, [word]) for word in WORDS[:6]])
    banner = Tag("div", {"id": "cookie-banner"}, [Tag("p", {}, ["We use cookies."]), Tag("button", {}, ["Accept"])])
    content = Tag("div", {"class": "content", "data-id": "7"}, terms)
    return Tag("body", {}, [banner, menu, content, Tag("footer", {}, [Tag("p", {}, ["Northline Telecom, Stockholm"])])])


def _block(kind: str, number: int) -> Tag:
    said = sentence(number)
    if kind == "list":
        return Tag("ol", {"type": "a", "start": "2"}, [Tag("li", {}, [f"{said} ({n})"]) for n in range(3)])
    if kind == "table":
        return Tag("table", {}, [Tag("tr", {}, [Tag("td", {}, [said]), Tag("td", {}, [f"{n} EUR"])]) for n in range(3)])
    if kind == "terms":
        return Tag("dl", {}, [Tag("dt", {}, [f"Word {number}"]), Tag("dd", {}, [said])])
    if kind == "details":
        return Tag("details", {}, [Tag("summary", {}, [f"More {number}"]), Tag("p", {}, [said])])
    if kind == "link":
        link = Tag("a", {"href": "https://n.example/policy?id=4", "rel": "noopener", "title": "Policy"}, ["the policy"])
        return Tag("p", {}, [f"{said} See ", link, " for it."])
    return Tag("p", {"class": "text", "id": f"p{number}", "lang": "en"}, [said])


class Dress:
    """Writes a page down as one day's software would."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - made-up markup needs no secrecy
        self.depth = self.rng.choice([0, 1, 50])

    def written(self, tag: Tag) -> str:
        """The markup of a page."""
        return f"<!doctype html><html lang=en><head><title>T</title></head>{self._tag(tag)}</html>"

    def _tag(self, tag: Tag) -> str:
        name = tag.name.upper() if self.rng.random() < 0.2 else tag.name
        inside = "".join(self._text(one) if isinstance(one, str) else self._tag(one) for one in tag.inside)
        pad = "" if tag.name in {"a", "button"} else self.rng.choice(["", "\n", "\n\t\t", "  ", "<!-- x -->"])
        whole = f"<{name}{self._attributes(tag.attributes)}>{pad}{inside}{pad}</{name}>{pad}"
        if tag.attributes.get("class") == "content":
            return "<div>" * self.depth + whole + "</div>" * self.depth
        return whole

    def _attributes(self, attributes: dict[str, str]) -> str:
        pairs = [(key, self._tracked(value) if key == "href" else value) for key, value in attributes.items()]
        pairs += [("data-v", str(self.rng.random()))] * (self.rng.random() < 0.5)
        self.rng.shuffle(pairs)
        return "".join(f" {key}={quote}{value}{quote}" for key, value in pairs for quote in self.rng.choice("\"'"))

    def _tracked(self, address: str) -> str:
        join = "&amp;" if "?" in address else "?"
        return address + self.rng.choice(["", f"{join}utm_source=mail", f"{join}gclid=x{self.rng.random()}"])

    def _text(self, text: str) -> str:
        return "".join(self._letter(letter) for letter in text)

    def _letter(self, letter: str) -> str:
        if letter == "&":
            return self.rng.choice(["&amp;", "&#38;", "&#x26;"])
        if letter == " ":
            return self.rng.choice([" ", "\n  ", "  ", " "])
        if not letter.isascii() or self.rng.random() < 0.02:
            return self.rng.choice([letter, f"&#{ord(letter)};", f"&#x{ord(letter):x};"])
        return letter


KINDS = st.lists(st.sampled_from(["p", "list", "table", "terms", "details", "link"]), min_size=1, max_size=6)
SEEDS = st.integers(0, 10**6)


@settings(max_examples=40)
@given(KINDS, SEEDS, SEEDS)
def test_the_dress_of_a_page_changes_no_digest(kinds: list[str], one: int, other: int) -> None:
    """Indentation, order and quotes of attributes, entities, tracking keys, comments, case, and 50 more elements."""
    first, second = (html(Dress(seed).written(page(kinds))) for seed in (one, other))
    assert first.digest == second.digest
    assert [(c.path, c.label, c.heading, c.text) for c in first.clauses] == [
        (c.path, c.label, c.heading, c.text) for c in second.clauses
    ]


@settings(max_examples=40)
@given(KINDS, SEEDS, st.data())
def test_one_word_exchanged_gives_another_digest(kinds: list[str], seed: int, data: st.DataObject) -> None:
    """Wherever in the terms it stands."""
    number = data.draw(st.integers(0, len(kinds) + 3))
    markup = Dress(0).written(page(kinds))
    exchanged = page(kinds)
    said, other = sentence(number), sentence(number).replace(" says ", " heliotrope ")

    def swapped(tag: Tag) -> Tag:
        inside = [one.replace(said, other) if isinstance(one, str) else swapped(one) for one in tag.inside]
        return Tag(tag.name, tag.attributes, inside)

    assert html(markup).digest != html(Dress(seed).written(swapped(exchanged))).digest


@settings(max_examples=25)
@given(KINDS, SEEDS)
def test_every_clause_is_read(kinds: list[str], seed: int) -> None:
    """Nothing of the terms is lost, and nothing of what stands around them is read."""
    terms = html(Dress(seed).written(page(kinds)))
    read = " ".join(f"{clause.heading} {clause.text}" for clause in terms.clauses)
    assert all(f"Rule {number} says" in read for number in range(len(kinds) + 4))
    assert not any(word in read for word in ("cookies", "Stockholm", "Accept"))
