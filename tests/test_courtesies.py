"""Greetings and thanks around a message change nothing of what it asks for."""

import numpy as np
import pytest

from intentbot.intents import Example, Intent, IntentSet
from intentbot.language.courtesies import COURTESIES
from intentbot.language.cue_words import CUE_WORDS
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.text import comparison_key, tokens_of
from intentbot.training.courtesies import Courtesies, courtesies_of, with_courtesies
from intentbot.training.learn import Learner
from intentbot.training.sentences import sentences_of
from intentbot.training.variants import variants_of
from tests.benchmarks.courtesies import AROUND
from tests.benchmarks.courtesies import with_courtesies as with_around

QUICK = {"quality": "fast", "epochs": "30", "filters": "32", "embedding_size": "32"}

ASKED = {
    "track": ("where is my {}", "when does my {} come", "my {} has not come", "track the {}", "the {} is late"),
    "return": ("I want to return the {}", "can I send the {} back", "the {} does not fit", "take the {} back"),
    "price": ("what does a {} cost", "how much is the {}", "price of a {}", "tell me the {} price"),
}
THINGS = ("order", "parcel", "coat", "lamp", "book")
SAID = {
    "thanks": ("thanks", "thank you", "many thanks", "thanks a lot", "thank you very much", "thank you for your time"),
    "greeting": ("hello", "hi", "good morning", "hi there", "good day", "hello team", "hope you are well"),
}


def test_every_language_that_is_steered_has_courtesies() -> None:
    """The languages in which a conversation is understood have their list, and each of it has a word in it."""
    assert COURTESIES.keys() == CUE_WORDS.keys()
    for code, texts in COURTESIES.items():
        for text in (*texts.before.split(", "), *texts.after.split(", ")):
            assert tokens_of(text), (code, text)
        for listed in (texts.before.split(", "), texts.after.split(", ")):
            keys = [comparison_key(text) for text in listed]
            assert len(set(keys)) == len(keys), (code, [key for key in keys if keys.count(key) > 1])


def test_the_benchmarks_write_other_ones() -> None:
    """What is written around test messages is not what was learned."""
    for code, parts in AROUND.items():
        learned = {tuple(words) for words in courtesies_of([code]).all}
        for text in (*parts[0], *parts[1]):
            assert tuple(tokens_of(text)) not in learned, (code, text)


def test_languages_are_joined_and_regions_do_not_count() -> None:
    """A bot of two languages has the courtesies of both; a language without a list has none."""
    both = courtesies_of(["de-AT", "en", "de"])
    assert len(both.all) == len(courtesies_of(["de"]).all) + len(courtesies_of(["en"]).all)
    assert not courtesies_of(["sw"]).all


def test_a_share_of_the_chosen_sentences_has_some_around() -> None:
    """The sentence stands whole between what comes before and after; those that were not chosen stay as they are."""
    sentences = [np.array([number, number + 1], np.int32) for number in range(0, 2000, 2)]
    courtesies = Courtesies((np.array([5000], np.int32),), (np.array([6000, 6001], np.int32),))
    chosen = np.arange(500)
    random = np.random.default_rng(0)
    changed = with_courtesies(sentences, chosen, courtesies, share=0.4, random=random)
    for before, after in zip(sentences, changed, strict=True):
        kept = [number for number in after.tolist() if number < 5000]
        assert kept == before.tolist()
        assert after.tolist() in [
            [*first, *kept, *last] for first in ([], [5000]) for last in ([], [6000, 6001])
        ]  # fmt: skip
    n_changed = sum(len(after) > 2 for after in changed[:500])
    assert all(len(after) == 2 for after in changed[500:])
    # Both are left out of 12 in 100.
    assert n_changed / 500 == pytest.approx(0.4 * 0.88, abs=0.06)
    none = with_courtesies(sentences, chosen, courtesies, share=0.0, random=random)
    assert [len(sentence) for sentence in none] == [2] * 1000


def test_what_is_asked_is_answered_and_not_the_thanks() -> None:
    """A bot with intents for greetings and thanks takes neither for what a courteous message wants."""
    asked = {name: [text.format(thing) for text in texts for thing in THINGS] for name, texts in ASKED.items()}
    intents = IntentSet(
        tuple(Intent(name, examples=tuple(map(Example, texts))) for name, texts in {**asked, **SAID}.items())
    )

    def right(share: str) -> tuple[int, int]:
        settings = TrainingSettings.read({**QUICK, "courtesies": share})
        sentences = sentences_of(intents, settings)
        variants = variants_of(sentences, intents, settings=settings, progress=Silence())
        learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence(), variants=variants)
        classifier = learner.learn().classifier
        courteous = {name: with_around(texts, "en", 0) for name, texts in asked.items()}
        return tuple(
            sum(classifier.predict(text).intent == name for name, texts in rows.items() for text in texts)
            for rows in (courteous, SAID)
        )

    n_asked, n_said = sum(map(len, asked.values())), sum(map(len, SAID.values()))
    assert right("0")[0] < 0.8 * n_asked
    of_asked, of_said = right("0.3")
    assert of_asked > 0.95 * n_asked
    assert of_said == n_said


def test_each_sentence_has_a_variant_in_its_own_language() -> None:
    """The linear model learns each sentence once more, with what customers of its intent's language write around it."""
    german = Intent("paket", language="de", examples=(Example("wo ist mein Paket"), Example("Paket ist nicht da")))
    english = Intent("parcel", examples=(Example("where is my parcel"), Example("it has not come")))
    swahili = Intent("kifurushi", language="sw", examples=(Example("kifurushi changu kiko wapi"),))
    intents, settings = IntentSet((german, english, swahili)), TrainingSettings.read({"titles": "0"})
    sentences = sentences_of(intents, settings)
    found = variants_of(sentences, intents, settings=settings, progress=Silence())
    assert [variant.origin for variant in found] == [0, 1, 2, 3]
    for variant, code in zip(found, ("de", "de", "en", "en"), strict=True):
        whole, bare = variant.sentence.text, sentences[variant.origin].text
        before, after = whole.split(bare)
        assert (before or after) and variant.method == "courtesy"
        assert not before or before.strip() in COURTESIES[code].before.split(", ")
        assert not after or after.strip() in COURTESIES[code].after.split(", ")
    none = TrainingSettings.read({"titles": "0", "courtesies": "0"})
    assert not variants_of(sentences, intents, settings=none, progress=Silence())
