"""Sentence templates and the patterns that fill them."""

import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.errors import SentenceError
from intentbot.intents import BUILT_IN_ENTITIES, EntityDefinition, Template
from intentbot.patterns import fault, samples
from intentbot.template_syntax import parse
from intentbot.templates import expand, sample_values

VALUES = {"product": ("grinder", "espresso machine"), "nothing": ()}
RULES = {"polite": Template("(please|kindly)"), "a": Template("x <b>"), "b": Template("y <a>")}


def texts(template: str, *, limit: int = 100, seed: int = 0) -> list[str]:
    return [example.text for example in expand(Template(template), RULES, VALUES, limit=limit, seed=seed)]


def test_a_small_template_gives_all_its_sentences():
    """Choices, options and rules are combined, and spaces are tidied."""
    found = texts("(where is|track) [my] order [<polite>]?")
    assert len(found) == len(set(found)) == 12
    assert {"where is my order?", "track order please?", "track my order kindly?"} <= set(found)


def test_entities_are_written_and_marked():
    """A value in a sentence carries the mark of its entity."""
    for example in expand(Template("is the {product} [still] there"), RULES, VALUES, limit=10, seed=0):
        (mark,) = example.marks
        assert mark.entity == "product"
        assert example.text[mark.start : mark.end] in VALUES["product"]


def test_an_option_may_have_branches():
    """[a|b] is a, b or nothing."""
    assert sorted(texts("go [now|today]")) == ["go", "go now", "go today"]


def test_the_same_sentence_by_two_ways_stands_once():
    """Choices that read the same give one sentence."""
    assert sorted(texts("(a|a) [b] [b]")) == ["a", "a b", "a b b"]


def test_a_backslash_takes_the_meaning_from_a_sign():
    r"""\( is a bracket in the sentence."""
    assert texts(r"a \(b\) \<c\> \| \\ d") == [r"a (b) <c> | \ d"]


def test_an_explosion_is_sampled_not_enumerated():
    """8 to the power of 50 sentences give as many as asked for, the same for the same seed."""
    template = "(a|b|c|d|e|f|g|h) " * 50
    found = texts(template, limit=30, seed=7)
    assert len(set(found)) == 30
    assert found == texts(template, limit=30, seed=7)
    assert found != texts(template, limit=30, seed=8)


def test_the_sample_is_uniform_over_the_sentences():
    """A branch with many sentences is drawn as often as it has sentences."""
    found = texts("(rare|often (1|2|3|4|5|6|7|8|9) (1|2|3|4|5|6|7|8|9) (1|2|3|4|5|6|7|8|9))", limit=100)
    assert sum(text == "rare" for text in found) <= 1
    assert len(found) == 100


@pytest.mark.parametrize(
    ("template", "column"),
    [
        ("go (now", 4),
        ("go now)", 7),
        ("go [now", 4),
        ("a ] b", 3),
        ("a {b c}", 3),
        ("a {product", 3),
        ("a <>", 3),
        ("a () b", 3),
        ("a } b", 3),
        ("(" * 30 + ")" * 30, 12),
    ],
)
def test_a_syntax_error_names_its_column(template: str, column: int):
    """What is wrong in a template is said with its place in it."""
    with pytest.raises(SentenceError) as caught:
        parse(template)
    assert caught.value.column == column
    assert caught.value.fix


@pytest.mark.parametrize("template", ["<a>", "say <b>", "<missing>", "{nothing}", "{unknown}"])
def test_what_cannot_be_expanded_is_an_error(template: str):
    """Circles of rules, unknown rules and entities without values are refused."""
    with pytest.raises(SentenceError):
        texts(template)


def test_rules_that_double_at_each_step_are_refused():
    """Sentences of unbounded length are an error, not a full memory."""
    rules = {f"r{i}": Template(f"<r{i + 1}> " * 9) for i in range(8)} | {"r8": Template("x")}
    with pytest.raises(SentenceError, match="parts"):
        expand(Template("<r0>"), rules, {}, limit=5, seed=0)


@given(st.text(alphabet="ab ()[]{}<>|\\_", max_size=30), st.integers(1, 20))
def test_any_text_expands_or_is_a_sentence_error(text: str, limit: int):
    """No text breaks the reader; sentences are different, tidy, and no more than asked for."""
    try:
        found = [example.text for example in expand(Template(text), RULES, {"a": ("x",)}, limit=limit, seed=0)]
    except SentenceError as error:
        assert 1 <= error.column <= len(text) + 1
        return
    assert len(set(found)) == len(found) <= limit
    assert all(one and one == one.strip() for one in found)


def test_every_entity_has_something_to_write():
    """Lists give values and synonyms, patterns made-up texts that match, built-in ones examples."""
    found = sample_values(
        [
            EntityDefinition("order", pattern=r"\b\d{5,8}\b"),
            EntityDefinition("drink", values=(("coffee", ("java",)), ("tea", ()))),
        ]
    )
    assert all(found[name] for name in BUILT_IN_ENTITIES)
    assert found["drink"] == ("coffee", "java", "tea")
    assert all(value.isdigit() and 5 <= len(value) <= 8 for value in found["order"])


@pytest.mark.parametrize("pattern", [r"[A-Z]{2}-\d{4}", r"(?i)ord-\d+", r"(?:#|no\.? ?)\d{3,}", r"([a-z]+\.)+com"])
def test_a_simple_pattern_can_be_sampled(pattern: str):
    """Made-up texts match their pattern whole."""
    found = samples(pattern, 5, seed=0)
    assert len(found) == 5
    assert all(re.fullmatch(pattern, text) for text in found)


@pytest.mark.parametrize(
    "pattern",
    ["(", "[a", r"\d*", r"\b", "(a+)+", r"(\w+\s?)+x", "(a|a)+", r"(\w|\d)+", "(.*)*", "a{1,3}|", "(a{1,20})+"],
)
def test_a_dangerous_pattern_is_refused(pattern: str):
    """What does not compile, matches nothing at all, or can take hours has a reason."""
    assert fault(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"\b\d{5,8}\b", r"(\d+-)+\d+", r"(a|b)+", r"(?:\d{4}[ -]?){4}", r"(?:\d{3} ?)+", r"(?P<x>[a-c]{2})\d", "猫+"],
)
def test_a_harmless_pattern_is_accepted(pattern: str):
    """Repeats with something fixed between the rounds are fine."""
    assert fault(pattern) is None


@given(st.text(alphabet=r"ab()[]{}?*+|\d^$.:=!<>P-,12", max_size=20))
def test_no_pattern_breaks_the_judge(pattern: str):
    """Any text is judged, and what passes compiles."""
    if fault(pattern) is None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
            samples(pattern, 2, seed=0)
