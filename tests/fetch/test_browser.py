from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher
from monitor.model import Fetched, Page, Past
from tests.fetch.pages import (
    GUARDED,
    SENTENCE,
    TERMS,
    built,
    forbidden,
    markup,
    needs_browser,
    rendered,
    script,
    serve_each,
    show,
    show_all,
)
from tests.fetch.servers import NOW, Answer, Canned, Seen, failure, moved, page, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_browser

ROOT = Path(__file__).parents[2]
PROGRAM = f"document.getElementById('root').innerHTML = {json.dumps(TERMS)};"
SHELL = markup('<!doctype html><title>Northline Terms</title><div id="root"></div><script src="/app.js"></script>')


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    """One browser for most of the tests here: a page leaves nothing behind in it."""
    with Fetcher(GUARDED) as shared:
        yield shared


@pytest.fixture(scope="module")
def hurried() -> Iterator[Fetcher]:
    """One with little time, whose browser has been started."""
    with Fetcher(replace(GUARDED, timeout=4.0, max_bytes=100_000)) as shared:
        yield shared


def _text(fetcher: Fetcher, url: str, **headers: str) -> str:
    return page(show(fetcher, url, **headers)).parts[0].body.decode()


def test_a_page_that_scripts_build_is_read(fetcher: Fetcher) -> None:
    """The page is what stands there once its scripts have run, under the address it was found at."""
    with serve({"/terms": SHELL, "/app.js": script(PROGRAM)}) as site:
        part = page(show(fetcher, site.url())).parts[0]
    assert part.body.decode().count(SENTENCE) == 8
    assert (part.url, part.content_type) == (site.url(), "text/html; charset=utf-8")
    assert (part.etag, part.last_modified) == (None, None)


def _told(fetched: Fetched) -> str:
    return fetched.parts[0].body.decode() if isinstance(fetched, Page) else ""


LATE = {
    "a timer": f"setTimeout(() => {{ {PROGRAM} }}, 300)",
    "a chain of requests": """
        fetch("/one").then((r) => r.text()).then((two) => fetch(two)).then((r) => r.json())
          .then((made) => setTimeout(() => document.getElementById("root").innerHTML = made.terms, 200))""",
    "a query": """
        fetch("/query", {method: "POST", headers: {"content-type": "application/json"}, body: '{"page": "terms"}'})
          .then((r) => r.text()).then((text) => document.getElementById("root").innerHTML = text)""",
    "a shadow root": f"""
        document.getElementById("root").attachShadow({{mode: "open"}}).innerHTML = {json.dumps(TERMS)}""",
    "a frame": """document.getElementById("root").innerHTML = '<iframe src="/frame"></iframe>'""",
    "a set of frames": """
        const frames = '<frameset cols="20%,*"><frame src="/menu"><frame src="/frame"></frameset>';
        document.documentElement.innerHTML = frames""",
    "names of what a page is read by": f"""
        const names = ["childNodes", "attributes", "localName", "nodeType", "textContent", "shadowRoot"];
        document.getElementById("root").innerHTML = `<img name=body><form name=documentElement></form>
          <form>${{names.map((name) => `<input name=${{name}}>`).join("")}}{TERMS}</form>`""",
}


def test_what_comes_late_is_waited_for(fetcher: Fetcher) -> None:
    """Timers, requests that follow from others, queries, and what stands in shadow roots, frames and odd forms."""

    def query(seen: Seen) -> Canned:
        return Canned(TERMS.encode() if (seen.method, seen.body) == ("POST", b'{"page": "terms"}') else b"")

    answers: dict[str, Answer] = {
        "/terms": SHELL,
        "/one": Canned(b"/two"),
        "/two": Canned(json.dumps({"terms": TERMS}).encode()),
        "/query": query,
        "/menu": markup("Home"),
        "/frame": markup(TERMS),
    }
    with serve_each({**answers, "/app.js": script(program)} for program in LATE.values()) as sites:
        shown = show_all(fetcher, [site.url() for site in sites])
    assert [page(one).parts[0].body.decode().count(SENTENCE) for one in shown] == [8] * len(LATE)


def test_a_script_may_lead_to_another_page_of_its_host(fetcher: Fetcher) -> None:
    """The address is then that of the page that was read, so that a way to a login page shows."""
    with serve({"/terms": built("location.replace('/terms-2026')", "<p>moving</p>"), "/terms-2026": built("")}) as site:
        part = page(show(fetcher, site.url())).parts[0]
    assert (part.asked, part.url, part.moved) == (site.url(), site.url("/terms-2026"), "")
    assert SENTENCE in part.body.decode()


ATTEMPTS = (
    "fetch('{http}/fetch').catch(() => 0)",
    "fetch('/leads/away').catch(() => 0)",
    "fetch('{http}/post', {{method: 'POST', mode: 'no-cors', body: 'x'}}).catch(() => 0)",
    "new XMLHttpRequest().open('GET', '{http}/opened')",
    "(() => {{ const x = new XMLHttpRequest(); x.open('GET', '{http}/xhr'); x.send() }})()",
    "new Image().src = '{http}/image'",
    "add('iframe', {{src: '{http}/frame'}})",
    "add('iframe', {{src: '/leads/away'}})",
    "add('script', {{src: '{http}/script'}})",
    "add('script', {{src: '{http}/module', type: 'module'}})",
    "add('link', {{rel: 'stylesheet', href: '{http}/sheet'}})",
    "add('link', {{rel: 'prefetch', href: '{http}/prefetch'}})",
    "add('link', {{rel: 'preload', as: 'fetch', href: '{http}/preload'}})",
    "add('link', {{rel: 'modulepreload', href: '{http}/modulepreload'}})",
    "add('link', {{rel: 'preconnect', href: '{http}'}})",
    "add('link', {{rel: 'dns-prefetch', href: '{http}'}})",
    "add('link', {{rel: 'manifest', href: '{http}/manifest'}})",
    "add('link', {{rel: 'icon', href: '{http}/icon'}})",
    "add('video', {{src: '{http}/video', autoplay: true}})",
    "add('audio', {{src: '{http}/audio', autoplay: true}})",
    "add('object', {{data: '{http}/object'}})",
    "add('embed', {{src: '{http}/embed'}})",
    "add('script', {{type: 'speculationrules', textContent: '{{\"prefetch\": [{{\"urls\": [\"{http}/rules\"]}}]}}'}})",
    "new FontFace('x', 'url({http}/font)').load().catch(() => 0)",
    "navigator.sendBeacon('{http}/beacon', 'x')",
    "new EventSource('{http}/events')",
    "new WebSocket('{ws}/socket')",
    "new Worker(URL.createObjectURL(new Blob([`fetch('{http}/worker'); new WebSocket('{ws}/worker')`])))",
    "navigator.serviceWorker && navigator.serviceWorker.register('/worker.js')",
    "call({{urls: 'stun:{at}'}}, {{urls: 'turn:{at}?transport=tcp', username: 'a', credential: 'b'}})",
    "new WebTransport('https://{at}/transport').ready.catch(() => 0)",
    "window.open('{http}/window')",
    "window.open('{http}/window', '_blank', 'noopener')",
    "import('{http}/import').catch(() => 0)",
    "add('a', {{href: '/', ping: '{http}/ping', target: 'x'}}).click()",
    "add('a', {{href: '{http}/download', download: 'x'}}).click()",
    "add('a', {{href: 'file:///etc/hostname', target: 'y'}}).click()",
)
WAYS = """
const add = (name, set) => { const one = Object.assign(document.createElement(name), set);
                             document.body.append(one); return one; };
const call = (...servers) => {
  const peer = new RTCPeerConnection({iceServers: servers});
  peer.createDataChannel("x");
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));
};
let tried = 0;
const attempt = (way) => { try { way() } catch (_) { } tried++ };
"""


# A page that shows nothing yet is waited for: what it has tried has time to happen.
FILLED = f"""
setTimeout(() => {{ document.querySelector("main").innerHTML = {json.dumps(TERMS)} }}, 500)"""


def test_no_request_of_a_page_gets_past_the_gate(fetcher: Fetcher) -> None:
    """Whatever a page tries, nothing reaches an address that is not allowed; and the page is still read."""
    with forbidden() as outside:
        at = f"{outside.host}:{outside.port}"
        ways = [way.format(http=f"http://{at}", ws=f"ws://{at}", at=at) for way in ATTEMPTS]
        attempts = "".join(f"attempt(() => {way});\n" for way in ways)
        program = f"{WAYS}{attempts}document.title = `${{tried}} tried`;{FILLED}"
        away = moved(f"http://{at}/redirected")
        policy = {"Content-Security-Policy-Report-Only": f"default-src 'none'; report-uri http://{at}/report"}
        start = markup('<body><main></main><script src="/app.js"></script>', **policy)
        worker = script(f"fetch('http://{at}/service')")
        answers = {"/terms": start, "/app.js": script(program), "/leads/away": away, "/worker.js": worker}
        with serve(answers) as site:
            text = _text(fetcher, site.url())
        assert outside.hits == 0
    assert f"<title>{len(ATTEMPTS)} tried</title>" in text
    assert SENTENCE in text


LEAVING = {
    "a script": "location.href = '{}'",
    "a script, with a scheme of its own": "location.href = 'file:///etc/hostname'",
    "a refresh": "document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content=\"0;url={}\">')",
    "a form": "document.body.innerHTML += '<form method=post action={}></form>'; document.forms[0].submit()",
    "a redirect": "location.href = '/leads/away'",
}


def test_a_page_cannot_leave_for_where_it_may_not_go(fetcher: Fetcher) -> None:
    """Going elsewhere passes the gate like anything else, and the page that tried stays."""
    with forbidden() as outside:
        url = f"http://{outside.host}:{outside.port}/"
        programs = (f"{way.replace('{}', url)};{FILLED}" for way in LEAVING.values())
        answers = ({"/terms": built(program, ""), "/leads/away": moved(url)} for program in programs)
        with serve_each(answers) as sites:
            shown = show_all(fetcher, [site.url() for site in sites])
        assert outside.hits == 0
    assert all(SENTENCE in page(one).parts[0].body.decode() for one in shown)


def test_what_shows_no_words_is_not_fetched(fetcher: Fetcher) -> None:
    """Images, fonts, media, style sheets and downloads are not asked for, nor is anything sent."""
    program = """
        document.body.insertAdjacentHTML("beforeend", `<img src=/image><video src=/video autoplay></video>
          <link rel=stylesheet href=/sheet><form method=post action=/form target=other></form>
          <a href=/file download>x</a>`);
        document.querySelector("a").click(); document.forms[0].submit(); navigator.sendBeacon("/beacon", "x");
        fetch("/put", {method: "PUT", body: "x"}).catch(() => 0);
        fetch("/large", {method: "POST", body: "x".repeat(70000)}).catch(() => 0);
        new FontFace("x", "url(/font)").load().catch(() => 0); new EventSource("/events"); alert("hello")"""
    with serve({"/terms": built(program)}) as site:
        text = _text(fetcher, site.url())
    assert SENTENCE in text
    assert [seen.path for seen in site.seen] == ["/terms"]


def test_cookies_and_tokens_go_to_the_pages_own_host_only(fetcher: Fetcher) -> None:
    """What a source sets is sent with the page's own requests, and neither elsewhere nor with a query."""
    with serve({"/data": Canned(headers={"Access-Control-Allow-Origin": "*"}), "/frame": markup("x")}) as other:
        program = f"""
            fetch("/own"); fetch("{other.url("/data")}"); fetch("/away");
            fetch("/query", {{method: "POST", body: "x"}});
            document.body.append(Object.assign(document.createElement("iframe"), {{src: "{other.url("/frame")}"}}))"""
        answers = {"/terms": built(program), "/own": Canned(), "/query": Canned(), "/away": moved(other.url("/data"))}
        with serve(answers) as site:
            _text(fetcher, site.url(), Cookie="session=7", Authorization="Bearer token")
    carried = {(seen.path, seen.headers["Cookie"], seen.headers["Authorization"]) for seen in site.seen + other.seen}
    own, none = ("session=7", "Bearer token"), (None, None)
    assert carried == {
        ("/terms", *own), ("/own", *own), ("/away", *own), ("/query", *none), ("/data", *none), ("/frame", *none)
    }  # fmt: skip


def test_headers_stay_behind_where_the_page_itself_is_on_another_host(fetcher: Fetcher) -> None:
    """A redirect to another host takes no cookie along, for the page or for what it asks for."""
    with serve({"/terms": built("fetch('/own')"), "/own": Canned()}) as other:
        with serve({"/terms": moved(other.url())}) as site:
            _text(fetcher, site.url(), Cookie="session=7")
        assert [(seen.path, seen.headers["Cookie"]) for seen in other.seen] == [("/terms", None), ("/own", None)]


def test_a_page_cannot_read_what_another_host_does_not_share(fetcher: Fetcher) -> None:
    """Scripts get other hosts' answers where these allow it (CORS), directly or by a redirect."""
    program = """
        const told = (name) => (text) => document.body.append(`${name}: ${text} `);
        for (const name of ["/closed", "/open", "/to-closed", "/to-open"])
          fetch(name.startsWith("/to-") ? name : "OTHER" + name)
            .then((r) => r.text()).then(told(name)).catch(() => 0)"""
    share = {"Access-Control-Allow-Origin": "*"}
    with serve({"/closed": Canned(b"a secret"), "/open": Canned(b"a word", headers=share)}) as other:
        answers = {
            "/terms": built(program.replace("OTHER", other.url(""))),
            "/to-closed": moved(other.url("/closed")),
            "/to-open": moved(other.url("/open")),
        }
        with serve(answers) as site:
            text = _text(fetcher, site.url())
    assert text.count("a word ") == 2
    assert "a secret" not in text


def test_a_redirect_within_the_page_takes_its_own_place(fetcher: Fetcher) -> None:
    """What another host sent is never run as if it were of the host that redirected to it."""
    with serve({"/frame": markup("<p>I am at <script>document.write(location.host)</script></p>")}) as other:
        answers = {"/terms": built("", TERMS + '<iframe src="/frame"></iframe>'), "/frame": moved(other.url("/frame"))}
        with serve(answers) as site:
            text = _text(fetcher, site.url())
    assert other.asked("/frame")
    assert "I am at" not in text  # a frame of another host is closed to the page


def test_nothing_is_kept_from_one_page_for_the_next(fetcher: Fetcher) -> None:
    """Cookies and storage are gone with the page, and cookies of the server are not taken at all."""
    program = """
        document.body.append(`was: [${document.cookie}${localStorage.seen || ""}] `);
        document.cookie = "a=1; max-age=9999"; localStorage.seen = "before"; fetch("/own")"""
    taken = {"Set-Cookie": "b=2", "Content-Type": "text/html"}
    with serve({"/terms": Canned(built(program).body, headers=taken), "/own": Canned()}) as site:
        texts = [_text(fetcher, site.url()) for _ in range(2)]
    assert all("was: []" in text for text in texts)
    assert [seen.headers["Cookie"] for seen in site.seen] == [None] * 4


def test_robots_txt_is_kept_to_for_everything_a_page_asks_for(fetcher: Fetcher) -> None:
    """A page that is allowed gets nothing that is not; one that is not allowed is not asked for."""
    rules = Canned(b"User-agent: *\nDisallow: /api/\nDisallow: /private")
    with serve({"/robots.txt": rules, "/terms": built("fetch('/api/terms')"), "/private": built("")}) as site:
        polite = replace(rendered(site.url()), robots="respect")
        page(fetcher.fetch(polite, Past(), NOW))
        refused = failure(fetcher.fetch(replace(polite, urls=(site.url("/private"),)), Past(), NOW))
    assert refused.kind == "robots"
    assert [seen.path for seen in site.seen] == ["/robots.txt", "/terms"]


def test_what_is_no_page_needs_no_browser() -> None:
    """A refusal is told as ever, and a PDF or plain text comes as it is."""
    pdf = Canned(b"%PDF-1.7 ...", headers={"Content-Type": "application/pdf", "ETag": '"v1"'})
    with serve({"/terms.pdf": pdf}) as site, Fetcher(GUARDED) as fetcher:
        part = page(show(fetcher, site.url("/terms.pdf"))).parts[0]
        missing = failure(show(fetcher, site.url("/gone")))
    assert (part.body, part.content_type, part.etag) == (pdf.body, "application/pdf", None)
    assert (missing.kind, missing.transient) == ("http", False)


ENDLESS = {
    "a loop": "while (true) { }",
    "dialogs": "while (true) alert('x')",
    "a frozen frame": "document.body.innerHTML = '<iframe srcdoc=\"<script>while (true) { }<\\/script>\"></iframe>'",
}


def test_a_page_that_never_ends_ends_in_time(hurried: Fetcher) -> None:
    """One deadline holds for all a page does, and the next page is shown as if nothing had been."""
    with serve_each({"/terms": built(program)} for program in ENDLESS.values()) as sites:
        shown = [failure(one) for one in show_all(hurried, [site.url() for site in sites])]
    assert [(failed.kind, failed.transient) for failed in shown] == [("timeout", True)] * len(ENDLESS)
    with serve({"/terms": built("")}) as site:
        assert SENTENCE in _text(hurried, site.url())


RESTLESS = {
    "a text that grows": "setInterval(() => document.body.append('and more '), 20)",
    "requests without end": "const again = () => fetch('/own?' + Math.random()).finally(again); again()",
    "a page that loads itself": "setTimeout(() => location.reload(), 150)",
}


def test_a_page_that_never_rests_gives_what_it_has(hurried: Fetcher) -> None:
    """A page whose text stands there is read, whatever else goes on; of requests only so many are made."""
    with serve_each({"/terms": built(program), "/own": Canned()} for program in RESTLESS.values()) as sites:
        shown = show_all(hurried, [site.url() for site in sites])
        asked = [len(site.seen) for site in sites]
    assert all(SENTENCE in page(one).parts[0].body.decode() for one in shown)
    assert max(asked) <= 1 + 200


def test_a_page_keeps_to_its_bounds_of_bytes(hurried: Fetcher) -> None:
    """The finished page has the same bound as a document, and all that it asks for four times as much."""
    grows = f"for (let i = 0; i < 2000; i++) document.body.append({json.dumps(SENTENCE)})"
    loads = """
        const told = (text) => document.body.append("got " + text.length);
        (async () => { for (let i = 0; i < 9; i++)
          await fetch("/data?" + i).then((r) => r.text()).then(told).catch(() => 0) })()"""
    data = {f"/data?{number}": Canned(b"x" * 90_000) for number in range(9)}
    with serve_each([{"/terms": built(grows)}, {"/terms": built(loads), **data}]) as (large, greedy):
        refused, taken = show_all(hurried, [large.url(), greedy.url()])
    assert (failure(refused).kind, failure(refused).transient) == ("too-large", False)
    assert page(taken).parts[0].body.count(b"got 90000") == 4


HOGS = {
    "objects": "const kept = []; while (true) kept.push(new Array(1e6).fill(Math.random()))",
    "buffers": "const kept = []; while (true) kept.push(new Uint8Array(5e7).fill(1))",
}


def test_a_page_that_takes_all_memory_is_a_failure_of_its_own(fetcher: Fetcher) -> None:
    """The page is ended at its bound; the browser goes on."""
    with serve_each({"/terms": built(program)} for program in HOGS.values()) as sites:
        shown = [failure(one) for one in show_all(fetcher, [site.url() for site in sites])]
    assert [(failed.kind, failed.transient) for failed in shown] == [("browser", True)] * len(HOGS)
    with serve({"/terms": built("")}) as site:
        assert SENTENCE in _text(fetcher, site.url())


def test_an_address_that_scripts_blew_up_is_not_kept(fetcher: Fetcher) -> None:
    """The page is then said to be where it was asked for."""
    with serve({"/terms": built("location.hash = 'x'.repeat(9000)")}) as site:
        assert page(show(fetcher, site.url())).parts[0].url == site.url()
