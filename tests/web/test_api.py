"""The API answers what its description says, gives lists in pages, and takes any question without falling over."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from starlette.routing import Route
from starlette.testclient import TestClient

from monitor.catalogue import catch_up
from monitor.model import LogEntry, Source
from monitor.web import make_app
from monitor.web.described import description
from tests.cli.schemas import SCHEMAS
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, archive, document, pages, see

if TYPE_CHECKING:
    from monitor.archive import Archive, Library

__all__ = ["archive", "pages"]

DESCRIPTION = description()
REGISTRY: Registry[Any] = Registry().with_resource(
    "urn:api", Resource.from_contents(DESCRIPTION, default_specification=DRAFT202012)
)
ROOT = "/api/v1"
DOCUMENT = f"{ROOT}/documents/northline/voice"
EXAMPLES = {
    f"{ROOT}/openapi.json": f"{ROOT}/openapi.json",
    f"{ROOT}/status": f"{ROOT}/status",
    f"{ROOT}/changes": f"{ROOT}/changes",
    f"{ROOT}/documents": f"{ROOT}/documents",
    f"{ROOT}/documents/{{provider}}/{{document}}": DOCUMENT,
    f"{ROOT}/documents/{{provider}}/{{document}}/revisions": f"{DOCUMENT}/revisions",
    f"{ROOT}/documents/{{provider}}/{{document}}/revisions/{{number}}": f"{DOCUMENT}/revisions/2",
    f"{ROOT}/search": f"{ROOT}/search",
    f"{ROOT}/deadlines": f"{ROOT}/deadlines",
}
ASKED: dict[str, dict[str, str]] = {f"{ROOT}/search": {"words": "payment"}, f"{ROOT}/deadlines": {"from": "2026-01-01"}}
"""What an address has to be asked for."""

KEYS = {f"{ROOT}/search": "finds"}
LISTS = (
    f"{ROOT}/changes",
    f"{ROOT}/documents",
    f"{DOCUMENT}/revisions",
    f"{ROOT}/search?words=payment",
    f"{ROOT}/deadlines",
)


def faults(path: str, status: int, value: object) -> list[str]:
    """What the description finds wrong with an answer."""
    responses = DESCRIPTION["paths"][path]["get"]["responses"]
    pointer = "/".join(
        part.replace("~", "~0").replace("/", "~1")
        for part in ("paths", path, "get", "responses", str(status), "content", "application/json", "schema")
    )
    assert str(status) in responses
    checker = jsonschema.Draft202012Validator({"$ref": f"urn:api#/{pointer}"}, registry=REGISTRY)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]


def answer_of(client: TestClient, path: str, **query: str | int) -> Any:  # noqa: ANN401 - whatever the API says
    """An answer that is as it was described."""
    answer = client.get(EXAMPLES[path], params={**ASKED.get(path, {}), **query})
    assert answer.headers["content-type"] == "application/json"
    value = answer.json()
    assert faults(path, answer.status_code, value) == []
    return value


def said(client: TestClient, address: str, status: int) -> str:
    """The message of an error."""
    answer = client.get(address)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    return str(answer.json()["error"]["message"])


def test_every_route_is_described_and_nothing_else_is(archive: Library) -> None:
    """But for the one that takes what is no route."""
    routes = {
        route.path
        for route in make_app((VOICE,), archive, lambda: NOON).routes
        if isinstance(route, Route) and route.path.startswith("/api/")
    }
    assert routes == {*DESCRIPTION["paths"], "/api/{rest:path}"}
    assert set(DESCRIPTION["paths"]) == set(EXAMPLES)


def test_the_description_has_all_that_it_refers_to() -> None:
    """And the parts that commands print, too, are those of docs/schemas."""
    text = json.dumps(DESCRIPTION)
    for target in {part.partition('"')[0] for part in text.split('"$ref": "')[1:]}:
        REGISTRY.resolver("urn:api").lookup(f"urn:api{target}")
    jsonschema.Draft202012Validator.check_schema({"$defs": DESCRIPTION["components"]["schemas"]})
    shapes = DESCRIPTION["components"]["schemas"]
    for name in ("diff", "read", "search", "status"):
        printed = SCHEMAS[name]
        assert shapes[name]["description"] == printed["description"]
        assert {f"{name}.{part}" for part in printed["$defs"]} <= set(shapes)


@pytest.mark.parametrize("path", EXAMPLES)
def test_answers_are_as_described(archive: Archive, pages: TestClient, path: str) -> None:
    """Of documents that changed, were accepted, and say hostile things."""
    archive.note(LogEntry(VOICE.id, 1, "accepted", "Ann Lee", NOON, ref="C-17"))
    see(archive, QUAY, document(HOSTILE, 14, HOSTILE), NOON + DAY)
    answer_of(pages, path)


def test_a_description_can_be_broken(pages: TestClient) -> None:
    """An answer with a key too many is found."""
    path = f"{ROOT}/changes"
    value = answer_of(pages, path)
    value["changes"][0]["diff"]["more"] = 1
    assert faults(path, 200, value)


def test_documents_say_how_they_stand(archive: Library, pages: TestClient) -> None:
    """Also those that are not watched any more."""
    rows = answer_of(pages, f"{ROOT}/documents")["documents"]
    assert [(row["source"], row["title"], row["revision"]) for row in rows] == [
        ("northline/voice", "Northline Voice Terms", 2),
        ("quay/dns", "Quay DNS Terms", 1),
    ]
    other = TestClient(make_app((QUAY, Source("quay/new", ("https://quay.example/new",))), archive, lambda: NOON))
    rows = answer_of(other, f"{ROOT}/documents")["documents"]
    assert [(row["source"], row["watched"], row["revision"]) for row in rows] == [
        ("northline/voice", False, 2),
        ("quay/dns", True, 1),
        ("quay/new", True, 0),
    ]
    assert other.get(f"{ROOT}/documents/quay/new").json()["accepted"] is None
    assert other.get(f"{ROOT}/documents/quay/new/revisions").json() == {"revisions": [], "next": None, "more": False}


def test_a_revision_comes_with_its_terms_and_their_rules(archive: Archive, pages: TestClient) -> None:
    """And with what was done with it."""
    archive.note(LogEntry(VOICE.id, 2, "acknowledged", "Ann Lee", NOON + DAY))
    row = answer_of(pages, f"{ROOT}/documents/{{provider}}/{{document}}/revisions/{{number}}")
    assert row["rules"]["amendment"]["mechanism"] == "on-posting"
    assert "Payment is due in 60 days." in [clause["text"] for clause in row["clauses"]]
    assert [deed["kind"] for deed in row["log"]] == ["acknowledged"]
    assert "60 days" in row["text"]


@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if any(EXAMPLES[path] in (one, one.partition("?")[0]) for one in LISTS)]
)
def test_a_list_can_be_walked_page_by_page(archive: Library, pages: TestClient, path: str) -> None:
    """Page by page comes what comes at once; at its end it can be asked for what is new."""
    for day in (2, 3, 4):
        see(archive, VOICE, document("Northline Voice Terms", 30 + day), NOON + day * DAY)
    catch_up(archive, [VOICE, QUAY])
    key = KEYS.get(path, EXAMPLES[path].rpartition("/")[2])
    whole, more = answer_of(pages, path)[key], True
    walked: list[Any] = []
    query: dict[str, Any] = {}
    while more:
        page = answer_of(pages, path, limit=1, **query)
        assert len(page[key]) == 1
        walked += page[key]
        query, more = {"after": page["next"]}, page["more"]
    assert walked == whole
    assert len(whole) > 1
    last = answer_of(pages, path, **query)
    assert (last[key], last["next"], last["more"]) == ([], query["after"], False)


@pytest.mark.parametrize("query", ["provider=north+line", "source=voice", "provider=quay&source=northline/voice"])
@pytest.mark.parametrize("address", [LISTS[0], *LISTS[3:]])
def test_a_provider_or_a_document_that_is_none_is_refused(pages: TestClient, address: str, query: str) -> None:
    """With the field that is wrong."""
    wrong = "source" if "source" in query else "provider"
    assert said(pages, f"{address}{'&' if '?' in address else '?'}{query}", 422).startswith(f"{wrong}: ")


@pytest.mark.parametrize("query", ["from=today", "to=2026-13-01", "from=2026-03-02&to=2026-03-01"])
def test_days_that_are_none_are_refused(pages: TestClient, query: str) -> None:
    """Of searches and deadlines alike."""
    for address in LISTS[3:]:
        assert said(pages, f"{address}{'&' if '?' in address else '?'}{query}", 422)


def test_changes_can_be_those_of_a_provider_or_a_document(archive: Archive, pages: TestClient) -> None:
    """In the same order."""
    see(archive, QUAY, document("Quay DNS Terms", 28), NOON + 2 * DAY)
    path = f"{ROOT}/changes"
    for query, sources in (
        ({}, [VOICE.id, QUAY.id]),
        ({"provider": "quay"}, [QUAY.id]),
        ({"source": VOICE.id}, [VOICE.id]),
    ):
        assert [row["source"] for row in answer_of(pages, path, **query)["changes"]] == sources


def test_a_search_gives_clauses_with_the_revisions_they_stood_in(archive: Library, pages: TestClient) -> None:
    """And says how much was not looked through; a document that is asked for is taken in first."""
    path = f"{ROOT}/search"
    before = answer_of(pages, path)
    assert (before["finds"], before["behind"], before["next"]) == ([], 2, None)
    row = answer_of(pages, path, source=VOICE.id, words='"in 30 days"')["finds"][0]
    assert (row["source"], row["title"], row["path"]) == (VOICE.id, "Northline Voice Terms", "1")
    assert (row["first"], row["last"], row["gone"]) == (1, 1, (NOON + DAY).isoformat())
    assert [run["text"] for run in row["snippet"] if run["found"]] == ["in 30 days"]
    catch_up(archive, [VOICE, QUAY])
    assert len(answer_of(pages, path, provider="quay")["finds"]) == 1
    assert [row["last"] for row in answer_of(pages, path, current="1", source=VOICE.id)["finds"]] == [2]
    assert said(pages, path, 422)


def test_deadlines_are_those_of_the_calendars(archive: Library, pages: TestClient) -> None:
    """From today on where no day is named, each with the identifier of its event."""
    catch_up(archive, [VOICE, QUAY])
    path = f"{ROOT}/deadlines"
    calendar = Calendar.from_ical(pages.get("/calendar/northline.ics").content)
    rows = answer_of(pages, path, provider="northline")["deadlines"]
    assert [row["id"] for row in rows] == [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert [(row["kind"], row["day"]) for row in rows] == [("binds", "2026-03-03")]
    assert pages.get(path).json()["deadlines"] == []  # that day is over
    assert answer_of(pages, path, **{"from": "0001-01-01", "to": "2026-03-02"})["deadlines"] == []
    assert answer_of(pages, path, **{"from": "9999-12-31"})["deadlines"] == []


def test_a_revision_says_which_documents_it_names_are_watched(archive: Library) -> None:
    """Where it is known what is."""
    named = "The [Voice Terms](https://northline.example/voice) apply."
    see(archive, QUAY, document("Quay DNS Terms", 14, named), NOON + DAY)
    address = f"{ROOT}/documents/quay/dns/revisions/2"
    for sources, watched in (((VOICE, QUAY), [True]), ((QUAY,), [False]), ((), [None])):
        client = TestClient(make_app(sources, archive, lambda: NOON))
        assert [one["watched"] for one in client.get(address).json()["references"]] == watched


def test_changes_go_on_with_what_is_new(archive: Archive, pages: TestClient) -> None:
    """After a cursor comes what was seen since; first sights never come."""
    path = f"{ROOT}/changes"
    first = answer_of(pages, path)
    assert [(row["source"], row["revision"]) for row in first["changes"]] == [("northline/voice", 2)]
    see(archive, QUAY, document("Quay DNS Terms", 28), NOON + 2 * DAY)
    assert [row["source"] for row in answer_of(pages, path, after=first["next"])["changes"]] == ["quay/dns"]


@pytest.mark.parametrize(
    "address",
    [
        "/api",
        "/api/",
        "/api/v1/nothing",
        "/api/v2/status",
        f"{ROOT}/documents/northline/none",
        f"{ROOT}/documents/northline/none/revisions",
        f"{ROOT}/documents/NORTHLINE/%00/revisions",
        f"{DOCUMENT}/revisions/3",
        f"{DOCUMENT}/revisions/two",
        f"{DOCUMENT}/revisions/%D9%A2",
        f"{DOCUMENT}/revisions/99999999999999999999",
    ],
)
def test_what_is_not_there_is_said_as_json(pages: TestClient, address: str) -> None:
    """For a program cannot read a page."""
    assert said(pages, address, 404)


def test_the_api_takes_no_orders(pages: TestClient) -> None:
    """Whatever is asked for but reading."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = pages.request(method, f"{ROOT}/status")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.json()["error"]["message"]
    assert pages.head(f"{ROOT}/status").status_code == 200


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=-1", "limit=", "limit=x", "limit=%D9%A2", "after=%20"]
)
def test_bad_parameters_are_refused(pages: TestClient, address: str, query: str) -> None:
    """With a sentence that says what would be good."""
    assert said(pages, f"{address}{'&' if '?' in address else '?'}{query}", 422)


@pytest.mark.parametrize("plain", ["MjAyNg", "MDAwMS0wMS0wMSBhIDE", "_", "MjAyNi0wMS0wMVQwMDowMDowMCBhIDE", "MSAyIDM"])
def test_a_cursor_that_was_not_given_out_is_refused(pages: TestClient, plain: str) -> None:
    """Whether it cannot be unpacked, has no place in it, or a time without its zone."""
    assert said(pages, f"{ROOT}/changes?after={plain}", 422)


def test_a_cursor_may_name_any_moment(pages: TestClient) -> None:
    """Also the first and the last there are, in whatever zone."""
    for at, rows in (("0001-01-01T00:00:00+23:59", 1), ("9999-12-31T23:59:59-23:59", 0)):
        forged = urlsafe_b64encode(f"{at} a/b 1".encode()).decode().rstrip("=")
        assert len(answer_of(pages, f"{ROOT}/changes", after=forged)["changes"]) == rows


FIELDS = ("after", "limit", "words", "provider", "source", "from", "to", "current", "x")
values = st.one_of(st.text(max_size=30), st.integers().map(str), st.from_regex(r"[A-Za-z0-9_-]{0,60}", fullmatch=True))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(sorted(EXAMPLES)),
    st.lists(
        st.tuples(st.sampled_from(FIELDS), values),
        max_size=3,
    ),
)
def test_any_question_is_answered_as_described(pages: TestClient, path: str, query: list[tuple[str, str]]) -> None:
    """With what was asked for, or with 422 and why not."""
    answer = pages.get(f"{EXAMPLES[path]}?{urlencode(query, errors='replace')}")
    assert answer.status_code in {200, 422}
    assert faults(path, answer.status_code, answer.json()) == []
