"""What an answer takes in each runtime that a model can be exported to, text in and label out."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from tests.benchmarks.data import read_rows
from tests.benchmarks.records import HERE
from tests.benchmarks.runtime_caller import LITERT, NUMPY, ONNX_RUNTIME, SAVED_MODEL

JAVASCRIPT = "JavaScript (Node)"
FORMATS = {LITERT: "litert", ONNX_RUNTIME: "onnx", SAVED_MODEL: "savedmodel", JAVASCRIPT: "javascript"}
RUNTIMES = (NUMPY, *FORMATS)

N_MESSAGES, ROUNDS, STARTS = 1_500, 3, 5
FIRST = "where is my order"

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""More threads help no runtime with one message."""


def measure(model: Path, messages: Path, work: Path) -> dict[str, dict[str, float]]:
    """Return microseconds a message, seconds to the first answer, and megabytes, of a model and its exports.

    Each runtime answers in a process of its own, with one thread, one message at a time; all take turns.

    Parameters
    ----------
    model : Path
    messages : Path
        A CSV of test messages.
    work : Path
        Where the exports are written, and what is there is removed.
    """
    from intentbot.export import export

    texts = read_rows(messages).texts
    texts = texts[:: max(1, len(texts) // N_MESSAGES)][:N_MESSAGES]
    shutil.rmtree(work, ignore_errors=True)
    exported = {runtime: export(model, to, work / to, name="bench").path for runtime, to in FORMATS.items()}
    folders = {NUMPY: model, **exported}
    cold: dict[str, list[float]] = {runtime: [] for runtime in folders}
    warm: dict[str, list[float]] = {runtime: [] for runtime in folders}
    labels: dict[str, list[str]] = {}
    for _ in range(ROUNDS):
        for runtime, folder in folders.items():
            first, second, labels[runtime] = _ask(runtime, folder, texts)
            cold[runtime] += first
            warm[runtime] += second
    starts = _starts(folders)
    return {
        runtime: {
            "cold_classify_p50_us": float(np.median(cold[runtime])) / 1e3,
            "classify_p50_us": float(np.median(warm[runtime])) / 1e3,
            "classify_p99_us": float(np.percentile(warm[runtime], 99)) / 1e3,
            "start_s": starts[runtime],
            "model_mb": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6,
            "same_label": statistics.fmean(map(str.__eq__, labels[runtime], labels[NUMPY])),
        }
        for runtime, folder in folders.items()
    }


def _starts(folders: dict[str, Path]) -> dict[str, float]:
    """Return the median seconds of a new process that loads the model, answers once and ends."""
    seconds: dict[str, list[float]] = {runtime: [] for runtime in folders}
    for number in range(STARTS + 1):
        for runtime, folder in folders.items():
            began = perf_counter()
            _ask(runtime, folder, [FIRST])
            if number:
                seconds[runtime].append(perf_counter() - began)
    return {runtime: statistics.median(found) for runtime, found in seconds.items()}


def _ask(runtime: str, folder: Path, texts: Sequence[str]) -> tuple[list[float], list[float], list[str]]:
    caller = [sys.executable, "-m", "tests.benchmarks.runtime_caller", runtime]
    if runtime == JAVASCRIPT:
        caller = ["node", str(HERE / "runtime_caller.mjs")]
    done = subprocess.run(
        [*caller, str(folder.resolve())],
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=HERE.parents[1],
        env={**os.environ, **ONE_THREAD},
    )
    if done.returncode:
        raise RuntimeError(f"{runtime} ended with status {done.returncode}: {done.stderr.strip()[-300:]}")
    first, second, labels = json.loads(done.stdout)
    return first, second, labels
