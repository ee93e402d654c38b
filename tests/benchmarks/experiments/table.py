"""What the experiments gained, as a Markdown table.

    python -m tests.benchmarks.experiments.table RESULTS

A cell is by how many points the bot's accuracy grew, each experiment against the default with the same rows and seeds,
with its standard error (McNemar's, over all judged rows of all seeds), and how many seeds there were.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmarks.cells import NOTHING, table
from tests.benchmarks.experiments.catalogue import DEFAULT, EXPERIMENTS
from tests.benchmarks.experiments.measures import paired, unpacked
from tests.benchmarks.experiments.results import Run, read_results
from tests.benchmarks.experiments.trials import TRIAL_SETS


class Comparisons:
    """Runs beside those of the default.

    Parameters
    ----------
    runs : iterable of dict
        Records of the runner, oldest first; the newest of each experiment, set and seed counts.
    """

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = {(run["name"], run["set"], run["seed"]): run for run in runs if "error" not in run}

    def sets(self) -> list[str]:
        """Return the sets that were run, in their order."""
        found = {key[1] for key in self._runs}
        return [one.name for one in TRIAL_SETS if one.name in found]

    def gain(self, name: str, sets: Sequence[str], what: str) -> tuple[float, float, int] | None:
        """Return the mean gain over sets and seeds in points, its standard error, and of how many runs it is."""
        found = []
        for (other, set_name, seed), run in self._runs.items():
            usual = self._runs.get((DEFAULT.name, set_name, seed))
            if other == name and set_name in sets and usual:
                n = run["n_judged"]
                found.append(paired(unpacked(usual["right"][what], n), unpacked(run["right"][what], n)))
        if not found:
            return None
        error = math.sqrt(sum(error**2 for _, error in found)) / len(found)
        return 100 * sum(gain for gain, _ in found) / len(found), 100 * error, len(found)

    def accuracy(self, set_name: str, what: str) -> str:
        """Return the default's mean accuracy on a set, in percent."""
        found = [run["accuracy"][what] for key, run in self._runs.items() if key[:2] == (DEFAULT.name, set_name)]
        return f"{100 * sum(found) / len(found):.1f}" if found else NOTHING

    def seconds(self, name: str, sets: Sequence[str]) -> str:
        """Return the mean processor time of an experiment on the sets, in seconds of one core."""
        found = [run["cpu_s"] for key, run in self._runs.items() if key[0] == name and key[1] in sets]
        return f"{sum(found) / len(found):.0f}" if found else NOTHING


def page(runs: Iterable[Run]) -> str:
    """Return the table of all experiments that were run beside the default."""
    found = Comparisons(runs)
    sets = found.sets()
    lines = [
        (
            "**the default, %**",
            *(found.accuracy(name, "bot") for name in sets),
            *[""] * 4,
            found.seconds("default", sets),
        )
    ]
    for experiment in EXPERIMENTS:
        if experiment is DEFAULT or not found.gain(experiment.name, sets, "bot"):
            continue
        cells = [_cell(found.gain(experiment.name, [name], "bot")) for name in sets]
        ends = [_cell(found.gain(experiment.name, sets, what)) for what in ("bot", "network", "typo", "courteous")]
        start = f"{experiment.idea} (`{experiment.name}`)"
        lines.append((start, *cells, *ends, found.seconds(experiment.name, sets)))
    return table(("idea", *sets, "mean", "network alone", "one typo each", "courtesies", "seconds of a core"), lines)


def _cell(gain: tuple[float, float, int] | None) -> str:
    if gain is None:
        return NOTHING
    points, error, count = gain
    return f"{points:+.1f} ± {error:.1f}" + (f" ({count})" if count > 1 else "")


if __name__ == "__main__":
    print(page(run for path in sys.argv[1:] for run in read_results(Path(path))))
