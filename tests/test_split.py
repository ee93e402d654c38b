"""Dealing sentences into folds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from intentbot.training.split import stratified_folds


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 20)), min_size=1, max_size=60), st.integers(2, 6))
def test_equal_sentences_share_a_fold(rows: list[tuple[int, int]], n_folds: int) -> None:
    """A sentence never stands in two folds, so nothing held out was learned."""
    folds = stratified_folds(np.array([label for label, _ in rows]), [str(key) for _, key in rows], n_folds, seed=0)
    for key in {key for _, key in rows}:
        assert len({fold for fold, (_, other) in zip(folds.tolist(), rows, strict=True) if other == key}) == 1


def test_each_label_is_dealt_out_evenly() -> None:
    """Every fold has its share of every intent."""
    targets = np.repeat(np.arange(5), 12)
    folds = stratified_folds(targets, [str(i) for i in range(60)], 4, seed=1)
    for label in range(5):
        assert np.bincount(folds[targets == label], minlength=4).tolist() == [3, 3, 3, 3]


def test_the_seed_decides() -> None:
    """The same seed deals the same; another deals otherwise."""
    targets, keys = np.repeat(np.arange(4), 10), [str(i) for i in range(40)]
    assert (stratified_folds(targets, keys, 4, seed=1) == stratified_folds(targets, keys, 4, seed=1)).all()
    assert (stratified_folds(targets, keys, 4, seed=1) != stratified_folds(targets, keys, 4, seed=2)).any()
