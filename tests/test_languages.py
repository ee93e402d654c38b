"""Which of a bot's languages a message is in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.language.guessing import LanguageGuesser, scripts_of
from tests.benchmarks.guesses import HERE, LATIN, lines_of_pairs, rates, read_texts

SCRIPTS = LanguageGuesser(["en", "zh", "ja", "ko", "th", "ar", "he", "ru", "el", "hi", "ka", "hy"])
ONE_LATIN = LanguageGuesser(
    ["zh", "en"], {"en": ["Where is my order?", "I want my money back"], "zh": ["我的订单在哪里"]}
)
SEVERAL = LanguageGuesser(["en", "de", "fr", "es", "it"])


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("where is my order", "en"),
        ("我的订单到哪里了？", "zh"),
        ("注文した商品はもう発送されましたか", "ja"),
        ("내 주문은 어디에 있나요", "ko"),
        ("พัสดุของฉันอยู่ที่ไหน", "th"),
        ("أين طردي؟", "ar"),
        ("איפה החבילה שלי?", "he"),
        ("Где моя посылка?", "ru"),
        ("Πού είναι το δέμα μου;", "el"),
        ("मेरा ऑर्डर कहाँ है", "hi"),
        ("სად არის ჩემი შეკვეთა", "ka"),
        ("որտե՞ղ է իմ պատվերը", "hy"),
    ],
)
def test_a_script_of_one_language_tells_it(message: str, language: str) -> None:
    """Where one of the bot's languages is written in a script, its letters decide."""
    assert SCRIPTS.guess(message) == language


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Wo ist mein Paket?", "de"),
        ("where is it", "en"),
        ("où est ma commande", "fr"),
        ("quiero devolver esto", "es"),
        ("vorrei annullare l'ordine", "it"),
        ("ICH MÖCHTE BITTE MEIN GELD ZURÜCK", "de"),
    ],
)
def test_a_few_common_words_tell_languages_apart_without_any_sentence(message: str, language: str) -> None:
    """Languages of one script are told apart by their articles and small verbs before a bot has sentences in them."""
    assert SEVERAL.guess(message) == language


@pytest.mark.parametrize(
    "message",
    [
        "",
        "   ",
        "ok",
        "OK!",
        "84512",
        "+49 30 123456",
        "👍",
        "...",
        "ana@example.com",
        "https://shop.example/wo-ist",
        "A1B2",
    ],
)
@pytest.mark.parametrize("guesser", [SCRIPTS, ONE_LATIN, SEVERAL])
def test_what_every_language_has_tells_none(guesser: LanguageGuesser, message: str) -> None:
    """A number, an emoji, an address or "ok" says nothing, so that the conversation keeps its language."""
    assert guesser.guess(message) is None


@pytest.mark.parametrize("message", ["Nespresso Vertuo", "Anna Müller", "Galaxy Tab", "IKEA Billy", "Dyson Airwrap"])
def test_a_name_in_latin_letters_is_not_the_latin_language(message: str) -> None:
    """Customers of a Chinese and English bot who name a product or themselves do not switch to English."""
    assert ONE_LATIN.guess(message) is None


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("我的 iPhone 15 Pro 坏了", "zh"),
        ("where is 我的 order please", "en"),
        ("iPhone 多少钱", "zh"),
        ("order 84512 怎么还没到", "zh"),
    ],
)
def test_a_mixed_message_is_in_the_script_of_most_of_it(message: str, language: str) -> None:
    """Names in Latin letters inside a message of another script do not decide."""
    assert ONE_LATIN.guess(message) == language


def test_kana_tells_japanese_from_chinese() -> None:
    """A message with Kana is Japanese; one of Han alone goes by its characters."""
    guesser = LanguageGuesser(["zh", "ja"])
    assert guesser.guess("注文はどこですか") == "ja"
    assert guesser.guess("我的订单在哪里") == "zh"
    assert guesser.guess("発送済み") == "ja"


def test_languages_of_one_alphabet_are_told_apart() -> None:
    """Russian, Ukrainian and Bulgarian share an alphabet, and still differ; so do Arabic and Persian."""
    cyrillic = LanguageGuesser(["ru", "uk", "bg"])
    assert cyrillic.guess("где мой заказ") == "ru"
    assert cyrillic.guess("де моє замовлення") == "uk"
    assert cyrillic.guess("къде е моята поръчка") == "bg"
    arabic = LanguageGuesser(["ar", "fa"])
    assert arabic.guess("أين طلبي من فضلك") == "ar"
    assert arabic.guess("سفارش من کجاست") == "fa"


def test_a_message_in_no_language_of_the_bot_tells_none() -> None:
    """A script that none of the bot's languages has decides nothing."""
    assert SEVERAL.guess("我的订单在哪里") is None
    assert LanguageGuesser(["zh", "th"]).guess("where is my order") is None


def test_a_bot_of_one_language_is_always_in_it() -> None:
    """With one language there is nothing to guess, and nothing is learned."""
    guesser = LanguageGuesser(["de"], {"de": ["Wo ist mein Paket?"]})
    assert guesser.guess("where is my order") == guesser.guess("") == "de"
    assert LanguageGuesser([]).guess("hello") is None


def test_a_script_in_a_code_counts() -> None:
    """A code may name its script, and its region changes nothing."""
    assert scripts_of("sr-Latn") == ("Latin",)
    assert scripts_of("pt_BR") == scripts_of("pt-PT") == scripts_of("xx") == ("Latin",)
    assert LanguageGuesser(["en", "zh-TW"]).guess("我的訂單在哪裡") == "zh-TW"


def test_a_bots_own_sentences_teach_a_language_without_common_words() -> None:
    """A language that is known to nobody is learned from its sentences."""
    sentences = {"xx": ["qorvu maleni tos", "sibra qorvu ent", "tos maleni grad"], "en": ["where is my order"]}
    guesser = LanguageGuesser(["en", "xx"], sentences)
    assert guesser.guess("sibra maleni grad") == "xx"
    assert guesser.guess("where is it") == "en"


@settings(max_examples=300)
@given(st.text(max_size=200), st.sampled_from([SCRIPTS, ONE_LATIN, SEVERAL]))
def test_a_guess_is_one_of_the_languages_or_none(text: str, guesser: LanguageGuesser) -> None:
    """No text raises, and no other language comes out."""
    assert guesser.guess(text) in (*guesser.languages, None)


def test_short_messages_are_seldom_guessed_wrong() -> None:
    """Of three words out of unseen messages in seven Latin languages, one in fifty is taken for another language."""
    train = {name: read_texts(HERE / "languages" / name / "train.csv") for name in LATIN}
    test = {name: read_texts(HERE / "languages" / name / "test.csv") for name in LATIN}
    right, wrong = rates(LanguageGuesser(LATIN, train), test, 3)
    assert right > 0.96
    assert wrong < 0.02
    assert len(lines_of_pairs({"en": train["en"], "de": train["de"]}, test)) == 1
