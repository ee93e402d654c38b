"""The cues by which a customer steers a conversation."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.language.cue_words import CUE_WORDS
from intentbot.language.cues import choice, correction, is_cancel, is_no, is_none_of_these, is_yes

LANGUAGES = tuple(CUE_WORDS)
ANY_LANGUAGE = st.sampled_from((*LANGUAGES, "xx", "", "pt-BR"))
PHRASES = sorted(
    {
        phrase.strip()
        for words in CUE_WORDS.values()
        for field in fields(words)
        for part in getattr(words, field.name).split(",")
        for phrase in part.replace(">", "/").split("/")
    }
)

# Yes, no, never mind, something else; then a correction that ends in the number, and the second of three.
EXAMPLES = {
    "en": ("Yes please!", "no, thanks", "never mind", "none of these", "no, I meant 84513", "the second one"),
    "de": ("Ja, gerne", "Nein danke.", "Vergiss es", "keins davon", "nein, ich meinte 84513", "die zweite bitte"),
    "fr": ("oui s'il vous plaît", "non merci", "laisse tomber", "aucun des deux", "pardon, c'est 84513", "le deuxième"),
    "es": ("sí, por favor", "no gracias", "olvídalo", "ninguna de estas", "no, quería decir 84513", "la segunda"),
    "it": ("sì grazie", "no, grazie", "lascia perdere", "nessuno dei due", "scusi, intendevo 84513", "il secondo"),
    "nl": ("ja graag", "nee, bedankt", "laat maar", "geen van beide", "nee, ik bedoelde 84513", "de tweede"),
    "pt": (
        "sim, por favor",
        "não, obrigado",
        "deixa pra lá",
        "nenhuma dessas",
        "não, eu quis dizer 84513",
        "a segunda",
    ),
    "tr": ("evet lütfen", "hayır, teşekkürler", "boş ver", "hiçbiri", "hayır, aslında 84513", "ikincisi"),
    "ru": ("да, пожалуйста", "нет, спасибо", "неважно", "ничего из этого", "нет, я имел в виду 84513", "второй"),
    "pl": ("tak, poproszę", "nie, dziękuję", "nieważne", "żadne z nich", "nie, chodziło mi o 84513", "drugi"),
    "zh": ("好的，谢谢", "不用了，谢谢", "算了", "都不是", "不对，是84513", "第二个"),
    "ja": (
        "はい、お願いします",
        "いいえ、結構です",
        "やっぱりやめます",
        "どれでもない",
        "いいえ、正しくは84513",
        "二番目",
    ),
    "ar": ("نعم من فضلك", "لا شكراً", "انسى الأمر", "لا شيء من ذلك", "لا، أقصد 84513", "الثاني"),
    "he": ("כן בבקשה", "לא תודה", "עזוב את זה", "אף אחד מהם", "לא, התכוונתי ל-84513", "השנייה"),
    "id": (
        "iya, tolong",
        "tidak, terima kasih",
        "lupakan saja",
        "bukan keduanya",
        "bukan, maksud saya 84513",
        "yang kedua",
    ),
    "th": ("ใช่ครับ", "ไม่ครับ ขอบคุณ", "ช่างเถอะ", "ไม่มีข้อไหน", "ไม่ใช่ค่ะ หมายถึง 84513", "ข้อที่สอง"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_steers_a_conversation(language: str) -> None:
    """In each of the sixteen languages a customer agrees, refuses, breaks off, refuses all, corrects and chooses."""
    yes, no, cancel, none, corrected, second = EXAMPLES[language]
    assert is_yes(yes, language) and not is_no(yes, language)
    assert is_no(no, language) and not is_yes(no, language)
    assert is_cancel(cancel, language) and not is_yes(cancel, language)
    assert is_none_of_these(none, language) and not is_yes(none, language)
    assert correction(corrected, language) == "84513"
    assert choice(second, language, 3) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cue_that_is_listed_works(language: str) -> None:
    """No phrase is listed in vain, or under two meanings."""
    words = CUE_WORDS[language]
    for phrase in words.yes.split(","):
        assert is_yes(phrase, language), phrase
    for phrase in words.no.split(","):
        assert is_no(phrase, language), phrase
        assert is_none_of_these(phrase, language), phrase
    for phrase in words.cancel.split(","):
        assert is_cancel(phrase, language), phrase
    for phrase in words.none_of_these.split(","):
        assert is_none_of_these(phrase, language), phrase
    for place, ways in enumerate(words.numbers.split(",")):
        for way in ways.split("/"):
            assert choice(way, language, 5) == place, way
    for phrase in words.last.split(","):
        assert choice(phrase, language, 4) == 3, phrase
    for phrase in words.meant.split(","):
        assert correction(f"{phrase.strip()} 84513", language) == "84513", phrase


@pytest.mark.parametrize(
    "message",
    [
        "no order arrived",
        "yes but where is it",
        "cancel my order",
        "is it ok to return it",
        "don't cancel",
        "stop the delivery",
    ],
)
def test_a_cue_within_a_longer_message_is_none(message: str) -> None:
    """A word of agreement, refusal or breaking off in a sentence of its own means nothing by itself."""
    assert not is_yes(message, "en")
    assert not is_no(message, "en")
    assert not is_cancel(message, "en")
    assert not is_none_of_these(message, "en")


def test_two_answers_at_once_are_none() -> None:
    """Who says yes and no says neither; an "ok" before a no does not count, nor does a question."""
    assert not is_yes("yes no", "en") and not is_no("yes no", "en")
    assert is_no("ok, no", "en") and is_yes("ok thanks", "en")
    assert not is_yes("ok?", "en")
    assert not is_yes("ไม่ยืนยัน", "th") and not is_yes("tidak boleh", "id")


@pytest.mark.parametrize(
    ("message", "is_agreement"),
    [
        ("👍", True),
        ("👍🏽👍🏽", True),
        ("✅", True),
        ("👎", False),
        ("🙅‍♀️", False),
        ("❌", False),
        ("yesss", True),
        ("Nooo!!", False),
    ],
)
def test_signs_and_drawn_out_words_answer(message: str, is_agreement: bool) -> None:
    """A thumb answers, whatever its colour, and so does a word with more letters than it needs."""
    assert is_yes(message, "en") is is_agreement
    assert is_no(message, "en") is not is_agreement


@pytest.mark.parametrize(
    "message", ["nevermind", "nvm", "cancle", "forget it please", "ok never mind", "Stop!", "no, stop"]
)
def test_breaking_off_has_many_spellings(message: str) -> None:
    """Common misspellings and polite words do not matter."""
    assert is_cancel(message, "en")


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("sorry, it's 84513", "84513"),
        ("actually 84513 please", "84513 please"),
        ("I mean the kettle", "the kettle"),
        ("no, 84513", "84513"),
        ("oops - #84513", "#84513"),
        ("not 84512 but 84513", "84513"),
        ("no, not 84512 but 84513", "84513"),
        ("it's 84513", None),
        ("ok, 84513", None),
        ("no order arrived", None),
        ("sorry, where is my order?", None),
        ("I mean", None),
        ("", None),
    ],
)
def test_a_correction_is_what_follows_the_cue(message: str, rest: str | None) -> None:
    """The new value comes out as it was written; where nothing is corrected, nothing does."""
    assert correction(message, "en") == rest


@pytest.mark.parametrize(
    ("message", "language", "rest"),
    [
        ("nicht 84512, sondern 84513", "de", "84513"),
        ("84512 değil 84513", "tr", "84513"),
        ("不是84512，是84513", "zh", "84513"),
        ("84512じゃなくて84513です", "ja", "84513です"),
        ("no es 84512 sino 84513", "es", "84513"),
        ("не 84512, а 84513", "ru", "84513"),
    ],
)
def test_what_stands_against_another_value_is_the_new_one(message: str, language: str, rest: str) -> None:
    """ "Not this but that" corrects too, where the words stand in the middle as well."""
    assert correction(message, language) == rest


@pytest.mark.parametrize(
    ("message", "language", "index"),
    [
        ("2", "en", 1), ("2.", "en", 1), ("#2", "en", 1), ("2️⃣", "en", 1), ("②", "zh", 1), ("option 2", "en", 1),
        ("number two", "en", 1), ("one", "en", 0), ("the last one please", "en", 2), ("letzte", "de", 2),
        ("２番", "ja", 1), ("٢", "ar", 1), ("2-й", "ru", 1), ("最后一个", "zh", 2), ("second", "xx", 1),
        ("4", "en", None), ("0", "en", None), ("84513", "en", None), ("1 or 2", "en", None), ("in 2 days", "en", None),
        ("no", "es", None), ("", "en", None),
    ],
)  # fmt: skip
def test_a_choice_is_named_by_number_or_place(message: str, language: str, index: int | None) -> None:
    """A number, an ordinal or "last" chooses, as the whole message; what is not offered is not chosen."""
    assert choice(message, language, 3) == index


def test_vowel_points_and_direction_marks_do_not_matter() -> None:
    """Arabic and Hebrew are read with and without points, marks of direction and drawn out letters."""
    assert is_yes("\u200fنَعَمْ\u200e", "ar") and is_yes("نعـــم", "ar")
    assert is_yes("\u2067כֵּן\u2069", "he") and is_no("לֹא", "he")
    assert correction("\u200fلا، أَقْصِد 84513", "ar") == "84513"


def test_accents_do_not_matter() -> None:
    """Customers write without the accents that their keyboard lacks."""
    assert is_yes("si", "es") and is_yes("SÌ", "it") and is_no("nao", "pt") and is_no("HAYIR", "tr")
    assert is_cancel("olvidalo", "es") and is_no("nie dziekuje", "pl")


def test_english_is_understood_everywhere_but_where_it_means_something_else() -> None:
    """Customers mix English in; a Polish "no" is no refusal."""
    assert is_yes("yes please", "ja") and is_cancel("never mind", "de") and choice("second", "th", 2) == 1
    assert not is_no("no", "pl")


@settings(max_examples=300)
@given(st.text(max_size=100) | st.lists(st.sampled_from(PHRASES), max_size=5).map(" ".join), ANY_LANGUAGE)
def test_no_message_raises_and_none_is_yes_and_no(text: str, language: str) -> None:
    """Whatever is written is read, and is never agreement and refusal at once."""
    assert not (is_yes(text, language) and is_no(text, language))
    assert choice(text, language, 3) in (None, 0, 1, 2)
    assert choice(text, language, 0) is None
    is_cancel(text, language)
    is_none_of_these(text, language)
    rest = correction(text, language)
    assert rest is None or (rest and rest in text)


@given(st.sampled_from(PHRASES), st.sampled_from(LANGUAGES))
def test_a_long_message_is_no_cue(phrase: str, language: str) -> None:
    """What goes on for long is no answer, however it begins."""
    text = f"{phrase} {'and so on ' * 200}"
    assert not is_yes(text, language) and not is_no(text, language) and not is_cancel(text, language)
    assert choice(text, language, 3) is None
