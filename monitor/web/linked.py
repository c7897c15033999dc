"""The pages of linked terms: which documents belong together, and which of those that are named nobody watches."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.linked import named_by, web_near, web_of
from monitor.model import Naming, Source
from monitor.render.phrases import place_words
from monitor.web.graphs import neighbourhood, provider_picture
from monitor.web.pages import NotThere, Pages
from monitor.web.ties import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Web


@dataclass(frozen=True, slots=True)
class LinkedPages(Pages):
    """The pages of linked terms."""

    def providers(self, request: Request) -> Response:
        """Every provider and how many of its documents are watched; nothing is asked of the archive."""
        counts = Counter(_provider(one.id) for one in self.sources)
        return self._page(request, "linked.html", providers=sorted(counts.items()))

    def provider(self, request: Request) -> Response:
        """What belongs together at one provider, as a picture and in words."""
        provider = request.path_params["provider"]
        own = [one for one in self.sources if _provider(one.id) == provider]
        if not own:
            said = f"No document of {provider} is watched."
            raise NotThere(said)
        web = self._web_of(provider, own)
        ties = [tie for tie in web.ties if provider in {_provider(tie.source), _provider(tie.watched)}]
        return self._page(
            request,
            "linked_provider.html",
            provider=provider,
            documents=len(own),
            picture=provider_picture(web, provider),
            told=told(ties, [one.id for one in own]),
            titles=_titles(web),
            place=place_words,
        )

    def one(self, request: Request) -> Response:
        """What one document names and what names it, as a picture and in words."""
        name = f"{request.path_params['provider']}/{request.path_params['document']}"
        source = next((one for one in self.sources if one.id == name), None)
        if source is None:
            said = f"{name} is not watched."
            raise NotThere(said)
        web = web_near(name, self.sources, self.archive.links_near(source))
        ties = [tie for tie in web.ties if name in {tie.source, tie.watched}]
        return self._page(
            request,
            "linked_document.html",
            name=name,
            provider=_provider(name),
            picture=neighbourhood(web, name),
            told=told(ties, [name]),
            all_at_once=f"clausewatch add --linked {shlex.quote(name)}",
            titles=_titles(web),
            place=place_words,
        )

    def _web_of(self, provider: str, own: Sequence[Source]) -> Web:
        """The part of the web that one provider's documents are in: they, what they name, and what names them."""
        every = Source(f"{provider}/", tuple(url for one in own for url in one.urls))
        namings = self.archive.links_near(every)
        linked = (one for name, naming in namings.items() if _provider(name) == provider for one in naming.linked)
        near = named_by(Naming("", tuple(linked)), self.sources)
        close = [one for one in self.sources if _provider(one.id) == provider or one.id in near or one.id in namings]
        return web_of(close, namings)


def routes(pages: Pages) -> list[Route]:
    """Where these pages are."""
    linked = LinkedPages(**pages.parts)
    return [
        Route("/linked", linked.providers, name="linked"),
        Route("/linked/{provider}", linked.provider, name="linked_provider"),
        Route("/documents/{provider}/{document}/linked", linked.one, name="document_linked"),
    ]


def _titles(web: Web) -> dict[str, str]:
    """What each watched document is known by; it is its id where nothing else is known."""
    return {one.source.id: one.title for one in web.members}


def _provider(source: str) -> str:
    return source.partition("/")[0]
