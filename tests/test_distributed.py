"""Training on several machines: two real processes that learn one model together."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from intentbot.cluster import Cluster
from intentbot.errors import TrainingError

ROWS = "".join(
    f"{opening} {thing},{thing}\n"
    for thing in ("lamp", "music", "door")
    for opening in ("the", "my", "this", "a", "her")
)
SETTINGS = ("epochs=2", "filters=8", "embedding_size=8")
"""So that the network needs a second, and TensorFlow's start the rest."""


def _free_ports() -> list[int]:
    sockets = [socket.socket() for _ in range(2)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _worker(index: int, ports: list[int], folder: Path) -> subprocess.Popen[str]:
    cluster = {"worker": [f"127.0.0.1:{port}" for port in ports]}
    told = json.dumps({"cluster": cluster, "task": {"type": "worker", "index": index}})
    command = [
        sys.executable,
        "-m",
        "intentbot",
        "train",
        str(folder / "rows.csv"),
        "-o",
        str(folder / f"model-{index}"),
    ]
    command += [argument for setting in SETTINGS for argument in ("--set", setting)]
    return subprocess.Popen(
        command,
        env={**os.environ, "TF_CONFIG": told},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def test_two_workers_learn_one_model(tmp_path: Path) -> None:
    """Each learns from its half of every batch; their losses are the same, and the first alone writes the model."""
    (tmp_path / "rows.csv").write_text(f"text,intent\n{ROWS}", encoding="utf-8")
    ports = _free_ports()
    workers = [_worker(index, ports, tmp_path) for index in range(2)]
    said = [worker.communicate(timeout=300)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    losses = [
        [line.split("held-out loss ")[1][:5] for line in one.splitlines() if "held-out loss" in line] for one in said
    ]
    assert losses[0] == losses[1] and losses[0]
    assert "Worker 1 of 2 is done" in said[1]
    assert [path.name for path in tmp_path.glob("model*")] == ["model-0"]


@pytest.mark.parametrize(
    "written", ["{", "[]", '{"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": 1}}']
)
def test_a_cluster_that_cannot_be_understood_is_told(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """A TF_CONFIG that names no such worker is shown, with how it should be."""
    monkeypatch.setenv("TF_CONFIG", written)
    with pytest.raises(TrainingError, match="TF_CONFIG names no workers") as caught:
        Cluster.here()
    assert '"index": 0' in caught.value.fix
