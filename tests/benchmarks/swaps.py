"""Memory over many swaps of the model that answers, with customers being answered meanwhile.

``python -m tests.benchmarks.swaps MODEL`` prints the resident memory after every hundredth of 1,000 swaps of two
versions of a model, as a server makes them, and the most that it was after any of them. It is looked at a moment after
a swap, when what the old model was just answering is answered; until then both are in memory.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from intentbot.deployment.records import write_record
from intentbot.deployment.versions import Versions
from intentbot.files.model_folder import read_model, write_model
from intentbot.server.following import BotMaker, Follower

N_SWAPS, EVERY, WARM = 1_000, 100, 100
MOMENT_S = 0.02
TEXTS = ("hello", "where is my order 84512", "wher is my ordr", "tell me a joke", "talk to a person")


def resident_mb() -> float:
    """Return this process's resident memory in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("there is no VmRSS")


def main() -> None:
    """Swap, answer and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--swaps", type=int, default=N_SWAPS)
    args = parser.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as place:
        versions = _two_versions(args.model, Path(place))
        follower = Follower(versions, BotMaker())
        done = threading.Event()
        customer = threading.Thread(target=_ask, args=(follower, done))
        customer.start()
        state, before, most = versions.state(), 0.0, 0.0
        for i in range(1, args.swaps + 1):
            write_record(versions.signal, replace(state, version=1 + i % 2))
            follower.follow()
            assert follower.live.now.version == str(1 + i % 2), follower.live.problem
            time.sleep(MOMENT_S)
            # The server's thread looks again by itself, four times a second.
            follower.follow()
            now = resident_mb()
            if i == min(WARM, args.swaps):
                before = most = now
            most = max(most, now)
            if i % EVERY == 0:
                print(f"{i:>6} swaps  {now:7.1f} MB  {100 * (now / before - 1):+.1f}% since {WARM}", flush=True)
        print(f"at most       {most:7.1f} MB  {100 * (most / before - 1):+.1f}%")
        done.set()
        customer.join()


def _two_versions(model: Path, place: Path) -> Versions:
    versions = Versions(place / "data", place / "model")
    first = read_model(model)
    write_model(versions.model, first)
    versions.start(by="benchmark")
    write_model(place / "other", replace(first, fingerprint="another"))
    versions.register(place / "other", author="benchmark")
    return versions


def _ask(follower: Follower, done: threading.Event) -> None:
    n = 0
    while not done.wait(0.001):
        n += 1
        follower.live.now.bot.reply(TEXTS[n % len(TEXTS)], session=f"customer {n % 20}")


if __name__ == "__main__":
    main()
