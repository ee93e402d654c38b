"""Compares ideas with the default bot, on rows of training and validation files.

Run it from the root of the repository:

    pip install -e ".[bench]"
    python -m tests.benchmarks.experiments --data DIR --out build/experiments.jsonl
    python -m tests.benchmarks.experiments.table build/experiments.jsonl

DIR is that of `python -m tests.benchmarks.run`, and holds clinc150/valid.csv as well; no test file is read. What is
finished is kept in the results file, a line for each experiment, set and seed, and not run again while its code and its
rows stay the same. tests/benchmarks/experiments/catalogue.py says what each experiment is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from intentbot.quiet import hold_back_chatter

with hold_back_chatter():
    import tensorflow as tf

from tests.benchmarks.experiments.bench import Bench
from tests.benchmarks.experiments.catalogue import EXPERIMENTS
from tests.benchmarks.experiments.results import Run, append_result, finished
from tests.benchmarks.experiments.trials import TRIAL_SETS

NAMES = tuple(experiment.name for experiment in EXPERIMENTS)
SETS = tuple(trial_set.name for trial_set in TRIAL_SETS)
SMALL_SETS = ("banking77-10", "clinc150-10")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the experiments that are not finished; returns 0, 1 where some failed, or 2 where the data are not there."""
    options = _parser().parse_args(arguments)
    chosen = [experiment for experiment in EXPERIMENTS if experiment.name in (options.only or NAMES)]
    sets = [trial_set for trial_set in TRIAL_SETS if trial_set.name in options.sets]
    files = {file for trial_set in sets for file in (trial_set.train, trial_set.valid) if file}
    missing = sorted(file for file in files if not (options.data / file).is_file())
    if missing:
        print(f"{options.data} lacks {', '.join(missing)}. See --help for what belongs there.", file=sys.stderr)
        return 2
    # As in the package: the same seed gives the same network.
    tf.config.experimental.enable_op_determinism()
    done, failed = finished(options.out), 0
    for seed in options.seeds:
        for trial_set in sets:
            bench = Bench(options.data, trial_set, seed, options.out.with_suffix(".references"), options.settings)
            for experiment in chosen:
                if (experiment.name, trial_set.name, seed, bench.fingerprint(experiment)) in done:
                    continue
                run = bench.run(experiment)
                append_result(options.out, run)
                print(_line(run), flush=True)
                failed += "error" in run
    return 1 if failed else 0


def _line(run: Run) -> str:
    start = f"{run['name']:18} {run['set']:15} seed {run['seed']}:"
    if "error" in run:
        return f"{start} failed: {run['error']}"
    figures = ", ".join(f"{name} {100 * value:.2f}" for name, value in run["accuracy"].items())
    return f"{start} {figures}; factors {run['factors']}; {run['cpu_s']} s of a core"


def _names(text: str) -> list[str]:
    return _known(text, NAMES)


def _sets(text: str) -> list[str]:
    return _known(text, SETS)


def _known(text: str, known: Sequence[str]) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    return names


def _seeds(text: str) -> list[int]:
    return [int(seed) for seed in text.split(",")]


def _settings(text: str) -> dict[str, float]:
    pairs = (pair.partition("=") for pair in text.split(","))
    return {name: float(value) if "." in value else int(value) for name, _, value in pairs}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.experiments",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the results, as JSON lines")
    parser.add_argument("--only", type=_names, metavar="NAME,...", help=f"of: {', '.join(NAMES)}")
    parser.add_argument(
        "--sets", type=_sets, default=SMALL_SETS, metavar="NAME,...", help=f"of: {', '.join(SETS)}; default: both 10"
    )
    parser.add_argument("--seeds", type=_seeds, default=[0, 1], metavar="N,...", help="default: 0,1")
    parser.add_argument(
        "--settings", type=_settings, default={}, metavar="NAME=N,...", help="of every run, the default's too"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
