"""The demonstration itself, chapter by chapter: watch, watch again, see what changed, see who is told."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import wiring
from monitor.cli.demo import messages
from monitor.cli.demo.paper import Paper
from monitor.cli.demo.servers import hook, mailbox, pages
from monitor.cli.demo.setting import Receivers, configuration, examples, new_secret
from monitor.errors import ClausewatchError
from monitor.lanes import each
from monitor.render import outcome_text

if TYPE_CHECKING:
    from monitor.cli.demo.servers import Site
    from monitor.model import Outcome, Source
    from monitor.wiring import Parts

_NOT_MODIFIED = 304
_NEXT = """\
Write a sources.toml of your own:

    [fetch]
    contact = "mailto:you@example.com"      # providers see whom to write to

    [[source]]
    id = "provider/document"
    url = "https://www.example.com/terms"

    [[subscriber]]
    name = "me"
    channel = "console"                     # or email, slack, webhook

Then:

    clausewatch validate    finds every mistake in it
    clausewatch check       looks at every source once
    clausewatch run         keeps looking
"""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every chapter needs."""

    paper: Paper
    site: Site
    parts: Parts
    to: Receivers
    secret: str


def tell() -> None:
    """Tell the whole story on stdout. Raises `ClausewatchError` where it does not go as it should."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clausewatch-demo-")))
        site = stack.enter_context(pages(examples()))
        to = Receivers(
            stack.enter_context(mailbox()),
            stack.enter_context(hook("/services/T0/B0/demo")),
            stack.enter_context(hook("/hooks/terms")),
        )
        secret = new_secret()
        parts = stack.enter_context(wiring.parts_from(configuration(folder, site, to, secret)))
        _chapters(_Scene(Paper(), site, parts, to, secret))


def _chapters(scene: _Scene) -> None:
    paper = scene.paper
    paper.title("clausewatch demo")
    paper.say(
        "Three providers that do not exist publish their terms at web servers on this machine. clausewatch watches "
        "them as it would any others, and tells a mail server, a Slack channel and a program, all on this machine too. "
        "Nothing leaves it, and nothing is kept.",
    )
    _first_look(scene)
    _second_look(scene)
    _changed(scene)
    _told(scene)
    paper.chapter("What to do next")
    paper.verbatim(_NEXT)


def _first_look(scene: _Scene) -> None:
    scene.paper.chapter("1. The first look: every page is kept as revision 1")
    _print(scene, _look(scene, "first"))


def _second_look(scene: _Scene) -> None:
    scene.paper.chapter("2. Another look: nothing changed, so nobody is told")
    scene.site.answers.clear()
    _print(scene, _look(scene, "unchanged"))
    unsent = scene.site.answers.count(_NOT_MODIFIED)
    scene.paper.say(f"{unsent} of {len(scene.site.answers)} servers answered “304 Not Modified” and sent no page.")


def _changed(scene: _Scene) -> None:
    scene.paper.chapter("3. The providers change their terms: clause by clause, the gravest change first")
    scene.paper.say(
        "Two of them say so. Fennimore does not: its page still states the old date. Its menus changed as well, and a "
        "promotion; that is no change of terms, and nobody hears of it.",
    )
    scene.site.revision = 2
    _print(scene, _look(scene, "changed"))


def _told(scene: _Scene) -> None:
    delivered = scene.parts.deliver()
    if delivered.troubles:
        raise ClausewatchError("demo", f"a message was not taken: {delivered.troubles[0].error}")
    to, paper = scene.to, scene.paper
    paper.chapter("4. The mail: “legal” subscribes to northline/*")
    for mail in to.mail.took:
        messages.mail(paper, mail)
    paper.chapter("5. The Slack message: “telephony-team” subscribes to fennimore/*")
    for posted in to.slack.took:
        messages.slack(paper, posted)
    paper.chapter("6. The webhook: “contract-register” subscribes to harbor/*")
    for posted in to.webhook.took:
        messages.webhook(paper, posted, scene.secret)
    counts = f"{len(to.mail.took)} mail, {len(to.slack.took)} Slack message, {len(to.webhook.took)} webhook"
    paper.say(f"Delivered: {counts}. Still owed: {scene.parts.archive.owed_count()}.")


def _look(scene: _Scene, expected: str) -> list[Outcome]:
    """The outcomes of one look at every source, in the order of the configuration."""
    config = scene.parts.config
    results = each(config.sources, scene.parts.look, config.fetch.workers, scene.parts.wait)
    found = {done.source.id: _expected(done.source, done.result, expected) for done in results}
    return [found[source.id] for source in config.sources]


def _expected(source: Source, result: Outcome | Exception, expected: str) -> Outcome:
    if isinstance(result, Exception):
        raise result
    if result.kind != expected:
        reason = result.failure.message if result.failure else f"the outcome is {result.kind}, not {expected}"
        raise ClausewatchError(f"demo, {source.id}", reason)
    return result


def _print(scene: _Scene, outcomes: list[Outcome]) -> None:
    scene.paper.gap()
    for outcome in outcomes:
        scene.paper.verbatim(outcome_text(outcome, width=scene.paper.width, colour=scene.paper.colour))
