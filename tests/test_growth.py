"""What more examples are worth, by curves through what was measured."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.growth import Growth
from intentbot.training.learning_curve import foretell
from intentbot.training.power_law import fit_power_laws
from intentbot.training.split import share_of

N_LEARNED = np.array([2.0, 4.0, 6.0, 8.0])


def grown(accuracies: list[float], n_rows: int = 400, n_labels: int = 20) -> Growth:
    """Return what is foretold of rows of which such shares are right, spread evenly over the intents."""
    random = np.random.default_rng(0)
    rank = random.permutation(n_rows) / n_rows
    right = np.stack([rank < accuracy for accuracy in accuracies])
    labels = [f"intent_{i}" for i in range(n_labels)]
    return foretell(
        right, np.arange(n_rows) % n_labels, labels=labels, n_learned=N_LEARNED, sizes=np.full(n_labels, 10)
    )


@given(st.floats(0.6, 1), st.floats(0.1, 0.6), st.sampled_from([0.2, 0.5, 1.0]))
def test_a_power_law_is_found_again(ceiling: float, factor: float, exponent: float) -> None:
    """Through points that lie on such a curve goes that curve, beyond the points too."""
    laws = fit_power_laws(N_LEARNED, (ceiling - factor * N_LEARNED**-exponent)[None])
    assert laws.errors(20.0) == pytest.approx(np.clip(1 - ceiling + factor * 20.0**-exponent, 1e-6, 1), abs=2e-3)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_more_examples_never_do_harm_or_pass_all(accuracies: list[float]) -> None:
    """Whatever was measured, the curve does not fall and stays within [0, 1]."""
    laws = fit_power_laws(N_LEARNED, np.array([accuracies]))
    errors = [float(laws.errors(n)[0]) for n in (2.0, 8.0, 20.0, 1000.0)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] >= 0 and errors[0] <= 1


def test_a_steep_curve_promises_more_than_a_flat_one() -> None:
    """Where accuracy still rises, more examples are worth points; where it stands still, nothing."""
    steep, flat = grown([0.4, 0.6, 0.7, 0.76]), grown([0.8, 0.8, 0.8, 0.8])
    assert steep.n_more == 10
    assert 0.03 < steep.gain.likely < 0.15
    assert steep.gain.low <= steep.gain.likely <= steep.gain.high
    assert flat.gain.likely == pytest.approx(0, abs=1e-3)


def test_the_range_is_wider_with_fewer_sentences() -> None:
    """Of fewer held-out sentences less is known."""
    few, many = (grown([0.4, 0.6, 0.7, 0.76], n_rows=n_rows).gain for n_rows in (60, 2_000))
    assert few.high - few.low > many.high - many.low > 0


def test_the_intent_with_most_errors_gains_most() -> None:
    """Intents are ordered by what they gain, and one that is perfect still gains a little rather than nothing."""
    right = np.ones((4, 200), dtype=bool)
    right[:, :9] = False
    right[:2, 100:150] = False
    targets = np.repeat(np.arange(20), 10)
    labels = [f"intent_{i:02d}" for i in range(20)]
    found = foretell(right, targets, labels=labels, n_learned=N_LEARNED, sizes=np.full(20, 10)).intents
    assert found[0].intent == "intent_00"
    assert (found[0].recall, found[0].n_examples) == (pytest.approx(0.1), 10)
    assert all(one.gain > 0 for one in found)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.floats(0, 1), st.floats(0, 1))
def test_a_share_is_of_every_intent(labels: list[int], one: float, other: float) -> None:
    """Every label keeps its share and at least a row, and the smaller share lies within the larger."""
    targets, every = np.array(labels), np.ones(len(labels), dtype=bool)
    small, large = (share_of(every, targets, share, 0) for share in sorted((one, other)))
    assert not (small & ~large).any()
    assert set(targets[small]) == set(labels)
    for label in set(labels):
        assert (targets[large] == label).sum() == max(1, round(max(one, other) * labels.count(label)))
