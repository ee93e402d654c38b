"""Built-in entities in the languages of customers: what is found, what it stands for, and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.entities import EntityFinder
from intentbot.intents import BUILT_IN_ENTITIES

TODAY = date(2026, 7, 29)  # a Wednesday
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "tr", "ru", "zh", "ja")
OTHERS = ("en-US", "en-AU", "de-CH", "de-DE", "pl", "sv", "ko", "hi", "th", "ar", "xx", "")
FINDERS = {language: EntityFinder((), BUILT_IN_ENTITIES, (language,)) for language in (*LANGUAGES, *OTHERS)}
OF_ALL = EntityFinder((), BUILT_IN_ENTITIES, LANGUAGES)


def values(language: str, message: str) -> list[tuple[str, str]]:
    """Return entity and value of all that is found in a message in a language."""
    found = FINDERS[language].find(message, today=TODAY, language=language)
    return [(each.entity, each.value) for each in found]


@pytest.mark.parametrize(
    ("language", "message", "value"),
    [
        ("en", "tomorrow", "2026-07-30"),
        ("en", "Dec 24, 2027", "2027-12-24"),
        ("en-US", "5/6/2026", "2026-05-06"),
        ("en-AU", "5/6/2026", "2026-06-05"),
        ("de", "am 24. Dezember", "2026-12-24"),
        ("de", "morgen", "2026-07-30"),
        ("de", "heute Morgen", "2026-07-29"),
        ("de", "uebermorgen", "2026-07-31"),
        ("de", "nächsten Montag", "2026-08-03"),
        ("de", "den 24.12. bitte", "2026-12-24"),
        ("de", "5/6/2026", "2026-06-05"),
        ("fr", "le 1er juin", "2026-06-01"),
        ("fr", "apres-demain", "2026-07-31"),
        ("fr", "lundi prochain", "2026-08-03"),
        ("es", "el 3 de mayo de 2027", "2027-05-03"),
        ("es", "mañana", "2026-07-30"),
        ("es", "man\u0303ana", "2026-07-30"),
        ("es", "pasado mañana", "2026-07-31"),
        ("es", "el lunes que viene", "2026-08-03"),
        ("it", "dopodomani", "2026-07-31"),
        ("it", "lunedì prossimo", "2026-08-03"),
        ("nl", "3 mei", "2026-05-03"),
        ("nl", "volgende maandag", "2026-08-03"),
        ("pt", "3 de março", "2026-03-03"),
        ("pt", "depois de amanhã", "2026-07-31"),
        ("tr", "3 MAYIS", "2026-05-03"),
        ("tr", "yarın", "2026-07-30"),
        ("ru", "24-го декабря", "2026-12-24"),
        ("ru", "в следующую пятницу", "2026-07-31"),
        ("zh", "我明天要", "2026-07-30"),
        ("zh", "下周一", "2026-08-03"),
        ("zh", "上周一", "2026-07-20"),
        ("zh", "十二月二十四日", "2026-12-24"),
        ("ja", "来週の月曜日", "2026-08-03"),
        ("ja", "２０２６年１２月２４日", "2026-12-24"),
        ("pl", "3 maja", "2026-05-03"),
        ("ko", "12월 24일", "2026-12-24"),
        ("ar", "24 ديسمبر", "2026-12-24"),
        ("hi", "24 दिसंबर", "2026-12-24"),
    ],
)
def test_dates_are_read_in_the_language_of_the_message(language: str, message: str, value: str) -> None:
    """A day is an ISO date, whichever language names it, with its accents or without."""
    assert values(language, message) == [("date", value)]


@pytest.mark.parametrize(
    ("language", "message", "value"),
    [
        ("en", "3pm", "15:00"),
        ("en", "at 3:30 p.m.", "15:30"),
        ("en", "15:30", "15:30"),
        ("en", "3:30", "15:30"),
        ("en", "9:05 am", "09:05"),
        ("en", "12 am", "00:00"),
        ("en", "half past three", "15:30"),
        ("en", "a quarter to five", "16:45"),
        ("en", "ten o'clock", "10:00"),
        ("en", "noon", "12:00"),
        ("de", "15 Uhr 30", "15:30"),
        ("de", "um 15.30 Uhr", "15:30"),
        ("de", "3:30", "03:30"),
        ("de", "halb vier", "15:30"),
        ("de", "3 Uhr morgens", "03:00"),
        ("fr", "à 15h30", "15:30"),
        ("fr", "trois heures et demie", "15:30"),
        ("es", "a las 3 de la tarde", "15:00"),
        ("es", "a las tres y media", "15:30"),
        ("it", "alle ore 15", "15:00"),
        ("nl", "om 15 uur", "15:00"),
        ("pt", "às três e meia", "15:30"),
        ("tr", "saat üç buçuk", "15:30"),
        ("ru", "в 3 часа дня", "15:00"),
        ("zh", "下午三点", "15:00"),
        ("zh", "下午3点半", "15:30"),
        ("zh", "晚上十二点", "00:00"),
        ("ja", "午後3時30分", "15:30"),
        ("ko", "오후 3시", "15:00"),
    ],
)
def test_times_are_read_in_the_language_of_the_message(language: str, message: str, value: str) -> None:
    """A time of day is given on the clock of 24 hours."""
    assert values(language, message) == [("time", value)]


@pytest.mark.parametrize(
    ("language", "message", "value"),
    [
        ("en", "€12.50", "12.50 EUR"),
        ("en", "$5", "5 USD"),
        ("en-AU", "$5", "5 AUD"),
        ("en-AU", "5 dollars", "5 AUD"),
        ("en", "20 Canadian dollars", "20 CAD"),
        ("en", "twenty five dollars", "25 USD"),
        ("en", "£1,000", "1000 GBP"),
        ("en", "500 TRY", "500 TRY"),
        ("de", "12,50 €", "12.50 EUR"),
        ("de", "1.000,50 Euro", "1000.50 EUR"),
        ("de-CH", "CHF 12.50", "12.50 CHF"),
        ("fr", "1 000,50 €", "1000.50 EUR"),
        ("fr", "12€50", "12.50 EUR"),
        ("es", "20 dólares", "20 USD"),
        ("pt", "R$ 20,00", "20.00 BRL"),
        ("tr", "20 TL", "20 TRY"),
        ("ru", "20 рублей", "20 RUB"),
        ("zh", "100元", "100 CNY"),
        ("zh", "￥100", "100 CNY"),
        ("ja", "100円", "100 JPY"),
        ("pl", "20 zł", "20 PLN"),
        ("sv", "20 kr", "20 SEK"),
        ("hi", "₹1,00,000", "100000 INR"),
    ],
)
def test_money_is_an_amount_and_its_currency(language: str, message: str, value: str) -> None:
    """An amount of money is a plain decimal and the code of ISO 4217; a dollar is that of the language's country."""
    assert values(language, message) == [("money", value)]


@pytest.mark.parametrize(
    ("language", "message", "value"),
    [
        ("en", "the third one", "3"),
        ("en", "second please", "2"),
        ("en", "2nd", "2"),
        ("de", "der dritte", "3"),
        ("de", "das 3. Paket", "3"),
        ("fr", "la 2e", "2"),
        ("es", "el 3.º", "3"),
        ("it", "il terzo", "3"),
        ("nl", "de derde", "3"),
        ("pt", "a terceira", "3"),
        ("tr", "İkinci", "2"),
        ("ru", "3-й", "3"),
        ("zh", "第三", "3"),
        ("ja", "3番目", "3"),
    ],
)
def test_ordinals_are_read(language: str, message: str, value: str) -> None:
    """An ordinal is given as its number."""
    assert values(language, message) == [("ordinal", value)]


@pytest.mark.parametrize(
    ("language", "message", "value"),
    [
        ("en", "two, please", "2"),
        ("en", "one please", "1"),
        ("en", "twenty-two", "22"),
        ("de", "zwei", "2"),
        ("de", "einundzwanzig", "21"),
        ("de", "1.000", "1000"),
        ("de", "1.000,5", "1000.5"),
        ("en", "1,000.5", "1000.5"),
        ("fr", "quatre-vingt-dix-sept", "97"),
        ("fr", "soixante et onze", "71"),
        ("fr", "1 000", "1000"),
        ("es", "veintidós", "22"),
        ("it", "ventuno", "21"),
        ("nl", "eenentwintig", "21"),
        ("pt", "vinte e dois", "22"),
        ("tr", "on iki", "12"),
        ("ru", "двадцать два", "22"),
        ("zh", "两个", "2"),
        ("zh", "二十三", "23"),
        ("ja", "三つ", "3"),
        ("de-CH", "1'000.50", "1000.50"),
    ],
)
def test_numbers_are_read_in_words_and_as_the_language_writes_them(language: str, message: str, value: str) -> None:
    """A number is a plain decimal, in words or with the marks of the language."""
    assert values(language, message) == [("number", value)]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "one of them, this one, no one"),
        ("en", "wait a second, first I need a third"),
        ("en", "in the morning or at night"),
        ("en", "ten thousand times, try it, all of it, on top"),
        ("en", "a $20k car, €5 million, 3 thousand"),
        ("zh", "5万块"),
        ("en", "you may be right, and the sun"),
        ("de", "ich habe eine Frage zu einem Paket"),
        ("de", "Guten Morgen, am Morgen"),
        ("fr", "un café et une question, il est neuf"),
        ("es", "una pregunta, un segundo, por la mañana"),
        ("it", "sei gentile, un momento"),
        ("nl", "een vraag, goedemorgen"),
        ("pt", "uma pergunta, um segundo"),
        ("tr", "bir soru"),
        ("ru", "один вопрос"),
        ("zh", "我统一一下，一个问题，零件"),
        ("ja", "一番いい"),
    ],
)
def test_ordinary_sentences_hold_none(language: str, message: str) -> None:
    """Articles, pronouns and greetings are no numbers, ordinals, times or days."""
    assert values(language, message) == []


@pytest.mark.parametrize(
    ("language", "message", "value"),
    [
        ("de-DE", "030/1234567", "+49301234567"),
        ("en-US", "(650) 253-0000", "+16502530000"),
        ("de", "030/1234567", "0301234567"),
        ("de-DE", "+43 (0)1 5123456", "+4315123456"),
    ],
)
def test_a_phone_number_has_its_country_where_the_language_names_one(language: str, message: str, value: str) -> None:
    """The country comes from the number, else from a code such as de-DE; without either the digits stay."""
    assert values(language, message) == [("phone", value)]


def test_the_language_of_a_message_decides_what_words_mean() -> None:
    """A bot of several languages reads "1.000" and "mar" as the message's language does, and all of them untold."""
    finder = EntityFinder((), ["number", "date"], ["en", "de"])
    assert [finder.find("1.000", language=language)[0].value for language in ("en", "de", None)] == [
        "1.000",
        "1000",
        "1.000",
    ]
    assert finder.find("morgen", today=TODAY, language="en") == ()
    assert finder.find("morgen or tomorrow", today=TODAY)[0].value == "2026-07-30"


@pytest.mark.parametrize("message", ["I was charged more than once", "my payment is due", "a second card"])
def test_words_of_another_language_are_left_alone(message: str) -> None:
    """In a bot of eleven languages an English sentence holds no Spanish eleven and no Italian two."""
    assert OF_ALL.find(message, today=TODAY) == ()


def test_several_stand_in_one_message() -> None:
    """Day, time, amount and place in a row are told apart."""
    assert values("en", "2 of them for $20 on May 3 at 9:15 am, the second to ana@example.com") == [
        *(("number", "2"), ("money", "20 USD"), ("date", "2026-05-03"), ("time", "09:15"), ("ordinal", "2")),
        ("email", "ana@example.com"),
    ]
    assert values("de", "am 24. Dezember um halb vier") == [("date", "2026-12-24"), ("time", "15:30")]


PARTS = (
    "may 3 dec next monday 12:30 pm half past three $ € 12,50 USD 一二三 月 日 下午 点 第 twenty-five the third 1.000 "
    "1'000 +49 30 1234567 zwei und morgen 年 1 000 de mayo à heures as las 100元 İ ı e\u0301 ½ ² ㊁ ٣ 3. - , 番目"
)


@settings(max_examples=300)
@given(
    st.text()
    | st.lists(st.sampled_from(PARTS.split())).flatmap(
        lambda parts: st.sampled_from((" ".join(parts), "".join(parts)))
    ),
    st.sampled_from((None, "unknown", *LANGUAGES)),
)
def test_any_text_is_read_in_any_language(message: str, language: str | None) -> None:
    """No text raises in any language, and each place holds the words found."""
    found = OF_ALL.find(message, today=TODAY, language=language)
    assert all(message[each.start : each.end] == each.text != "" and each.value for each in found)
