"""A server in a process of its own, as an operator starts it, for the benchmarks of serving."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A running server.

    Attributes
    ----------
    address : str
    process : Popen
    start_s : float
        Seconds from the start of its process until it said that it was ready.
    """

    address: str
    process: subprocess.Popen[bytes]
    start_s: float

    def memory_mb(self) -> float:
        """Return what its process holds, in megabytes (10^6 bytes)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024 / 1e6
        raise ValueError("the process is gone")

    def processor_s(self) -> float:
        """Return the seconds of the processor that it took so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def served(command: Sequence[str], *, port: int, path: str, log: Path, core: int | None = None) -> Iterator[Served]:
    """Give what a command serves, once `path` answers 200; it is stopped with SIGTERM afterwards.

    Parameters
    ----------
    command : sequence of str
    port : int
        Where it listens, on 127.0.0.1.
    path : str
        What answers when it is ready.
    log : Path
        Where it may write.
    core : int, optional
        The only core that it may use.
    """
    begun = time.perf_counter()
    pinned = ["taskset", "-c", str(core), *command] if core is not None else list(command)
    with log.open("ab") as file:
        process = subprocess.Popen(pinned, stdout=file, stderr=file, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    address = f"http://127.0.0.1:{port}"
    try:
        while not _answers(f"{address}{path}"):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
            time.sleep(0.01)
        yield Served(address, process, time.perf_counter() - begun)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)


def intentbot(model: Path, port: int, *options: str) -> list[str]:
    """Return the command that serves a model."""
    return [sys.executable, "-m", "intentbot", "serve", str(model), "--port", str(port), *options]


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
