"""Variants of examples: what they are, that they are counted and seeded, and that none is tested on."""

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from intentbot.cli.main import main
from intentbot.errors import SettingsError
from intentbot.files.schema import intent_schema
from intentbot.fingerprint import fingerprint
from intentbot.intents import OUT_OF_SCOPE, Example, Intent, IntentSet, SynonymGroup
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.sources import check_intents
from intentbot.training.augment import Variant, augment, counts_of
from intentbot.training.learn import Learner
from intentbot.training.rewording import Synonyms, delete, mistype, swap
from intentbot.training.sentences import Sentence, sentences_of

TEXTS = {
    "paint": ["paint the kitchen wall red", "make the wall of my room blue", "I want green paint please"],
    "music": ["play a song in the kitchen", "turn the music up a little", "I want to hear some jazz"],
    OUT_OF_SCOPE: ["what is the meaning of life", "who won the football match"],
}
INTENTS = IntentSet(
    tuple(Intent(name, examples=tuple(map(Example, texts))) for name, texts in TEXTS.items()),
    synonyms=(SynonymGroup("kitchen", ("cooking room", "galley")),),
)
SYNONYMS = """
training: {augment: 2, augment_with: synonyms}
synonyms: {order: [package, "bought thing"], delayed: [late]}
intents:
  track: {examples: [where is my order, track my order, is it late, order status, my order please]}
  hello: {examples: [hello, hi there, good morning, hey you, good day]}
"""


def variants_of(intents: IntentSet = INTENTS, **written: str) -> tuple[tuple[Sentence, ...], tuple[Variant, ...]]:
    """Return the sentences of intents and their variants by these settings."""
    settings = TrainingSettings.read({"augment": "3", **written})
    sentences = sentences_of(intents, settings)
    return sentences, augment(sentences, intents, settings=settings, progress=Silence())


def test_scarce_intents_get_variants_and_out_of_scope_gets_none() -> None:
    """Each sentence of a small intent gets up to as many variants as asked for, of the same intent."""
    sentences, variants = variants_of()
    assert {variant.sentence.intent for variant in variants} == {"paint", "music"}
    assert all(variant.sentence.intent == sentences[variant.origin].intent for variant in variants)
    counts = np.bincount([variant.origin for variant in variants])
    assert counts.max() == 3 and len(variants) >= 12


def test_a_large_intent_gets_none() -> None:
    """An intent with as many sentences as `augment_below` is left as it is; so is everything where `augment` is 0."""
    assert not variants_of(augment_below="3")[1]
    assert not variants_of(augment="0")[1]


def test_a_variant_is_new_and_means_one_thing() -> None:
    """No variant is word for word a sentence of any intent, or another variant."""
    sentences, variants = variants_of(augment="20")
    keys = [variant.sentence.key for variant in variants]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & {sentence.key for sentence in sentences}


def test_the_seed_decides_and_other_sentences_do_not() -> None:
    """The same seed gives the same variants, another seed others; a new example leaves those of the rest alone."""
    first = variants_of()[1]
    assert variants_of()[1] == first != variants_of(seed="1")[1]
    more = IntentSet((Intent("bye", examples=(Example("see you tomorrow then"),)), *INTENTS), synonyms=INTENTS.synonyms)
    longer = [variant.sentence for variant in variants_of(more)[1] if variant.sentence.intent != "bye"]
    assert longer == [variant.sentence for variant in first]


def test_methods_are_counted() -> None:
    """Only the methods asked for are used, and each is counted."""
    assert "by typos" in counts_of(variants_of(augment_with="typos")[1])
    assert {variant.method for variant in variants_of(augment_with="swap, deletion")[1]} == {"swap", "deletion"}
    assert counts_of(()) == "none"


def test_held_out_sentences_have_no_variant_in_training() -> None:
    """A run that holds a sentence out does not learn its variants, and nothing but sentences is held out."""
    settings = TrainingSettings.read({"augment": "3", "epochs": "1", "filters": "8", "embedding_size": "8"})
    sentences, variants = variants_of()
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence(), variants=variants)
    fit, runs = learner.fitter.fit, []

    def watched(learn: np.ndarray, held_out: np.ndarray, **more: object) -> object:
        runs.append((learn, held_out))
        return fit(learn, held_out, **more)  # type: ignore[arg-type]

    learner.fitter.fit = watched  # type: ignore[method-assign,assignment]
    held_out, _ = learner.hold_out(learner.folds(2), range(2))
    assert sorted(held_out.rows) == list(range(len(sentences)))
    for learn, rest in runs:
        origins = {variants[row - len(sentences)].origin for row in learn if row >= len(sentences)}
        assert origins and not origins & set(rest)


def test_a_typo_is_no_word_of_the_vocabulary() -> None:
    """A misspelt word is learned by its pieces, as a customer's will be read; a synonym is a word like any other."""
    settings = TrainingSettings(courtesies=0)
    sentences, variants = variants_of(augment_with="typos")
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence(), variants=variants)
    assert set(learner.rows.vocabulary.words) == {word for sentence in sentences for word in sentence.tokens}
    sentences, variants = variants_of(augment_with="synonyms")
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence(), variants=variants)
    assert "galley" in learner.rows.vocabulary.words


def test_synonyms_stand_for_one_another() -> None:
    """A phrase is exchanged whole, whichever of its group it is; punctuation stays where it was."""
    synonyms = Synonyms(INTENTS)
    made = {synonyms.exchange("Is the kitchen cold?", "en", random.Random(seed)) for seed in range(20)}
    assert made == {"is the cooking room cold?", "is the galley cold?"}
    made = {synonyms.exchange("a cold cooking room", "en", random.Random(seed)) for seed in range(20)}
    assert made == {"a cold kitchen", "a cold galley"}
    assert synonyms.exchange("Is the kitchen cold?", "de", random.Random(0)) is None
    assert synonyms.exchange("a cold room", "en", random.Random(0)) is None


@pytest.mark.parametrize("change", [mistype, delete, swap])
@given(text=st.text(max_size=80), seed=st.integers(0, 99), language=st.sampled_from(["en", "de", "ru", "fr-CA", "xx"]))
def test_any_text_can_be_changed(change: Callable[..., str | None], text: str, seed: int, language: str) -> None:
    """Whatever an example holds, a change gives another text or none, and the same one for the same seed."""
    changed = change(text, language, random.Random(seed))
    assert changed == change(text, language, random.Random(seed))
    assert changed is None or isinstance(changed, str)


def test_typos_follow_the_keyboard_of_the_language() -> None:
    """A slip of the finger hits a key beside the right one: on a German keyboard z lies beside t."""
    german = {mistype("tttt", "de", random.Random(seed)) for seed in range(200)}
    english = {mistype("tttt", "en", random.Random(seed)) for seed in range(200)}
    assert "tztt" in german and "tytt" not in german
    assert "tytt" in english and "tztt" not in english


def test_synonyms_of_files_are_read_and_merged(tmp_path: Path) -> None:
    """Groups of all files come together; the same word twice is an error that names both places."""
    (tmp_path / "a.yaml").write_text(SYNONYMS, encoding="utf-8")
    intents, problems = check_intents(tmp_path)
    assert intents is not None and not problems
    assert (intents.synonyms[0].name, intents.synonyms[0].others) == ("order", ("package", "bought thing"))
    jsonschema.validate(yaml.safe_load(SYNONYMS), intent_schema())
    (tmp_path / "b.yaml").write_text("synonyms: {Order: [parcel]}", encoding="utf-8")
    _, problems = check_intents(tmp_path)
    assert [problem.code for problem in problems] == ["duplicate-definition"]
    assert "a.yaml:3" in problems[0].what and problems[0].path.endswith("b.yaml")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("augment: 2, ", "", "idle-synonyms"),
        ("delayed: [late]", "lorry: [truck]", "unused-synonym"),
        ("delayed: [late]", "delayed: []", "empty-list"),
        ("delayed: [late]", "delayed: late", "not-a-list"),
        ("delayed: [late]", "late: ['?!']", "empty-text"),
        ("augment_with: synonyms", "augment_with: synonims", "bad-setting"),
    ],
)
def test_what_is_wrong_with_synonyms_is_told(tmp_path: Path, before: str, after: str, code: str) -> None:
    """Synonyms that nothing uses, or that are written wrongly, are named with their line."""
    assert before in SYNONYMS
    (tmp_path / "a.yaml").write_text(SYNONYMS.replace(before, after), encoding="utf-8")
    _, problems = check_intents(tmp_path)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].line in (2, 3) and problems[0].fix


def test_synonyms_are_learned_only_where_they_are_used() -> None:
    """Changed synonyms make a model out of date where variants are made, and only there."""
    bare = IntentSet(INTENTS.intents)
    assert fingerprint(bare, TrainingSettings(), {}) == fingerprint(INTENTS, TrainingSettings(), {})
    some = TrainingSettings.read({"augment": "1"})
    assert fingerprint(bare, some, {}) != fingerprint(INTENTS, some, {})


def test_the_command_shows_variants_beside_their_originals(
    intents_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`intentbot augment` prints what training would add, for people, for spreadsheets and for programs."""
    arguments = ["augment", str(intents_folder), "--set", "augment=2", "--quiet"]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "track_order: 8 sentences, variants:" in shown and "  track my parcel\n    " in shown
    assert main([*arguments, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert main([*arguments, "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["text"] for row in rows] == [record["text"] for record in records]
    assert records[0]["line"] > 0 and records[0]["original"] != records[0]["text"]


def test_the_command_says_when_training_adds_nothing(intents_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default there are no variants, and the command names the setting that makes some."""
    assert main(["augment", str(intents_folder)]) == 0
    assert "--set augment=2" in capsys.readouterr().err


def test_an_unknown_method_is_named() -> None:
    """A method that there is not is an error with those that there are."""
    with pytest.raises(SettingsError, match=r"'magic'.*\n.*typos, deletion, swap, synonyms, translation"):
        TrainingSettings.read({"augment_with": "typos,magic"})
