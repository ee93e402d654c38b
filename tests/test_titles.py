"""Titles: an intent's title, or its name in words, is learned like an example and never tested on."""

from dataclasses import replace

import numpy as np
import pytest

from intentbot.fingerprint import fingerprint
from intentbot.intents import Example, Intent, IntentSet
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.training.learn import Learner
from intentbot.training.sentences import sentences_of
from intentbot.training.titles import title_variants


def intents_of(**examples: str) -> IntentSet:
    """Return intents with these names, each with one example."""
    return IntentSet(tuple(Intent(name, examples=(Example(text),)) for name, text in examples.items()))


def titles_of(intents: IntentSet, **settings: int) -> dict[str, str]:
    """Return the titles that are learned of intents."""
    chosen = TrainingSettings(**settings)
    variants = title_variants(sentences_of(intents, chosen), intents, settings=chosen)
    return {variant.sentence.intent: " ".join(variant.sentence.tokens) for variant in variants}


@pytest.mark.parametrize(
    ("name", "words"),
    [("lost_or_stolen_card", "lost or stolen card"), ("alarm/setAlarm", "alarm set alarm"), ("faq_17", "faq")],
)
def test_a_name_is_learned_in_words(name: str, words: str) -> None:
    """Underscores, slashes and humps part the words of a name; numbers count intents and are left out."""
    assert titles_of(intents_of(**{name: "hello there", "other": "bye now"})) == {name: words, "other": "other"}


def test_a_title_is_learned_in_the_place_of_the_name() -> None:
    """What was written for people says more than the name."""
    intents = intents_of(a_17="hello there", b="bye now")
    titled = replace(intents, intents=(replace(intents.intents[0], title="Say hello, 24 hours"), intents.intents[1]))
    assert titles_of(titled)["a_17"] == "say hello 24 hours"
    assert fingerprint(titled, TrainingSettings(), {}) != fingerprint(intents, TrainingSettings(), {})


def test_titles_that_say_nothing_new_are_left_out() -> None:
    """A title that is an example, that two intents share, that is a number, or of what is out of scope."""
    intents = intents_of(
        greet="Greet!", bye_1="bye now", bye_2="see you", _3="three", out_of_scope="what", pay="a bill"
    )
    assert titles_of(intents) == {"pay": "pay"}
    assert titles_of(intents, titles=0) == {}


def test_titles_are_always_learned_and_never_tested_on() -> None:
    """Every held-out run learns all titles; what it is judged by are sentences alone."""
    examples = {name: (Example(f"{name} it"), Example(2 * name)) for name in ("ab", "cd")}
    intents = IntentSet(tuple(Intent(name, examples=texts) for name, texts in examples.items()))
    settings = TrainingSettings(epochs=1, filters=8, embedding_size=8)
    sentences = sentences_of(intents, settings)
    titles = title_variants(sentences, intents, settings=settings)
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence(), variants=titles)
    held_out, _ = learner.hold_out(learner.folds(2), [0, 1])
    assert np.array_equal(np.sort(held_out.rows), np.arange(4))
    # The word of the title is known even to the run that holds its only sentence out.
    assert held_out.familiarity.min() > 0
