"""Tests that stand twice, or test nothing."""

from __future__ import annotations

from collections.abc import Iterator

from intentbot.errors import Problem
from intentbot.intents import Example, IntentSet
from intentbot.places import Place
from intentbot.text import comparison_key


def check_tests(intents: IntentSet) -> Iterator[Problem]:
    """Yield tests that stand twice or are also examples, and known failures that are no tests."""
    examples = _first_places((example for intent in intents for example in intent.examples), intents)
    tests: dict[str, Place] = {}
    for intent in intents:
        for test in intent.tests:
            key, place = comparison_key(test.text), test.place
            if key in tests:
                what = f'the test "{test.text}" stands here and at {tests[key]}.'
                yield Problem(place.path, place.line, place.column, what, "Delete one of them.", "duplicate-test")
                continue
            tests[key] = place
            if key in examples:
                what = f'the test "{test.text}" is also an example ({examples[key]}), so it tests nothing.'
                fix = "Write the test in other words, or delete it."
                yield Problem(place.path, place.line, place.column, what, fix, "test-is-example", "warning")
    named = tests.keys() | {comparison_key(dialogue.name) for dialogue in intents.dialogues}
    for failure in intents.known_failures:
        if comparison_key(failure.text) not in named:
            place = failure.place
            what = f'the known failure "{failure.text}" is no test of any intent, and no dialogue.'
            fix = "Write a sentence as under tests: of its intent, a dialogue by its name, or delete it here."
            yield Problem(place.path, place.line, place.column, what, fix, "unknown-failure")


def _first_places(examples: Iterator[Example], intents: IntentSet) -> dict[str, Place]:
    if not any(intent.tests for intent in intents):
        return {}
    found: dict[str, Place] = {}
    for example in examples:
        found.setdefault(comparison_key(example.text), example.place)
    return found
