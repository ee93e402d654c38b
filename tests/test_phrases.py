"""What the bot says of its own."""

from __future__ import annotations

from typing import get_args

import pytest

from intentbot.language.cue_words import CUE_WORDS
from intentbot.language.cues import is_none_of_these
from intentbot.language.phrase_texts import PHRASES
from intentbot.language.phrase_texts.names import PhraseName
from intentbot.language.phrases import phrase
from intentbot.responses import fill, names_in

NAMES = {
    "ambiguous": {"first", "second"},
    "ask": {"slot"},
    "closed": {"opens"},
    "invalid_choice": {"choices"},
    "too_small": {"min"},
    "too_large": {"max"},
}


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_has_every_phrase(language: str) -> None:
    """No phrase is missing, empty or misspelt, and each has its values in braces, no others."""
    assert set(PHRASES[language]) == set(get_args(PhraseName))
    for name, text in PHRASES[language].items():
        assert text == text.strip() != ""
        assert set(names_in(text)) == NAMES.get(name, set()), f"{language}: {name}"
        assert fill(text, dict.fromkeys(NAMES.get(name, ()), "84512"))


def test_phrases_and_cues_speak_the_same_languages() -> None:
    """Where the bot speaks a language of its own, it understands yes and no in it too."""
    assert set(PHRASES) == set(CUE_WORDS)
    assert len(PHRASES) == 16


@pytest.mark.parametrize("language", PHRASES)
def test_no_two_languages_share_a_phrase(language: str) -> None:
    """Every language was written for itself."""
    others = {text for other, texts in PHRASES.items() if other != language for text in texts.values()}
    assert not others & set(PHRASES[language].values())


@pytest.mark.parametrize("language", PHRASES)
def test_the_button_for_none_of_these_is_understood(language: str) -> None:
    """What the button says means none of these when it is pressed, or typed."""
    assert is_none_of_these(phrase("none_of_these", language), language)


def test_an_unknown_language_gets_english() -> None:
    """A region changes nothing, and a language without phrases is answered in English."""
    assert phrase("fallback", "pt-BR") == phrase("fallback", "PT_pt") == phrase("fallback", "pt")
    assert phrase("fallback", "sw") == phrase("fallback", "") == phrase("fallback", "en")
    assert phrase("fallback", "en") == "Sorry, I did not understand that. Could you say it in other words?"
    assert phrase("ambiguous", "en") == "Did you mean {first} or {second}?"
