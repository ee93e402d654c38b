"""TensorFlow Serving's and KServe's routes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serving import calling


@pytest.fixture(scope="module")
def site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server of the tiny bot, whose folder is called tiny."""
    with calling(model_folder, tmp_path_factory.mktemp("data")) as client:
        yield client


def tensor(*texts: str, **further: object) -> dict[str, object]:
    """Return an input of KServe's protocol."""
    return {"name": "text", "shape": [len(texts)], "datatype": "BYTES", "data": list(texts), **further}


@pytest.mark.parametrize("instances", [["refund please", "tell me a joke"], [{"text": "refund please"}, {"text": "x"}]])
def test_rows_get_rows(site: httpx.Client, instances: list[object]) -> None:
    """Instances get a prediction each, with the outputs of the exported SavedModel."""
    found = site.post("/v1/models/tiny:predict", json={"instances": instances}).json()["predictions"]
    assert found[0]["intent"] == "return_item" and len(found) == 2
    assert set(found[0]) == {"intent", "confidence", "score", "accepted", "labels", "probabilities"}
    assert abs(sum(found[0]["probabilities"]) - 1) < 1e-4


def test_columns_get_columns(site: httpx.Client) -> None:
    """Inputs get outputs, each a column."""
    for inputs in (["refund please", "hello"], {"text": ["refund please", "hello"]}):
        found = site.post("/v1/models/tiny:predict", json={"inputs": inputs}).json()["outputs"]
        assert found["intent"] == ["return_item", "greet"]


def test_the_version_that_is_served_may_be_named(site: httpx.Client) -> None:
    """The status names the version, by which it can be asked; any other is a 404 that names it."""
    (status,) = site.get("/v1/models/tiny").json()["model_version_status"]
    assert status["state"] == "AVAILABLE" and status["status"]["error_code"] == "OK"
    path = f"/v1/models/tiny/versions/{status['version']}"
    assert site.get(path).status_code == 200
    assert site.post(f"{path}:predict", json={"instances": ["hello"]}).status_code == 200
    assert site.post("/v1/models/tiny/versions/99:predict", json={"instances": ["hello"]}).status_code == 404
    assert "tiny" in site.get("/v1/models/other").json()["fix"]


@pytest.mark.parametrize(
    "body",
    [{}, {"instances": "x"}, {"instances": [1]}, {"instances": ["a"], "inputs": ["a"]}, {"signature_name": "ids"}],
)
def test_predict_says_what_is_wrong(site: httpx.Client, body: dict[str, object]) -> None:
    """What cannot be predicted is a 400 with an error."""
    answer = site.post("/v1/models/tiny:predict", json=body)
    assert answer.status_code == 400 and answer.json()["error"]


def test_inference(site: httpx.Client) -> None:
    """Texts get an intent and a confidence each, in tensors of their shape, under the id of the request."""
    body = {"id": "42", "inputs": [tensor("refund please", "hello", parameters={"content_type": "str"})]}
    answer = site.post("/v2/models/tiny/infer", json=body).json()
    outputs = {one["name"]: one for one in answer["outputs"]}
    assert answer["id"] == "42" and answer["model_name"] == "tiny" and answer["model_version"]
    assert outputs["intent"]["data"] == ["return_item", "greet"] and outputs["intent"]["datatype"] == "BYTES"
    assert outputs["confidence"]["shape"] == [2] and outputs["accepted"]["data"] == [True, True]


def test_wanted_outputs_alone(site: httpx.Client) -> None:
    """Only the outputs that are named come, and rows of one text are read as well."""
    body = {"inputs": [tensor("hello", shape=[1, 1], data=[["hello"]])], "outputs": [{"name": "intent"}]}
    (output,) = site.post("/v2/models/tiny/infer", json=body).json()["outputs"]
    assert output["data"] == ["greet"]


@pytest.mark.parametrize(
    "body",
    [
        {"inputs": []},
        {"inputs": [tensor("hello", datatype="FP32")]},
        {"inputs": [tensor("hello", shape=[2])]},
        {"inputs": [tensor("hello", shape=[-1, -1])]},
        {"inputs": [tensor("hello", data=[1])]},
        {"inputs": [tensor("hello")], "outputs": [{"name": "other"}]},
        {"inputs": [tensor("a", name="x"), tensor("b", name="y")]},
    ],
)
def test_infer_says_what_is_wrong(site: httpx.Client, body: dict[str, object]) -> None:
    """What cannot be inferred is a 400 with an error."""
    answer = site.post("/v2/models/tiny/infer", json=body)
    assert answer.status_code == 400 and answer.json()["error"]


def test_health_and_metadata(site: httpx.Client) -> None:
    """The server, its health and its model are described as the protocol has it."""
    assert site.get("/v2").json()["name"] == "intentbot"
    assert site.get("/v2/health/live").json() == {"live": True}
    assert site.get("/v2/health/ready").json() == {"live": True, "ready": True}
    assert site.get("/v2/models/tiny/ready").json() == {"name": "tiny", "ready": True}
    assert site.get("/v2/models/tiny").json()["inputs"][0]["name"] == "text"
    assert site.get("/v2/models/other/ready").status_code == 404
