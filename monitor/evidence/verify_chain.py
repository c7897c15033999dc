"""Check the files beside this one: their digests, the links of the hash chain, and that the links tell of the pages.

It needs nothing but Python 3.8 or newer: python3 -I verify_chain.py

    record = SHA-256 of the JSON array [page..., revised..., change], change only where something was revised
    link   = SHA-256 of the JSON array [previous, source, digest, url, at, revision, record]

Both arrays are strings alone, in UTF-8 and without spaces. Exit: 0 when all is as it should be, else 1.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Iterator  # noqa: UP035 - this also runs where Python is older than clausewatch needs

SUMS = "SHA256SUMS"
LINKED = ("previous", "source", "digest", "url", "at", "revision", "record")


def digest_of(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_array(values: Any) -> str:  # noqa: ANN401 - JSON has no narrower type
    """SHA-256 of a JSON array without spaces; what is no letter, though a page had it, is hashed as it came."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return digest_of(text.encode("utf-8", "surrogatepass"))


def faults(folder: Path) -> Iterator[str]:
    """All that is wrong, a line each."""
    yield from wrong_sums(folder)
    try:
        evidence = json.loads((folder / "evidence.json").read_bytes())
        chain = json.loads((folder / "chain.json").read_bytes())
        yield from wrong_chain(chain)
        for name, side in evidence["sides"].items():
            if side is not None:
                yield from wrong_side(folder, name, side, evidence["source"], chain["links"])
        yield from wrong_facts(evidence, chain["links"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        yield f"evidence.json, chain.json: cannot be followed ({type(error).__name__}: {error})"


def wrong_sums(folder: Path) -> Iterator[str]:
    """SHA256SUMS is, byte for byte, what is made of the files that are here."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    paths.pop(SUMS, None)
    made = "".join(f"{digest_of(paths[name].read_bytes())}  {name}\n" for name in sorted(paths))
    kept = folder / SUMS
    if not kept.is_file() or kept.read_bytes() != made.encode("utf-8", "surrogateescape"):
        yield "SHA256SUMS: is not what the files in this folder give; unpack the zip into an empty folder and try again"


def wrong_chain(chain: Any) -> Iterator[str]:  # noqa: ANN401
    """Each link is that of what it says, follows the one before where that is here, and none is beyond the last."""
    before, head = None, chain["head"]
    for link in chain["links"]:
        name = f"chain.json, link {link['number']}"
        if digest_of_array([link[key] for key in LINKED]) != link["link"]:
            yield name + ": is not the SHA-256 of what it says"
        told = link["page"] + (link["revised"] + [link["change"]] if link["revised"] else [])
        if digest_of_array(told) != link["record"]:
            yield name + ": its record is not the SHA-256 of its page and revision"
        if link["page"][1] != link["digest"]:
            yield name + ": tells of another page than its record"
        if link["revised"] and link["revised"][0] != link["revision"]:
            yield name + ": tells of another revision than its record"
        if before and link["number"] <= before["number"]:
            yield name + ": stands before one that came earlier"
        if before and link["number"] == before["number"] + 1 and link["previous"] != before["link"]:
            yield name + ": does not follow the link before it"
        if link["number"] > head["number"] or (link["number"] == head["number"] and link["link"] != head["link"]):
            yield name + ": does not fit the last link of the chain"
        before = link


def wrong_side(folder: Path, name: str, side: Any, source: str, links: Any) -> Iterator[str]:  # noqa: ANN401
    """The pages of one side have their digests, and a link tells of them and of the revision."""
    parts = side["parts"]
    for part in parts:
        if part["file"] and digest_of((folder / part["file"]).read_bytes()) != part["digest"]:
            yield part["file"] + ": is not the part of the page that was recorded"
    digests = [part["digest"] for part in parts]
    whole = digests[0] if len(digests) == 1 else digest_of("\n".join(digests).encode())
    key = digest_of_array([[part["asked"], part["url"], part["content_type"], part["digest"]] for part in parts])
    if (whole, key) != (side["page_digest"], side["page_key"]):
        yield f"evidence.json, {name}: the parts do not give the page's digest and key"
    of_it = [link for link in links if (link["source"], link["revision"]) == (source, str(side["revision"]))]
    if len(of_it) != 1:
        yield f"chain.json: has no link, or more than one, for the {name} revision"
        return
    told, change = of_it[0]["revised"], folder / name / "change.zst"
    if (of_it[0]["page"][0], of_it[0]["digest"]) != (key, whole):
        yield f"chain.json: the link of the {name} revision tells of another page"
    if (told[0], told[1], told[5]) != (str(side["revision"]), side["recorded"], side["text_digest"]):
        yield f"chain.json: the link of the {name} revision tells of another text or time"
    if change.is_file() and digest_of(change.read_bytes()) != of_it[0]["change"]:
        yield f"{name}/change.zst: is not the change that the link tells of"


def wrong_facts(evidence: Any, links: Any) -> Iterator[str]:  # noqa: ANN401
    """What evidence.json says of the revision itself is what its link tells, and the link it names is that one."""
    told = (evidence["source"], str(evidence["revision"]))
    of_it = [link for link in links if (link["source"], link["revision"]) == told]
    if evidence["revision"] != evidence["sides"]["new"]["revision"]:
        yield "evidence.json: the new side is another revision"
    if any({"number": link["number"], "link": link["link"]} != evidence["link"] for link in of_it):
        yield "evidence.json: names another link than chain.json has for the revision"
    if any(link["revised"][2:5] != [evidence[key] for key in ("outcome", "title", "url")] for link in of_it):
        yield "evidence.json: tells of another title, address or outcome than the link"


def main() -> int:
    """Print what is wrong, or that all is well, and the link to be compared with what was noted elsewhere."""
    folder = Path(__file__).resolve().parent
    found = list(faults(folder))
    for fault in found:
        sys.stdout.write(f"WRONG  {ascii(fault)[1:-1]}\n")
    if not found:
        link = json.loads((folder / "evidence.json").read_bytes())["link"]["link"]
        sys.stdout.write("OK     every file is as SHA256SUMS says, and the links of the chain tell of these pages\n")
        sys.stdout.write(f"LINK   {link}  is that of the revision: compare it with the one noted elsewhere\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
