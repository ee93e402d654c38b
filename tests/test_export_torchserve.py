"""The export to TorchServe: one archive whose handler answers as the model does, with NumPy alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from zipfile import ZipFile

import numpy as np
import pytest

from intentbot.errors import ExportError
from intentbot.export import export
from intentbot.export.answers import answers_of
from intentbot.export.rows import AWKWARD, rows_of
from intentbot.export.torchserve.archive import ask, write
from intentbot.export.torchserve.handler import (
    Question,
    RequestError,
    handle,
    inference,
    postprocess,
    preprocess,
)
from intentbot.files.model_folder import read_model
from tests.models_for_export import random_model

TORCHSERVE = os.environ.get("INTENTBOT_TORCHSERVE") or shutil.which("torchserve")
"""The real server's program; where there is none, it is not tested against. The CI installs one and names it."""

START_S = 120


@pytest.fixture(scope="module")
def archive(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of the tiny bot."""
    export(model_folder, "torchserve", folder := tmp_path_factory.mktemp("exports") / "tiny")
    return folder / "tiny.mar"


def paths_in(archive: Path) -> list[str]:
    with ZipFile(archive) as opened:
        return opened.namelist()


def changed(archive: Path, folder: Path, path: str, content: bytes) -> Path:
    """Return a folder with the archive in it, one file of which says something else."""
    folder.mkdir()
    with ZipFile(archive) as old, ZipFile(folder / archive.name, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == path else old.read(name))
    return folder


def test_the_archive_has_what_torchserve_looks_for(archive: Path) -> None:
    """The manifest names the model and a handler that stands beside it."""
    with ZipFile(archive) as opened:
        manifest = json.loads(opened.read("MAR-INF/MANIFEST.json"))
    assert manifest["runtime"] == "python"
    assert manifest["model"] == {"modelName": "tiny", "handler": "intentbot_handler.py", "modelVersion": "1.0"}
    assert "intentbot_handler.py" in paths_in(archive)


def test_the_model_in_the_archive_is_the_folder(archive: Path, model_folder: Path) -> None:
    """The files of the model stand in it byte for byte, so that their checksums hold."""
    with ZipFile(archive) as opened:
        for file in model_folder.iterdir():
            assert opened.read(f"model/{file.name}") == file.read_bytes(), file.name


def test_an_archive_depends_on_nothing_but_the_model(archive: Path, model_folder: Path, tmp_path: Path) -> None:
    """Written again, at another time and place, it is the same byte for byte."""
    write(read_model(model_folder), tmp_path, name="tiny")
    assert (tmp_path / "tiny.mar").read_bytes() == archive.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["tiny.mar"]


def test_only_what_answers_is_carried(archive: Path) -> None:
    """Of intentbot there is what reads and asks a model, nothing that trains, talks or reads YAML; and licences."""
    paths = paths_in(archive)
    carried = {path.split("/")[1] for path in paths if path.startswith("intentbot/")}
    assert {"classifier.py", "vocabulary.py", "files"} <= carried
    assert not {"training", "cli", "export", "bot.py", "sources.py"} & carried
    assert {"licenses/snowballstemmer/COPYING", "licenses/intentbot/LICENSE"} <= set(paths)


@pytest.mark.parametrize("network", ["cnn", "lstm", "transformer"])
def test_every_network_answers_as_the_model(network: str, tmp_path: Path) -> None:
    """With any network, with labels in any script, probabilities and scores are those of the model."""
    model = random_model(network, has_linear=network != "lstm", learns_out_of_scope=network != "transformer")
    write(model, tmp_path, name="letters")
    texts = (*AWKWARD, *rows_of(model), "\ud800 half a character", "nul \0 inside")
    expected, found = answers_of(model.classifier, texts), ask(tmp_path, texts)
    assert found.intents == expected.intents and set(found.intents) - {"refund", "yes"}
    assert np.array_equal(found.accepted, expected.accepted)
    # The answers are rounded to six digits.
    assert np.abs(found.probabilities - expected.probabilities).max() < 1e-6
    assert np.abs(found.scores - expected.scores).max() < 1e-6


def test_a_handler_that_needs_more_than_numpy_is_found_out(archive: Path, tmp_path: Path) -> None:
    """What this machine has installed, PyYAML for one, does not help the handler: it is asked without."""
    folder = changed(archive, tmp_path / "a", "intentbot_handler.py", b"import yaml\n")
    with pytest.raises(ExportError, match="fails where only NumPy is installed: ModuleNotFoundError: yaml is not in"):
        ask(folder, ["hello"])


def test_a_damaged_archive_says_so(archive: Path, tmp_path: Path) -> None:
    """A worker does not start with a model that was changed; its log says which file."""
    folder = changed(archive, tmp_path / "a", "model/vocabulary.json", b"{}")
    with pytest.raises(ExportError, match=r"model/vocabulary\.json was changed or cut short"):
        ask(folder, ["hello"])


@pytest.mark.parametrize(
    ("request_", "question"),
    [
        ({"body": {"text": "hi"}}, Question(("hi",))),
        ({"body": {"texts": ["hi", ""], "top": 3}}, Question(("hi", ""), is_single=False, top=3)),
        ({"body": {"instances": []}}, Question((), is_single=False)),
        ({"body": "hi {you}"}, Question(("hi {you}",))),
        ({"body": bytearray("größe 退款".encode())}, Question(("größe 退款",))),
        ({"body": bytearray(b'\xef\xbb\xbf {"text": "hi"}')}, Question(("hi",))),
        ({"body": bytearray()}, Question(("",))),
        ({"data": "hi"}, Question(("hi",))),
        ({"text": bytearray("größe".encode()), "top": bytearray(b"2")}, Question(("größe",), top=2)),
    ],
)
def test_a_request_is_understood(request_: dict[str, Any], question: Question) -> None:
    """JSON, plain text, bytes and the fields of a form: each says which texts are asked."""
    assert preprocess(request_) == question


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"txt": "hi"}, "'txt' is no field"),
        ({"text": "hi", "tpo": 3}, "'tpo' is no field"),
        ({}, "no text is given"),
        ({"text": "hi", "texts": ["hi"]}, "text and texts are given"),
        ({"text": None}, "text is not a text"),
        ({"texts": "hi"}, "texts is not a list of texts"),
        ({"instances": ["hi", 7]}, "instances is not a list of texts"),
        ({"text": "hi", "top": 0}, "top is not a whole number from 1"),
        ({"text": "hi", "top": True}, "top is not a whole number from 1"),
        (["hi"], "neither an object nor a text"),
        (None, "neither an object nor a text"),
        (bytearray(b'{"text": '), "not valid JSON"),
        (bytearray(b'{"text":' * 100_000), "not valid JSON"),
        (bytearray(b"\xff\xfe"), "not UTF-8: byte 1"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(body: Any, said: str) -> None:
    """Each mistake is named; nothing is guessed."""
    with pytest.raises(RequestError, match=said):
        preprocess({"body": body})


def test_what_is_declared_json_is_not_taken_for_a_message() -> None:
    """Without a brace in front, text that says it is JSON and is not gets an error; other text is a message."""
    broken = {"body": bytearray(b'["hi"')}
    assert preprocess(broken) == Question(('["hi"',))
    with pytest.raises(RequestError, match="not valid JSON"):
        preprocess(broken, is_json=True)


@dataclass
class Batch:
    """What TorchServe knows of a batch of requests, and is told of it."""

    system_properties: dict[str, Any]
    headers: dict[int, dict[str, Any]] = field(default_factory=dict)
    refused: dict[int, int] = field(default_factory=dict)

    def get_request_header(self, idx: int, key: str) -> Any:
        """Return a header of a request."""
        return self.headers.get(idx, {}).get(key)

    def set_response_status(self, code: int, phrase: str, idx: int) -> None:
        """Keep the status."""
        self.refused[idx] = code

    def set_response_content_type(self, idx: int, value: str) -> None:
        """Expect JSON."""
        assert value == "application/json"


def test_one_wrong_request_does_not_spoil_a_batch(archive: Path, tmp_path: Path) -> None:
    """The others are answered; it alone gets status 400, in the shape of TorchServe's own errors."""
    with ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    batch = Batch({"model_dir": str(tmp_path)}, {2: {"explain": "True"}, 3: {"body": "a client's own header"}})
    assert handle(None, batch) == []
    requests = [{"body": {"text": "hello"}}, {"body": 7}, {"body": "hello"}, {"body": bytearray(b"hello")}]
    answers = [json.loads(answer) for answer in handle(requests, batch)]
    assert batch.refused == {1: 400, 2: 400}
    assert set(answers[1]) == {"code", "type", "message"} and "no explanations" in answers[2]["message"]
    assert answers[0]["intent"] == "greet" and answers[0] == answers[3]
    assert len(answers[0]["ranking"]) == 5 and answers[0]["ranking"][0]["intent"] == "greet"


def test_the_ranking_may_be_short() -> None:
    """With `top` it ends early; labels are written as they are, in any script."""
    classifier = random_model().classifier
    question = Question(("追踪",), top=2)
    answer = postprocess(question, inference(classifier, question))
    assert len(json.loads(answer)["ranking"]) == 2
    assert "\\u" not in answer


def test_an_answer_too_long_for_torchserve_is_refused() -> None:
    """It would kill the worker, so the request is told how to ask instead, before all of it is computed."""
    without_end = repeat(random_model().classifier.predict("refund"))
    with pytest.raises(RequestError, match='send "top": 5'):
        postprocess(Question(("refund",) * 100_000, is_single=False), without_end)


# ---- on the real TorchServe


def free_ports(n_ports: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(n_ports)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def asked(url: str, body: bytes | None = None, kind: str = "") -> tuple[int, Any]:
    """Return the status and the JSON of an answer."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind} if kind else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def is_ready(url: str) -> bool:
    """Return whether the server is there, and the model's worker has started."""
    with suppress(URLError, ConnectionError):
        status, found = asked(url)
        return status == 200 and [worker["status"] for worker in found[0]["workers"]] == ["READY"]
    return False


@pytest.fixture(scope="module")
def server(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a TorchServe with two models, `tiny` and `letters`, and stop it in the end."""
    if not TORCHSERVE:
        pytest.skip("INTENTBOT_TORCHSERVE names no torchserve, and there is none on the PATH")
    place = tmp_path_factory.mktemp("torchserve")
    write(random_model(), place, name="letters")
    shutil.copy(archive, place)
    inference, management, metrics, grpc, grpc_management = free_ports(5)
    models = {
        name: {"1.0": {"marName": f"{name}.mar", "minWorkers": 1, "maxWorkers": 1, "batchSize": 4, "maxBatchDelay": 20}}
        for name in ("tiny", "letters")
    }
    settings = {
        "inference_address": f"http://127.0.0.1:{inference}",
        "management_address": f"http://127.0.0.1:{management}",
        "metrics_address": f"http://127.0.0.1:{metrics}",
        "grpc_inference_port": grpc,
        "grpc_management_port": grpc_management,
        "model_store": place,
        "load_models": "all",
        "models": json.dumps(models),
    }
    config = place / "config.properties"
    config.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
    # All that it writes goes into this folder; and workers find intentbot nowhere but in the archive.
    folders = dict.fromkeys(("TMPDIR", "TEMP", "LOG_LOCATION", "METRICS_LOCATION"), str(place))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | folders
    command = [TORCHSERVE, "--start", "--foreground", "--ncs", "--disable-token-auth", "--ts-config", str(config)]
    log = place / "log.txt"
    with open(log, "wb") as out:
        process = subprocess.Popen(command, cwd=place, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        deadline = time.monotonic() + START_S
        while not all(is_ready(f"http://127.0.0.1:{management}/models/{name}") for name in models):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"TorchServe did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{inference}/predictions"
    finally:
        subprocess.run([TORCHSERVE, "--stop"], env=environment, capture_output=True, check=False)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("name", ["tiny", "letters"])
def test_torchserve_answers_as_the_model_does(server: str, name: str, model_folder: Path) -> None:
    """The real server gives every label, probability, score and acceptance of the model, to many clients at once."""
    model = read_model(model_folder) if name == "tiny" else random_model()
    texts = rows_of(model)

    def answer(text: str) -> Any:
        status, found = asked(f"{server}/{name}", json.dumps({"text": text}).encode(), "application/json")
        assert status == 200, found
        return found

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(answer, texts))
    for text, prediction, record in zip(texts, model.classifier.predict_all(texts), found, strict=True):
        assert (record["intent"], record["accepted"]) == (prediction.intent, prediction.accepted), text
        assert record["score"] == pytest.approx(prediction.score, abs=1e-4)
        expected = dict(prediction.ranking)
        assert {one["intent"]: one["confidence"] for one in record["ranking"]} == pytest.approx(expected, abs=1e-4)


def test_torchserve_takes_all_that_the_handler_takes(server: str) -> None:
    """Plain text, bytes, a form, several texts, and KServe's address of a prediction: all mean the same."""
    url = f"{server}/tiny"
    single = asked(url, '{"text": "wo ist größe 退款"}'.encode(), "application/json")
    assert single[0] == 200
    assert asked(url, "wo ist größe 退款".encode(), "text/plain; charset=utf-8") == single
    assert asked(url, "wo ist größe 退款".encode(), "application/octet-stream") == single
    assert asked(url, b"text=wo+ist+gr%C3%B6%C3%9Fe+%E9%80%80%E6%AC%BE", "application/x-www-form-urlencoded") == single
    several = json.dumps({"instances": ["wo ist größe 退款"] * 2}).encode()
    both = {"predictions": [single[1]] * 2}
    assert asked(url, several, "application/json") == (200, both)
    assert asked(f"{server.replace('predictions', 'v1/models')}/tiny:predict", several, "application/json") == (
        200,
        both,
    )


def test_torchserve_refuses_wrong_requests_alone(server: str) -> None:
    """In batches of right and wrong requests each gets its own answer, and the worker lives on."""
    bodies = [b'{"text": "hello"}', b'{"txt": "hello"}', b'{"text": ', b"[7]"] * 8

    def answer(body: bytes) -> tuple[int, Any]:
        return asked(f"{server}/tiny", body, "application/json")

    with ThreadPoolExecutor(len(bodies)) as pool:
        found = list(pool.map(answer, bodies))
    assert [status for status, _ in found] == [200, 400, 400, 400] * 8
    assert all(record["intent"] == "greet" for status, record in found if status == 200)
    many = json.dumps({"texts": ["hello"] * 40_000}).encode()
    status, record = answer(many)
    assert status == 400 and "longer than 6,000,000 bytes" in record["message"]
    assert answer(b'{"text": "hello"}')[0] == 200
