"""What an answer takes in each runtime that a model can be exported to."""

from __future__ import annotations

from tests.benchmarks.cells import shown, table
from tests.benchmarks.records import Results
from tests.benchmarks.runtime_caller import NUMPY
from tests.benchmarks.runtimes import N_MESSAGES, ROUNDS, RUNTIMES, STARTS

_ROWS = (
    ("a message, p50", "classify_p50_us", " µs"),
    ("a message, p99", "classify_p99_us", " µs"),
    ("a message whose words may be new to the process, p50", "cold_classify_p50_us", " µs"),
    ("a new process: load, first answer, exit", "start_s", " s"),
    ("on disk", "model_mb", " MB"),
    ("same label as NumPy, %", "same_label", "%"),
)

_COMMAND = "python -m tests.benchmarks.run --data DIR --only runtimes --seeds 0 --markdown docs/benchmarks.md"


def runtimes_part(results: Results) -> str:
    """Return the table of runtimes, one below the other."""
    lines = [
        (what, *(shown(results, "runtimes", one, figure, unit) for one in RUNTIMES)) for what, figure, unit in _ROWS
    ]
    ratios = []
    for other in RUNTIMES:
        mine, theirs = (results.median("runtimes", one, "classify_p50_us") for one in (NUMPY, other))
        ratios.append(f"{theirs / mine:.1f}" if mine and theirs else "")
    record = results.records[0]
    versions = ", ".join(f"{name} {version}" for name, version in record.machine.versions.items())
    what = (
        f"The default model of CLINC150 (150 intents) and its exports, text in and label out: {N_MESSAGES:,} test "
        f"messages, one at a time, with one thread, each runtime in a process of its own, in turns, {ROUNDS} rounds; "
        f"starts are medians of {STARTS}. LiteRT and ONNX Runtime are called by the reader in Python that is written "
        "beside them; it keeps the rows of words, as intentbot keeps their products. SavedModel reads the text within "
        "its graph."
    )
    where = (
        f"Measured {record.when} on {record.machine.processor}, {record.machine.n_cores} cores; "
        f"Python {record.machine.python}; {versions}:\n\n```\n{_COMMAND}\n```"
    )
    shown_ratios = ("p50 as a multiple of NumPy's", *ratios)
    return "\n\n".join(["## Runtimes", what, table(("", *RUNTIMES), [*lines, shown_ratios]), where])
