"""What keeping a conversation costs: in memory, in SQLite and in PostgreSQL.

    python -m tests.benchmarks.sessions
    python -m tests.benchmarks.sessions --conversations 1000000 --postgres postgresql://user:password@host/database

The time of a turn's reading and writing, of one thread and of eight, for a conversation at its third message and one
whose transcript is full; and what memory a process holds after it opened many conversations, one message each. Without
``--postgres``, a server is started in a temporary folder where PostgreSQL is installed: its writes wait for no disk.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, perf_counter_ns

import numpy as np

from intentbot.sessions import (
    KEPT_CHARACTERS,
    KEPT_LINES,
    Known,
    Line,
    MemorySessions,
    OpenContext,
    Question,
    Session,
    Sessions,
)
from tests.benchmarks.machine import Machine, in_new_process, memory_mb

MEMORY, SQLITE = "memory", "sqlite"

SHORT = Session(
    turns=3,
    slots=(Known("order_number", "84512", "order_number"), Known("reason", "broken")),
    contexts=(OpenContext("order", 2),),
    questions=(Question("return_item", "when"),),
    topic="return_item",
    form="return_item",
    language="en",
    said=(101, 202, 303),
    transcript=(
        Line("user", "I want to return the kettle"),
        Line("bot", "What is your order number?"),
        Line("user", "84512"),
        Line("bot", "Thank you. What is wrong with it?"),
    ),
)
"""A conversation as most are."""

FULL = replace(SHORT, transcript=tuple(Line("user", "x" * KEPT_CHARACTERS) for _ in range(KEPT_LINES)))
"""The largest transcript there can be."""


@dataclass(frozen=True, slots=True)
class Times:
    """Microseconds that reading and writing a session takes together, and turns a second."""

    p50_us: float
    p99_us: float
    per_s: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Megabytes a process holds at first, after a hundredth of the conversations, and after all; and seconds taken."""

    at_first: float
    early: float
    at_last: float
    seconds: float


def time_turns(url: str, session: Session, n_turns: int, n_threads: int) -> Times:
    """Return what a turn costs. Call it in a process of its own.

    Parameters
    ----------
    url : str
        ``memory``, or the address of a database.
    session : Session
        Kept at every turn, but for its count.
    n_turns, n_threads : int
        Each thread has a hundred conversations of its own.
    """
    store = _open(url)

    def talk(thread: int) -> list[int]:
        taken = []
        for turn in range(n_turns // n_threads):
            key = f"{os.getpid()}-{thread}-{turn % 100}"
            begun = perf_counter_ns()
            before = store.load(key)
            kept = store.save(key, replace(session, turns=before.turns + 1), before=before)
            taken.append(perf_counter_ns() - begun)
            assert kept
        return taken

    talk(n_threads)
    with ThreadPoolExecutor(n_threads) as pool:
        begun = perf_counter()
        taken = [one for some in pool.map(talk, range(n_threads)) for one in some]
        seconds = perf_counter() - begun
    return Times(*(np.percentile(taken, [50, 99]) / 1e3), len(taken) / seconds)


def grow(url: str, n_conversations: int) -> Growth:
    """Return what a process holds as it opens conversations. Call it in a process of its own."""
    store = _open(url)
    held = [memory_mb("VmRSS")]
    begun = perf_counter()
    for number in range(n_conversations):
        key = f"{number:032x}"
        store.save(key, replace(SHORT, turns=1), before=store.load(key))
        if number + 1 in (n_conversations // 100, n_conversations):
            held.append(memory_mb("VmRSS"))
    return Growth(*held, perf_counter() - begun)


def _open(url: str) -> Sessions:
    if url == MEMORY:
        return MemorySessions()
    from intentbot.store import SqlSessions

    return SqlSessions(url)


@contextmanager
def _postgres(url: str | None) -> Iterator[str | None]:
    """Give the address of a PostgreSQL; None where there is none."""
    from tests.postgres import programs, running

    with nullcontext() if url or programs() is None else running() as server:
        yield url or (server.new_database("sessions") if server else None)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.sessions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--turns", type=int, default=10_000, help="for each time (default: 10,000)")
    parser.add_argument("--conversations", type=int, default=1_000_000, help="to open (default: 1,000,000)")
    parser.add_argument("--postgres", metavar="URL", help="a PostgreSQL to measure instead of one started for it")
    options = parser.parse_args()
    machine = Machine.here()
    print(f"{machine.processor}, {machine.n_cores} cores, Python {machine.python}")
    with TemporaryDirectory() as folder, _postgres(options.postgres) as postgres:
        file = Path(folder) / "sessions.db"
        urls = {MEMORY: MEMORY, SQLITE: f"sqlite:///{file}", **({"postgresql": postgres} if postgres else {})}
        print(f"\n{'load + save':<12}{'transcript':>12}{'threads':>9}{'p50 us':>10}{'p99 us':>10}{'turns/s':>10}")
        for name, url in urls.items():
            for size, session in (("4 lines", SHORT), ("full", FULL)):
                for n_threads in (1, 8):
                    found = in_new_process(time_turns, url, session, options.turns, n_threads)
                    times = f"{found.p50_us:>10.1f}{found.p99_us:>10.1f}{found.per_s:>10.0f}"
                    print(f"{name:<12}{size:>12}{n_threads:>9}{times}", flush=True)
        few = options.conversations // 100
        print(
            f"\n{'RSS in MB':<12}{'at first':>10}{f'at {few:,}':>12}{f'at {options.conversations:,}':>14}{'us each':>9}"
        )
        for name, url in urls.items():
            held = in_new_process(grow, url, options.conversations)
            each = held.seconds / options.conversations * 1e6
            print(f"{name:<12}{held.at_first:>10.1f}{held.early:>12.1f}{held.at_last:>14.1f}{each:>9.0f}", flush=True)
        print(f"\nthe file of SQLite: {file.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
