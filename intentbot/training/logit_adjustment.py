"""Logit adjustment: an intent is no likelier for having more examples.

A model learns from uneven examples that some intents are frequent. But how many examples an intent has says how much
somebody wrote of it, and hardly how often customers will ask. So what a label's examples outnumber the others by comes
off its logit.

References
----------
Menon et al. (2021), Long-tail learning via logit adjustment, arXiv:2007.07314: the variant after training, with tau 1.
"""

from __future__ import annotations

import numpy as np


def head_starts(targets: np.ndarray, *, n_intents: int, n_labels: int) -> np.ndarray:
    """Return the logarithm of each intent's number of examples over the mean of those that have some.

    Parameters
    ----------
    targets : ndarray of shape (N,)
        The label numbers of the examples.
    n_intents : int
        The labels that come first. The others, out-of-scope examples, keep their weight against the intents together.
    n_labels : int

    Returns
    -------
    ndarray of shape (n_labels,), float32
        In nats; 0 for what is no intent, and for an intent without examples.
    """
    counts = np.bincount(targets, minlength=n_labels)[:n_intents]
    learned = counts > 0
    result = np.zeros(n_labels, dtype=np.float32)
    result[:n_intents][learned] = np.log(counts[learned] / counts[learned].mean())
    return result
