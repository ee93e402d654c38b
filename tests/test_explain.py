"""Explanations: shares that add up, methods that agree, examples with their place, and changes that were tried."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import unicodedata
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.bot import IntentBot
from intentbot.cli.main import main
from intentbot.errors import ExplanationError
from intentbot.explain import explain, explain_model
from intentbot.explain.phrases import Sentence, phrases_of
from intentbot.networks.cnn import Convolutions
from intentbot.networks.network import MIDDLES
from intentbot.text import MAX_CHARACTERS, normalise, placed_tokens, tokenise
from intentbot.training import train
from tests.models_for_export import random_model

MESSAGES = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(["where", "my", "parcel", "kettle", "hello", "Straße", "退款", "xyzzy", "?!"])).map(
        " ".join
    ),
)

HANGUL = unicodedata.normalize("NFD", "어디에 있어요 주문")

PRODUCTS = """
training: {epochs: 30, filters: 16, embedding_size: 16}
entities:
  product: {values: {kettle: [], toaster: [bread toaster]}}
intents:
  descale:
    examples: [descale the kettle, kettle chalk, clean my kettle, kettle limescale, kettle is dirty, chalky kettle]
    responses: [Use vinegar.]
  opening_hours:
    examples: [when are you open, opening hours, open on sunday, when do you close, open on monday, closing time]
    responses: [Nine to six.]
  track_order:
    examples: [where is my order, track my parcel, order on its way, parcel not here, order status, find my parcel]
    responses: [On its way.]
"""


@pytest.mark.parametrize("network", sorted(MIDDLES))
@pytest.mark.parametrize("has_linear", [True, False])
@given(text=MESSAGES)
def test_shares_add_up_to_the_logits(network: str, has_linear: bool, text: str) -> None:
    """Of every network, what the words and no word give adds up to each logit, and the signals to the score."""
    classifier = random_model(network, has_linear=has_linear).classifier
    explanation = classifier.predict(text).explain()
    tokens = [word.token for word in explanation.words]
    assert tokens == tokenise(normalise(text))
    assert np.abs(explanation.logits - classifier.logits(tokens)).max() < 1e-4
    prediction, scoring = classifier.predict(text), explanation.scoring
    odds = 0.0 if scoring.is_strange else 1 / (1 + np.exp(-scoring.log_odds))
    assert prediction.score == pytest.approx(odds, abs=1e-4)
    assert prediction.accepted == (prediction.score >= classifier.rejection.threshold)
    assert prediction.intent == explanation.intent


@given(lengths=st.integers(1, 7), seed=st.integers(0, 5))
def test_each_filter_pays_the_words_of_its_window(lengths: int, seed: int) -> None:
    """The fast decomposition is the obvious one: window by window, filter by filter, word by word."""
    random, d, f, c = np.random.default_rng(seed), 4, 3, 2
    kernels = [random.normal(size=(width, d, f)).astype(np.float32) for width in (1, 2, 3)]
    biases = [random.normal(size=f).astype(np.float32) for _ in range(3)]
    weights = random.normal(size=(c, 6 * f)).astype(np.float32)
    words = random.normal(size=(lengths, d)).astype(np.float32)
    middle = Convolutions.of_layers(kernels, biases)
    fast = middle.shares(np.stack([middle.word_products(word) for word in words]), weights)
    slow = np.zeros((lengths, c))
    for width, first in ((1, 0), (2, 0), (3, -1)):
        for unit in range(f):
            windows = []
            for place in range(lengths):
                reach = [place + first + i for i in range(width)]
                inside = {at: i for i, at in enumerate(reach) if 0 <= at < lengths}
                bias = float(biases[width - 1][unit]) / len(inside)
                windows.append({at: words[at] @ kernels[width - 1][i, :, unit] + bias for at, i in inside.items()})
            found = [sum(window.values()) for window in windows]
            column = (width - 1) * f + unit
            for place, window in enumerate(windows):
                for at, given_ in window.items() if found[place] > 0 else ():
                    slow[at] += given_ * weights[:, 3 * f + column] / np.sqrt(lengths)
                    if place == int(np.argmax(found)):
                        slow[at] += given_ * weights[:, column]
    assert np.allclose(fast, slow, atol=1e-4)


@given(text=st.text(max_size=40))
def test_words_have_their_place_in_the_message(text: str) -> None:
    """Every token is known by where it was written, however normalising changed it."""
    placed = placed_tokens(text)
    assert [token for token, _, _ in placed] == tokenise(normalise(text))
    assert all(0 <= start <= end <= len(text) for _, start, end in placed)


@pytest.mark.parametrize(
    "text", ["I’d LIKE my Straße", "Cafe\u0301 créme ﬁne", "退款在哪里", "İade x²", "a" * 3_000, HANGUL, "ｶﾞ order"]
)
def test_a_place_is_where_the_word_was_written(text: str) -> None:
    """What stands at a word's place reads as that word."""
    for token, start, end in placed_tokens(text):
        assert normalise(text[start:end]) == token or end == MAX_CHARACTERS


@pytest.mark.parametrize(("text", "word"), [("can you track my parcel", "parcel"), ("i want a refund", "refund")])
def test_the_methods_agree(bot: IntentBot, text: str, word: str) -> None:
    """Where the case is clear, the exact shares, LIME and SHAP name the same word."""
    from intentbot.explain.perturbation import lime_weights, shap_values

    explanation = bot.classify([text])[0].explain()
    tokens = [one.token for one in explanation.words]
    weights = [
        explanation.evidence(),
        lime_weights(bot.classifier, tokens, explanation.intent),
        shap_values(bot.classifier, tokens, explanation.intent),
    ]
    assert [tokens[int(found.argmax())] for found in weights] == [word] * 3


def test_shap_adds_up_too(bot: IntentBot) -> None:
    """SHAP's values and what the intent has without a word add up to what it has with all of them."""
    from intentbot.explain.perturbation import shap_values

    tokens = ["where", "is", "my", "parcel", "now"]
    label = bot.classifier.labels.index("track_order")
    with_all, with_none = (bot.classifier.logits(words) for words in (tokens, []))
    expected = with_all[label] - with_all.mean() - with_none[label] + with_none.mean()
    assert shap_values(bot.classifier, tokens, "track_order").sum() == pytest.approx(expected, abs=1e-3)


def test_the_nearest_example_has_file_and_line(bot: IntentBot, intents_folder: Path) -> None:
    """A message that is an example names that example, and says that it decides."""
    why = explain(bot, "Where is my order?!")
    place = why.neighbours[0].example.place
    line = (intents_folder / "all.yaml").read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert line.strip() == "- where is my order"
    assert why.neighbours[0].similarity == pytest.approx(1, abs=1e-6)
    assert why.repeats == why.neighbours[0].example
    assert all(0 <= one.similarity <= 1 for one in why.neighbours)


def test_changes_were_tried(bot: IntentBot) -> None:
    """A change is the message with words less or more, and the bot answers it from another intent, as it says."""
    text = "i want to return the parcel"
    own, found = bot.reply(text).intent, explain(bot, text).changes
    assert found
    for change in found:
        assert bot.reply(change.text).intent == change.reply.intent not in (own, None)
        words = set(tokenise(normalise(text)))
        assert set(tokenise(normalise(change.text))) == words - set(change.without) | set(change.added)
        assert bool(change.without) != bool(change.added)


def test_a_refused_message_says_what_would_be_answered(bot: IntentBot) -> None:
    """What is refused is told with a change that helps, and the bot answers then."""
    why = explain(bot, "how old is the president of the shop")
    assert why.reply.intent is None
    assert why.changes
    assert all(bot.reply(change.text).intent == change.reply.intent is not None for change in why.changes)


@given(text=MESSAGES)
def test_no_message_breaks_an_explanation(bot: IntentBot, text: str) -> None:
    """Any text whatever is explained, in words, as JSON and as a page."""
    from intentbot.renderings.why_json import to_record
    from intentbot.renderings.why_page import to_html
    from intentbot.renderings.why_text import to_text

    why = explain(bot, text)
    assert to_text(why, lambda shown, style: shown)
    assert json.loads(json.dumps(to_record(why)))["decided_by"] == why.reply.decided_by
    assert "<h2>" in to_html([why])


def test_a_question_mark_says_nothing(bot: IntentBot) -> None:
    """No intent can be known by its punctuation: it is not read."""
    plain, marked = bot.classify(["when are you open", "When are you open???!"])
    assert (plain.probabilities == marked.probabilities).all()
    assert [word.token for word in marked.explain().words] == ["when", "are", "you", "open"]


def test_phrases_carry_the_evidence() -> None:
    """Words that stand together make one phrase, and what it took is not counted again."""
    evidence = np.array([0.0, 2.0, 2.0])
    found = phrases_of([Sentence(("get", "money", "back"), evidence)] * 3 + [Sentence(("money",), evidence[1:2])])
    assert [(phrase.text, phrase.n_examples) for phrase in found] == [("money back", 3), ("money", 4)]
    assert [phrase.share for phrase in found] == [pytest.approx(12 / 14), pytest.approx(2 / 14)]
    (again,) = phrases_of([Sentence(("bye", "bye"), np.ones(2)), Sentence(("bye",), np.ones(1))])
    assert (again.text, again.share) == ("bye", pytest.approx(1))
    assert sum(phrase.share for phrase in phrases_of([Sentence(("bye",) * 3, np.ones(3))] * 2)) <= 1


def test_a_name_that_decides_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one product stands for an intent, the explanation of the model warns of it and says what to write."""
    (tmp_path / "shop.yaml").write_text(PRODUCTS, encoding="utf-8")
    bot = train(tmp_path / "shop.yaml", tmp_path / "model")
    found = explain_model(bot)
    names = [habit for habit in found.habits if habit.kind == "name"]
    assert [(habit.intent, habit.word, habit.entity) for habit in names] == [("descale", "kettle", "product")]
    assert "kettle" in next(one for one in found.intents if one.intent == "descale").phrases[0].text
    assert main(["explain", str(tmp_path / "model")]) == 0
    shown = capsys.readouterr().out
    assert "“new”" not in shown
    assert "“kettle”, a name of product, is enough to get descale: 6 of its 6 examples have it." in shown
    assert "with other values of product" in shown


def test_the_command_says_why(model_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the terminal stand the verdict, every word, the nearest example with its place, and the score's parts."""
    assert main(["explain", str(model_folder), "can yu brng the parcl", "qwrtz xx"]) == 0
    shown = capsys.readouterr().out
    assert "track_order" in shown and "all.yaml:" in shown and "no word" in shown
    assert "“brng” (" in shown
    assert "always refused" in shown


def test_the_command_prints_json_that_adds_up(model_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each intent, constant and shares come to the logit; LIME's weights stand beside where asked for."""
    assert main(["explain", str(model_folder), "track my parcel", "--json", "--method", "lime"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["best"] == "track_order"
    assert len(record["lime"]) == len(record["words"]) == 3
    for one in record["ranking"]:
        assert one["constant"] + sum(one["shares"]) == pytest.approx(one["logit"], abs=1e-4)


def test_the_page_shows_text_as_text(model_folder: Path, tmp_path: Path) -> None:
    """A message is never markup, and the page loads nothing."""
    page = tmp_path / "pages" / "why.html"
    assert main(["explain", str(model_folder), "<script>alert(1)</script> my parcel", "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text and "&lt;" in text
    assert "src=" not in text and "href=" not in text
    assert main(["explain", str(model_folder), "-q", "--html", str(page)]) == 0
    assert "What the bot goes by" in page.read_text(encoding="utf-8")
    assert [file.name for file in page.parent.iterdir()] == ["why.html"]


def test_an_unknown_intent_is_named(model_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt intent gets the nearest, and exit status 2."""
    assert main(["explain", str(model_folder), "hello", "--against", "track_ordr"]) == 2
    assert "Did you mean track_order?" in capsys.readouterr().err
    assert main(["explain", str(model_folder), "hello", "--against", "track_order"]) == 0
    assert "against track_order" in capsys.readouterr().out
    assert main(["explain", str(model_folder), "hello", "--against", "greet"]) == 0
    shown = capsys.readouterr()
    assert "against the average intent" in shown.out and "is what the message was taken for" in shown.err


@pytest.mark.parametrize(
    "options", [["--against", "greet"], ["--method", "shap"], ["hi", "--method", "shap", "--html", "x"]]
)
def test_no_option_is_left_unheard(model_folder: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An option that would change nothing is refused."""
    assert main(["explain", str(model_folder), *options]) == 2
    assert "error: " in capsys.readouterr().err


def test_a_template_stands_for_its_sentences(tmp_path: Path) -> None:
    """An intent of templates alone has phrases and near examples, with the template's place, and no signs of syntax."""
    (tmp_path / "t.yaml").write_text(
        "training: {epochs: 8, filters: 16, embedding_size: 16}\n"
        "intents:\n"
        "  refund: {templates: ['(i want|give me) (a refund|money back)'], responses: [Yes.]}\n"
        "  hours: {examples: [when are you open, opening hours, open on sunday], responses: [Nine.]}\n",
        encoding="utf-8",
    )
    bot = train(tmp_path / "t.yaml", tmp_path / "model")
    near = explain(bot, "give me my money back").neighbours[0]
    assert (near.example.text, near.example.place.line) == ("give me money back", 3)
    phrases = next(one for one in explain_model(bot).intents if one.intent == "refund").phrases
    assert not {"want give me", "refund money back"} & {phrase.text for phrase in phrases}


def test_a_prediction_travels_without_its_model(bot: IntentBot) -> None:
    """Copied or sent to another process, a prediction is a few numbers; explained there, it says where it can be."""
    prediction = bot.classify(["hello"])[0]
    sent = copy.copy(prediction)
    assert (sent.intent, sent.text) == ("greet", "hello")
    with pytest.raises(ExplanationError, match="is not here"):
        sent.explain()
    assert copy.deepcopy(asdict(prediction))["intent"] == "greet"


def test_what_turns_text_around_is_not_shown(bot: IntentBot) -> None:
    """Direction marks inside of a word reach neither the terminal nor the page."""
    from intentbot.renderings.why_page import to_html
    from intentbot.renderings.why_text import to_text

    why = explain(bot, "track my par\u202ecel <b>now</b>")
    assert [word.token for word in why.explanation.words if word.token] == ["track", "my", "parcel", "b", "now", "b"]
    assert "\u202e" not in to_text(why, lambda shown, style: shown) + to_html([why])


def test_explaining_is_light(model_folder: Path) -> None:
    """Without LIME, SHAP, Jinja2 and TensorFlow a message is explained; what needs them names the extra."""
    blocked = (
        "import sys; sys.modules.update(dict.fromkeys(['lime', 'shap', 'jinja2', 'tensorflow', 'sklearn', 'rich']));"
    )
    call = "from intentbot.cli.main import main; sys.exit(main(['explain', *sys.argv[1:]]))"
    for options, status, said in (
        (["hello"], 0, "greet"),
        (["hello", "--method", "shap"], 2, "pip install 'intentbot[explain]'"),
        (["hello", "--html", "page.html"], 2, "pip install 'intentbot[explain]'"),
        (["--html", "page.html"], 2, "pip install 'intentbot[explain]'"),
    ):
        command = [sys.executable, "-c", blocked + call, str(model_folder), *options]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (status, False)
        assert said in done.stdout + done.stderr
