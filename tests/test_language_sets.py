"""The benchmark's own sets: the same intents in every language, and no test sentence among those learned from."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from intentbot.text import comparison_key

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
