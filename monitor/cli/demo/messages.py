"""Delivered messages as a person reads them: unpacked from what went over the wire."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from rich.text import Text
from standardwebhooks import Webhook

from monitor.render import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.cli.demo.paper import Paper
    from monitor.cli.demo.servers import Posted

_LONGEST = 60  # characters of a text in the JSON that is shown: enough to know it by
_MOST = 3  # entries of a list that is shown whole
_SHOWN = ("content-type", "webhook-id", "webhook-timestamp", "webhook-signature")
_MARKS = {"strike": ("~", "red strike"), "bold": ("*", "bold"), "italic": ("_", "italic"), "code": ("`", "cyan")}


def mail(paper: Paper, raw: bytes) -> None:
    """A mail's headers and its text part (RFC 5322, RFC 2046)."""
    paper.gap()
    message = message_from_bytes(raw, policy=policy.default)
    for name, value in message.items():
        paper.bar(Text.assemble((f"{name}: ", "dim"), for_terminal(str(value))))
    paper.bar(Text())
    text, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    paper.quoted(text.get_content() if text else "")
    paper.bar(Text())
    size = len(page.get_content()) if page else 0
    paper.bar(Text(f"(and the same as an HTML part of {size:,} characters)", style="dim"))


# --- Slack ---------------------------------------------------------------------------------------------------


def slack(paper: Paper, posted: Posted) -> None:
    """A Slack message's blocks; without colours, bold and struck words stand as *bold* and ~struck~."""
    paper.gap()
    for number, block in enumerate(json.loads(posted.body)["blocks"]):
        quote = _is_quote(block)
        if number and not quote:
            paper.bar(Text())
        for line in _block_text(block, marks=not paper.colour).split(allow_blank=True):
            paper.bar(line, indent="  ▏ " if quote else "")


def _is_quote(block: dict[str, Any]) -> bool:
    return any(part["type"] == "rich_text_quote" for part in block.get("elements", ()))


def _block_text(block: dict[str, Any], *, marks: bool) -> Text:
    if block["type"] == "header":
        return Text(for_terminal(block["text"]["text"]), style="bold underline")
    parts = [_element(element, marks=marks) for part in block["elements"] for element in part["elements"]]
    return Text.assemble(*parts)


def _element(element: dict[str, Any], *, marks: bool) -> Text:
    words = for_terminal(element["text"], lines=True)
    if element["type"] == "link":
        return Text(f"{words} <{for_terminal(element['url'])}>", style="" if marks else "underline")
    for name, (mark, style) in _MARKS.items():
        if element.get("style", {}).get(name):
            return _marked(words, mark) if marks else Text(words, style=style)
    return Text(words)


def _marked(words: str, mark: str) -> Text:
    """The words between marks; spaces and line ends at their sides stay outside."""
    inner = words.strip()
    if not inner:
        return Text(words)
    start = words.index(inner)
    return Text(f"{words[:start]}{mark}{inner}{mark}{words[start + len(inner) :]}")


# --- webhooks --------------------------------------------------------------------------------------------------


def webhook(paper: Paper, posted: Posted, secret: str) -> None:
    """A webhook's headers, whether its signature holds (Standard Webhooks 1.0), and its JSON in short."""
    paper.gap()
    for name in _SHOWN:
        paper.bar(Text.assemble((f"{name}: ", "dim"), for_terminal(posted.headers.get(name, ""))))
    paper.bar(Text())
    found = Webhook(secret).verify(posted.body, posted.headers)
    for line in _pretty(_shortened(found), paper.width - 4):
        paper.quoted(line)
    paper.say("The signature was verified with the secret that both sides share. Long lists and texts are cut here.")


def _shortened(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """The value with long texts cut, and of each long list the first entry alone."""
    if isinstance(value, dict):
        return {key: _shortened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        more = [f"… {len(value) - 1} more"] if len(value) > _MOST else []
        return [*map(_shortened, value[:1] if more else value), *more]
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[: _LONGEST - 1]}…"
    return value


def _pretty(value: Any, width: int, before: str = "", after: str = "") -> Iterator[str]:  # noqa: ANN401
    """JSON in which whatever fits on a line stands on one."""
    whole = f"{before}{json.dumps(value, ensure_ascii=False)}{after}"
    if len(whole) <= width or not isinstance(value, dict | list) or not value:
        yield whole
        return
    indent = " " * (len(before) - len(before.lstrip()))
    keyed = isinstance(value, dict)
    pairs = list(value.items()) if isinstance(value, dict) else [("", inner) for inner in value]
    yield before + ("{" if keyed else "[")
    for number, (key, inner) in enumerate(pairs, 1):
        name = f"{json.dumps(key, ensure_ascii=False)}: " if keyed else ""
        yield from _pretty(inner, width, f"{indent}  {name}", "," if number < len(pairs) else "")
    yield indent + ("}" if keyed else "]") + after
