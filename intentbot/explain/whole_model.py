"""What a model goes by: the phrases that stand for each intent, and words that decide where they should not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intentbot.bot import IntentBot
from intentbot.classifier import Classifier
from intentbot.explain.habits import Habit, habits_of
from intentbot.explain.phrases import Phrase, Sentence, phrases_of
from intentbot.files.examples import unpack_examples
from intentbot.intents import Example
from intentbot.progress import Progress, Silence
from intentbot.text import normalise, tokenise

N_EXAMPLES = 200
"""Examples of an intent that are looked at, at most: evenly drawn of more."""


@dataclass(frozen=True, slots=True)
class IntentPhrases:
    """What an intent is known by.

    Attributes
    ----------
    intent : str
    n_examples : int
        Examples looked at.
    phrases : tuple of Phrase
    """

    intent: str
    n_examples: int
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class ModelExplanation:
    """What a model goes by.

    Attributes
    ----------
    intents : tuple of IntentPhrases
        In the order of the model's labels.
    habits : tuple of Habit
        Words that decide where they should not.
    """

    intents: tuple[IntentPhrases, ...]
    habits: tuple[Habit, ...]


def explain_model(bot: IntentBot, *, progress: Progress | None = None) -> ModelExplanation:
    """Return what the bot's model goes by, judged on its own examples.

    It takes a millisecond an example, and looks at 200 examples of each intent at most.
    """
    progress = progress or Silence()
    classifier = bot.classifier
    examples = unpack_examples(bot.model.examples)
    progress.start("reading what stands for each intent", len(classifier.labels))
    sentences, found = {}, []
    for label in classifier.labels:
        sentences[label] = _sentences(classifier, label, examples.get(label, ()))
        found.append(IntentPhrases(label, len(sentences[label]), phrases_of(sentences[label])))
        progress.advance()
    progress.start("leaving out words", 1)
    habits = habits_of(classifier, sentences, bot.intents.entities)
    progress.finish()
    return ModelExplanation(tuple(found), habits)


def _sentences(classifier: Classifier, intent: str, examples: Iterable[Example]) -> list[Sentence]:
    read = [tokens for example in examples if (tokens := tokenise(normalise(example.text)))]
    drawn = read[:: max(1, -(-len(read) // N_EXAMPLES))]
    return [Sentence(tuple(tokens), classifier.evidence(tokens, intent)) for tokens in drawn]
