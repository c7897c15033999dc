"""Broken pages for as long as is asked: `python -m tests.bench.fuzz 300`. Each ends in terms or a typed error.

Starts from the invented pages in tests/golden/pages and breaks them: bytes flipped,
pieces cut, doubled and moved, tags spliced in, encodings and content types mixed up.
Exits 1, printing the seed, for any other exception and for a page that takes ten seconds.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import ReadError
from monitor.model import Page, Part, Source
from monitor.read import read

_PAGES = Path(__file__).resolve().parents[1] / "golden" / "pages"
_SPLICED = [
    b"<div>",
    b"</div>",
    b"<table><tr><td colspan=99 rowspan=99>",
    b"<ol start=-5 reversed>",
    b"<li value=1e9>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"&#x110000;",
    b"&#0;",
    b"\x00",
    b"\xff\xfe",
    b"<script>",
    b"<a href='",
    b'"',
    b"<p hidden>",
    b"<details>",
    b"<svg>",
    b"<math>",
    b"<base href=x>",
    b"\xe2\x80\xae",
    b"%PDF-1.4",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"<main>",
    b"</body>",
    b"<h1>",
    b"Last updated: 31 February 2024",
    b"(i) (ii) (a)",
]
_KINDS = ["", "text/html", "text/html; charset=utf-16", "text/plain", "application/pdf", "text/html; charset=shift_jis"]
_LONGEST = 10.0  # seconds


def main(seconds: float) -> int:
    """Break pages until the time is over; print how many there were and how they ended."""
    pages = [path.read_bytes() for path in sorted(_PAGES.glob("*.html"))]
    until, seed, read_well, refused, slowest = time.monotonic() + seconds, 0, 0, 0, 0.0
    while time.monotonic() < until:
        seed += 1
        start = time.monotonic()
        well = _one(pages, seed)
        took = time.monotonic() - start
        read_well, refused, slowest = read_well + well, refused + (not well), max(slowest, took)
        if took > _LONGEST:
            print(f"seed {seed} took {took:.1f} s")
            return 1
    print(
        f"{seed} broken pages: {read_well} read, {refused} refused with a typed error; the slowest took {slowest:.2f} s"
    )
    return 0


def _one(pages: list[bytes], seed: int) -> bool:
    rng = random.Random(seed)
    body = bytearray(rng.choice(pages))
    for _ in range(rng.randint(1, 12)):
        _break(body, rng)
    part = Part("https://n.example/terms", "https://n.example/terms", bytes(body), rng.choice(_KINDS))
    try:
        read(Page((part,), datetime(2026, 3, 2, tzinfo=UTC)), Source("northline/terms", (part.url,)))
    except ReadError:
        return False
    except Exception:
        print(f"seed {seed}")
        raise
    return True


def _break(body: bytearray, rng: random.Random) -> None:
    place = rng.randrange(len(body) + 1)
    piece = bytes(body[place : place + rng.randint(1, 400)])
    how = rng.randrange(5)
    if how == 0 and piece:
        body[place] = rng.randrange(256)
    elif how == 1:
        del body[place : place + len(piece)]
    elif how == 2:
        body[place:place] = rng.choice(_SPLICED) * rng.choice([1, 1, 2, 200])
    else:
        elsewhere = rng.randrange(len(body) + 1)
        body[elsewhere:elsewhere] = piece


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
