"""What one worker on one core serves over HTTP, beside a FastAPI app that says hello; and what memory that takes.

    python -m tests.benchmarks.serving models/shop
    python -m tests.benchmarks.serving models/shop --requests 200000

The server has the first core for itself, and `wrk` (Debian's package of this name) loads it from the second, through
the loopback alone. Turns are kept, as they are by default. Messages are the tests of the model's intents, in 500
conversations.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from intentbot.files.model_folder import read_model
from tests.benchmarks.machine import Machine
from tests.benchmarks.served import Served, free_port, intentbot, served

N_CONVERSATIONS = 500
N_CONNECTIONS = 4
SERVER_CORE, CLIENT_CORE = 0, 1

HELLO = """
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def hello() -> dict[str, str]:
    return {"text": "hello"}
"""

SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local at = 0
request = function()
  if #bodies == 0 then return wrk.format("GET", "%s") end
  at = at %% #bodies + 1
  return wrk.format("POST", "%s", {["Content-Type"] = "application/json"}, bodies[at])
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('RESULT {"n": %%d, "s": %%f, "p50_ms": %%f, "p99_ms": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of loading a server.

    Attributes
    ----------
    per_s : float
        Answers a second.
    p50_ms, p99_ms : float
        How long they took.
    processor_us : float
        Microseconds of the processor for each, which says more where other programs run beside.
    n_errors : int
        Those that failed, with a status above 399 or without one.
    """

    per_s: float
    p50_ms: float
    p99_ms: float
    processor_us: float
    n_errors: int

    def __str__(self) -> str:
        return (
            f"{self.per_s:,.0f} a second, p50 {self.p50_ms:.1f} ms, p99 {self.p99_ms:.1f} ms, "
            f"{self.processor_us:.0f} us of the processor each, {self.n_errors} errors"
        )


def load(server: Served, path: str, bodies: Path, folder: Path, seconds: int) -> Load:
    """Return how a server does that is sent all it can answer for some seconds."""
    script = folder / "load.lua"
    script.write_text(SCRIPT % (bodies, path, path), encoding="utf-8")
    command = [
        "taskset",
        "-c",
        str(CLIENT_CORE),
        "wrk",
        "-t1",
        f"-c{N_CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "10s",
    ]
    before = server.processor_s()
    said = subprocess.run(
        [*command, "-s", str(script), server.address], capture_output=True, encoding="utf-8", check=True
    ).stdout
    found = re.search(r"RESULT (\{.*\})", said)
    assert found, said
    told: dict[str, Any] = json.loads(found[1])
    spent = server.processor_s() - before
    return Load(told["n"] / told["s"], told["p50_ms"], told["p99_ms"], spent / told["n"] * 1e6, told["errors"])


def bodies_of(model: Path, address: str, file: Path) -> None:
    """Write the requests: what is said in many conversations that the server began."""
    texts = [test.text for intent in read_model(model).intents for test in intent.tests]
    with httpx.Client(base_url=address) as client, file.open("w", encoding="utf-8") as lines:
        for text in islice(cycle(texts), N_CONVERSATIONS):
            answer = client.post("/api/v1/reply", json={"text": text})
            lines.write(
                json.dumps({"text": text, "conversation": answer.raise_for_status().json()["conversation"]}) + "\n"
            )


def hello(folder: Path, seconds: int) -> Load:
    """Return how a FastAPI app does that says hello, and reads nothing."""
    (folder / "hello_app.py").write_text(HELLO, encoding="utf-8")
    port, no_bodies = free_port(), folder / "hello.jsonl"
    no_bodies.touch()
    program = [sys.executable, "-m", "uvicorn", "--app-dir", str(folder), "hello_app:app", "--no-access-log"]
    command = [*program, "--log-level", "warning", "--port", str(port)]
    with served(command, port=port, path="/openapi.json", log=folder / "hello.log", core=SERVER_CORE) as server:
        return load(server, "/", no_bodies, folder, seconds)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--seconds", type=int, default=10, help="of load; at most 60")
    parser.add_argument("--requests", type=int, default=0, help="after how many requests memory is looked at again")
    parser.add_argument("--no-log", action="store_true", help="keep no turns")
    args = parser.parse_args()
    seconds = min(args.seconds, 60)
    print(Machine.here())
    with TemporaryDirectory() as name:
        folder = Path(name)
        model = folder / "model"
        shutil.copytree(args.model, model)
        bare = hello(folder, seconds)
        print(f"FastAPI says hello: {bare}")
        port, bodies = free_port(), folder / "bodies.jsonl"
        command = intentbot(model, port, "--rate-limit", "0", *(["--no-log"] if args.no_log else []))
        with served(command, port=port, path="/readyz", log=folder / "log", core=SERVER_CORE) as server:
            print(f"intentbot was ready {server.start_s:.2f} s after its process began")
            bodies_of(model, server.address, bodies)
            load(server, "/api/v1/reply", bodies, folder, 3)
            early = server.memory_mb()
            found = load(server, "/api/v1/reply", bodies, folder, seconds)
            print(f"intentbot replies: {found}: {found.per_s / bare.per_s:.2f} of the bare app")
            n_requests = 0.0
            while n_requests < args.requests:
                n_requests += load(server, "/api/v1/reply", bodies, folder, 10).per_s * 10
            if n_requests:
                last = server.memory_mb()
                change = f"{last / early - 1:+.1%}"
                print(f"memory: {early:.1f} MB, {last:.1f} MB after {n_requests:,.0f} more requests ({change})")


if __name__ == "__main__":
    main()
