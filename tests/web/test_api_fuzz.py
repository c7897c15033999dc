"""The JSON API answers as it is described to questions made from its description, good and bad ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.web import make_app
from monitor.web.described import description
from tests.web.invented import HARBOR, HOSTILE, NOW, SOURCES, make

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemathesis.checks import CheckFunction
    from schemathesis.specs.openapi.schemas import OpenApiSchema
    from starlette.applications import Starlette

# A cursor that was never given out looks like one that was: its refusal is no fault.
UNDECIDABLE: list[CheckFunction] = [positive_data_acceptance]
PATHS = sorted(path for path in description()["paths"] if not path.endswith("openapi.json"))
ASKING = [path for path in PATHS if description()["paths"][path]["get"]["parameters"]]
KNOWN = [dict(zip(("provider", "document"), one.id.split("/"), strict=True)) for one in (HARBOR, HOSTILE)]
_GENTLE = settings(
    max_examples=15, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    """The pages over a year of invented terms."""
    with open_archive(make(tmp_path_factory.mktemp("year") / "archive.db")) as archive:
        yield make_app(SOURCES, archive, lambda: NOW)


@pytest.fixture(scope="module")
def schema(app: Starlette) -> OpenApiSchema:
    """What the API says of itself."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def ask(schema: OpenApiSchema, path: str, mode: GenerationMode, names: dict[str, Any] | None = None) -> None:
    """Ask whatever the description allows, or all but that: each answer fits, and none is an error of the server."""

    @_GENTLE
    @given(schema[path]["get"].as_strategy(generation_mode=mode, path_parameters=names))
    def asked(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=UNDECIDABLE)

    asked()


@pytest.mark.parametrize("path", PATHS)
def test_every_question_that_is_described_is_answered_as_described(schema: OpenApiSchema, path: str) -> None:
    """Most of them name documents that nobody watches."""
    ask(schema, path, GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", ASKING)
def test_every_other_question_is_refused_as_described(schema: OpenApiSchema, path: str) -> None:
    """With the status and the words that the description names."""
    ask(schema, path, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("names", KNOWN, ids=["calm", "hostile"])
@pytest.mark.parametrize("path", [path for path in PATHS if "{document}" in path])
def test_documents_that_are_there_are_told_as_described(
    schema: OpenApiSchema, path: str, names: Mapping[str, str]
) -> None:
    """Changes of every kind, and texts that were made to break programs."""
    number = {"number": "3"} if "{number}" in path else {}
    ask(schema, path, GenerationMode.POSITIVE, {**names, **number})


HEADERS = st.dictionaries(
    st.sampled_from(["If-None-Match", "If-Modified-Since", "Accept", "Range"]),
    st.binary(max_size=20).filter(lambda value: not set(value) & set(b"\r\n\0")),
    max_size=2,
)


@_GENTLE
@given(
    st.sampled_from(["", "v1/", "v1/documents/harbor/", "v1/documents/harbor/cloud/", "v1/changes"]),
    st.binary(max_size=20),
    st.dictionaries(st.sampled_from(["after", "limit", "state"]), st.binary(max_size=20), max_size=3),
    HEADERS,
)
def test_no_bytes_upset_it(app: Starlette, start: str, rest: bytes, query: dict[str, bytes], headers: Any) -> None:  # noqa: ANN401 - bytes, which the client takes as they are
    """Neither in addresses nor in questions or headers, whether they are text or not."""
    client = TestClient(app)
    answer = client.get(f"/api/{start}{quote(rest)}?{urlencode(query)}", headers=headers)
    assert answer.status_code in {200, 304, 404, 422}
    assert answer.status_code == 304 or answer.json()
