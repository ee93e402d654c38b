"""The text path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.text import MAX_CHARACTERS, comparison_key, fold_accents, normalise, tokenise


@given(st.text())
def test_normalising_twice_is_the_same_as_once(text: str) -> None:
    """A normalised text stays as it is."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_tokens_come_from_the_text(text: str) -> None:
    """Every token stands in the normalised text, in order, and none is empty."""
    normalised, place = normalise(text), 0
    for token in tokenise(normalised):
        assert token
        place = normalised.index(token, place) + len(token)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Where's my ORDER?", ["where", "s", "my", "order"]),
        ("Größe 84512", ["grösse", "84512"]),
        ("我需要毛衣吗 ok", ["我", "需", "要", "毛", "衣", "吗", "ok"]),
        ("Ｆｕｌｌ ｗｉｄｔｈ", ["full", "width"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        ("😀 !!! ...", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_of_any_script_are_found(text: str, tokens: list[str]) -> None:
    """Letters and digits make words; scripts without spaces give a token a character."""
    assert tokenise(normalise(text)) == tokens


def test_a_long_message_is_cut() -> None:
    """No message is longer than the bot reads."""
    assert len(normalise("ﷺ" * 100_000)) <= MAX_CHARACTERS


def test_sentences_that_differ_in_case_and_punctuation_are_equal() -> None:
    """Word for word means words, not commas."""
    assert comparison_key("Where is my order?") == comparison_key("where is, my ORDER")
    assert comparison_key("Where is my order?") != comparison_key("where is my other order")


def test_a_turkish_capital_is_the_same_letter() -> None:
    """A Turkish sentence that begins with a dotted capital I is the same in lower case."""
    assert comparison_key("\u0130ade etiketi") == comparison_key("I\u0307ade etiketi") == comparison_key("iade etiketi")


def test_accents_are_folded() -> None:
    """A customer without the accent on the keyboard means the same letter."""
    assert fold_accents("café") == "cafe"
