"""The part of a robots.txt that is meant for us (RFC 9309, 2.2), taken out before anything else is made of it.

A file within its 500 KiB can name thousands of other crawlers with thousands of rules
for each; a parser that kept all of them would need gigabytes.
"""

from __future__ import annotations

from monitor.text.patterns import pattern

PRODUCT_TOKEN = "clausewatch"  # noqa: S105 - the name robots.txt files may use for us
EVERYONE = "*"

_AGENT = pattern(r"(?i)user[- ]?agent\s*[:\s]\s*(.*)")
_TOKEN = pattern(r"\*|[A-Za-z_-]+")  # what follows, such as a version, is not compared
# Allow and Disallow, spelt as protego takes them, and the delay that many sites ask for besides.
_RULE = pattern(r"(?i)(?:allow|disallow|dissallow|dissalow|disalow|diasllow|disallaw|crawl[- ]delay)\b.*")
# A login, a challenge or a page "not found" sent in the place of rules holds none, whatever its lines look like.
_MARKUP = pattern(r"(?i)\s*<(?:!doctype|!--|\?xml|html|head|body|script|title|meta)\b")


def rules_for_us(text: str) -> str:
    """The rules of the groups that name us, else of those for everyone, as one group; "" where there are none."""
    if _MARKUP.match(text):
        return ""
    rules: dict[str, list[str]] = {}
    group: set[str] = set()
    ruled = False  # whether the group has rules already: the next name begins another
    for line in text.splitlines():
        words = line.partition("#")[0].strip()
        if agent := _AGENT.fullmatch(words):
            group = set() if ruled else group
            ruled = False
            if (name := _token(agent[1])) in {PRODUCT_TOKEN, EVERYONE}:
                group.add(name)
                rules.setdefault(name, [])
        elif _RULE.fullmatch(words):
            ruled = True
            for name in group:
                rules[name].append(words)
    ours = rules.get(PRODUCT_TOKEN, rules.get(EVERYONE))
    return "\n".join([f"User-agent: {EVERYONE}", *ours]) if ours else ""


def _token(agent: str) -> str:
    found = _TOKEN.match(agent)
    return found[0].lower() if found else ""
