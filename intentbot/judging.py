"""Labelled test sentences, and what a bot makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intentbot.bot import IntentBot
from intentbot.errors import EvaluationError
from intentbot.formats.csv_rows import read_rows
from intentbot.fuzzy import suggest
from intentbot.intents import OUT_OF_SCOPE
from intentbot.places import Place
from intentbot.report import Row
from intentbot.sources import read_intents
from intentbot.text import comparison_key


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A test sentence and the intent that should answer it; ``out_of_scope`` where none should."""

    text: str
    intent: str
    place: Place = field(default_factory=Place)


def read_sentences(path: Path, out_of_scope_label: str = OUT_OF_SCOPE) -> tuple[LabelledSentence, ...]:
    """Return the sentences of a CSV or TSV with the columns ``text,intent``, or the examples of intent files.

    Raises
    ------
    IntentFilesError, FileError
    """
    if path.suffix.lower() in (".csv", ".tsv"):
        found = [(row.text, row.intent, Place(str(path), row.line)) for row in read_rows(path)]
    else:
        intents = read_intents(path)
        found = [(example.text, intent.name, example.place) for intent in intents for example in intent.examples]
    return tuple(
        LabelledSentence(text, OUT_OF_SCOPE if intent == out_of_scope_label else intent, place)
        for text, intent, place in found
    )


def refuse_unknown(sentences: Iterable[LabelledSentence], labels: Collection[str]) -> None:
    """Raise for the first sentence of an intent that is none of the labels.

    Raises
    ------
    EvaluationError
    """
    for sentence in sentences:
        if sentence.intent not in labels and sentence.intent != OUT_OF_SCOPE:
            near = suggest(sentence.intent, labels)
            raise EvaluationError(
                f'{sentence.place}: the model does not know the intent "{sentence.intent}".',
                f"Did you mean {near}?" if near else f"For out-of-scope rows: --out-of-scope-label {sentence.intent}",
            )


def judge(bot: IntentBot, sentences: Sequence[LabelledSentence]) -> tuple[Row, ...]:
    """Return what the bot's classifier makes of each sentence, in their order."""
    predictions = bot.classify([sentence.text for sentence in sentences])
    return tuple(
        Row(
            text=sentence.text,
            expected=sentence.intent,
            predicted=prediction.intent,
            confidence=prediction.confidence,
            score=prediction.score,
            accepted=prediction.accepted,
            place=sentence.place,
        )
        for sentence, prediction in zip(sentences, predictions, strict=True)
    )


def sentences_of_tests(bots: Iterable[IntentBot]) -> tuple[LabelledSentence, ...]:
    """Return the tests that editors wrote in the intents of some bots, each sentence once; the last bot's label holds.

    Tests that are known to fail are among them.
    """
    found: dict[str, LabelledSentence] = {}
    for bot in bots:
        for intent in bot.intents:
            for test in intent.tests:
                found[comparison_key(test.text)] = LabelledSentence(test.text, intent.name, test.place)
    return tuple(found.values())
