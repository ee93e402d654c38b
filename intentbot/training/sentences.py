"""The labelled sentences that intents give to learn from: examples, and sentences drawn from templates."""

from __future__ import annotations

from dataclasses import dataclass, field

from intentbot.errors import TrainingError
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.places import Place
from intentbot.settings import TrainingSettings
from intentbot.templates import expand, sample_values
from intentbot.text import comparison_key, normalise, tokenise


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the intent it belongs to."""

    text: str
    intent: str
    place: Place = field(default_factory=Place)

    @property
    def tokens(self) -> list[str]:
        """The tokens of the sentence."""
        return tokenise(normalise(self.text))

    @property
    def key(self) -> str:
        """What equal sentences share."""
        return comparison_key(self.text)


def sentences_of(intents: IntentSet, settings: TrainingSettings) -> tuple[Sentence, ...]:
    """Return all that is learned from, intent by intent in their order.

    Raises
    ------
    TrainingError
        Where fewer than two intents have a sentence with any word in it.
    """
    values = sample_values(intents.entities)
    found = []
    for intent in intents:
        examples = list(intent.examples)
        for template in intent.templates:
            examples += expand(template, intents.rules, values, limit=settings.samples_per_template, seed=settings.seed)
        found += [Sentence(example.text, intent.name, example.place) for example in examples]
    found = [sentence for sentence in found if sentence.tokens]
    known = {sentence.intent for sentence in found} - {OUT_OF_SCOPE}
    if len(known) < 2:
        raise TrainingError(
            f"only {len(known)} intent has an example with a word in it; there must be two to choose from."
            if known
            else "no intent has an example with a word in it.",
            "Write examples for at least two intents.",
        )
    return tuple(found)
