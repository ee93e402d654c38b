"""Answers: names are filled once, in one pass; the most specific usable variation is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.errors import SentenceError
from intentbot.intents import Button, Response
from intentbot.predictions import Message
from intentbot.responses import choose, fill, names_in, names_of, parse_text


def chosen(*responses: Response, values: dict[str, str] | None = None, channel: str = "", seed: int = 0) -> str | None:
    """Return the text of the response that is chosen, None for none."""
    message = choose(responses, values or {}, channel=channel or None, language=None, turn_seed=seed)
    return message.text if message else None


def test_a_name_is_replaced_by_its_value() -> None:
    """Every {name} becomes its value; doubled braces become one brace."""
    assert fill("Order {number}: {{paid}}, {number}.", {"number": "84512"}) == "Order 84512: {paid}, 84512."


def test_a_text_with_an_unfilled_name_cannot_be_said() -> None:
    """A name without a value gives None, never a hole in the answer."""
    assert fill("Order {number} of {name}", {"number": "1"}) is None


@given(value=st.text())
def test_a_value_is_never_scanned_again(value: str) -> None:
    """Whatever a customer writes, braces and names too, is said as it is."""
    assert fill("<{a}>{b}", {"a": value, "b": "{a}"}) == f"<{value}>{{a}}"


@given(text=st.text())
def test_any_text_can_be_said(text: str) -> None:
    """Any text, its braces doubled, is said as it was."""
    assert fill(text.replace("{", "{{").replace("}", "}}"), {}) == text


@given(text=st.text(alphabet="ab_{} 1"))
def test_a_text_is_read_or_refused_with_its_place(text: str) -> None:
    """Reading a text gives pieces that begin where they say, or an error whose column points at a brace."""
    try:
        assert all(
            text[piece.column - 1 :].startswith(("{" * piece.is_name) + piece.text) for piece in parse_text(text)
        )
    except SentenceError as error:
        assert text[error.column - 1] in "{}"


@pytest.mark.parametrize(
    ("text", "column"), [("Hi {", 4), ("Hi }", 4), ("{}", 1), ("a {b c} d", 3), ("{{}", 3), ("{1a}", 1)]
)
def test_a_broken_text_says_where(text: str, column: int) -> None:
    """A brace that names nothing is an error with its column and a fix."""
    with pytest.raises(SentenceError) as error:
        parse_text(text)
    assert error.value.column == column
    assert error.value.fix


def test_names_are_listed_once_from_every_part() -> None:
    """A response needs the names of its text, buttons and image."""
    response = Response("{a} {b} {a}", buttons=(Button("{c}", "buy {b}"),), image="https://x.example/{d}.png")
    assert names_in(response.text) == ("a", "b")
    assert names_of(response) == ("a", "b", "c", "d")


def test_buttons_and_images_are_filled_too() -> None:
    """The names in a button's title and message and in an image's address are replaced."""
    response = Response("Here", buttons=(Button("Track {n}", "track {n}"),), image="https://x.example/{n}.png")
    message = choose([response], {"n": "7"}, channel=None, language=None, turn_seed=0)
    assert message == Message("Here", (Button("Track 7", "track 7"),), "https://x.example/7.png")


def test_a_variation_that_uses_what_the_customer_gave_is_preferred() -> None:
    """An order number that was given is said; without one the plain variation is."""
    plain, specific = Response("On its way."), Response("Order {number} is on its way.")
    assert chosen(plain, specific, values={"number": "5"}) == "Order 5 is on its way."
    assert chosen(plain, specific) == "On its way."
    assert chosen(specific) is None


def test_a_condition_must_hold_and_then_wins() -> None:
    """A variation for a channel is said there, before the others, and nowhere else."""
    web, any_channel = Response("Click here.", when=(("channel", "web"),)), Response("Hello {name}.")
    assert chosen(web, any_channel, values={"name": "Ana"}, channel="WEB") == "Click here."
    assert chosen(web, any_channel, values={"name": "Ana"}, channel="sms") == "Hello Ana."
    assert chosen(web) is None


def test_seeds_that_follow_each_other_go_through_all_variations() -> None:
    """The same seed says the same; the next turn says another."""
    responses = [Response(text) for text in "abc"]
    assert [chosen(*responses, seed=seed) for seed in range(4)] == ["a", "b", "c", "a"]
