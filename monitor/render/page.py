"""A comparison as one HTML file: no script, nothing loaded, fit for print."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import TYPE_CHECKING

from monitor.render.article import AS_FILE, Layout, articles, severity_mark
from monitor.render.clock import CLOCK_HEADING, block_of_clock, said_of_clock
from monitor.render.companies import company_blocks, objection_words
from monitor.render.entries import Entry, entries, gravest_first
from monitor.render.phrases import counts_words, dates_words, own_words, sides_words, verdict_words
from monitor.render.safe import for_html, language_tag, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Comparison

REDLINE_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --ground: #fbfaf7; --quiet: #5b6472; --line: #d9d6cd; --card: #fff;
  --gone: #7d1220; --gone-ground: #fbdcdc; --came: #0b4f27; --came-ground: #d3f1dc; --high: #a4161a;
  --medium: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --ground: #15181d; --quiet: #a3abb8; --line: #343a44;
  --card: #1c2027; --gone: #ffc9cb; --gone-ground: #57191f; --came: #b9f0c9; --came-ground: #11402a;
  --high: #ff8f8f; --medium: #f2c14e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 17px/1.6 "Iowan Old Style", Palatino, Georgia, "Noto Serif", serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font: 700 1.05rem/1.4 system-ui, sans-serif; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1.08rem; margin: 0; display: inline; }
p { margin: 0 0 .5rem; }
a { color: inherit; text-underline-offset: .15em; }
.facts, .tags, .reason, nav, .quiet, summary, .label { font-family: system-ui, sans-serif; font-size: .88rem; }
.quiet, .tags, .reason, summary, .label { color: var(--quiet); }
.facts { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: .9rem 1.1rem;
  margin: 1.2rem 0; }
.facts p:last-child { margin: 0; }
nav ol { margin: 0; padding-left: 0; list-style: none; columns: 2 20rem; }
.companies { margin: 0 0 .6rem; padding-left: 0; list-style: none; }
nav li { break-inside: avoid; padding: .1rem 0; }
.severity { font: 700 .75rem/1.6 system-ui, sans-serif; margin-right: .35rem; }
nav .severity { display: inline-block; min-width: 4.6em; }
.high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--quiet); }
article { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: 1rem 1.2rem;
  margin: 0 0 1rem; break-inside: avoid-page; scroll-margin-top: 1rem; }
article:target { outline: 2px solid var(--medium); }
.signals { font: 600 .92rem/1.5 system-ui, sans-serif; margin: .3rem 0; }
.words { margin: .6rem 0 0; }
del { color: var(--gone); background: var(--gone-ground); text-decoration: line-through; border-radius: 3px;
  padding: 0 .12em; }
ins { color: var(--came); background: var(--came-ground); text-decoration: underline; text-underline-offset: .15em;
  border-radius: 3px; padding: 0 .12em; }
details { margin-top: .8rem; }
summary { cursor: pointer; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.4rem; margin-top: .6rem; }
.sides > div { min-width: 0; border-top: 1px solid var(--line); padding-top: .4rem; }
.left { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .9rem; margin: 0 0 1rem; }
@media (max-width: 40rem) { .sides { grid-template-columns: 1fr; } }
@media print { body { background: #fff; color: #000; font-size: 11pt; } main { max-width: none; padding: 0; }
  article, .facts { border-color: #999; background: none; } summary { display: none; }
  del, ins { background: none; } }
"""

"""How a redline looks: for light and dark grounds, narrow screens and print."""

_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(REDLINE_STYLE.encode()).digest()).decode()}'"
)


def redline_page(comparison: Comparison, *, title: str, url: str = "") -> str:
    """A whole comparison as one HTML file.

    A list of the changes, gravest first, leads to the redline in reading order;
    where a clause stood that was moved, a line links to where it stands now, and back.
    """
    return "\n".join((*_head(title), redline_main(comparison, title=title, url=url), "</main></body></html>", ""))


def redline_main(comparison: Comparison, *, title: str, url: str = "") -> str:
    """What `redline_page` shows, to stand in the `<main>` of another page that has `REDLINE_STYLE`."""
    return "\n".join((redline_top(comparison, title=title, url=url), redline_body(comparison, AS_FILE)))


def redline_top(comparison: Comparison, *, title: str, url: str = "") -> str:
    """Of `redline_main` what stands above the changes: what happened, in a few lines."""
    return "\n".join(_top(comparison, title, url))


def redline_body(comparison: Comparison, layout: Layout) -> str:
    """Of `redline_main` the changes, put together as `layout` says."""
    return "\n".join(_body(comparison, layout))


def _head(title: str) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{for_html(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{for_html(title)}</title><style>{REDLINE_STYLE}</style></head><body><main>"


def _top(comparison: Comparison, title: str, url: str) -> Iterator[str]:
    yield f"<h1>{for_html(title)}</h1>"
    yield from (f"<p>{for_html(line)}</p>" for line in said_of_clock(comparison))
    yield f'<p class="quiet">{for_html(sides_words(comparison))}</p>'
    yield f'<div class="facts"><p><strong>{for_html(verdict_words(comparison))}</strong></p>'
    tag = "strong" if comparison.dates.verdict == "silent" else "span"
    yield f"<p><{tag}>{for_html(dates_words(comparison))}</{tag}></p>"
    yield from (f"<p>{for_html(line)}</p>" for line in own_words(comparison))
    yield f"<p>Changes: {for_html(counts_words(comparison))}</p>"
    if address := safe_url(url):
        yield f'<p>Source: <a href="{for_html(address)}" rel="noopener noreferrer">{for_html(address)}</a></p>'
    yield from _clock(comparison)
    yield "</div>"


def _clock(comparison: Comparison) -> Iterator[str]:
    """All that the clock was worked out from, to be unfolded."""
    if lines := block_of_clock(comparison):
        yield f"<details><summary>{CLOCK_HEADING}</summary><ul>"
        yield from (f'<li dir="auto">{for_html(line)}</li>' for line in lines)
        yield "</ul></details>"


def _body(comparison: Comparison, layout: Layout) -> Iterator[str]:
    yield from _companies(comparison)
    if found := entries(comparison):
        yield from _contents(gravest_first(found))
        yield "<h2>Redline</h2>"
        yield from articles(found, language_tag(comparison.new.language), layout)
    if lines := tuple(layout.folded(comparison)):
        yield "<h2>Without a change of words</h2>"
        yield from lines


def _companies(comparison: Comparison) -> Iterator[str]:
    for block in company_blocks(comparison):
        yield f"<h2>{for_html(block.head)}</h2>"
        if block.lines:
            yield '<ul class="companies">'
            yield from (f'<li dir="auto">{for_html(line.words)}</li>' for line in block.lines)
            yield "</ul>"
    if objection := objection_words(comparison):
        yield f"<p>{for_html(objection)}</p>"


def _contents(found: Iterable[Entry]) -> Iterator[str]:
    yield '<nav aria-label="Changes"><h2>Changes, gravest first</h2><ol>'
    for entry in found:
        link = f'<a href="#change-{entry.number}">{for_html(entry.name)}</a>'
        tags = f'<span class="quiet">{for_html(", ".join(entry.tags))}</span>'
        yield f"<li>{severity_mark(entry)} {link} {tags}</li>"
    yield "</ol></nav>"
