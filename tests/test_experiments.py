"""The search for accuracy: its runner works, goes on where it stopped, and compares like with like."""

from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.data import Rows, write_rows
from tests.benchmarks.experiments.__main__ import main
from tests.benchmarks.experiments.measures import fit_factors, paired
from tests.benchmarks.experiments.results import read_results
from tests.benchmarks.experiments.table import page

ASKED = {"lost_card": "card", "late_transfer": "transfer", "wrong_fee": "fee"}
WAYS = ("my {} please", "about a {}", "where is my {}", "the {} again", "what is this {}", "tell me of the {}")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with rows of three intents in the place of BANKING77's."""
    folder = tmp_path_factory.mktemp("data")
    pairs = [
        (f"{way.format(word)} {day}", label) for label, word in ASKED.items() for way in WAYS for day in ("", "now")
    ]
    write_rows(folder / "banking77/train.csv", Rows(*map(tuple, zip(*pairs, strict=True))))
    return folder


def test_experiments_are_run_once_and_compared(data: Path, tmp_path: Path) -> None:
    """Each experiment, set and seed has one line of results, however often the runner is started."""
    out = tmp_path / "results.jsonl"
    asked = ["--data", str(data), "--out", str(out), "--sets", "banking77-5", "--seeds", "0"]
    asked += ["--settings", "epochs=2,filters=8,embedding_size=8", "--only", "default,svm,attention"]
    for _ in range(2):
        assert main(asked) == 0
    runs = read_results(out)
    assert [run["name"] for run in runs] == ["default", "svm", "attention"]
    assert all(run["n_learned"] == 18 and run["n_judged"] > 0 for run in runs)
    lines = page(runs).splitlines()
    assert len(lines) == 5 and "(`svm`)" in lines[3] and "±" in lines[3]


def test_missing_data_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without the rows ends with what it lacks."""
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out.jsonl")]) == 2
    assert "banking77/train.csv, clinc150/train.csv, clinc150/valid.csv" in capsys.readouterr().err


def test_the_better_expert_counts_more() -> None:
    """An expert that is always right gets the factor, one that says nothing gets hardly any."""
    targets = np.arange(60) % 3
    noise = np.random.default_rng(0).normal(size=(60, 3))
    good = np.eye(3)[targets] + 0.3 * noise
    factors = fit_factors([good, noise[::-1]], targets)
    assert factors[0] > 1 > factors[1]


def test_a_gain_has_a_standard_error() -> None:
    """Of four rows one is gained and none is lost: a gain of a quarter, none too sure."""
    gain, error = paired(np.array([True, False, False, True]), np.array([True, True, False, True]))
    assert gain == 0.25 and 0.2 < error < 0.25
