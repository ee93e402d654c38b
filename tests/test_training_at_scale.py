"""Training on many sentences and intents: other ways to the same, and what is left out is said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from intentbot.bot import IntentBot
from intentbot.files.weights import read_weights, weights_of
from intentbot.intents import Example, Intent, IntentSet
from intentbot.progress import Silence
from intentbot.renderings.matrix import confusion_matrix
from intentbot.renderings.report_json import from_json, to_json
from intentbot.report import Row
from intentbot.settings import TrainingSettings
from intentbot.training import train
from intentbot.training.encoding import EncodedRows
from intentbot.training.linear_fit import LinearFeatures, fit_linear
from intentbot.training.plan import MAX_HELD_OUT, Plan, plan_for
from intentbot.training.scoring import score_rows
from intentbot.vocabulary import Vocabulary
from tests.benchmarks.synthetic import synthetic_rows

QUICK = {"epochs": "6", "filters": "16", "embedding_size": "16"}


@pytest.fixture(scope="module")
def rows() -> EncodedRows:
    """Return a thousand sentences in twenty intents."""
    made = synthetic_rows(1_000, 20)
    tokens = [text.split() for text in made.texts]
    targets = np.array([int(label.removeprefix("intent_")) for label in made.labels])
    return EncodedRows.of(tokens, targets, Vocabulary.of(tokens, languages=["en"]))


def test_synthetic_rows_are_the_same_for_a_seed() -> None:
    """A seed makes the same sentences again, another seed others; all intents have their share."""
    assert synthetic_rows(200, 10) == synthetic_rows(200, 10) != synthetic_rows(200, 10, seed=1)
    assert {synthetic_rows(200, 10).labels.count(f"intent_{number:05}") for number in range(10)} == {20}


def test_words_times_features_are_the_weighted_features(rows: EncodedRows) -> None:
    """A batch computed a word at a time has the features that the solver sees."""
    features, some = LinearFeatures.of(rows), np.arange(0, 1_000, 7)
    idf = features.idf(some)
    words, of_words = features.by_word(some, idf)
    assert np.allclose((words @ of_words).toarray(), features.weighted(some, idf).toarray(), atol=1e-6)


def test_small_steps_come_near_the_solver(rows: EncodedRows, monkeypatch: pytest.MonkeyPatch) -> None:
    """The linear model of very many sentences is learned in steps, and is nearly as good on rows it has not seen."""
    features, order = LinearFeatures.of(rows), np.random.default_rng(0).permutation(1_000)
    learn, rest = order[:800], order[800:]
    shares = []
    for limit in (10**9, 0):
        monkeypatch.setattr("intentbot.training.linear_fit.MAX_SOLVED", limit)
        fit = fit_linear(features, rows.targets, learn, n_labels=20, seed=0, progress=Silence())
        assert fit is not None
        shares.append(np.mean(fit.logits(features, rest).argmax(axis=1) == rows.targets[rest]))
    assert shares[0] > 0.8 and shares[1] > shares[0] - 0.05


def test_few_rows_are_solved_as_many_are(rows: EncodedRows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turned to few axes, or as they are, rows give the same linear model; that some repeat others does no harm."""
    features, learn = LinearFeatures.of(rows), np.concatenate([np.arange(0, 1_000, 3), np.arange(0, 1_000, 9)])
    turned = fit_linear(features, rows.targets, learn, n_labels=20, seed=0, progress=Silence())
    monkeypatch.setattr("intentbot.training.linear_fit.MAX_TURNED", 0)
    plain = fit_linear(features, rows.targets, learn, n_labels=20, seed=0, progress=Silence())
    assert turned is not None and plain is not None
    assert np.abs(plain.coefficients).max() > 0.1
    assert np.allclose(turned.coefficients, plain.coefficients, atol=1e-3)
    assert np.allclose(turned.intercept, plain.intercept, atol=1e-3)


def test_a_linear_model_too_large_to_keep_is_left_out(rows: EncodedRows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where features times intents pass a bound there is no linear model."""
    monkeypatch.setattr("intentbot.training.linear_fit.MAX_COEFFICIENTS", 1_000)
    features = LinearFeatures.of(rows)
    assert fit_linear(features, rows.targets, np.arange(900), n_labels=20, seed=0, progress=Silence()) is None


def test_a_model_without_a_linear_part_is_kept_and_answers(bot: IntentBot, tmp_path: Path) -> None:
    """The network alone is written, read and asked like both together."""
    alone = replace(bot.classifier, linear=None)
    path = tmp_path / "weights.npz"
    path.write_bytes(weights_of(alone.network, None))
    network, linear = read_weights(path, "cnn")
    assert linear is None
    found = replace(alone, network=network).predict("where is my order")
    assert found.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert alone.predict("").accepted is False


def test_the_cache_of_words_is_bounded_by_its_room(bot: IntentBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many different words there are, their products take no more room than is given."""
    monkeypatch.setattr("intentbot.classifier.CACHED_BYTES", 50_000)
    classifier = replace(bot.classifier)
    for number in range(500):
        classifier.predict(f"{number}")
        held = sum(entry.nbytes for entry in classifier._words.values())
        assert held <= 50_000
    assert held > 25_000


def test_as_many_sentences_are_held_out_as_calibration_needs() -> None:
    """Of a million sentences a few thousand are held out, and those of one run are not learned."""
    for n_sentences in (70_000, 1_000_000):
        plan, settings = plan_for(n_sentences, TrainingSettings())
        assert n_sentences / plan.n_folds == pytest.approx(MAX_HELD_OUT, rel=0.01)
        assert not plan.learns_all and settings.epochs < plan_for(10_000, TrainingSettings())[1].epochs


def test_the_model_that_was_judged_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With very many sentences the held-out run's model is the bot's: words it has not seen it does not know."""
    plan = Plan(10**9, epochs=6, batch_size=32, piece_count=1, n_folds=5, n_runs=1, learns_all=False)
    monkeypatch.setattr("intentbot.training.plan.PLANS", (plan,))
    made = synthetic_rows(60, 3)
    pairs = list(zip(made.texts, made.labels, strict=True))
    intents = tuple(
        Intent(name, examples=tuple(Example(text) for text, label in pairs if label == name))
        for name in sorted(set(made.labels))
    )
    learned = train(IntentSet(intents), tmp_path / "model", settings=QUICK)
    report = from_json(learned.model.report)
    assert report.n_rows == 12
    words = {word for text in made.texts for word in text.split()}
    assert 0 < len(words - set(learned.classifier.vocabulary.words)) < len(words)


def test_a_report_of_thousands_of_intents_has_no_matrix() -> None:
    """Its confusion matrix would be nearly all zeros; the confused pairs are there, and it can be written and read."""
    labels = [f"intent_{number}" for number in range(2_500)]
    rows = [Row(f"text {i}", labels[i], labels[i + i % 2], 0.5, 0.5, True) for i in range(100)]
    report = score_rows(rows, labels, method="test file", source="x.csv", threshold=0.1)
    assert report.confusion == () and len(report.confused) == 50
    assert from_json(to_json(report)) == report
    assert confusion_matrix(report).rows == ()


def test_drawn_labels_teach_too(tmp_path: Path) -> None:
    """With `sampled_softmax` each batch is held against a few intents only, and the examples are still learned."""
    intents = tuple(
        Intent(word, examples=tuple(Example(f"{word} {other}") for other in ("please", "now", "today", "for me")))
        for word in ("lamp", "music", "door", "window", "heating", "alarm")
    )
    settings = {**QUICK, "epochs": "30", "sampled_softmax": "2"}
    bot = train(IntentSet(intents), tmp_path / "model", settings=settings)
    assert [found.intent for found in bot.classify(["the lamp", "the alarm"])] == ["lamp", "alarm"]
