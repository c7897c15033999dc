"""Link reference definitions of Markdown ("[1]: https://..."): addresses for the links above, and no words of terms."""

from __future__ import annotations

import re

from monitor.text.patterns import pattern

_DEFINITION = pattern(
    r"^ {0,3}\[(?!\^)([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$"
)
_ADDRESS = pattern(r"[a-z][\w+.-]*:|/|#|\.{1,2}/|[\w.-]+\.\w{2,}(?:/|$)", re.IGNORECASE)
_FENCE = pattern(r"^ {0,3}(`{3,}|~{3,})")
_HIDDEN_MAIL = pattern(  # what stands in the place of a mail address, as a link's words, brackets not escaped
    r"\[\[(email(?:[ \u00a0]|&#160;|&nbsp;)protected)\](?=\])", re.IGNORECASE
)
_USE = pattern(r"(?<!\])\[((?:[^\[\]\\\n]|\\.){1,400})\](?:\[([^\[\]\n]{0,200})\]|(?![\[(:]))")


def resolved(text: str) -> str:
    """The text with its definitions taken out and the links that use them written in full (CommonMark 0.31, 4.7).

    "[[email protected]](...)", as converters write it, is made the link that it is meant to be.
    """
    if "protected]]" in text:
        text = _HIDDEN_MAIL.sub(r"[\\[\1\\]", text)
    if "]:" not in text:
        return text
    targets: dict[str, str] = {}
    kept = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        found = None if fenced else _DEFINITION.match(line)
        if found and _ADDRESS.match(found.group(2)):
            targets.setdefault(_key(found.group(1)), found.group(2))
        else:
            kept.append(line)
    return _USE.sub(lambda use: _linked(use, targets), "\n".join(kept)) if targets else text


def _linked(use: re.Match[str], targets: dict[str, str]) -> str:
    target = targets.get(_key(use.group(2) or use.group(1)))
    return f"[{use.group(1)}](<{target}>)" if target else use.group()


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
