from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest

from monitor.fetch import PRODUCT, Fetcher
from monitor.model import NotModified, Past, Validators
from tests.fetch.servers import NOW, SETTINGS, TERMS, Canned, Seen, failure, fetch, moved, page, serve, source


def test_a_page_keeps_its_bytes_and_what_the_server_said_of_them() -> None:
    """A 200 gives a page with body, content type, validators, and the address as asked and as found."""
    said = {
        "Content-Type": "text/html; charset=utf-8",
        "ETag": '"v7"',
        "Last-Modified": "Mon, 02 Feb 2026 08:00:00 GMT",
    }
    with serve({"/terms": Canned(headers=said)}) as site:
        fetched = page(fetch(site.url()))
    part = fetched.parts[0]
    assert (part.asked, part.url, part.body) == (site.url(), site.url(), TERMS)
    assert (part.content_type, part.etag, part.last_modified) == tuple(said.values())
    assert fetched.at == NOW


def test_the_user_agent_names_the_project_and_whom_to_write_to() -> None:
    """Every request says who asks, in a form that cannot be broken out of."""
    with serve() as site:
        fetch(site.url(), settings=replace(SETTINGS, contact="mailto:terms@example.com\r\nX-Evil: (1)"))
        fetch(site.url())
    assert [seen.headers["User-Agent"] for seen in site.seen] == [
        "clausewatch/0.1 (+mailto:terms@example.comX-Evil: 1)",
        "clausewatch/0.1",
    ]


def test_the_user_agent_states_this_version() -> None:
    """The product token follows the version of the distribution."""
    assert f"clausewatch/{version('clausewatch')}".startswith(PRODUCT)


def test_a_source_may_set_headers_but_not_those_the_exchange_stands_on() -> None:
    """Cookies and user agents are a source's own; host and codings are not."""
    wanted = {"Cookie": "session=7", "user-agent": "reader/1", "Host": "evil.example", "Accept-Encoding": "br"}
    with serve() as site:
        page(fetch(source(site.url(), **wanted)))
    headers = site.seen[0].headers
    assert (headers["Cookie"], headers.get_all("User-Agent")) == ("session=7", ["reader/1"])
    assert (headers["Host"], headers["Accept-Encoding"]) == (f"127.0.0.1:{site.port}", "gzip, deflate, br, zstd")


def test_a_header_that_would_break_the_request_is_refused_by_name_without_its_value() -> None:
    """A line break inside a secret neither smuggles a header nor shows the secret."""
    with serve() as site:
        failed = failure(fetch(source(site.url(), Cookie="top\r\nX-Evil: secret")))
    assert failed.kind == "address"
    assert "Cookie" in failed.message
    assert "secret" not in failed.message
    assert not site.seen


def test_the_query_is_sent_and_the_fragment_is_not() -> None:
    """Characters that cannot stand in a request are percent-encoded."""
    with serve({"/terms%20of%20use?v=1&l=%C3%A5": Canned()}) as site:
        page(fetch(site.url("/terms of use?v=1&l=å#part-2")))


def _conditional(seen: Seen) -> Canned:
    fresh = seen.headers["If-None-Match"] == '"v7"' or seen.headers["If-Modified-Since"] is not None
    return Canned(b"", 304) if fresh else Canned(headers={"ETag": '"v7"'})


def _past(**validators: Validators) -> Past:
    return Past(validators=validators)


def test_an_unchanged_page_is_not_sent_again() -> None:
    """Validators of the page we hold go with the request, and 304 means that nothing changed."""
    with serve({"/terms": _conditional}) as site:
        by_tag = fetch(site.url(), _past(**{site.url(): Validators('"v7"', None)}))
        by_date = fetch(site.url(), _past(**{site.url(): Validators(None, "Mon, 02 Feb 2026 08:00:00 GMT")}))
        other = fetch(site.url(), _past(**{site.url(): Validators('"v6"', None)}))
    assert by_tag == by_date == NotModified(NOW)
    assert page(other).parts[0].body == TERMS


def test_not_modified_without_having_asked_is_a_failure() -> None:
    """A server that says 304 to an unconditional request has given nothing."""
    with serve({"/terms": Canned(b"", 304)}) as site:
        failed = failure(fetch(site.url()))
    assert (failed.kind, failed.transient) == ("http", True)


def test_a_document_in_parts_is_fetched_in_reading_order() -> None:
    """Several addresses give one page with as many parts."""
    with serve({"/a": Canned(b"first"), "/b": Canned(b"second")}) as site:
        fetched = page(fetch(source(site.url("/a"), site.url("/b"))))
    assert [part.body for part in fetched.parts] == [b"first", b"second"]


def test_when_some_parts_changed_the_unchanged_ones_are_fetched_whole() -> None:
    """A page always has all its parts, though one of them said 304."""
    with serve({"/a": _conditional, "/b": Canned(b"second")}) as site:
        both = source(site.url("/a"), site.url("/b"))
        fetched = page(fetch(both, _past(**{site.url("/a"): Validators('"v7"', None)})))
    assert [part.body for part in fetched.parts] == [TERMS, b"second"]
    assert [seen.headers["If-None-Match"] for seen in site.asked("/a")] == ['"v7"', None]


def test_when_no_part_changed_the_document_did_not() -> None:
    """Not modified needs every part to say so."""
    with serve({"/a": _conditional, "/b": _conditional}) as site:
        both = source(site.url("/a"), site.url("/b"))
        held = {site.url(path): Validators('"v7"', None) for path in ("/a", "/b")}
        assert fetch(both, _past(**held)) == NotModified(NOW)


def test_one_part_that_fails_fails_the_document() -> None:
    """Terms with a hole are never taken for the terms."""
    with serve({"/a": Canned(b"first")}) as site:
        failed = failure(fetch(source(site.url("/a"), site.url("/b"))))
    assert "404" in failed.message


def test_the_date_of_one_page_says_nothing_of_the_page_a_redirect_leads_to() -> None:
    """An older page that has newly become the target is fetched, not taken for the one we hold."""
    with serve({"/terms": moved("/terms-2025"), "/terms-2025": _conditional}) as site:
        fetched = fetch(site.url(), _past(**{site.url(): Validators(None, "Mon, 02 Feb 2026 08:00:00 GMT")}))
        held = fetch(site.url(), _past(**{site.url(): Validators('"v7"', None)}))
    assert page(fetched).parts[0].body == TERMS
    assert held == NotModified(NOW)


@pytest.mark.parametrize("etag", ["x" * 2000, ""])
def test_validators_that_are_junk_are_not_kept(etag: str) -> None:
    """An entity tag too long to be one is not sent back for ever."""
    with serve({"/terms": Canned(headers={"ETag": etag})}) as site:
        assert page(fetch(site.url())).parts[0].etag is None


def test_a_weak_entity_tag_is_sent_back_as_it_came() -> None:
    """It is compared by the server, and weakly (RFC 9110, 13.1.2)."""
    with serve({"/terms": Canned(headers={"ETag": 'W/"v\xe57"'})}) as site:
        tag = page(fetch(site.url())).parts[0].etag
        fetch(site.url(), _past(**{site.url(): Validators(tag, None)}))
    assert site.seen[1].headers["If-None-Match"] == 'W/"v\xe57"'


@pytest.mark.parametrize("junk", ['"a\r\nX-Evil: 1"', '"\x1b[31m"', '"\u2028"', '"\0"'])
def test_a_validator_that_would_break_the_request_is_left_out(junk: str) -> None:
    """Wherever it came from: the page is then asked for whole."""
    with serve() as site:
        page(fetch(site.url(), _past(**{site.url(): Validators(junk, junk)})))
    assert [site.seen[0].headers[name] for name in ("If-None-Match", "If-Modified-Since", "X-Evil")] == [None] * 3


def test_cookies_that_a_server_sets_are_forgotten() -> None:
    """Every look is that of a first visitor; only the configuration sets cookies."""
    sets = Canned(headers={"Set-Cookie": "seen=1; Path=/"})
    with serve({"/terms": sets, "/other": moved("/terms")}) as site, Fetcher(SETTINGS) as fetcher:
        for path in ("/terms", "/terms", "/other"):
            page(fetcher.fetch(source(site.url(path)), Past(), NOW))
    assert [seen.headers["Cookie"] for seen in site.seen] == [None] * 4


def test_a_page_that_moved_for_good_and_has_not_changed_is_not_modified() -> None:
    """The tag goes along, and where it moved is said; where it was sent for once, nothing is."""
    for status, places in ((301, True), (302, False)):
        with serve({"/terms": moved("/legal", status), "/legal": _conditional}) as site:
            found = fetch(site.url(), _past(**{site.url(): Validators('"v7"', None)}))
            assert found == NotModified(NOW, ((site.url(), site.url("/legal")),) if places else ())
