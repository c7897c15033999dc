"""`clausewatch evidence`: a zip that a stranger checks with sha256sum and plain Python, and that says what it lacks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from monitor.archive import open_archive
from monitor.archive.retention import thin
from monitor.evidence.verify_chain import digest_of, faults, wrong_sums
from tests.cli.stage import terms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.stage import Desk

SAFE = re.compile(r"(?:(?:new|old)/(?:page-\d+\.(?:bin|docx|pdf|txt)|text\.md|change\.zst))|[A-Za-z0-9_]+(?:\.[a-z]+)?")
BOTH_SIDES = {
    "README.txt",
    "SHA256SUMS",
    "chain.json",
    "clock.json",
    "evidence.json",
    "new/change.zst",
    "new/page-1.txt",
    "new/text.md",
    "old/page-1.txt",
    "old/text.md",
    "redline.html",
    "redline.json",
    "redline.pdf",
    "verify_chain.py",
}
WEB = "text/html; charset=utf-8"
HOSTILE = "Terms\x1b[2J <script>x</script> ../../etc/passwd\nMind: all is well"


def unpacked(file: Path, folder: Path) -> Path:
    """The files of a zip in a folder of their own."""
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
    return folder


def sums(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the real sha256sum says."""
    return subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, timeout=30, check=False
    )


def chain(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the script of the zip says, run by a Python that has the standard library and nothing else."""
    script = [sys.executable, "-I", "-S", "-W", "error", "verify_chain.py"]
    return subprocess.run(script, cwd=folder, capture_output=True, text=True, timeout=30, check=False)


def is_well(folder: Path) -> bool:
    """Whether both find nothing wrong."""
    return (sums(folder).returncode, chain(folder).returncode) == (0, 0)


def altered(file: Path, place: int, flip: int = 1) -> None:
    """Flip bits of one byte of a file."""
    body = bytearray(file.read_bytes())
    body[place] ^= flip
    file.write_bytes(body)


def summed(folder: Path) -> None:
    """Make SHA256SUMS anew, as somebody would who has altered another file."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{digest_of((folder / name).read_bytes())}  {name}\n" for name in names if name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), "ascii")


def facts(folder: Path) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """What evidence.json says."""
    return json.loads((folder / "evidence.json").read_bytes())


def html(days: int) -> str:
    """The same terms as a page of the web."""
    title, *paragraphs = terms(days).removeprefix("# ").strip().split("\n\n")
    return f"<main><h1>{title}</h1>{''.join(f'<p>{paragraph}</p>' for paragraph in paragraphs)}</main>"


@pytest.fixture(scope="module")
def watched(new_desk: Callable[[], Desk]) -> Desk:
    """A desk with three revisions of one document, of which nothing is altered."""
    desk = new_desk()
    desk.configure(desk.source("voice"))
    for days, kind in ((30, "text/markdown"), (60, WEB), (90, "application/pdf; x=../../a")):
        text = html(days) if kind == WEB else terms(days)
        desk.put("voice", text, kind=kind, etag=f'"{days}"', headers={"Last-Modified": "Mon, 02 Mar 2026 12:00:00 GMT"})
        desk.inside("check")
    return desk


@pytest.fixture(scope="module")
def packed(watched: Desk) -> Path:
    """The zip of the second revision."""
    assert watched.inside("evidence", "northline/voice@2", "two.zip").code == 0
    return watched.folder / "two.zip"


@pytest.fixture
def folder(packed: Path, tmp_path: Path) -> Path:
    """The same, unpacked where it may be altered."""
    return unpacked(packed, tmp_path / "unpacked")


def test_a_stranger_finds_all_well(folder: Path) -> None:
    """Both commands of the README say so, each file is there, and each is under SHA256SUMS."""
    told, proven = sums(folder), chain(folder)
    assert (told.returncode, told.stderr) == (0, "")
    assert (proven.returncode, proven.stderr) == (0, "")
    assert proven.stdout.startswith("OK  ")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == BOTH_SIDES
    assert set(re.findall(r"^(.+): OK$", told.stdout, re.MULTILINE)) == BOTH_SIDES - {"SHA256SUMS"}


@pytest.mark.parametrize("name", sorted(BOTH_SIDES))
def test_one_flipped_byte_is_found_whatever_the_file(folder: Path, name: str) -> None:
    """In the middle of each file, SHA256SUMS and the script themselves included."""
    altered(folder / name, (folder / name).stat().st_size // 2)
    assert not is_well(folder)


def test_any_flipped_byte_of_the_digests_is_found(folder: Path) -> None:
    """Also one that sha256sum overlooks, such as a capital letter in a digest or a star before a name."""
    kept = (folder / "SHA256SUMS").read_bytes()
    assert list(wrong_sums(folder)) == []
    for place in range(0, len(kept), 3):
        altered(folder / "SHA256SUMS", place, 0x20 if place % 2 else 0x0A)
        assert len(list(wrong_sums(folder))) == 1
        (folder / "SHA256SUMS").write_bytes(kept)


LINK_FIELDS = [
    *((key, None) for key in ("previous", "source", "digest", "url", "at", "revision", "record", "link", "change")),
    *(("page", place) for place in range(3)),
    *(("revised", place) for place in range(9)),
]


@pytest.mark.parametrize(("key", "place"), LINK_FIELDS)
def test_a_link_that_was_altered_is_found_by_the_script_alone(folder: Path, key: str, place: int | None) -> None:
    """Whatever goes into its hash, and though SHA256SUMS was made anew."""
    told = json.loads((folder / "chain.json").read_bytes())
    link = told["links"][1]
    held, where = (link, key) if place is None else (link[key], place)
    held[where] = held[where][:-1] + ("0" if held[where][-1:] != "0" else "1")
    (folder / "chain.json").write_text(json.dumps(told), "ascii")
    summed(folder)
    assert any(fault.startswith("chain.json, link 2: ") for fault in faults(folder))


def test_a_page_exchanged_with_its_digest_is_found_by_the_script(folder: Path) -> None:
    """Who alters a page and its digest everywhere but in the chain is told of; sha256sum alone finds nothing."""
    altered(folder / "new" / "page-1.txt", 40)
    told = facts(folder)
    digest = digest_of((folder / "new" / "page-1.txt").read_bytes())
    told["sides"]["new"]["parts"][0]["digest"] = told["sides"]["new"]["page_digest"] = digest
    (folder / "evidence.json").write_text(json.dumps(told), "ascii")
    summed(folder)
    assert sums(folder).returncode == 0
    done = chain(folder)
    assert done.returncode == 1
    assert "chain.json: the link of the new revision tells of another page" in done.stdout


def test_a_broken_file_is_a_line_and_no_traceback(folder: Path) -> None:
    """The script says that it cannot follow what is there."""
    (folder / "chain.json").write_text('{"links": [7]}', "ascii")
    done = chain(folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert "evidence.json, chain.json: cannot be followed" in done.stdout


def test_pages_and_texts_are_those_of_both_sides(watched: Desk, folder: Path) -> None:
    """Byte for byte as they were sent, and as `show` prints them."""
    assert (folder / "old" / "page-1.txt").read_bytes() == terms(30).encode()
    assert b"within 60 days" in (folder / "new" / "page-1.txt").read_bytes()
    for number, side in ((1, "old"), (2, "new")):
        shown = watched.inside("show", f"northline/voice@{number}", "--format", "markdown").out
        assert (folder / side / "text.md").read_text("utf-8").strip() == shown.strip()


def test_the_redline_is_the_recorded_one_in_three_forms(watched: Desk, folder: Path) -> None:
    """JSON as `history` has it, HTML without a script, and a PDF with the words of both sides."""
    history = watched.inside("history", "northline/voice", "--format", "json").json["revisions"]
    assert json.loads((folder / "redline.json").read_bytes()) == history[1]["change"]
    assert "<del>30</del><ins>60</ins>" in (folder / "redline.html").read_text("utf-8")
    with pypdfium2.PdfDocument(folder / "redline.pdf") as document:
        words = document[0].get_textpage().get_text_bounded()
    assert "northline/voice@2" in words
    assert "The customer pays each invoice within 3060 days" in words.replace("\r\n", " ")


def test_the_facts_say_what_was_sent_and_when(watched: Desk, folder: Path) -> None:
    """Addresses, types and times of each part; ETag and Last-Modified only where they are still kept."""
    told = facts(folder)
    new, old = told["sides"]["new"], told["sides"]["old"]
    assert (told["source"], told["revision"], told["redline"]) == ("northline/voice", 2, "recorded")
    assert (new["parts"][0]["content_type"], old["parts"][0]["content_type"]) == (
        WEB,
        "text/markdown",
    )
    assert new["parts"][0]["asked"] == new["parts"][0]["url"] == watched.url("voice")
    assert new["parts"][0]["etag"] is None
    assert told["last_not_seen"] < told["seen_first"] <= new["recorded"]
    assert new["stated_dates"][0]["value"] == "2024-03-01"
    assert watched.inside("evidence", "northline/voice", "last.zip", "--force").code == 0
    last = facts(unpacked(watched.folder / "last.zip", folder.parent / "last"))["sides"]["new"]["parts"][0]
    assert (last["file"], last["etag"]) == ("new/page-1.pdf", '"90"')
    assert last["last_modified"] == "Mon, 02 Mar 2026 12:00:00 GMT"


def test_the_readme_tells_of_every_file_and_of_what_is_not_shown(folder: Path) -> None:
    """A line for each, both commands, and that the times are those of a clock of ours."""
    readme = (folder / "README.txt").read_text("utf-8")
    for name in BOTH_SIDES:
        assert re.search(rf"^{re.escape(name)}  +\S", readme, re.MULTILINE), name
    for words in ("sha256sum -c SHA256SUMS", "python3 -I verify_chain.py", "no trusted timestamps", "all headers"):
        assert words in readme
    assert facts(folder)["link"]["link"] in readme


def test_one_archive_gives_one_zip(watched: Desk, packed: Path) -> None:
    """The same bytes each time, in one order, with the time of the revision."""
    ended = watched.inside("evidence", "northline/voice@2", "again.zip", "--force")
    assert (watched.folder / "again.zip").read_bytes() == packed.read_bytes()
    assert f"sha256 {digest_of(packed.read_bytes())}\nlink   " in ended.out
    with zipfile.ZipFile(packed) as opened:
        entries = opened.infolist()
    assert [entry.filename for entry in entries][-1] == "SHA256SUMS"
    assert len({entry.date_time for entry in entries}) == 1
    assert abs(datetime(*entries[0].date_time, tzinfo=UTC) - datetime.now(UTC)) < timedelta(hours=1)


def test_a_file_that_is_there_is_kept_unless_forced(watched: Desk, tmp_path: Path) -> None:
    """Nothing is left beside it; a folder is never replaced; trouble is a line."""
    file = tmp_path / "there.zip"
    file.write_bytes(b"mine")
    ended = watched.inside("evidence", "northline/voice@2", str(file))
    assert (ended.code, file.read_bytes()) == (2, b"mine")
    assert "is there already" in ended.err
    assert watched.inside("evidence", "northline/voice@2", str(file), "--force").code == 0
    assert zipfile.is_zipfile(file)
    assert watched.inside("evidence", "northline/voice@2", str(tmp_path), "--force").code == 2
    ended = watched.inside("evidence", "northline/voice@2", str(tmp_path / "no" / "such" / "a.zip"))
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["there.zip"]


def test_a_device_is_never_replaced(watched: Desk, tmp_path: Path) -> None:
    """Neither is a pipe: what is forced is a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ended = watched.inside("evidence", "northline/voice@2", str(pipe), "--force")
    assert (ended.code, pipe.is_fifo()) == (2, True)
    assert "is there already" in ended.err


@pytest.mark.parametrize("name", ["z" * 300, f"{'z' * 300}/a.zip"])
def test_a_name_that_no_file_can_have_is_a_line(watched: Desk, name: str) -> None:
    """And no traceback."""
    ended = watched.inside("evidence", "northline/voice@2", name)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "cannot be written (File name too long)" in ended.err


@pytest.mark.parametrize("operand", ["northline/voice@9", "northline/voice@x", "northline/none@1", "northline/voice@0"])
def test_what_is_not_there_gives_no_file(watched: Desk, operand: str) -> None:
    """A line says what is not, and the exit code is 2."""
    ended = watched.inside("evidence", operand, "none.zip")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert not (watched.folder / "none.zip").exists()


def test_a_first_revision_has_one_side(watched: Desk, tmp_path: Path) -> None:
    """No redline and no old side; the README and a line on stderr say why."""
    ended = watched.inside("evidence", "northline/voice@1", "one.zip", "--force")
    folder = unpacked(watched.folder / "one.zip", tmp_path / "one")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {name for name in BOTH_SIDES if not name.startswith(("old/", "redline", "new/change", "clock"))}
    assert ended.code == 0
    assert "There is no revision before this one" in ended.err
    assert "There is no revision before this one" in (folder / "README.txt").read_text("utf-8")
    assert facts(folder)["sides"]["old"] is None
    assert is_well(folder)


def test_every_part_of_a_document_is_there(desk: Desk, tmp_path: Path) -> None:
    """In reading order; one of them altered is found."""
    for part in ("one", "two"):
        desk.put(part, f"# Part {part}\n\nThe customer pays within 30 days for {part}.\n")
    desk.configure(f'[[source]]\nid = "northline/parts"\nurls = ["{desk.url("one")}", "{desk.url("two")}"]\n')
    desk.inside("check")
    desk.put("two", "# Part two\n\nThe customer pays within 60 days for two.\n")
    assert desk.inside("check").code == 1
    assert desk.inside("evidence", "northline/parts", "parts.zip").code == 0
    folder = unpacked(desk.folder / "parts.zip", tmp_path / "parts")
    assert b"60 days for two" in (folder / "new" / "page-2.txt").read_bytes()
    assert b"30 days for two" in (folder / "old" / "page-2.txt").read_bytes()
    assert [part["asked"] for part in facts(folder)["sides"]["new"]["parts"]] == [desk.url("one"), desk.url("two")]
    assert is_well(folder)
    altered(folder / "old" / "page-2.txt", 3)
    assert "old/page-2.txt: is not the part of the page that was recorded" in chain(folder).stdout


def test_hostile_titles_and_addresses_do_nothing(desk: Desk, tmp_path: Path) -> None:
    """No name in the zip is theirs, no line of the README begins with them, and no terminal is moved."""
    page = f"<title>{HOSTILE}</title><main><h1>{HOSTILE}</h1><p>1. The customer pays in {{}} days.</p></main>"
    name = "..;$(x)&.html?a=%1B%5B2J&b=;rm"
    for days in (30, 60):
        desk.put(name, page.format(days), kind="text/html;\t../../x")
        desk.configure(f'[[source]]\nid = "northline/hostile"\nurl = "{desk.url(name)}"\n')
        desk.inside("check")
    ended = desk.inside("evidence", "northline/hostile@2", "a b;c.zip")
    assert ended.code == 0
    with zipfile.ZipFile(desk.folder / "a b;c.zip") as opened:
        assert all(SAFE.fullmatch(one) for one in opened.namelist())
    folder = unpacked(desk.folder / "a b;c.zip", tmp_path / "hostile")
    readme = (folder / "README.txt").read_text("utf-8")
    assert is_well(folder)
    assert "\x1b" not in readme + ended.out + ended.err
    assert "\nMind: all is well" not in readme
    assert "<script" not in (folder / "redline.html").read_text("utf-8").lower()


def test_a_page_that_was_let_go_is_told_of(desk: Desk, tmp_path: Path) -> None:
    """Its digest and its text stay, the bytes are not there, and it is no trouble."""
    desk.configure(desk.source("voice"))
    for days in (30, 60, 90):
        desk.put("voice", terms(days))
        desk.inside("check")
    with open_archive(desk.archive) as opened:
        assert thin(opened.connections, timedelta(0), datetime.now(UTC) + timedelta(days=1)) == 1
    ended = desk.inside("evidence", "northline/voice@2", "two.zip")
    assert ended.code == 0
    assert "The bytes of the page of revision 2 were let go" in ended.err
    folder = unpacked(desk.folder / "two.zip", tmp_path / "thinned")
    assert not (folder / "new" / "page-1.txt").exists()
    assert "within 60 days" in (folder / "new" / "text.md").read_text("utf-8")
    side = facts(folder)["sides"]["new"]
    assert (side["parts"][0]["file"], side["parts"][0]["digest"]) == (None, digest_of(terms(60).encode()))
    assert "The bytes of the page of revision 2 were let go" in (folder / "README.txt").read_text("utf-8")
    assert is_well(folder)


def test_what_was_accepted_is_told_too(desk: Desk, tmp_path: Path) -> None:
    """The log of the source goes with it, where anything was noted."""
    desk.configure(desk.source("voice"))
    desk.put("voice", terms())
    desk.inside("check")
    assert desk.inside("accept", "northline/voice@1", "--by", "Ada\x1b[2J", "--ref", "HC-7").code == 0
    assert desk.inside("evidence", "northline/voice@1", "log.zip").code == 0
    folder = unpacked(desk.folder / "log.zip", tmp_path / "log")
    [entry] = json.loads((folder / "log.json").read_bytes())["log"]
    assert (entry["kind"], entry["revision"], entry["ref"]) == ("accepted", 1, "HC-7")
    assert re.search(r"^log\.json  +\S", (folder / "README.txt").read_text("utf-8"), re.MULTILINE)
    assert is_well(folder)


def test_the_script_needs_no_other_module(folder: Path, tmp_path: Path) -> None:
    """It finds the files beside itself, from wherever it is run."""
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    script = [sys.executable, "-I", "-S", str(elsewhere / "verify_chain.py")]
    assert subprocess.run(script, cwd="/", capture_output=True, timeout=30, check=False).returncode == 0
