"""Entities: what is found in a message, where, and what it stands for."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from intentbot.entities import EntityFinder
from intentbot.errors import IntentBotError
from intentbot.intents import BUILT_IN_ENTITIES, EntityDefinition
from intentbot.value_lists import MIN_SIMILARITY, ValueLists

TODAY = date(2026, 7, 29)  # a Wednesday
DEFINITIONS = (
    EntityDefinition("order_number", r"\b[a-z]?\d{5,8}\b"),
    EntityDefinition(
        "product",
        values=(
            ("espresso machine", ("coffee maker", "espresso maker")),
            ("grinder", ()),
            ("espresso", ()),
            ("T-shirt", ()),
            ("Café crème", ()),
            ("咖啡机", ("コーヒーメーカー",)),
            ("iphone14", ()),
            ("tablet", ()),
            ("tablets for dishes", ("table",)),
        ),
    ),
)
FINDER = EntityFinder(DEFINITIONS, BUILT_IN_ENTITIES)
WORDS = [
    *(
        "ESPRESSO",
        "machine",
        "grindr",
        "ｇｒｉｎｄｅｒ",
        "cafe\u0301",
        "crème",
        "咖啡机",
        "ｶﾞ",
        "\u200b",
        "ß",
        "\u0301",
        "㍿",
        "İ",
    ),
    *("12", "-1,000.5", "@", "a@b.io", "www.x.y", "+49", "30", "next", "monday", "24.12.2026", "dec", "👍🏽"),
]


def values(message: str) -> list[tuple[str, str]]:
    """Return entity and value of all that is found."""
    return [(found.entity, found.value) for found in FINDER.find(message, today=TODAY)]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join) | st.lists(st.sampled_from(WORDS)).map("".join))
def test_any_text_is_searched_and_places_are_true(message: str) -> None:
    """No text raises; each place holds the words found; places stand in order and do not overlap."""
    found = FINDER.find(message, today=TODAY)
    assert all(message[each.start : each.end] == each.text != "" for each in found)
    assert all(0 < each.confidence <= 1 for each in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    "written",
    ["grinder", "GRINDER", "ｇｒｉｎｄｅｒ", "grínder", "gri\u0301nder"],
)
def test_case_width_and_accents_do_not_matter(written: str) -> None:
    """A value is found however it is set, and its words are given back as written."""
    (found,) = FINDER.find(f"my {written}, please")
    assert (found.value, found.text, found.confidence) == ("grinder", written, 1.0)


def test_a_synonym_gives_its_value_and_the_longest_wins() -> None:
    """ "Coffee maker" is an espresso machine, and "espresso machine" is not an espresso."""
    assert values("a coffee maker or an espresso machine") == [("product", "espresso machine")] * 2
    assert values("an espresso, please") == [("product", "espresso")]


def test_spaces_and_hyphens_between_words_do_not_matter() -> None:
    """A value is found with its words joined, hyphenated or apart."""
    assert values("tshirt, t-shirt, T Shirt") == [("product", "T-shirt")] * 3
    assert values("my coffeemaker") == [("product", "espresso machine")]


def test_only_whole_words_are_found() -> None:
    """A value inside another word is no find."""
    assert values("grinderella espressos4you") == []


def test_scripts_without_spaces_are_searched_everywhere() -> None:
    """Chinese and Japanese values stand anywhere; half-width kana are the same; voicing marks are not accents."""
    assert values("我的咖啡机坏了") == values("ｺｰﾋｰﾒｰｶｰが") == [("product", "咖啡机")]
    assert values("ゴーヒーメーカー") == []


@pytest.mark.parametrize(
    ("written", "value"), [("expresso mashine", "espresso machine"), ("grindr", "grinder"), ("grinders", "grinder")]
)
def test_a_typo_is_forgiven_and_lowers_the_confidence(written: str, value: str) -> None:
    """A misspelt value is found, with the similarity as its confidence."""
    (found,) = FINDER.find(f"the {written} broke")
    assert (found.value, found.text) == (value, written)
    assert 0.85 <= found.confidence < 1


NEAR_WORDS = st.text("aber", min_size=5, max_size=14)


@given(st.lists(NEAR_WORDS, min_size=1, max_size=40), NEAR_WORDS)
def test_a_misspelt_word_stands_for_the_nearest_one(words: list[str], written: str) -> None:
    """The index finds what comparing a word with every value would: one that none is more like, or nothing."""
    lists = ValueLists([EntityDefinition("word", values=tuple((word, ()) for word in words))])
    scores = [fuzz.ratio(written, word) for word in words if word[0] == written[0]]
    best = max((score for score in scores if score >= MIN_SIMILARITY), default=None)
    found = lists.find(written)
    assert [each.confidence for each in found] == ([] if best is None else [best / 100])


@pytest.mark.parametrize("written", ["iphone15", "gander", "grin"])
def test_other_words_are_not_typos(written: str) -> None:
    """Words with digits, words too far away and short words are not bent to a value."""
    assert FINDER.find(f"my {written}") == ()


def test_a_word_that_is_a_value_is_never_taken_for_another() -> None:
    """ "Table" is a value here, so it is not a misspelt tablet."""
    assert values("a table") == [("product", "tablets for dishes")]


def test_declared_entities_win_over_built_in_ones_and_longer_ones_over_both() -> None:
    """An order number is not also a number; a phone number that holds such digits is a phone number."""
    assert values("order 84512 or A84512") == [("order_number", "84512"), ("order_number", "A84512")]
    assert values("call +49 30 84512") == [("phone", "+493084512")]


def test_the_entity_declared_first_has_equal_words() -> None:
    """A value of two entities is found once."""
    finder = EntityFinder([EntityDefinition("city", values=(("Bonn", ()),)), EntityDefinition("shop", "bonn")])
    assert [found.entity for found in finder.find("in Bonn")] == ["city"]


def test_built_in_entities_are_searched_only_when_wanted() -> None:
    """A bot that uses no numbers finds none; a declared entity of that name takes its place."""
    assert EntityFinder([]).find("12") == ()
    assert EntityFinder([EntityDefinition("number", "one")], ["number"]).find("12 one")[0].text == "one"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"),
        ("3.5", "3.5"),
        ("3,5", "3.5"),
        ("1,000", "1000"),
        ("1,000.50", "1000.50"),
        ("1.000,50", "1000.50"),
        ("-4", "-4"),
        ("007", "007"),
        ("1.234.567", "1234567"),
        ("0,500", "0.500"),
        ("１２", "12"),
        ("12kg", "12"),
        ("买12个", "12"),
    ],
)
def test_a_number_is_read(written: str, value: str) -> None:
    """Numbers are given as plain decimals, grouping and decimal commas understood."""
    assert values(f"about {written}, yes") == [("number", value)]


@pytest.mark.parametrize("written", ["1.2.3", "B12", "1,00,0", "12a4"])
def test_a_code_is_no_number(written: str) -> None:
    """Versions and codes are left alone."""
    assert values(written) == []


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("write to Ana.B+x@mail.example.com.", ("email", "Ana.B+x@mail.example.com")),
        ("邮箱ana@example.com谢谢", ("email", "ana@example.com")),
        ("(see https://shop.example/a?b=1).", ("url", "https://shop.example/a?b=1")),
        ("WWW.shop.example!", ("url", "WWW.shop.example")),
        ("+49 (0)30 123-4567", ("phone", "+49301234567")),
        ("(555) 123-4567", ("phone", "5551234567")),
        ("电话13812345678。", ("phone", "13812345678")),
        ("030/1234567 please", ("phone", "0301234567")),
    ],
)
def test_addresses_and_phone_numbers_are_found(message: str, found: tuple[str, str]) -> None:
    """Emails, links and phone numbers are found without the sentence's own punctuation."""
    assert values(message) == [found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-12-24", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("12/24/2026", "2026-12-24"),
        ("24/12/26", "2026-12-24"),
        ("5/6/2026", "5/6/2026"),
        ("6/6/2026", "2026-06-06"),
        ("December 24", "2026-12-24"),
        ("24th of Dec", "2026-12-24"),
        ("feb 3", "2026-02-03"),
        ("March 1st, 2025", "2025-03-01"),
        ("2026年1月2日", "2026-01-02"),
        ("yesterday", "2026-07-28"),
        ("today", "2026-07-29"),
        ("Tomorrow", "2026-07-30"),
        ("day after tomorrow", "2026-07-31"),
        ("next monday", "2026-08-03"),
        ("next wednesday", "2026-08-05"),
        ("last wednesday", "2026-07-22"),
        ("Monday", "Monday"),
    ],
)
def test_a_date_is_read(written: str, value: str) -> None:
    """A date that names one day is given as an ISO date; one that may mean two is given as written."""
    assert values(f"on {written} please") == [("date", value)]


@pytest.mark.parametrize("written", ["2026-13-45", "31/02/2026", "february 30", "birthday", "ye\u017fterday"])
def test_what_is_no_day_is_no_date(written: str) -> None:
    """Days that do not exist, and words that only look like days, are no dates."""
    assert "date" not in dict(values(written))


def test_without_a_given_day_tomorrow_counts_from_now() -> None:
    """The current date is the default."""
    (found,) = EntityFinder([], ["date"]).find("tomorrow")
    assert 0 <= (date.fromisoformat(found.value) - date.today()).days <= 1


@pytest.mark.parametrize("pattern", ["(", r"\d*", "(a+)+"])
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str) -> None:
    """No finder is made with a broken, empty or never-ending pattern; the error names the entity."""
    with pytest.raises(IntentBotError, match='the pattern of entity "code"'):
        EntityFinder([EntityDefinition("code", pattern)])


def test_patterns_do_not_mind_case() -> None:
    """A code is found in the case the customer wrote it in."""
    (found,) = EntityFinder([EntityDefinition("code", "AB-[0-9]+")]).find("my code is ab-12")
    assert found.value == "ab-12"


def test_a_long_message_is_searched_in_pieces_without_cutting_words() -> None:
    """Order numbers far into a long message are found whole."""
    message = "where is 1234567 " * 100
    assert len(EntityFinder(DEFINITIONS).find(message)) == 100


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a|aa)+b", "a" * 200),
        (r"\w+\s*\w+\s*\w+\s*\w+\s*=", "a" * 240),
        ("(a{1,9}){1,9}b", "get " + "a" * 100 + "c!"),
    ],
)
def test_a_slow_pattern_keeps_no_customer_waiting(pattern: str, message: str) -> None:
    """A pattern that would run for minutes is given up in time, and other entities are still found."""
    definitions = [EntityDefinition("slow", pattern=pattern), EntityDefinition("code", pattern=r"\bX\d{3}\b")]
    found = EntityFinder(definitions).find(f"X123 {message}")
    assert [entity.value for entity in found] == ["X123"]
