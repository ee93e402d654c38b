"""The messages on which an export is held against its model."""

from __future__ import annotations

import random

from intentbot.files.examples import unpack_examples
from intentbot.files.model_folder import Model

N_ROWS = 1_000
"""Sentences of the model's own that are compared, at most."""

AWKWARD = (
    "",
    "   ",
    "?!",
    "\U0001f600\U0001f44d",
    "qwrtz xkcdq",
    "a",
    "0",
    "I\u2019d LIKE my money back!!!",
    "Stra\u00dfe \u0130stanbul \ufb01ne \uff21\uff22\uff23",
    "Cafe\u0301 cre\u0300me",
    "\u9000\u6b3e\u5728\u54ea\u91cc",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "under_score and-hyphen's x\u00b2 \u216b",
    "the the the the",
    "supercalifragilisticexpialidociousandmuchlongerthanfortycharacters",
    "where is my order " * 40,
    "x" * 2_100,
)
"""What customers send as well: nothing, signs, other scripts, letters that case folding changes, far too much."""


def rows_of(model: Model) -> tuple[str, ...]:
    """Return messages that try a model: its own sentences, drawn evenly, the same with typos, and awkward ones."""
    examples = unpack_examples(model.examples).values()
    own = [example.text for intent in examples for example in intent]
    own += [test.text for intent in model.intents for test in intent.tests]
    chance = random.Random(0)
    drawn = chance.sample(own, min(len(own), N_ROWS * 3 // 4))
    misspelt = [_misspelt(text, chance) for text in drawn[: N_ROWS // 4]]
    return (*drawn, *misspelt, *AWKWARD)


def _misspelt(text: str, chance: random.Random) -> str:
    """Return the text without one of its characters, so that words that no example has are met."""
    place = chance.randrange(len(text)) if text else 0
    return text[:place] + text[place + 1 :]
