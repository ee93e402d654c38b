"""All that is learned beside the sentences that were written: variants, titles, and sentences with courtesies."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intentbot.intents import IntentSet
from intentbot.language.courtesies import COURTESIES
from intentbot.progress import Progress
from intentbot.settings import TrainingSettings
from intentbot.training.augment import Variant, augment, different
from intentbot.training.courtesies import AFTER, BEFORE
from intentbot.training.sentences import Sentence
from intentbot.training.titles import title_variants

MAX_COURTEOUS = 1_000
"""Sentences that get a variant with courtesies around, at most: the linear model takes longer with each."""


def variants_of(
    sentences: Sequence[Sentence], intents: IntentSet, *, settings: TrainingSettings, progress: Progress
) -> tuple[Variant, ...]:
    """Return what `augment` makes, then titles, then sentences with courtesies around.

    Raises
    ------
    SettingsError, TranslationError
        As `augment`.
    """
    made = augment(sentences, intents, settings=settings, progress=progress)
    titles = title_variants(sentences, intents, settings=settings)
    taken = {sentence.key for sentence in (*sentences, *(variant.sentence for variant in (*made, *titles)))}
    courteous = _courteous(sentences, intents, settings) if settings.courtesies else ()
    return (*made, *titles, *different(tuple(courteous), taken))


def _courteous(sentences: Sequence[Sentence], intents: IntentSet, settings: TrainingSettings) -> Iterator[Variant]:
    """Yield sentences with a greeting before or thanks after them, or both."""
    chance = random.Random(settings.seed)
    codes = {intent.name: (intent.language or intents.bot.language).partition("-")[0] for intent in intents}
    numbers = [number for number, sentence in enumerate(sentences) if codes[sentence.intent] in COURTESIES]
    for number in sorted(chance.sample(numbers, min(len(numbers), MAX_COURTEOUS))):
        sentence = sentences[number]
        texts = COURTESIES[codes[sentence.intent]]
        # One of the two at least.
        has_before = chance.random() < BEFORE
        has_after = not has_before or chance.random() < AFTER
        before = chance.choice(texts.before.split(", ")) if has_before else ""
        after = chance.choice(texts.after.split(", ")) if has_after else ""
        yield Variant(replace(sentence, text=f"{before} {sentence.text} {after}".strip()), number, "courtesy")
