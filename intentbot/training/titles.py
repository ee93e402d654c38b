"""What an intent is called, learned as one more sentence of it.

Whoever names an intent `lost_or_stolen_card` has said in the fewest words what its messages are about. Where examples
are few, that is worth several of them (docs/accuracy.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intentbot.intents import Intent, IntentSet
from intentbot.settings import TrainingSettings
from intentbot.training.augment import Variant
from intentbot.training.sentences import Sentence

NO_ORIGIN = -1
"""The origin of a variant that was made of no sentence."""

_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_NUMBER = re.compile(r"\b\d+\b")


def title_variants(
    sentences: Sequence[Sentence], intents: IntentSet, *, settings: TrainingSettings
) -> tuple[Variant, ...]:
    """Return each intent's title, or its name in words, as `settings.titles` more sentences of it.

    Those that two intents share, or that are word for word a sentence of the examples, are left out: they would say
    nothing new, and a held-out sentence would not be held out.
    """
    learned = {sentence.intent for sentence in sentences}
    taken = {sentence.key for sentence in sentences}
    found: dict[str, list[Sentence]] = {}
    for sentence in _titles(intent for intent in intents.in_scope if intent.name in learned):
        found.setdefault(sentence.key, []).append(sentence)
    kept = [same[0] for key, same in found.items() if len(same) == 1 and key not in taken]
    return tuple(Variant(sentence, NO_ORIGIN, "title") for sentence in kept for _ in range(settings.titles))


def _titles(intents: Iterator[Intent]) -> Iterator[Sentence]:
    for intent in intents:
        # A number in a name counts intents; in a title it was written for people.
        text = intent.title or _NUMBER.sub(" ", _HUMP.sub(" ", intent.name).replace("_", " "))
        sentence = Sentence(text, intent.name, intent.place)
        if sentence.tokens:
            yield sentence
