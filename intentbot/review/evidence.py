"""What helps a reviewer decide: the examples most like a message, as they stand in the files now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intentbot.files.examples import unpack_examples
from intentbot.intents import IntentSet

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.explain.nearest import Neighbour


def nearest_examples(bot: IntentBot, text: str, known: IntentSet | None, *, n_shown: int = 5) -> tuple[Neighbour, ...]:
    """Return the examples most like a message, most like first.

    Parameters
    ----------
    bot : IntentBot
        In whose eyes they are alike.
    text : str
    known : IntentSet or None
        The intent files as they are; those the bot was trained on where there are none.
    n_shown : int
    """
    from intentbot.explain.nearest import nearest

    examples = {intent.name: intent.examples for intent in known} if known else unpack_examples(bot.model.examples)
    return nearest(bot.classifier, bot.classifier.explain(text), examples, n_shown=n_shown)


def remembered_paths(bot: IntentBot) -> list[str]:
    """Return the files that a bot was trained on, as they were called then."""
    examples = unpack_examples(bot.model.examples).values()
    return sorted({example.place.path for several in examples for example in several})


def strangers(bot: IntentBot, known: IntentSet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the intents that only the model has, and those that only the files have."""
    labels = bot.classifier.labels
    names = [intent.name for intent in known.in_scope]
    return (
        tuple(label for label in labels if label not in names),
        tuple(name for name in names if name not in labels),
    )
