"""Pictures of linked terms, to stand in a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from monitor.render.graph import graph_near, graph_of, graph_svg
from monitor.web import links

if TYPE_CHECKING:
    from monitor.model import Web
    from monitor.render.graph import Graph


@dataclass(frozen=True, slots=True)
class Picture:
    """An `<svg>` element, "" where nothing is tied to anything, and how many documents there was no room for."""

    svg: Markup
    left_out: int


def neighbourhood(web: Web, name: str) -> Picture:
    """A document with all that it names and what names it, as far as there is room."""
    return _picture(graph_near(web, name, links.document_linked), f"What hangs together with {name}")


def provider_picture(web: Web, provider: str) -> Picture:
    """What belongs together at one provider."""
    return _picture(graph_of(web, provider, links.document_linked), f"What belongs together at {provider}")


def _picture(graph: Graph, title: str) -> Picture:
    svg = Markup(graph_svg(graph, title))  # noqa: S704 - the renderer escapes every foreign word
    return Picture(svg, graph.left_out)
