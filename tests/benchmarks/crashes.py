"""A server that is killed again and again while customers write: is every answered turn in the store?

    python -m tests.benchmarks.crashes models/shop
    python -m tests.benchmarks.crashes models/shop --kills 50 --store postgresql://user:password@host/database

Eight threads write without a pause, and keep the id of every turn that was answered. After a random time the server
gets SIGKILL, and is started again on the same data. At last it is stopped in peace, and what the store has is compared
with what was answered.
"""

from __future__ import annotations

import argparse
import random
import shutil
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np

from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from tests.benchmarks.machine import Machine
from tests.benchmarks.served import free_port, intentbot, served

N_THREADS = 8
MESSAGES = (
    "where is my order",
    "wher is my ordr 84512",
    "i want my money back",
    "qqq zzz",
    "open on sunday?",
    "thanks!",
)
LONGEST_S = 1.5
"""The longest a server lives before it is killed."""


def write(address: str, answered: list[str], stop: threading.Event) -> None:
    """Write messages until told to stop, and keep the ids of the turns that were answered."""
    with httpx.Client(base_url=address, timeout=5) as client:
        conversation, number = "", 0
        while not stop.is_set():
            number += 1
            try:
                answer = client.post(
                    "/api/v1/reply", json={"text": MESSAGES[number % len(MESSAGES)], "conversation": conversation}
                )
            except httpx.HTTPError:
                return
            if answer.status_code == 200:
                told = answer.json()
                conversation = told["conversation"]
                answered.append(told["turn"])


def main() -> None:
    """Print how many turns were answered, and how many of them are in the store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--store", default="", help="the address of an empty database; SQLite otherwise")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    print(Machine.here())
    with TemporaryDirectory() as name:
        folder = Path(name)
        model = folder / "model"
        shutil.copytree(args.model, model)
        store = args.store or f"sqlite:///{folder / 'turns.db'}"
        answered: list[str] = []
        starts = []
        for number in range(args.kills + 1):
            port = free_port()
            command = intentbot(model, port, "--rate-limit", "0", "--store", store)
            with served(command, port=port, path="/readyz", log=folder / "log") as server:
                starts.append(server.start_s)
                if number == args.kills:
                    break
                stop = threading.Event()
                writers = [
                    threading.Thread(target=write, args=(server.address, answered, stop)) for _ in range(N_THREADS)
                ]
                for writer in writers:
                    writer.start()
                time.sleep(chance.uniform(0.05, LONGEST_S))
                server.process.kill()
                server.process.wait()
                stop.set()
                for writer in writers:
                    writer.join()
        log = TurnLog(LogDatabase(store))
        missing = [turn for turn in answered if log.turn(turn) is None]
        print(f"{args.kills} kills, {len(answered):,} answered turns, {len(missing)} of them missing in the store")
        print(f"{log.n_turns():,} turns in the store")
        print(f"start to ready: median {np.median(starts):.2f} s, worst {max(starts):.2f} s")
        if missing:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
