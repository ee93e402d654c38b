"""The API against its own description: schemathesis sends what it allows and what it forbids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from intentbot.server.app import create_app
from intentbot.server.settings import ServerSettings
from tests.serving import calling


@pytest.fixture(scope="module")
def site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server of the tiny bot."""
    with calling(model_folder, tmp_path_factory.mktemp("data"), logs_requests=False) as client:
        yield client


SETTINGS = settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

# A made-up conversation, and text beside texts, are refused; no schema can say so.
BEYOND_SCHEMAS = [positive_data_acceptance]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_is_as_described(site: httpx.Client, mode: GenerationMode) -> None:
    """Every answer has a status and a shape that the description has; what it forbids is refused; nothing fails."""
    document = schemathesis.openapi.from_url(f"{site.base_url}/openapi.json")
    for found in document.exclude(path_regex="^/(review|chat|static|widget)").get_all_operations():
        operation = found.ok()

        @SETTINGS
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Any) -> None:
            answer = case.call(timeout=10)
            if answer.status_code != 413:
                case.validate_response(answer, excluded_checks=BEYOND_SCHEMAS)

        # Where nothing is sent there is nothing to send wrongly.
        with suppress(Unsatisfiable):
            check()


def test_every_route_is_described(model_folder: Path, tmp_path: Path) -> None:
    """Each operation has a summary, a description and, where it takes a body, its schema with an example or more."""
    document = create_app(ServerSettings(model=model_folder, data=tmp_path)).openapi()
    # They are loaded with their first request, or for this.
    assert {"/v1/models/{name}:predict", "/v2/models/{name}/infer", "/v2/health/ready"} <= document["paths"].keys()
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"] and operation["description"], path
            if "requestBody" in operation and not path.startswith("/review"):
                assert operation["requestBody"]["content"]["application/json"]["schema"]["properties"], path
