"""The results file: JSON lines, appended as experiments finish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Run = dict[str, Any]
"""One experiment on one set with one seed: `name`, `set`, `seed`, `fingerprint`, then its figures or its `error`."""


def read_results(path: Path) -> list[Run]:
    """Return the runs of a results file, oldest first; none where there is no file. A line cut short is left out."""
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            runs.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return runs


def append_result(path: Path, run: Run) -> None:
    """Write a run at the end of the file, on a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(run) + "\n")


def finished(path: Path) -> set[tuple[str, str, int, str]]:
    """Return the name, set, seed and fingerprint of each run that need not be made again."""
    return {
        (run["name"], run["set"], run["seed"], run["fingerprint"]) for run in read_results(path) if "error" not in run
    }
