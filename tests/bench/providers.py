"""Terms of many made-up providers as pages of 40 KB, made when they are asked for: the same whenever, but for a few."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import lru_cache

from tests.bench.wording import HEADINGS, Writer

HOSTS_OF_20 = 9  # hosts for 20 documents: 9,000 for 20,000
SIZE = 40_000  # bytes, as the pages have that the other measures take
CHANGED_OF = 20  # one document of so many changes: 5 %
_PARAGRAPHS = 3_000  # to choose from
_AROUND = 24  # links above and below the terms


@dataclass(slots=True)
class Providers:
    """So many documents; with `later`, 5 % of them have other words."""

    documents: int
    later: bool = False
    links: str = field(
        default_factory=lambda: "".join(f'<a href="/p/{n}" class="l{n}">Part {n}</a>' for n in range(_AROUND))
    )

    @property
    def hosts(self) -> int:
        """How many hosts there are."""
        return max(1, self.documents * HOSTS_OF_20 // 20)

    def address(self, document: int) -> str:
        """The address of the host of a document: one of 127.0.0.0/8."""
        host = document % self.hosts
        return f"127.{1 + host // 62_500}.{host // 250 % 250}.{1 + host % 250}"

    def source(self, document: int) -> str:
        """The id of a document's source."""
        return f"provider-{document % self.hosts}/terms-{document}"

    def changed(self) -> int:
        """How many documents have other words later."""
        return len(range(0, self.documents, CHANGED_OF))

    def show(self, _host: str, path: str) -> bytes | None:
        """A document by its path; there is no robots.txt."""
        kind, _, number = path.removeprefix("/").partition("/")
        return self.page(int(number)) if kind == "terms" else None

    def page(self, document: int) -> bytes:
        """A document as HTML: sections of paragraphs that name their provider, between links."""
        rng, name = random.Random(document), f"Provider {document}"
        texts, size = [], 0
        while size < SIZE:
            texts.append(rng.choice(_paragraphs()).replace("NAME", name))
            size += len(texts[-1])
        if self.later and document % CHANGED_OF == 0:
            texts[len(texts) // 2] += f" {name} may change the fees of this section on 45 days notice to the customer."
        sections = "".join(_section(number, texts[first : first + 6]) for number, first in _places(len(texts)))
        day = "15 March 2026" if self.later and document % CHANGED_OF == 0 else "1 January 2026"
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Terms of {name}</title></head><body>'
            f"<nav>{self.links}</nav><main><h1>Terms of {name}</h1><p>Last updated: {day}</p>{sections}</main>"
            f"<footer>{self.links}</footer></body></html>"
        ).encode()


def _places(texts: int) -> enumerate[int]:
    return enumerate(range(0, texts, 6), 1)


def _section(number: int, texts: list[str]) -> str:
    heading = f"{number}. {HEADINGS[number % len(HEADINGS)]}"
    return f'<h2 id="s{number}">{heading}</h2>' + "".join(f'<p class="terms">{text}</p>' for text in texts)


@lru_cache(maxsize=1)
def _paragraphs() -> list[str]:
    """Paragraphs of which each names its provider, so that none is on two pages."""
    writer = Writer(random.Random("paragraphs"))
    return [f"{writer.clause()} This binds NAME. {writer.clause()}" for _ in range(_PARAGRAPHS)]
