"""Answers: names are filled once, in one pass; the most specific usable variation is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.answers import Button, Condition, Link, Response
from intentbot.errors import SentenceError
from intentbot.predictions import Message
from intentbot.responses import Chosen, Facts, choose, fill, names_in, names_of, number_of, parse_text


def chosen(*responses: Response, values: dict[str, str] | None = None, channel: str = "", seed: int = 0) -> str | None:
    """Return the text of the response that is chosen, None for none."""
    found = choose(responses, Facts(values or {}, channel=channel or None), turn_seed=seed)
    return found.messages[0].text if found else None


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
    """A response needs the names of its text, buttons, links, image and custom part."""
    response = Response(
        "{a} {b} {a}",
        buttons=(Button("{c}", "buy {b}"),),
        links=(Link("{d}", "https://x.example/{e}"),),
        image="https://x.example/{f}.png",
        custom='{"card": [{"title": "{g}"}]}',
    )
    assert names_in(response.text) == ("a", "b")
    assert names_of(response) == ("a", "b", "c", "d", "e", "f", "g")


def test_every_part_is_filled() -> None:
    """The names in buttons, links, an image's address and what is for the channel are replaced."""
    response = Response(
        "Here",
        buttons=(Button("Track {n}", "track {n}"),),
        links=(Link("Order {n}", "https://x.example/{n}"),),
        image="https://x.example/{n}.png",
        custom='{"card": {"title": "Order {n}", "wide": true, "rows": [1, "{n}"]}}',
    )
    found = choose([response], Facts({"n": "7"}), turn_seed=0)
    assert found == Chosen(
        (
            Message(
                "Here",
                (Button("Track 7", "track 7"),),
                (Link("Order 7", "https://x.example/7"),),
                "https://x.example/7.png",
                {"card": {"title": "Order 7", "wide": True, "rows": [1, "7"]}},
            ),
        ),
        number_of(response),
    )


def test_a_value_is_said_as_the_language_says_it_but_not_in_an_address() -> None:
    """A date is spelt out in a sentence, and stays as it is where it is part of an address."""
    text = "On {day}: https://x.example/{day} and mailto:{day}@x.example"
    said = fill(text, {"day": "2026-12-24"}, lambda name: "24 December")
    assert said == "On 24 December: https://x.example/2026-12-24 and mailto:2026-12-24@x.example"


def test_a_blank_line_begins_another_message() -> None:
    """A blank line makes two bubbles, buttons belong to the last; a customer's own blank lines part nothing."""
    response = Response("One {words}.\n\n  Two.", buttons=(Button("A", "a"),))
    found = choose([response], Facts({"words": "a\n\nb"}), turn_seed=0)
    assert found is not None
    assert [message.text for message in found.messages] == ["One a\n\nb.", "Two."]
    assert [len(message.buttons) for message in found.messages] == [0, 1]


def test_what_was_just_said_waits_until_the_others_were() -> None:
    """Of equal variations those said last come last, whatever the seed is."""
    responses = [Response(text) for text in "abc"]
    said: list[int] = []
    for seed in (0, 0, 0, 5, 7, 7):
        found = choose(responses, Facts(), turn_seed=seed, said=said)
        assert found is not None
        assert found.number not in said[-2:]
        said.append(found.number)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("channel", ("web", "app")), True),
        (Condition("channel", ("sms",)), False),
        (Condition("language", ("en",)), True),
        (Condition("entity", ("KETTLE",), "product"), True),
        (Condition("entity", ("*",), "size"), False),
        (Condition("entity", ("*",), "size", is_negated=True), True),
        (Condition("slot", ("*",), "order"), True),
        (Condition("slot", ("1",), "order"), False),
        (Condition("context", ("*",), "refund"), True),
        (Condition("context", ("*",), "refund", is_negated=True), False),
        (Condition("result", ("yes",), "found"), True),
        (Condition("result", ("no",), "found"), False),
    ],
)
def test_conditions_look_at_what_they_name(condition: Condition, holds: bool) -> None:
    """A condition holds where one of its values is the value; under `unless` where none is."""
    facts = Facts(
        channel="web",
        language="en",
        entities={"product": "kettle"},
        slots={"order": "84512"},
        results={"found": "yes"},
        contexts={"refund"},
    )
    assert (choose([Response("x", when=(condition,))], facts, turn_seed=0) is not None) == holds


def test_a_variation_that_uses_what_the_customer_gave_is_preferred() -> None:
    """An order number that was given is said; without one the plain variation is."""
    plain, specific = Response("On its way."), Response("Order {number} is on its way.")
    assert chosen(plain, specific, values={"number": "5"}) == "Order 5 is on its way."
    assert chosen(plain, specific) == "On its way."
    assert chosen(specific) is None


def test_a_condition_must_hold_and_then_wins() -> None:
    """A variation for a channel is said there, before the others, and nowhere else."""
    web, any_channel = Response("Click here.", when=(Condition("channel", ("web",)),)), Response("Hello {name}.")
    assert chosen(web, any_channel, values={"name": "Ana"}, channel="WEB") == "Click here."
    assert chosen(web, any_channel, values={"name": "Ana"}, channel="sms") == "Hello Ana."
    assert chosen(web) is None


def test_seeds_that_follow_each_other_go_through_all_variations() -> None:
    """The same seed says the same; the next turn says another."""
    responses = [Response(text) for text in "abc"]
    assert [chosen(*responses, seed=seed) for seed in range(4)] == ["a", "b", "c", "a"]
