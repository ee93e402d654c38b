"""The sentences a model was learned from, with their places, as packed JSON: what an explanation points to."""

from __future__ import annotations

import gzip
import json

from intentbot.intents import Example, IntentSet
from intentbot.places import Place
from intentbot.templates import expand, sample_values

N_EXPANDED = 10
"""Sentences of a template that are kept, at most; training may learn more of them."""


def pack_examples(intents: IntentSet) -> bytes:
    """Return the examples of all intents, and of each template some sentences, with their places: JSON in gzip.

    Packed they take a quarter of the memory of a bot that is never asked to explain itself.
    """
    values = sample_values(intents.entities)
    paths: dict[str, int] = {}
    found = {
        intent.name: [
            [
                example.text,
                paths.setdefault(example.place.path, len(paths)),
                example.place.line,
                example.place.column,
            ]
            for example in (
                *intent.examples,
                *(
                    sentence
                    for template in intent.templates
                    for sentence in expand(template, intents.rules, values, limit=N_EXPANDED, seed=0)
                ),
            )
        ]
        for intent in intents
    }
    languages = {example.place.path: example.language for intent in intents for example in intent.examples}
    written = {"paths": list(paths), "languages": [languages.get(path, "") for path in paths], "intents": found}
    text = json.dumps(written, ensure_ascii=False)
    return gzip.compress(text.encode(), mtime=0)


def unpack_examples(packed: bytes) -> dict[str, tuple[Example, ...]]:
    """Return the examples of each intent, in the order in which they were written."""
    record = json.loads(gzip.decompress(packed))
    paths, languages = record["paths"], record["languages"]
    return {
        name: tuple(
            Example(text, place=Place(paths[path], line, column), language=languages[path])
            for text, path, line, column in rows
        )
        for name, rows in record["intents"].items()
    }
