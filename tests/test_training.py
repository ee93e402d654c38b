"""Training: reproducible, skipped where nothing changed, and the network is what serves."""

import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from intentbot.answers import Response
from intentbot.bot import IntentBot
from intentbot.classifier import Mix
from intentbot.errors import EvaluationError, SettingsError, TrainingError
from intentbot.intents import Example, Intent, IntentSet
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.training import evaluate, train
from intentbot.training.calibrate import HeldOut, fit_mix, fit_rejection
from intentbot.training.encoding import EncodedRows
from intentbot.training.fit import NetworkFitter
from intentbot.training.learn import Learner
from intentbot.training.linear_fit import LinearFeatures
from intentbot.training.repeats import repeats
from intentbot.training.sentences import sentences_of
from intentbot.training.word_vectors import pad
from intentbot.vocabulary import Vocabulary

QUICK = {"epochs": "6", "filters": "16", "embedding_size": "16"}

COLOURS = {
    "paint": ["paint it red", "make the wall blue", "I want green paint", "colour the door", "paint my room white"],
    "music": ["play a song", "turn the music up", "I want to hear jazz", "stop the music", "play it louder"],
    "lights": ["switch the lights on", "lamp off please", "it is too dark here", "dim the light", "light the hall"],
}


@pytest.fixture(scope="module")
def intents() -> IntentSet:
    """Return three small intents."""
    return IntentSet(
        tuple(
            Intent(name, examples=tuple(map(Example, texts)), responses=(Response(f"{name}!"),))
            for name, texts in COLOURS.items()
        )
    )


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    """On one machine the same intents and seed make the same model, file by file, each trained by a new process."""
    rows = [f"{text},{name}" for name, texts in COLOURS.items() for text in texts]
    (tmp_path / "colours.csv").write_text("\n".join(["text,intent", *rows]), encoding="utf-8")
    options = [f"--set={name}={value}" for name, value in QUICK.items()]
    for name in ("one", "two"):
        command = [sys.executable, "-m", "intentbot", "train", "colours.csv", "-o", name, "-q", *options]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_unchanged_input_is_not_learned_again(intents: IntentSet, tmp_path: Path) -> None:
    """Training again with nothing changed leaves every file alone; another response changes only the answers."""
    train(intents, tmp_path / "model", settings=QUICK)
    weights = (tmp_path / "model" / "weights.npz").stat().st_mtime_ns
    train(intents, tmp_path / "model", settings=QUICK)
    assert (tmp_path / "model" / "weights.npz").stat().st_mtime_ns == weights
    politer = replace(intents, intents=tuple(replace(i, responses=(Response("Of course."),)) for i in intents))
    before = (tmp_path / "model" / "weights.npz").read_bytes()
    bot = train(politer, tmp_path / "model", settings=QUICK)
    assert bot.reply("paint it red").text == "Of course."
    assert (tmp_path / "model" / "weights.npz").read_bytes() == before


def test_a_changed_example_is_learned(intents: IntentSet, tmp_path: Path) -> None:
    """One more sentence makes another model."""
    train(intents, tmp_path / "model", settings=QUICK)
    first, *others = intents
    more = replace(intents, intents=(replace(first, examples=(*first.examples, Example("brush it over"))), *others))
    bot = train(more, tmp_path / "model", settings=QUICK)
    assert bot.reply("brush it over").decided_by == "exact"


def test_keras_and_numpy_agree(intents: IntentSet) -> None:
    """The network that learned and the one that serves give the same logits."""
    settings = TrainingSettings.read(QUICK)
    sentences = sentences_of(intents, settings)
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence())
    classifier = learner.learn().classifier
    keras = learner.fitter.logits(np.arange(len(sentences)))
    numpy = np.stack([classifier.examine(sentence.tokens).network for sentence in sentences])
    assert np.allclose(keras, numpy, atol=1e-5)


def test_padding_changes_nothing(intents: IntentSet) -> None:
    """A sentence has the same logits beside a longer one as alone."""
    tokens = [sentence.tokens for sentence in sentences_of(intents, TrainingSettings())]
    rows = EncodedRows.of(tokens, np.zeros(len(tokens), np.int64), Vocabulary.of(tokens, languages=["en"]))
    fitter = NetworkFitter(rows, 3, settings=TrainingSettings.read(QUICK))
    alone = fitter.network(pad([rows.ids[0]])).numpy()
    beside = fitter.network(np.pad(pad([rows.ids[0]]), ((0, 0), (0, 9)))).numpy()
    assert np.allclose(alone, beside, atol=1e-6)


def test_what_was_held_out_is_unknown(intents: IntentSet) -> None:
    """A word that only held-out sentences have is hidden from the run that is judged by them."""
    tokens = [sentence.tokens for sentence in sentences_of(intents, TrainingSettings())]
    rows = EncodedRows.of(tokens, np.zeros(len(tokens), np.int64), Vocabulary.of(tokens, languages=["en"]))
    hidden = rows.table.seen_in(list(rows.ids[1:]))
    red = rows.words.index("red") + 1
    assert rows.table.word_rows[red] >= 0 > hidden.word_rows[red]
    assert hidden.familiarity[red] < rows.table.familiarity[red] == 1.0


def test_the_threshold_refuses_the_share_asked_for() -> None:
    """Of held-out in-scope rows, as many are refused as `false_rejection` says."""
    random = np.random.default_rng(0)
    targets = random.integers(0, 5, 400)
    logits = random.normal(size=(400, 5)) + 3 * np.eye(5)[targets]
    lengths = random.integers(1, 20, 400)
    held_out = HeldOut(logits, logits, random.uniform(0.5, 1, 400), lengths, targets, np.arange(400), targets > 4)
    rejection = fit_rejection(held_out, fit_mix(held_out, 5), n_intents=5, false_rejection=0.1)
    mix = fit_mix(held_out, 5)
    scores = rejection.score(held_out.signals(mix, 5), held_out.mixed(mix).argmax(axis=1))
    assert np.mean(scores < rejection.threshold) == pytest.approx(0.1, abs=0.01)


def test_few_held_out_rows_refuse_no_more_than_asked_for() -> None:
    """A threshold set on 40 rows refuses, on average, the asked share of new rows and not that of the 40."""
    random, refused = np.random.default_rng(0), []
    for _ in range(300):
        peaks, lengths, targets = random.normal(size=1040), np.full(1040, 5), np.zeros(1040, np.int64)
        logits = np.stack([peaks, peaks - 9], axis=1)
        rows = HeldOut(logits, logits, np.ones(1040), lengths, targets, targets, targets > 0)
        rejection = fit_rejection(rows[np.arange(40)], Mix(0.5, 0.5), n_intents=2, false_rejection=0.05)
        scores = rejection.score(rows[np.arange(40, 1040)].signals(Mix(0.5, 0.5), 2), targets[40:])
        refused.append(np.mean(scores < rejection.threshold))
    assert np.mean(refused) == pytest.approx(0.05, abs=0.01)


def test_rows_that_repeat_learned_ones_do_not_set_the_threshold() -> None:
    """A held-out row that repeats a learned one is easier than a customer's words; the threshold is set without it."""
    tokens = [text.split() for text in ("where is my order", "where is order my order", "where is the parcel", "hello")]
    targets = np.array([0, 0, 0, 1])
    rows = EncodedRows.of(tokens, targets, Vocabulary.of(tokens, languages=["en"]))
    found = repeats(LinearFeatures.of(rows).row_words, targets, np.array([0]), np.array([1, 2, 3]))
    assert found.tolist() == [True, False, False]

    peaks, zeros = np.repeat([9.0, 3.0], 50), np.zeros(100, np.int64)
    logits = np.stack([peaks + np.linspace(0, 1, 100), np.zeros(100)], axis=1)
    held_out = HeldOut(logits, logits, np.ones(100), zeros + 5, zeros, zeros, peaks > 5)
    rejection = fit_rejection(held_out, Mix(0.5, 0.5), n_intents=2, false_rejection=0.1)
    scores = rejection.score(held_out.signals(Mix(0.5, 0.5), 2), zeros)
    assert np.mean(scores[50:] < rejection.threshold) == pytest.approx(0.1, abs=0.01)


def test_an_intent_can_have_a_threshold_of_its_own() -> None:
    """An intent that is recognised less surely than others is refused no more often than they, where that is set."""
    random = np.random.default_rng(0)
    targets = np.repeat(np.arange(4), 200)
    logits = random.normal(size=(800, 4)) + np.array([8, 8, 8, 5])[targets, None] * np.eye(4)[targets]
    rows = HeldOut(logits, logits, np.ones(800), np.full(800, 5), targets, targets, targets > 4)
    mix, hard = Mix(0.5, 0.5), {}
    for strength in (0.0, 1.0):
        found = fit_rejection(rows, mix, n_intents=4, false_rejection=0.1, intent_thresholds=strength)
        refused = found.score(rows.signals(mix, 4), logits.argmax(axis=1)) < found.threshold
        assert refused.mean() == pytest.approx(0.1, abs=0.01)
        hard[strength] = refused[targets == 3].mean()
    assert hard[0.0] > 0.3 > 0.15 > hard[1.0]


@pytest.mark.parametrize("rise", [-0.5, 0.5])
def test_what_the_length_makes_of_the_peak_is_taken_off(rise: float) -> None:
    """Whether longer messages have higher peaks or lower ones, in scope their scores do not depend on the length."""
    random = np.random.default_rng(0)
    roots = random.uniform(1, 4, 400)
    peaks = 5 + rise * (roots - 2.5) / roots.std() + random.normal(size=400)
    logits, zeros = np.stack([peaks, peaks - 9], axis=1), np.zeros(400, np.int64)
    held_out = HeldOut(logits, logits, np.ones(400), roots**2, zeros, zeros, zeros > 0)
    rejection = fit_rejection(held_out, Mix(0.5, 0.5), n_intents=2, false_rejection=0.05)
    weighed = rejection.weigh(held_out.signals(Mix(0.5, 0.5), 2))
    assert np.sign(rejection.weights[3]) == -np.sign(rise)
    assert abs(np.corrcoef(peaks, roots)[0, 1]) > 0.3 > 0.05 > abs(np.corrcoef(weighed, roots)[0, 1])


def test_the_mix_is_calibrated() -> None:
    """Logits that are far too sure are cooled down until confidence is the share that is right."""
    random = np.random.default_rng(1)
    targets = random.integers(0, 4, 3000)
    logits = random.normal(size=(3000, 4)) + 1.5 * np.eye(4)[targets]
    logits *= 20
    ones = np.ones(3000, np.int64)
    held_out = HeldOut(logits, logits, np.ones(3000), ones, targets, np.arange(3000), targets > 4)
    mixed = held_out.mixed(fit_mix(held_out, 4))
    chances = np.exp(mixed - mixed.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    assert chances.max(axis=1).mean() == pytest.approx(np.mean(mixed.argmax(axis=1) == targets), abs=0.03)


@pytest.mark.parametrize("n_intents", [0, 1])
def test_one_intent_is_nothing_to_choose_from(intents: IntentSet, tmp_path: Path, n_intents: int) -> None:
    """Fewer than two intents is an error that says so, and nothing is written."""
    with pytest.raises(TrainingError, match="two intents"):
        train(replace(intents, intents=intents.intents[:n_intents]), tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_one_example_an_intent_is_enough_to_train(tmp_path: Path) -> None:
    """The smallest bot there is: two intents of one sentence each."""
    two = tuple(Intent(name, examples=(Example(text),)) for name, text in (("hello", "hi"), ("bye", "see you")))
    bot = train(IntentSet(two), tmp_path / "model", settings=QUICK)
    assert bot.reply("see you").text == "Bye"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epoch": "3"}, "Did you mean epochs"),
        ({"epochs": "many"}, "not a whole number"),
        ({"dropout": "7"}, "out of range"),
        ({"network": "rnn"}, "Choose one of: cnn"),
        ({"filters": "7"}, "from 8 to 4096, or leave it out"),
        ({"loss": "sigmoid", "sampled_softmax": "100"}, "cannot go together"),
        ({"learning_rate": "nan"}, "out of range"),
    ],
)
def test_a_wrong_setting_is_named(intents: IntentSet, tmp_path: Path, settings: dict[str, str], message: str) -> None:
    """A misspelt or impossible setting says which, and what would be right."""
    with pytest.raises(SettingsError, match=message):
        train(intents, tmp_path / "model", settings=settings)


def test_ctrl_c_leaves_the_old_model(intents: IntentSet, model_folder: Path, tmp_path: Path) -> None:
    """Who stops training loses nothing: the model that was there still answers."""

    class Impatient(Silence):
        """Presses Ctrl-C after the first step."""

        def advance(self, note: str = "") -> None:
            """Stop."""
            raise KeyboardInterrupt

    copy = shutil.copytree(model_folder, tmp_path / "model")
    before = IntentBot.load(copy).model.fingerprint
    with pytest.raises(KeyboardInterrupt):
        train(intents, copy, settings=QUICK, progress=Impatient())
    assert IntentBot.load(copy).model.fingerprint == before
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_cross_validation_judges_every_sentence(intents: IntentSet) -> None:
    """Each sentence is judged once, by a model that did not learn it, beside the linear baseline."""
    report = evaluate(intents, folds=3, learning_curve=True, settings=QUICK)
    assert report.n_rows == sum(map(len, COLOURS.values()))
    assert report.method == "3-fold cross-validation"
    assert report.baseline is not None
    assert {row.text for row in report.rows} == {text for texts in COLOURS.values() for text in texts}
    assert report.advice is not None and report.growth is not None
    n_learned = [point.n_examples for point in report.growth.points]
    assert len(n_learned) == 4 and n_learned == sorted(n_learned)


def test_too_few_examples_have_no_learning_curve(intents: IntentSet) -> None:
    """Where a quarter of the examples would be none, nothing is trained and the error says how many it takes."""
    few = IntentSet(tuple(replace(intent, examples=intent.examples[:3]) for intent in intents))
    with pytest.raises(EvaluationError, match="needs 5 examples an intent on average"):
        evaluate(few, folds=2, learning_curve=True, settings=QUICK)


def test_a_test_file_is_scored_with_its_out_of_scope_rows(bot: IntentBot, tmp_path: Path) -> None:
    """Rows labelled as out of scope, by whatever name, are told apart and counted."""
    known = next(name for name in bot.classifier.labels if name != "out_of_scope")
    table = tmp_path / "test.csv"
    table.write_text(f"text,intent\nsomething known,{known}\nwhy is the sky blue,oos\n", encoding="utf-8")
    report = evaluate(bot, table, out_of_scope_label="oos")
    assert report.n_rows == 1
    assert report.out_of_scope is not None and report.out_of_scope.support == 1


def test_a_test_file_without_any_row_in_scope_is_refused(bot: IntentBot, tmp_path: Path) -> None:
    """Out-of-scope rows alone say nothing about the intents; the error asks for more."""
    table = tmp_path / "test.csv"
    table.write_text("text,intent\nwhy is the sky blue,out_of_scope\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no sentence that the bot should answer"):
        evaluate(bot, table)


def test_training_leaves_the_callers_random_numbers_alone(intents: IntentSet, tmp_path: Path) -> None:
    """Who draws random numbers before and after training gets the next ones, not the first ones again."""
    random.seed(7)
    expected = [random.random(), random.random()][1]
    random.seed(7)
    random.random()
    train(intents, tmp_path / "model", settings=QUICK)
    assert random.random() == expected
