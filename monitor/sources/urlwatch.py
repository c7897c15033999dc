"""The part of urlwatch's job list that says what is watched (https://urlwatch.readthedocs.io/en/latest/jobs.html).

Its files are YAML documents with `---` between. Only their flat keys are read,
and the CSS filters: what else a job does to a page, clausewatch does by itself or not at all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from monitor.sources.findings import quoted
from monitor.sources.listed import Listed, Listing
from monitor.text.patterns import pattern

_KEY = pattern(r"([A-Za-z_][\w-]*):(?:\s+(.*))?$")
_STEP = pattern(r"-\s+([\w-]+):?(?:\s+(.*))?$")
_COMMENT = pattern(r"\s#.*$")
_NESTED = ("&", "*", "|", ">", "{", "[", "!")
"""What begins a value that is more than a word or a line."""

_NEEDLESS = frozenset({"beautify", "html2text", "kind", "strip"})
"""What urlwatch needs to make text of a page; here the page is read."""

_SELECTS = {"css": "{}", "element-by-id": "#{}", "element-by-class": ".{}", "element-by-tag": "{}"}


def read(text: str, longest: int) -> Listing:
    """The jobs that watch an address, and a note for each key, filter or job that was not taken over.

    Nor is a line of more than `longest` characters.
    """
    notes: list[str] = []
    jobs = [_Job(notes)]
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("---"):
            jobs.append(_Job(notes))
        elif len(line) > longest:
            notes.append(f"line {number} is longer than {longest:,} characters and was not taken over")
        elif line.strip() and not line.lstrip().startswith("#"):
            jobs[-1].take(number, line)
    rows = (job.listed() for job in jobs if job.line)
    return Listing(tuple(row for row in rows if row), tuple(notes))


@dataclass(slots=True)
class _Job:
    """One job while its lines are read; `within` is the key or filter whose indented lines follow."""

    notes: list[str]
    line: int = 0
    said: dict[str, str] = field(default_factory=dict)
    select: str | None = None
    remove: tuple[str, ...] = ()
    within: str = ""

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        self.line = self.line or number
        bare = line.strip()
        if (key := _KEY.match(line)) is not None:
            self._key(number, key[1], _value(key[2] or ""))
        elif self.within != "ignored" and (step := _STEP.match(bare)) is not None:
            self._step(number, step[1], _value(step[2] or ""))
        elif self.within == "css" and (part := _KEY.match(bare)) is not None:
            self._css_part(number, part[1], _value(part[2] or ""))
        elif self.within == "filter":
            self.notes.append(f"line {number}: {quoted(bare)} was not taken over")

    def _key(self, number: int, key: str, value: str) -> None:
        self.within = "filter" if key == "filter" else "ignored"
        if key == "filter":
            for step in filter(None, value.split(",")):
                name, _, given = step.strip().partition(":")
                self._step(number, name, given)
        elif key in {"name", "url", "navigate"} and value and not value.startswith(_NESTED):
            self.said[key] = value
        elif key not in _NEEDLESS:
            self.notes.append(f"line {number}: {key} was not taken over")

    def _step(self, number: int, name: str, value: str) -> None:
        self.within = name
        pattern = _SELECTS.get(name)
        if pattern and value and not value.startswith(_NESTED) and self.select is None:
            self.select = pattern.format(value)
        elif name not in _NEEDLESS and (value or name != "css"):
            self.notes.append(f"line {number}: the filter {name} was not taken over")

    def _css_part(self, number: int, key: str, value: str) -> None:
        if key == "selector" and self.select is None:
            self.select = value
        elif key == "exclude":
            self.remove = (value,)
        else:
            self.notes.append(f"line {number}: {key} of the filter css was not taken over")

    def listed(self) -> Listed | None:
        """The job as a row; None, with a note, where it watches no address."""
        url = self.said.get("url") or self.said.get("navigate") or ""
        if not url.lower().startswith(("http://", "https://")):
            self.notes.append(f"line {self.line}: this job watches no http(s) address: {quoted(url)}")
            return None
        if "url" not in self.said:
            self.notes.append(f"line {self.line}: urlwatch opens this page in a browser; see how it reads without")
        return Listed(self.line, url, self.said.get("name", ""), select=self.select, remove=self.remove)


def _value(raw: str) -> str:
    """A scalar without its quotes or the comment after it."""
    if raw[:1] == '"':
        return _json(raw[: raw.rfind('"') + 1])
    if raw[:1] == "'":
        return raw[1 : max(1, raw.rfind("'"))].replace("''", "'")
    return _COMMENT.sub("", f" {raw}").strip()


def _json(quotation: str) -> str:
    """YAML's double quotes escape much as JSON's do."""
    try:
        return str(json.loads(quotation, strict=False))
    except ValueError:
        return quotation.strip('"')
