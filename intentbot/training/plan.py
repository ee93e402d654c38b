"""How training is laid out: by how many sentences there are, and by what the settings leave open."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from intentbot.settings import TrainingSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """The layout of a training.

    Attributes
    ----------
    max_sentences : int
        Up to how many sentences it is for.
    epochs, batch_size : int
        Where the settings leave them open.
    piece_count : int
        In how many different words a piece must stand to be learned.
    n_folds : int
        Into how many parts the sentences are dealt.
    n_runs : int
        How many of these parts are held out in turn: the fewer sentences, the more must speak for the threshold.
    disturbs : bool
        Whether the network learns from disturbed vectors, too (`training.disturbance`): it gained wherever examples are
        few, was not measured where they are many, and takes long there.
    learns_all : bool
        Whether all sentences are learned once more in the end. Of very many, the model that was judged by a few
        thousand held-out ones is kept: they are too few to make it better, and a second run would double the time.
    """

    max_sentences: int
    epochs: int
    batch_size: int
    piece_count: int
    n_folds: int
    n_runs: int
    disturbs: bool = False
    learns_all: bool = True


PLANS = (
    Plan(150, epochs=40, batch_size=32, piece_count=1, n_folds=5, n_runs=5, disturbs=True),
    Plan(400, epochs=32, batch_size=32, piece_count=1, n_folds=4, n_runs=2, disturbs=True),
    Plan(1_000, epochs=40, batch_size=32, piece_count=1, n_folds=5, n_runs=2, disturbs=True),
    Plan(3_000, epochs=32, batch_size=32, piece_count=1, n_folds=5, n_runs=1, disturbs=True),
    Plan(30_000, epochs=24, batch_size=64, piece_count=2, n_folds=8, n_runs=1),
    Plan(60_000, epochs=14, batch_size=128, piece_count=2, n_folds=8, n_runs=1),
    Plan(300_000, epochs=8, batch_size=256, piece_count=2, n_folds=8, n_runs=1, learns_all=False),
    Plan(10**9, epochs=3, batch_size=512, piece_count=2, n_folds=8, n_runs=1, learns_all=False),
)
"""Up to 30,000 sentences chosen on rows of BANKING77's training file and on CLINC150's validation rows, for accuracy
and time; beyond, so that there are about as many steps (docs/benchmarks.md)."""

MAX_HELD_OUT = 5_000
"""Sentences held out at a time, about: the share that the threshold refuses is then known to 0.3 points (the standard
deviation of 5 % of 5,000), and what is said of them fits into memory for thousands of intents."""


SIZES = {
    "cnn": {"small": (64, 128), "medium": (128, 256), "large": (256, 512)},
    "lstm": {"small": (64, 64), "medium": (128, 128), "large": (256, 256)},
    "transformer": {"small": (64, 128), "medium": (128, 256), "large": (256, 512)},
}
"""The `embedding_size` and `filters` of each network."""

LEARNING_RATE, SGD_LEARNING_RATE = 2e-3, 0.5
"""Of Adam, with or without weight decay, whichever the network; and of stochastic gradient descent."""

FAST, FAST_RATE = 1 / 2, 2.0
"""Share of the usual epochs where the quality is to be ``fast``, and the multiple of the usual rate that makes up for
it. Half as many parts are held out then, and no vectors are disturbed."""

ENCODER_LEARNING_RATE, ENCODER_EPOCHS = 1e-3, 1.5
"""Of a network that starts from an encoder: smaller steps, which keep what it knows, and more of them. Chosen for ten
sentences an intent, on held-out rows of BANKING77 and CLINC150 (docs/accuracy.md)."""


def plan_for(n_sentences: int, settings: TrainingSettings) -> tuple[Plan, TrainingSettings]:
    """Return the plan for so many sentences, and the settings with nothing left open."""
    plan = next(plan for plan in PLANS if n_sentences <= plan.max_sentences)
    plan = replace(plan, n_folds=max(plan.n_folds, math.ceil(n_sentences / MAX_HELD_OUT)))
    disturbs = plan.disturbs and settings.quality != "fast"
    if settings.quality == "fast":
        plan = replace(plan, epochs=math.ceil(FAST * plan.epochs), n_runs=max(1, plan.n_runs // 2))
    embedding_size, filters = SIZES[settings.network][settings.size]
    learning_rate = ENCODER_LEARNING_RATE if settings.encoder else LEARNING_RATE
    if settings.optimizer == "sgd":
        learning_rate = SGD_LEARNING_RATE
    epochs = round(plan.epochs * ENCODER_EPOCHS) if settings.encoder else plan.epochs
    if settings.quality == "fast":
        learning_rate *= FAST_RATE
    return plan, replace(
        settings,
        embedding_size=settings.embedding_size or embedding_size,
        filters=settings.filters or filters,
        epochs=settings.epochs or epochs,
        batch_size=settings.batch_size or plan.batch_size,
        learning_rate=settings.learning_rate or learning_rate,
        disturbance=settings.disturbance if disturbs else 0.0,
    )
