"""How many replies a second one worker gives on one core, beside a bare FastAPI "hello": with wrk, on this machine.

    python -m tests.benchmarks.serving models/shop [--seconds 10] [--no-log]

The server runs on core 0, wrk on core 1. Where other programs run beside, the processor time of an answer says more
than the number of them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEXTS = (
    "where is my order",
    "wher is my ordr",
    "i want to return this",
    "tell me a joke",
    "when are you open",
    "how do i change my address please",
    "can i speak to a person",
    "my parcel is broken",
)

SCRIPT = """local texts = {TEXTS}
local i = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  i = i + 1
  return wrk.format(nil, nil, nil, '{"text": "' .. texts[i % #texts + 1] .. '"}')
end
"""

HELLO = """
import uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def hello(): return {"hello": "world"}
uvicorn.run(app, port=PORT, access_log=False, log_level="error")
"""


@contextmanager
def running(port: int, ready: str, *command: str) -> Iterator[int]:
    """Yield the process id of a server on core 0 that answers at a path."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def seconds_of(pid: int) -> float:
    """Return the processor time that a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(pid: int, url: str, seconds: int, *options: str) -> tuple[float, str, float]:
    """Return requests a second, the latency at p99, and microseconds of the processor for each request."""
    wrk = ["taskset", "-c", "1", "wrk", "-t1", "-c8", "--latency", *options, url]
    subprocess.run([*wrk, "-d2s"], check=True, capture_output=True)
    before = seconds_of(pid)
    said = subprocess.run([*wrk, f"-d{seconds}s"], check=True, capture_output=True, text=True).stdout
    spent = seconds_of(pid) - before
    refused = re.search(r"Non-2xx.*", said)
    if refused:
        sys.exit(refused[0])
    n_requests = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    per_s = float(re.search(r"Requests/sec: +(\S+)", said)[1])  # type: ignore[index]
    return per_s, re.search(r"99% +(\S+)", said)[1], spent / n_requests * 1e6  # type: ignore[index]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--no-log", action="store_true")
    args = parser.parse_args()
    if not shutil.which("wrk") or not shutil.which("taskset"):
        sys.exit("wrk and taskset are needed: apt-get install wrk util-linux")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "reply.lua")
        script.write_text(SCRIPT.replace("TEXTS", ", ".join(f'"{text}"' for text in TEXTS)), encoding="utf-8")
        with running(8499, "/", "-c", HELLO.replace("PORT", "8499")) as pid:
            hello = measure(pid, "http://127.0.0.1:8499/", args.seconds)
        serve = ["-m", "intentbot", "serve", str(args.model), "--port", "8498", "--data", f"{folder}/data"]
        with running(8498, "/readyz", *serve, *(["--no-log"] if args.no_log else [])) as pid:
            reply = measure(pid, "http://127.0.0.1:8498/api/v1/reply", args.seconds, "-s", str(script))
    for name, (per_s, p99, spent) in (("hello", hello), ("reply", reply)):
        print(f"{name}  {per_s:8,.0f} a second   p99 {p99:>9}   {spent:6.0f} us of the processor each")
    print(f"a reply takes {reply[2] / hello[2]:.1f} times the processor of a bare FastAPI hello")


if __name__ == "__main__":
    main()
