"""Distillation: several networks learn the same sentences, and one more learns what they say together.

It serves at the cost of one. Of their own sentences the teachers say little more than the labels. So very many new
sentences are made of the old ones, by splicing two and by leaving out words. Most make little sense, and no label would
be right; what the teachers make of them shows the student how near intents are to one another.

References
----------
Hinton et al. (2015), Distilling the Knowledge in a Neural Network, arXiv:1503.02531. Tang et al. (2019), Distilling
Task-Specific Knowledge from BERT into Simple Neural Networks, arXiv:1903.12136, for sentences made for the teachers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intentbot.progress import Progress
from intentbot.training.fit import Fit, NetworkFitter
from intentbot.training.lesson import Lesson

N_TEACHERS = 3

N_MADE = 3
"""Sentences made each time an old one is repeated."""

TIMES = 0.1
"""How often an old sentence stands in the lesson, as a share of the teachers' epochs. A lesson is then gone through a
few times only: with two sentences made of each and 27 epochs, the student was no better than a teacher."""

STEPS = 1.6
"""Steps of the student, as a multiple of a teacher's."""

SPLICED = 0.5
"""Share of the made sentences that begin as one and end as another."""

LEFT_OUT = 0.2
"""Share of the words that are left out of a made sentence."""

N_KEPT = 8
"""Labels kept of what a teacher says of a sentence; the rest is hardly ever more than a hundredth."""

_AT_A_TIME = 10_000


def teachers_epochs(epochs: int) -> int:
    """Return the epochs of all teachers together, where one's are `epochs`."""
    return N_TEACHERS * epochs


def student_epochs(epochs: int) -> int:
    """Return in how many epochs a student goes through its lesson, where a teacher's are `epochs`."""
    return max(1, round(STEPS * epochs / (_times(epochs) * (1 + N_MADE))))


def fit_distilled(
    fitter: NetworkFitter, learn: np.ndarray, held_out: np.ndarray, *, epochs: int, progress: Progress
) -> Fit:
    """Train teachers on the rows numbered `learn`, then the fitter's network on what they say.

    No teacher sees the rows numbered `held_out`, by which the student stops early: they can calibrate it.

    Parameters
    ----------
    epochs : int
        Of the student; a teacher's are those of the settings.
    """
    settings = fitter.settings
    random = np.random.default_rng(settings.seed)
    known = [fitter.rows.ids[row] for row in learn]
    times = _times(settings.epochs)
    made = [sentence for _ in range(times) for sentence in made_of(known, random)]
    said = []
    for teacher in range(N_TEACHERS):
        seed = settings.seed + 1 + teacher
        fitter.fit(learn, learn[:0], epochs=settings.epochs, progress=progress, seed=seed)
        said.append(_said(fitter, made))
    labels, shares = (np.concatenate(parts, axis=1) for parts in zip(*said, strict=True))
    asked = Lesson(tuple(made), labels, shares)
    lesson = Lesson.of_rows(fitter.rows, np.tile(learn, times)).joined_by(asked)
    return fitter.fit(learn, held_out, epochs=epochs, progress=progress, lesson=lesson)


def made_of(known: Sequence[np.ndarray], random: np.random.Generator) -> list[np.ndarray]:
    """Return `N_MADE` new sentences for each of these, of at least one word: spliced at times, and with words left out.

    Sentences are arrays of word ids.
    """
    made = []
    for words in (words for words in known for _ in range(N_MADE)):
        if random.random() < SPLICED:
            other = known[int(random.integers(len(known)))]
            words = np.concatenate([words[: random.integers(1, len(words) + 1)], other[random.integers(len(other)) :]])
        kept = words[random.random(len(words)) >= LEFT_OUT]
        made.append(kept if len(kept) else words)
    return made


def _said(fitter: NetworkFitter, sentences: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels that a teacher finds likeliest, and its part of the probability of each: two arrays (N, K)."""
    labels, shares = [], []
    for start in range(0, len(sentences), _AT_A_TIME):
        chances = fitter.probabilities(sentences[start : start + _AT_A_TIME])
        best = np.argsort(-chances, axis=1)[:, :N_KEPT]
        labels.append(best.astype(np.int32))
        shares.append(np.take_along_axis(chances, best, axis=1) / N_TEACHERS)
    return np.concatenate(labels), np.concatenate(shares)


def _times(epochs: int) -> int:
    return max(1, round(TIMES * epochs))
