"""LIME and SHAP: which words matter, found by leaving words out and asking the model again.

They know nothing of the network, so they are slow and estimates; that is why they are here. Where they name the same
word as the exact decomposition, it says what it seems to say. Needs ``pip install 'intentbot[explain]'``.

References
----------
Ribeiro, Singh and Guestrin (2016), "Why Should I Trust You?": Explaining the Predictions of Any Classifier,
arXiv:1602.04938. Lundberg and Lee (2017), A Unified Approach to Interpreting Model Predictions, arXiv:1705.07874.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from intentbot.classifier import Classifier
from intentbot.errors import MissingExtra
from intentbot.text import MAX_CHARACTERS

try:
    with warnings.catch_warnings():
        # Their imports warn of what their own dependencies will change.
        warnings.simplefilter("ignore")
        import shap
        from lime.lime_text import LimeTextExplainer
except ImportError:
    raise MissingExtra("explain", "LIME or SHAP") from None

N_SAMPLES = 1_000
"""Messages with words left out that LIME asks about."""

N_ROUNDS = 20
"""Orders in which SHAP puts the words back, forwards and backwards."""


def lime_weights(classifier: Classifier, tokens: Sequence[str], intent: str, *, seed: int = 0) -> np.ndarray:
    """Return LIME's weight of each word for the probability of an intent, of shape (T,).

    Parameters
    ----------
    classifier : Classifier
    tokens : sequence of str
        The words of the message, at least one.
    intent : str
    seed : int, default=0
        Of the draws of what is left out.
    """
    label = classifier.labels.index(intent)
    # A message is read up to its 2,000th character, and spaces between characters of one count.
    tokens, n_words = tokens[: MAX_CHARACTERS // 2], len(tokens)

    def probabilities(texts: Sequence[str]) -> np.ndarray:
        return np.stack([prediction.probabilities for prediction in classifier.predict_all(texts)])

    explainer = LimeTextExplainer(
        split_expression=r"\s+", bow=False, mask_string="", feature_selection="none", random_state=seed
    )
    found = explainer.explain_instance(
        " ".join(tokens), probabilities, labels=(label,), num_features=len(tokens), num_samples=N_SAMPLES
    )
    weights = np.zeros(n_words)
    for place, weight in found.as_map()[label]:
        weights[place] = weight
    return weights


def shap_values(classifier: Classifier, tokens: Sequence[str], intent: str, *, seed: int = 0) -> np.ndarray:
    """Return the SHAP value of each word for the logit of an intent above the average intent's, of shape (T,).

    With them, what the intent has without any word adds up to what it has with all.

    Parameters
    ----------
    classifier : Classifier
    tokens : sequence of str
        The words of the message, at least one.
    intent : str
    seed : int, default=0
        Of the orders drawn.
    """
    label = classifier.labels.index(intent)

    def evidence(kept: np.ndarray) -> np.ndarray:
        logits = [
            classifier.logits([token for token, is_kept in zip(tokens, row, strict=True) if is_kept]) for row in kept
        ]
        return np.array([found[label] - found.mean() for found in logits])

    n_words = len(tokens)
    explainer = shap.PermutationExplainer(evidence, np.zeros((1, n_words)), seed=seed)
    found = explainer(np.ones((1, n_words)), max_evals=N_ROUNDS * (2 * n_words + 1), silent=True)
    return np.asarray(found.values[0], dtype=np.float64)
