"""How soon a server is ready after its process began, beside a FastAPI app that says hello.

    python -m tests.benchmarks.starts models/shop
    python -m tests.benchmarks.starts models/shop --starts 5

It is started in turns with nothing kept yet, on a database with turns, and on turns that wait on the disk since the
server was killed while its database was away. Ready is when `/readyz` answers 200: the model is warm, and turns can be
kept. The processor's time says more where other programs run beside.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np

from tests.benchmarks.machine import Machine
from tests.benchmarks.served import free_port, intentbot, served
from tests.benchmarks.serving import HELLO

N_STARTS, N_TURNS = 20, 2_000
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
"""A database that is away."""

Start = tuple[float, float]
"""Seconds, and those of the processor, until a server was ready."""


def hello(folder: Path) -> Start:
    """Return what an app takes that says hello."""
    (folder / "hello_app.py").write_text(HELLO, encoding="utf-8")
    port = free_port()
    program = [sys.executable, "-m", "uvicorn", "--app-dir", str(folder), "hello_app:app", "--port", str(port)]
    with served(program, port=port, path="/", log=folder / "log") as server:
        return server.start_s, server.processor_s()


def start(model: Path, data: Path | None, folder: Path) -> Start:
    """Return what a server takes with a copy of a data folder; None for an empty one."""
    here = folder / "data"
    shutil.rmtree(here, ignore_errors=True)
    if data is not None:
        shutil.copytree(data, here)
    port = free_port()
    command = intentbot(model, port, "--data", str(here))
    with served(command, port=port, path="/readyz", log=folder / "log") as server:
        return server.start_s, server.processor_s()


def used(model: Path, folder: Path, name: str, *options: str, is_killed: bool = False) -> Path:
    """Return the data folder of a server that answered messages and was stopped, or killed."""
    data, port = folder / name, free_port()
    command = intentbot(model, port, "--data", str(data), "--rate-limit", "0", *options)
    with served(command, port=port, path="/readyz", log=folder / "log") as server:
        with httpx.Client(base_url=server.address) as client:
            for number in range(N_TURNS):
                told = client.post("/api/v1/reply", json={"text": f"where is my order {number}"})
                told.raise_for_status()
        if is_killed:
            server.process.kill()
            server.process.wait()
    return data


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--starts", type=int, default=N_STARTS, help=f"of each (default: {N_STARTS})")
    args = parser.parse_args()
    # Without these files every start compiles what it imports.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(Machine.here())
    with TemporaryDirectory() as name:
        folder = Path(name)
        model = folder / "model"
        shutil.copytree(args.model, model)
        kept = used(model, folder, "kept")
        spooled = used(model, folder, "spooled", "--store", NOWHERE, is_killed=True)
        kinds: dict[str, Callable[[], Start]] = {
            "FastAPI says hello": lambda: hello(folder),
            "intentbot, for the first time": lambda: start(model, None, folder),
            f"intentbot, {N_TURNS:,} turns in the database": lambda: start(model, kept, folder),
            f"intentbot, {N_TURNS:,} turns left by a kill": lambda: start(model, spooled, folder),
        }
        found = {kind: np.array([measure()]) for kind, measure in kinds.items()}
        for _ in range(args.starts - 1):
            for kind, measure in kinds.items():
                found[kind] = np.vstack([found[kind], [measure()]])
        bare = np.median(found["FastAPI says hello"], axis=0)
        for kind, rows in found.items():
            (seconds, processor), ratio = np.median(rows, axis=0), np.median(rows, axis=0) / bare
            least, most = rows[:, 0].min(), rows[:, 0].max()
            print(
                f"{kind:<42} {seconds:.2f} s ({least:.2f} to {most:.2f}), {processor:.2f} s of the processor; "
                f"{ratio[0]:.1f} and {ratio[1]:.1f} times the bare app"
            )


if __name__ == "__main__":
    main()
