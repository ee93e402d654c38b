"""Bots of several languages: the bilingual example, and a tiny shop in six languages and four scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import count
from pathlib import Path

import pytest

from intentbot.bot import IntentBot
from intentbot.files.model_folder import Model
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.language.phrases import phrase
from intentbot.predictions import Reply
from intentbot.sources import check_intents
from intentbot.testing.rehearsal import run_dialogues
from intentbot.testing.sentences import run_tests
from intentbot.training import train

HOTEL = Path(__file__).parents[1] / "examples" / "bilingual" / "intents"
SHOP = Path(__file__).with_name("conversation") / "languages"
QUICK = {"epochs": "10", "filters": "64", "embedding_size": "32"}
NOW = datetime(2026, 12, 1, 10, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> IntentBot:
    """Return the example's bot, trained quickly."""
    return train(HOTEL, tmp_path_factory.mktemp("hotel") / "model", settings=QUICK)


@pytest.fixture(scope="module")
def shop_in_six(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Return the model of the shop in six languages."""
    return train(SHOP, tmp_path_factory.mktemp("six") / "model").model


@pytest.fixture
def shop(shop_in_six: Model) -> IntentBot:
    """Return the bot of the shop in six languages, at a known time."""
    return IntentBot(shop_in_six, clock=lambda: NOW)


_keys = count()


def talk(bot: IntentBot, *messages: str, language: str | None = None) -> list[Reply]:
    """Return the replies to messages of one new conversation."""
    key = f"conversation {next(_keys)}"
    return [bot.reply(message, session=key, language=language) for message in messages]


# The example: a hotel in English and Chinese.


def test_the_hotel_is_whole_in_both_languages() -> None:
    """Twenty intents and more stand in both languages by one name, each with a title, answers, examples and tests."""
    intents, problems = check_intents(HOTEL)
    assert not problems
    assert isinstance(intents, IntentSet)
    answered = [intent for intent in intents if intent.name != OUT_OF_SCOPE]
    assert len(answered) >= 20
    for intent in answered:
        assert intent.languages == ("en", "zh"), intent.name
        assert intent.title_in("en").isascii() and not intent.title_in("zh").isascii(), intent.name
        for language in ("en", "zh"):
            assert sum(example.language == language for example in intent.examples) >= 6, intent.name
            assert sum(test.language == language for test in intent.tests) >= 2, intent.name
            assert any(response.text.isascii() == (language == "en") for response in intent.responses), intent.name


def test_the_dialogues_of_the_hotel_pass(hotel: IntentBot) -> None:
    """In English, in Chinese and from one to the other, every dialogue goes as written, or is known to fail."""
    played = run_dialogues(hotel)
    assert len(played) >= 30
    assert [one.dialogue.name for one in played if one.is_finding] == []


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("what time is breakfast served", "breakfast"),
        ("请问早餐几点开始", "breakfast"),
        ("could we park our car at the hotel", "parking"),
        ("我开车来，请问能停车吗", "parking"),
    ],
)
def test_the_hotel_answers_in_the_language_it_is_asked(hotel: IntentBot, message: str, intent: str) -> None:
    """A guest who writes Chinese is answered in Chinese, one who writes English in English, by the same intent."""
    reply = hotel.reply(message)
    assert (reply.intent, reply.text.isascii()) == (intent, message.isascii())


def test_the_hotel_never_takes_one_language_for_the_other(hotel: IntentBot) -> None:
    """Whatever it makes of its tests, an answer is in the language of the question; nearly all of them are right."""
    trials = run_tests(hotel)
    assert all(trial.reply.text.isascii() == trial.sentence.text.isascii() for trial in trials)
    assert sum(trial.passed for trial in trials) >= 0.9 * len(trials)


def test_a_message_of_both_languages_is_answered_in_one(hotel: IntentBot) -> None:
    """Latin names in a Chinese message leave it Chinese."""
    assert hotel.reply("可以用 Apple Pay 或者 Visa 付款吗").language == "zh"
    assert hotel.reply("do you accept 支付宝 in the restaurant").language == "en"


@pytest.mark.parametrize(
    ("chosen", "language"), [("zh", "zh"), ("zh-TW", "zh"), ("ZH_cn", "zh"), ("EN", "en"), ("en-GB", "en")]
)
def test_the_choice_of_a_language_counts(hotel: IntentBot, chosen: str, language: str) -> None:
    """The language a caller names, with a region or without, wins over that of the message."""
    for message in ("when is breakfast served", "早餐几点开始"):
        reply = hotel.reply(message, language=chosen)
        assert (reply.language, reply.text.isascii()) == (language, language == "en")


def test_a_language_that_the_bot_does_not_speak_is_passed_over(hotel: IntentBot) -> None:
    """Where a caller names another language, the bot finds out by itself, and never fails."""
    for chosen in ("fr", "", "-", "x" * 500):
        assert hotel.reply("早餐几点开始", language=chosen).language == "zh"


# The shop: English, German, Arabic, Hebrew, Thai and Japanese.


@dataclass(frozen=True)
class Spoken:
    """What a customer of the shop says in a language, and how it is answered."""

    track: str
    question: str
    number: str
    tracked: str
    correction: str
    refund: str
    offer: str
    yes: str
    yes_answer: str
    no: str
    no_answer: str
    cancel: str
    cancel_answer: str


LANGUAGES = {
    "en": Spoken(
        *("where is my order", "Which number?", "it's 84512", "Order 84512 is on its way.", "no, I meant 84513"),
        *("refund please", "Shall I mail a label?", "yes please", "It is in your mail."),
        *("no thanks", "No label then.", "never mind", "Forgotten."),
    ),
    "de": Spoken(
        *("Wo ist meine Bestellung?", "Welche Nummer?", "Nummer 84512", "Bestellung 84512 ist unterwegs."),
        *("nein, ich meinte 84513", "ich will mein Geld zurück", "Soll ich ein Etikett schicken?"),
        *("ja bitte", "Es ist in Ihrer Post.", "nein danke", "Also kein Etikett.", "vergiss es", "Vergessen."),
    ),
    "ar": Spoken(
        *("أين طلبي؟", "ما هو رقم الطلب؟", "الرقم 84512", "الطلب 84512 في الطريق.", "لا، أقصد 84513"),
        *("أريد إرجاع هذا المنتج", "هل أرسل لكم ملصقا؟", "نعم من فضلك", "أرسلناه إلى بريدكم."),
        *("لا شكراً", "إذن بلا ملصق.", "انسَ الأمر", "نسينا الأمر."),
    ),
    "he": Spoken(
        *("איפה ההזמנה שלי?", "מה מספר ההזמנה?", "המספר הוא 84512", "הזמנה 84512 בדרך.", "לא, התכוונתי ל-84513"),
        *("אני רוצה להחזיר את זה", "לשלוח לכם מדבקה?", "כן בבקשה", "היא בדואר שלכם."),
        *("לא תודה", "אז בלי מדבקה.", "לא משנה", "שכחנו מזה."),
    ),
    "th": Spoken(
        *("คำสั่งซื้อของฉันอยู่ที่ไหน", "หมายเลขคำสั่งซื้ออะไร", "84512ครับ", "คำสั่งซื้อ 84512 กำลังจัดส่ง"),
        *("ไม่ใช่ ฉันหมายถึง 84513", "อยากคืนสินค้า", "ให้ส่งใบปะหน้าไหม", "ใช่ครับ", "ส่งไปที่อีเมลแล้ว"),
        *("ไม่ค่ะ", "ไม่ส่งใบปะหน้า", "ช่างมันเถอะ", "ลืมมันไป"),
    ),
    "ja": Spoken(
        *("注文はどこですか", "注文番号は何番ですか？", "84512です", "注文84512は配送中です。", "いえ、84513です"),
        *("これを返品したい", "ラベルをお送りしましょうか？", "はい、お願いします", "メールでお送りしました。"),
        *("いいえ", "ラベルは送りません。", "やっぱりいいです", "なかったことにします。"),
    ),
}


IN_EACH = pytest.mark.parametrize(("language", "said"), LANGUAGES.items(), ids=LANGUAGES)


@IN_EACH
def test_a_question_is_put_and_its_answer_understood(shop: IntentBot, language: str, said: Spoken) -> None:
    """In each language the bot asks, takes the number among the words around it, and takes a correction."""
    asked, answered, corrected = talk(shop, said.track, said.number, said.correction)
    assert (asked.text, asked.intent) == (said.question, "track_order")
    assert (answered.text, answered.slots) == (said.tracked, {"order_number": "84512"})
    assert corrected.text == said.tracked.replace("84512", "84513")
    assert {reply.language for reply in (asked, answered, corrected)} == {language}


@IN_EACH
def test_yes_no_and_never_mind_are_understood(shop: IntentBot, language: str, said: Spoken) -> None:
    """In each language a short answer means what the intent says, and is answered in that language."""
    answers = {said.yes: said.yes_answer, said.no: said.no_answer, said.cancel: said.cancel_answer}
    for answer, expected in answers.items():
        offered, reply = talk(shop, said.refund, answer)
        assert offered.text == said.offer
        assert (reply.text, reply.decided_by, reply.language) == (expected, "slot", language)


@IN_EACH
def test_breaking_off_is_understood(shop: IntentBot, language: str, said: Spoken) -> None:
    """In each language "never mind" closes an open question; the bot says so in that language, with its own words."""
    _, cancelled = talk(shop, said.track, said.cancel)
    assert (cancelled.intent, cancelled.decided_by, cancelled.language) == (None, "slot", language)
    assert cancelled.text == phrase("cancelled", language)


@pytest.mark.parametrize(
    ("language", "messages", "expected"),
    [
        ("ar", ["\u200fأَيْنَ طَلَبِي؟\u200f", "\u202b84512\u202c"], "الطلب 84512 في الطريق."),
        ("ar", ["أريد إرجاع هذا المنتج", "\u200fنَعَمْ\u200f"], "أرسلناه إلى بريدكم."),
        ("ar", ["أريد إرجاع هذا المنتج", "نعـــم"], "أرسلناه إلى بريدكم."),
        ("he", ["\u200fאֵיפֹה הַהַזְמָנָה שֶׁלִּי?", "\u2067\u206684512\u2069\u2069"], "הזמנה 84512 בדרך."),
        ("he", ["אני רוצה להחזיר את זה", "\u200fכֵּן"], "היא בדואר שלכם."),
        ("de", ["WO IST MEINE BESTELLUNG", "\u200e84512\u200e"], "Bestellung 84512 ist unterwegs."),
        ("ja", ["注文は\u200bどこですか", "84512でーす"], "注文84512は配送中です。"),
    ],
)
def test_marks_that_few_type_do_no_harm(shop: IntentBot, language: str, messages: list[str], expected: str) -> None:
    """Direction marks, vowel points, drawn out and invisible characters change nothing."""
    reply = talk(shop, *messages)[-1]
    assert (reply.text, reply.language) == (expected, language)


@pytest.mark.parametrize(
    ("language", "wish", "amount", "day", "spoken"),
    [
        ("en", "i want to buy tea", "three packets", "24 December 2026", "December 24, 2026"),
        ("de", "ich möchte Tee kaufen", "drei Packungen", "am 24. Dezember 2026", "24. Dezember 2026"),
        ("de", "ich möchte Tee kaufen", "3", "24.12.2026", "24. Dezember 2026"),
        ("ar", "أريد شراء الشاي", "٣", "٢٤ ديسمبر ٢٠٢٦", "24 ديسمبر 2026"),
        ("he", "אני רוצה לקנות תה", "3 חבילות", "24.12.2026", "24 בדצמבר 2026"),
        ("th", "อยากซื้อชา", "๓ ห่อ", "24 ธันวาคม 2026", "24 ธันวาคม"),
        ("ja", "お茶を買いたいです", "３袋", "12月24日", "2026年12月24日"),
    ],
)
def test_numbers_and_dates_are_read_and_said_in_each_language(
    shop: IntentBot, language: str, wish: str, amount: str, day: str, spoken: str
) -> None:
    """Digits of every script are numbers, a date is read and said as in its language, and both keep the language."""
    reply = talk(shop, wish, amount, day)[-1]
    assert reply.slots == {"amount": "3", "day": "2026-12-24"}
    assert reply.language == language
    assert spoken in reply.text


def test_a_conversation_changes_its_language_and_goes_on(shop: IntentBot) -> None:
    """The language of a question counts from it on; a number, a sign and "ok" keep it."""
    replies = talk(shop, "hello", LANGUAGES["ja"].track, "84512", LANGUAGES["de"].refund, "👍", "สวัสดีครับ", "🎉", "12")
    assert [reply.language for reply in replies] == ["en", "ja", "ja", "de", "de", "th", "th", "th"]
    assert replies[4].text == LANGUAGES["de"].yes_answer


def test_no_mixture_of_scripts_is_too_much(shop: IntentBot) -> None:
    """Messages of several scripts and directions, with lone marks between, get an answer in one of the languages."""
    for first in LANGUAGES.values():
        for second in LANGUAGES.values():
            reply = talk(shop, f"{first.track} \u202e{second.refund}\u0301\u200f {second.number}" * 3)[-1]
            assert reply.text
            assert reply.language in LANGUAGES
