"""README.txt: what each file is, how a stranger checks all of it, and what that shows and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.render import for_terminal
from monitor.render.phrases import time_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.evidence.case import Case

_FILES = {
    "README.txt": "this text",
    "SHA256SUMS": "the SHA-256 of every other file, as sha256sum reads and writes it",
    "chain.json": "the links of the hash chain for this source, all that goes into each, and the chain's last link",
    "clock.json": "since when the change binds by the documents' own words, and which words those are; no legal advice",
    "evidence.json": "the facts: addresses, times, content types, ETag and Last-Modified, digests, stated dates",
    "log.json": "who accepted which revision of this source and when, as they themselves noted it",
    "new/change.zst": "the change just as it is stored and as its link has it: zstd -dc new/change.zst shows the JSON",
    "new/text.md": "the text after the change, as Markdown, as clausewatch reads the page today",
    "old/text.md": "the text before the change, likewise",
    "redline.html": "what changed, as a page for a browser: it has no script and loads nothing",
    "redline.json": "what changed, for programs (format clausewatch-diff/1)",
    "redline.pdf": "what changed, for print: struck through what went, underlined what came",
    "verify_chain.py": "checks the links, and that they tell of these pages; short enough to be read first",
}
_PAGES = {
    "new": "the page after the change, the very bytes that the server sent, unpacked from the transfer",
    "old": "the page before the change, likewise",
}

_CHECK = """\
HOW TO CHECK IT

Unpack the zip into an empty folder, open a terminal there, and type

    sha256sum -c SHA256SUMS
    python3 -I verify_chain.py

The first prints OK for each file, the second a line that begins with OK and one
with the link that it made anew from these files. Any byte that was altered since
is found by one of the two, unless whoever altered it made all digests and links
anew as well: so compare that link, not the one printed in this text, with the one
that was noted elsewhere. On a Mac the first is "shasum -a 256 -c SHA256SUMS".
Neither needs clausewatch or a network.

Without the script, a link is checked by hand: it is the SHA-256 of a JSON array
of strings without spaces, here with the values that chain.json has for it:

    printf '%s' '["PREVIOUS","SOURCE","DIGEST","URL","AT","REVISION","RECORD"]' | sha256sum

RECORD is the SHA-256 of such an array of the values of "page", and where
"revised" is not empty then of "revised", then "change". DIGEST is the SHA-256 of the page's file; of a page in
several parts it is the SHA-256 of their digests, each on a line, without a line
end after the last."""

_SHOWS = """\
WHAT THIS SHOWS, AND WHAT IT DOES NOT

It shows that all files here belong together and are as they were when the zip
was made: the texts and the redline come with the pages they were read from, and
the links of the chain name those pages, their addresses and their times.

It shows that nothing here was altered after a certain day if the SHA-256 of the
zip was noted on that day where whoever keeps the archive could not change it: in
a mail, in a ticket, with a notary or a timestamp service. For the pages, their
addresses and times, and the stored change, it is enough to have noted the link
that verify_chain.py prints.

It does not show when the pages were fetched. All times are those of the clock of
the machine that ran clausewatch, in UTC; they are no trusted timestamps. Between
"last not seen" and "seen first" nobody looked, or what came was no page that
could be taken for either text.

It does not show that the pages came from the server named: servers do not sign
what they send. What somebody filed by hand came from that person; of a page that
scripts build, the bytes are what a browser made of it.

It does not hold all headers of the answers. Kept are the content type and where
redirects led, and of a source's last good page also ETag and Last-Modified;
null in evidence.json means that it was not sent or is not kept any more.

The links here are those of this source. Links of other sources stand between
them, so that the way to the chain's last link can be followed in the archive
alone, by "clausewatch verify". Whoever may write the archive could make all of
it anew, with other links: that is why a link is to be noted elsewhere.

Texts and redlines are a reading of the pages by a program. The digests of texts
are made of the words as that program has them, and are not those of the .md files.
Where it matters, read the pages themselves. Pages of the web end in .txt here: opened in a browser
they would run scripts and fetch from the network. evidence.json names their type."""


def readme(case: Case, names: Sequence[str], remarks: Iterable[str]) -> bytes:
    """The text as UTF-8, for files of these names; nothing in it can move a cursor or begin a line of its own."""
    return "\n".join(_lines(case, names, remarks)).encode()


def _lines(case: Case, names: Sequence[str], remarks: Iterable[str]) -> Iterator[str]:
    revision, exhibit, (number, link) = case.new.revision, case.new.exhibit, case.link
    yield f"EVIDENCE OF {for_terminal(revision.source)}, REVISION {revision.number}\n"
    yield f"Title          {for_terminal(revision.title)}"
    yield f"Address        {for_terminal(revision.url)}"
    yield f"Seen first     {time_words(exhibit.first)}"
    yield f"Last not seen  {time_words(exhibit.last_not) if exhibit.last_not else 'not known'}"
    yield f"Recorded       {time_words(revision.at)}"
    yield f"Link           {link} (number {number} of the chain)\n"
    yield from (f"Mind: {for_terminal(remark)}\n" for remark in remarks)
    yield "THE FILES\n"
    wide = max(map(len, names)) + 2
    yield from (f"{name:<{wide}}{_what(name)}" for name in sorted(names))
    yield f"\n{_CHECK}\n\n{_SHOWS}\n"


def _what(name: str) -> str:
    return _FILES.get(name) or _PAGES[name.partition("/")[0]]
