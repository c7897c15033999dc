"""Pieces that a PDF draws again and again: a few are read, more than any terms have are refused in time."""

from __future__ import annotations

import base64
import zlib

import pytest

from monitor.errors import TooMuchToRead
from monitor.read import read
from tests.read.made_files import written
from tests.read.reading import SOURCE, page, said

SENTENCE = b"BT /F1 12 Tf 72 400 Td (The customer pays each invoice within thirty days. We Do so too.) Tj ET"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
FONT = b"/Font<</F1 4 0 R>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def resources(form: int) -> bytes:
    """Resources that call a form /X."""
    return b"/Resources<<%s/XObject<</X %d 0 R>>>>" % (FONT, form)


def made(streams: list[bytes], pages: int = 1, more: bytes = resources(6), above: bytes = b"") -> bytes:
    """Pages that draw object 5; forms begin at 6."""
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R%s>>" % more
    first = 5 + len(streams)
    kids = b" ".join(b"%d 0 R" % number for number in [3, *range(first, first + pages - 1)])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d%s>>" % (kids, pages, above),
        one,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *streams,
        *[one] * (pages - 1),
    ]
    return written(objects, "/Root 1 0 R")


def nested(levels: int, draws: bytes, pack: bytes = b"") -> list[bytes]:
    """Forms within forms, each drawing the next one so, with a sentence in the last."""
    packed = base64.a85encode(zlib.compress(draws)) + b"~>" if pack else draws
    forms = [stream(packed, FORM + pack + resources(7 + level)) for level in range(levels)]
    return [stream(packed, pack), *forms, stream(SENTENCE, FORM + b"/Resources<<%s>>" % FONT)]


@pytest.mark.parametrize(
    "draws",
    [b"/X Do " * 10, b"(X)Do " * 10, b"<58> Do " * 10, b"/#58 Do " * 10, b"/X % (a note\nDo " * 10],
    ids=["plain", "as text", "as digits", "escaped", "with a note"],
)
def test_forms_that_draw_forms_without_end_are_refused(draws: bytes) -> None:
    """Ten times ten times ten: two thousand bytes are a million sentences."""
    with pytest.raises(TooMuchToRead, match="too many times"):
        read(page(made(nested(5, draws))), SOURCE)


def test_what_is_packed_or_inherited_is_seen() -> None:
    """Streams in two wrappings, names that come from the page or from the node above it, a form that draws itself."""
    packed = nested(5, b"/X Do " * 10, b"/Filter[/ASCII85Decode/FlateDecode]")
    bare = [stream(b"/X Do " * 10), stream(b"/X Do " * 10, FORM)]
    for body in (made(packed), made(nested(5, b"/X Do " * 10), more=b"", above=resources(6)), made(bare)):
        with pytest.raises(TooMuchToRead, match="too many times"):
            read(page(body), SOURCE)


def test_names_in_packed_objects_are_seen() -> None:
    """The resources of all forms stand in an object stream, where only pdfium looks."""
    forms = [stream(b"/X Do " * 10, FORM + b"/Resources %d 0 R" % (30 + level)) for level in range(5)]
    streams = [stream(b"/X Do " * 10), *forms, stream(SENTENCE, FORM + b"/Resources<<%s>>" % FONT)]
    packed = {30 + level: b"<</XObject<</X %d 0 R>>>>" % (7 + level) for level in range(5)}
    with pytest.raises(TooMuchToRead, match="too many times"):
        read(page(with_packed(streams, packed)), SOURCE)


def with_packed(streams: list[bytes], packed: dict[int, bytes]) -> bytes:
    """A file with a cross-reference stream (7.5.8), whose objects from number 30 on stand in the object stream 20."""
    plain = made(streams)
    table = plain.rindex(b"xref", 0, plain.rindex(b"startxref"))
    heads, bodies = b"", b""
    for number, body in packed.items():
        heads += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    holder = stream(
        zlib.compress(heads + bodies), b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(packed), len(heads))
    )
    body = plain[:table] + b"20 0 obj\n%s\nendobj\n" % holder
    rows = {0: (0, 0, 0), 20: (1, table, 0), 40: (1, len(body), 0)}
    for number in range(1, 5 + len(streams)):
        rows[number] = (1, plain.index(b"\n%d 0 obj" % number) + 1, 0)
    rows |= {number: (2, 20, place) for place, number in enumerate(packed)}
    table_rows = b"".join(
        kind.to_bytes(1) + at.to_bytes(4) + more.to_bytes(1)
        for kind, at, more in (rows.get(number, (0, 0, 0)) for number in range(41))
    )
    index = stream(table_rows, b"/Type/XRef/Size 41/W[1 4 1]/Root 1 0 R")
    return body + b"40 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (index, len(body))


def test_what_cannot_be_unpacked_is_refused_where_it_may_draw_forms() -> None:
    """Nobody can say how many it draws."""
    hidden = [stream(b"\x80\x0b\x60\x50", b"/Filter/LZWDecode"), stream(SENTENCE, FORM + b"/Resources<<%s>>" % FONT)]
    with pytest.raises(TooMuchToRead, match="hides what it draws"):
        read(page(made(hidden)), SOURCE)


def test_one_page_counted_many_times_is_counted_as_often() -> None:
    """A page of a thousand forms is bearable; the same one nine hundred times is not."""
    forms = [stream(b"/X Do " * 1_000), stream(b"", FORM)]
    body = made(forms).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[%s]/Count 900" % (b"3 0 R " * 900))
    with pytest.raises(TooMuchToRead):
        read(page(body), SOURCE)


def test_pages_that_draw_their_text_and_logo_as_forms_are_read() -> None:
    """As browsers print them: a few forms on each page, one within another, the same one on all pages."""
    body = made(nested(2, b"q /X Do Q "), pages=40)
    words = " ".join(said(read(page(body), SOURCE)))
    assert words.count("The customer pays each invoice within thirty days. We Do so too.") == 40
