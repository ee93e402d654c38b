"""The benchmark's own sets: the same intents in every language, and no test sentence among those learned from.

And what is done to their sentences, and how their figures reach the page.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from intentbot.text import comparison_key
from tests.benchmarks.data import LANGUAGE_SETS, lower_case, with_typos, without_punctuation
from tests.benchmarks.machine import Machine
from tests.benchmarks.page import write_page
from tests.benchmarks.peers import BOT
from tests.benchmarks.records import Record

LANGUAGES = Path(__file__).parent / "benchmarks" / "languages"
SCRIPTS = {"ar": ("ARABIC",), "he": ("HEBREW",), "ru": ("CYRILLIC",), "zh": ("CJK",), "ja": ("CJK", "HIRA", "KATA")}
NAMES = sorted(folder.name for folder in LANGUAGES.iterdir())


def _rows(language: str, part: str) -> list[tuple[str, str]]:
    with (LANGUAGES / language / f"{part}.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["intent"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("language", NAMES)
def test_five_sentences_an_intent_to_learn_and_five_to_test(language):
    """Every language has the 30 intents of the English set, with five sentences of each in both files."""
    expected = dict.fromkeys((intent for _, intent in _rows("en", "train")), 5)
    assert len(NAMES) == 12 and len(expected) == 30
    assert all(Counter(intent for _, intent in _rows(language, part)) == expected for part in ("train", "test"))


@pytest.mark.parametrize("language", NAMES)
def test_no_sentence_stands_twice(language):
    """No two sentences of a language are the same word for word, so none is learned from and tested on."""
    keys = Counter(comparison_key(text) for part in ("train", "test") for text, _ in _rows(language, part))
    assert [key for key, n in keys.items() if n > 1] == []


@pytest.mark.parametrize("language", NAMES)
def test_sentences_are_clean_and_in_their_script(language):
    """Sentences are NFC with no blanks around them, in the script of their language or, as names are, in Latin."""
    script = SCRIPTS.get(language, ("LATIN",))
    for text, _ in _rows(language, "train") + _rows(language, "test"):
        assert text == unicodedata.normalize("NFC", text).strip()
        words = [unicodedata.name(letter) for letter in text if letter.isalpha()]
        assert all(name.startswith((*script, "LATIN")) for name in words), text
        assert any(name.startswith(script) for name in words), text


@pytest.mark.parametrize("language", NAMES)
def test_a_typo_is_one_letter_of_the_language(language):
    """A mistyped sentence is at most one letter longer or shorter, and has only letters that the others have."""
    texts = [text for text, _ in _rows(language, "test")]
    typed = with_typos(texts, 0)
    letters = set("".join(texts).lower())
    assert all(abs(len(new) - len(old)) <= 1 for new, old in zip(typed, texts, strict=True))
    assert set("".join(typed).lower()) <= letters
    assert sum(new != old for new, old in zip(typed, texts, strict=True)) > 0.9 * len(texts)


def test_careless_typing():
    """Lower case keeps a Turkish i an i; what is no letter or digit becomes a blank."""
    assert lower_case(["\u0130ade, l\u00fctfen!"]) == ["iade, l\u00fctfen!"]
    assert without_punctuation(["\u00bfD\u00f3nde est\u00e1, por favor?"]) == ["D\u00f3nde est\u00e1 por favor"]


def test_what_was_not_measured_stays_on_the_page(tmp_path):
    """Figures of the languages are written between their own markers; those of the other part are kept."""
    page = tmp_path / "page.md"
    parts = [f"<!-- {name}: begin -->\n{name} as before\n<!-- {name}: end -->" for name in ("measured", "languages")]
    page.write_text("\n".join(parts), encoding="utf-8")
    figures = {BOT: {"accuracy": 0.5, "accuracy_typo": 0.4}}
    record = Record(LANGUAGE_SETS[0].name, BOT, 0, False, "", "2026-01-31", 1.0, 0.0, Machine.here(), figures)
    write_page([record], page)
    written = page.read_text(encoding="utf-8")
    assert "measured as before" in written and "languages as before" not in written
    assert f"| {LANGUAGE_SETS[0].title} | 50.0 |" in written
