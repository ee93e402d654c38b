"""A model in JavaScript answers as it does here, in Node.js and in a browser."""

from __future__ import annotations

import importlib
import json
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import snowballstemmer

import intentbot.export
from intentbot import IntentBot
from intentbot.errors import ExportError
from intentbot.export import export
from intentbot.export.answers import Answers, answers_of
from intentbot.export.javascript import stemmers
from intentbot.export.javascript.module import ask, write
from intentbot.export.javascript.text_rules import text_rules
from intentbot.export.parity import hold_against
from intentbot.export.rows import rows_of
from intentbot.files.model_folder import read_model
from intentbot.text import fold_accents, normalise, tokenise
from intentbot.vocabulary import STEMMERS, pieces_of
from tests.browser import visit
from tests.models_for_export import random_model

PAGES = Path(__file__).parent / "javascript"
WEB = Path(intentbot.export.__file__).parent / "javascript" / "web"

AWKWARD = (
    "constructor __proto__ toString hasOwnProperty",
    "ΟΔΟΣ ὈΔΥΣΣΕΎΣ ᾳ ΐ",
    "\u13a0\u13a1 \uab70 \u1e9e \u01c5 \u0149",
    "\U00010400\U00010428\U00010400ing \U0001d54f\U0001d7d8 \U00020000\U0002a6df",
    "half a pair: \ud800 and \udc00",
    "nothing\u0000between \u2028 lines\r\nat\x0ball",
    "\U00010400" * 2_100,
    "e\u0301\u0316\u0327a\u030a \u0130\u0307\u0307x a\u00adb\u200bc \u1ccf0 \U0001ccf0",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0e19\u0e49\u0e33 \u1100\u1161\u11a8 \uff76\uff9e",
)
"""Text on which Python and JavaScript could differ, besides what every export is tried on."""

SENTENCES = ["where is my order", "i want my money back", "are you open on sunday", "hello", "get me a person please"]


def run_node(folder: Path, script: str, given: object) -> Any:
    """Return what a script, which finds `given` and gives what it calls `found`, comes to in Node.js."""
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    (folder / "script.mjs").write_text(
        "import fs from 'node:fs';\nconst given = JSON.parse(fs.readFileSync('given.json', 'utf8'));\n"
        f"{script}\nfs.writeFileSync('found.json', JSON.stringify(found));\n",
        encoding="utf-8",
    )
    done = subprocess.run(["node", "script.mjs"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "found.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny bot's model in JavaScript."""
    path = tmp_path_factory.mktemp("javascript") / "tiny"
    export(model_folder, "javascript", path)
    return path


@pytest.fixture(scope="module")
def visited(folder: Path, model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what Chromium finds with the model, asked `rows_of` the model and `AWKWARD`."""
    site = tmp_path_factory.mktemp("site") / "shop"
    shutil.copytree(folder, site)
    for page in PAGES.iterdir():
        shutil.copy(page, site)
    messages = [*rows_of(read_model(model_folder)), *AWKWARD]
    (site / "messages.json").write_text(json.dumps(messages), encoding="utf-8")
    return visit(site, "check.html")


@pytest.mark.parametrize("network", ["cnn", "lstm", "transformer"])
@pytest.mark.parametrize("is_small", [False, True])
def test_every_network_answers_the_same(network: str, is_small: bool, tmp_path: Path) -> None:
    """Each network, with and without a linear model, a logit of `out_of_scope` and word vectors, answers as here."""
    has = not is_small
    model = random_model(network, learns_out_of_scope=has, has_linear=has, has_others=has)
    texts = [*rows_of(model), *AWKWARD, "reimbursement lost заказ"]
    write(model, tmp_path, name="random")
    expected, found = answers_of(model.classifier, texts), ask(tmp_path, texts)
    threshold = model.classifier.rejection.threshold
    assert hold_against(texts, expected, found, threshold=threshold, runtime="Node.js").difference < 1e-5


def test_a_browser_answers_the_same(visited: dict[str, Any], model_folder: Path) -> None:
    """In Chromium every message gets the prediction that it gets here."""
    assert "error" not in visited, visited
    model = read_model(model_folder)
    texts = [*rows_of(model), *AWKWARD]
    answers = visited["answers"]
    found = Answers(
        tuple(answer["intent"] for answer in answers),
        np.array([answer["probabilities"] for answer in answers]),
        np.array([answer["score"] for answer in answers]),
        np.array([answer["accepted"] for answer in answers], dtype=np.bool_),
    )
    expected = answers_of(model.classifier, texts)
    threshold = model.classifier.rejection.threshold
    assert hold_against(texts, expected, found, threshold=threshold, runtime="Chromium").difference < 1e-5


def test_the_page_shows_what_the_model_finds(visited: dict[str, Any], bot: IntentBot) -> None:
    """Who types into the page sees the intents, the likeliest first, under a strict policy of what may run there."""
    page = visited["page"]
    prediction = bot.classify(["where is my <b>order</b>"])[0]
    assert page["ranking"] == [ranked.intent for ranked in prediction.ranking]
    assert (prediction.intent in page["verdict"]) == prediction.accepted
    assert page["widths"] == sorted(page["widths"], reverse=True) and page["widths"][0] > 0
    assert page["title"] == "Try tiny" and page["focused"] == "message"


def test_the_command_line_answers(folder: Path, bot: IntentBot) -> None:
    """`node ask.mjs` answers messages given as arguments, or one a line."""
    for arguments, lines in ((SENTENCES, ""), ([], "\n".join(SENTENCES))):
        done = subprocess.run(
            ["node", folder / "ask.mjs", *arguments], input=lines, capture_output=True, encoding="utf-8", check=True
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        expected = bot.classify(SENTENCES)
        assert [answer["intent"] for answer in answers] == [prediction.intent for prediction in expected]
        assert [answer["accepted"] for answer in answers] == [prediction.accepted for prediction in expected]


def test_it_is_one_module_without_dependencies(folder: Path) -> None:
    """The module imports nothing but its own two files, and gives away two names."""
    module = (folder / "intentbot.mjs").read_text(encoding="utf-8")
    assert not re.search(r"^import\b|\brequire\(", module, re.MULTILINE)
    assert re.findall(r"^export \w+(?: function)? (\w+)", module, re.MULTILINE) == ["Classifier", "load"]
    assert "Redistributions of source code must retain the above copyright notice" in module


def test_files_of_two_exports_are_refused(folder: Path, tmp_path: Path) -> None:
    """Weights that are not those of model.json, as a browser's cache may have them, give an error, no wrong answer."""
    mixed = tmp_path / "mixed"
    shutil.copytree(folder, mixed)
    content = bytearray((mixed / "weights.bin").read_bytes())
    for damaged in (bytes([content[0] ^ 1]) + content[1:], content[:-4]):
        (mixed / "weights.bin").write_bytes(damaged)
        with pytest.raises(ExportError, match=r"does not belong to model\.json"):
            ask(mixed, ["hello"])


def test_files_can_come_from_anywhere(folder: Path, tmp_path: Path, bot: IntentBot) -> None:
    """Whoever keeps the files elsewhere gives a function that reads them; full caches forget and answer the same."""
    script = f"""
        import {{ load }} from {json.dumps((folder / "intentbot.mjs").as_uri())};
        const read = async (name) => new Uint8Array(fs.readFileSync(`${{given[0]}}/${{name}}`)).buffer;
        const classifier = await load(read);
        classifier.words.limit = 4;
        const found = [...given[1], ...given[1]].map((message) => structuredClone(classifier.classify(message)));
    """
    found = run_node(tmp_path, script, [str(folder), SENTENCES])
    for answer, prediction in zip(found, bot.classify([*SENTENCES, *SENTENCES]), strict=True):
        assert [ranked["intent"] for ranked in answer["ranking"]] == [ranked.intent for ranked in prediction.ranking]
        assert answer["confidence"] == pytest.approx(prediction.confidence, abs=1e-5)


def test_text_is_read_the_same(tmp_path: Path) -> None:
    """Text of any characters, assigned or not, has the same tokens there as here, with and without their accents."""
    chance = random.Random(7)
    codes = [code for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    near = [code for code in codes if code < 0x3100]
    texts = [
        "".join(chr(chance.choice(near if chance.random() < 0.8 else codes)) for _ in range(chance.randrange(1, 12)))
        for _ in range(20_000)
    ]
    script = f"""
        import {{ TextPath }} from {json.dumps((WEB / "text.mjs").as_uri())};
        const path = new TextPath(given.rules);
        const found = given.texts.map((text) => path.tokenise(text).map((token) => [token, path.foldAccents(token)]));
    """
    found = run_node(tmp_path, script, {"rules": text_rules(), "texts": texts})
    for text, tokens in zip(texts, found, strict=True):
        assert tokens == [[token, fold_accents(token)] for token in tokenise(normalise(text))], ascii(text)


def test_words_have_the_same_pieces(folder: Path, tmp_path: Path) -> None:
    """Words with letters that JavaScript counts twice, and words far too long, have the stems and pieces of here."""
    chance = random.Random(11)
    letters = ["\U00010428", "\U0001e922", *"aeiousxyt\u00e9\u03c3\u0436"]
    endings = ["", "s", "es", "ing", "ed", "ly", "ies", "ational"]
    words = ["".join(chance.choices(letters, k=chance.randrange(1, 45))) + chance.choice(endings) for _ in range(500)]
    words += ["".join(chance.choices(letters[:4], k=2)) + chance.choice(endings) for _ in range(500)]
    script = f"""
        import {{ load }} from {json.dumps((folder / "intentbot.mjs").as_uri())};
        const {{ vocabulary }} = (await load()).words;
        const found = given.map((word) => vocabulary.piecesOf(word));
    """
    found = run_node(tmp_path, script, words)
    assert found == [pieces_of(word, ("en",)) for word in words]


def words_of(algorithm: str) -> list[str]:
    """Return made-up words of a language: letters and endings that its stemmer looks for."""
    module = importlib.import_module(f"snowballstemmer.{algorithm}_stemmer")
    stemmer = next(kind for name, kind in vars(module).items() if name == f"{algorithm.capitalize()}Stemmer")
    tables = [value for name, value in vars(stemmer).items() if name.startswith("a_")]
    endings = [entry.s for table in tables for entry in table]
    letters = sorted({letter for ending in endings for letter in ending})
    chance = random.Random(algorithm)

    def word() -> str:
        beginning = "".join(chance.choices(letters, k=chance.randrange(7)))
        return beginning + "".join(chance.choices(endings, k=chance.choice((0, 1, 1, 2, 3))))

    return [*endings, *(word() for _ in range(2_000))]


def test_stems_are_the_same_in_every_language(tmp_path: Path) -> None:
    """Each language's stemmer gives the very stems that it gives in Python."""
    algorithms = sorted(set(STEMMERS.values()) & set(snowballstemmer.algorithms()))
    words = {algorithm: words_of(algorithm) for algorithm in algorithms}
    (tmp_path / "stemmers.mjs").write_text(stemmers.javascript_of(algorithms), encoding="utf-8")
    script = """
        import { STEMMERS } from './stemmers.mjs';
        const found = {};
        for (const [name, words] of Object.entries(given)) {
            const stemmer = new STEMMERS[name]();
            found[name] = words.map((word) => stemmer.stemWord(word));
        }
    """
    found = run_node(tmp_path, script, words)
    for algorithm in algorithms:
        stems = snowballstemmer.stemmer(algorithm).stemWords(words[algorithm])
        differing = [pair for pair in zip(words[algorithm], stems, found[algorithm], strict=True) if pair[1] != pair[2]]
        assert not differing, (algorithm, differing[:3])
        assert sum(word != stem for word, stem in zip(words[algorithm], stems, strict=True)) > 100


@pytest.mark.parametrize(
    ("line", "stranger"),
    [
        ("        self.B_Y_found = False\n", "        with self: pass\n"),
        ("        self.B_Y_found = False\n", "        raise lab9()\n"),
        ("        self.B_Y_found = False\n", "        self.B_Y_found = 2 ** 3\n"),
        ("        self.B_Y_found = False\n", "        print(self.current)\n"),
        ("class EnglishStemmer(BaseStemmer):\n", "class EnglishStemmer(BaseStemmer, dict):\n"),
    ],
)
def test_an_unknown_stemmer_is_refused(
    line: str, stranger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stemmer with something in it that is not known to mean the same in JavaScript is an error with versions."""
    for module in Path(snowballstemmer.__file__).parent.glob("*.py"):
        shutil.copy(module, tmp_path)
    path = tmp_path / "english_stemmer.py"
    path.write_text(path.read_text(encoding="utf-8").replace(line, stranger, 1), encoding="utf-8")
    monkeypatch.setattr(stemmers, "files", lambda package: tmp_path)
    with pytest.raises(ExportError, match=r"cannot be carried to JavaScript.*\n.*snowballstemmer>="):
        stemmers.javascript_of(["english"])
    assert "class GermanStemmer" in stemmers.javascript_of(["german"])


@pytest.mark.parametrize("version", ["", "v16.20.2", "nonsense"])
def test_node_is_asked_for(version: str, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Node.js, or with an old one, nothing is written, and the error says what to install."""
    programs = tmp_path / "programs"
    programs.mkdir()
    if version:
        (programs / "node").write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        (programs / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(ExportError, match=r"Node\.js 18 or newer(.|\n)*Install it"):
        export(model_folder, "javascript", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["programs"]
