"""Labelled test sentences, and what a bot makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intentbot.bot import IntentBot
from intentbot.errors import EvaluationError
from intentbot.formats.csv_rows import read_rows
from intentbot.fuzzy import suggest
from intentbot.intents import OUT_OF_SCOPE, Place
from intentbot.report import Row
from intentbot.sources import read_intents


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
