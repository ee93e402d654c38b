"""The bot: what it says, why, and that nothing makes it fail."""

import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.bot import IntentBot
from intentbot.sessions import MemorySessions, Offer, Session
from intentbot.vocabulary import pieces_of


def test_an_example_word_for_word_is_exact(bot: IntentBot) -> None:
    """What an editor wrote as an example is answered from its intent, whatever its case and commas."""
    key, intent = next((key, intent) for key, intent in bot.model.exact.items() if intent != "out_of_scope")
    reply = bot.reply(key.upper() + "!!")
    assert (reply.intent, reply.decided_by) == (intent, "exact")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_message_is_told_so(bot: IntentBot, text: str) -> None:
    """Nothing written gets the fallback, and is not sent to the classifier."""
    reply = bot.reply(text)
    assert (reply.intent, reply.decided_by, reply.ranking) == (None, "empty", ())
    assert reply.text


@pytest.mark.parametrize("text", ["😀🎉", "?!", "x" * 100_000, "zqxj vkwp", "\ud800", "إين طلبي", "\x00\x01"])
def test_strange_messages_fall_back(bot: IntentBot, text: str) -> None:
    """Emoji, noise, a flood of letters, other scripts: the bot says that it did not understand."""
    reply = bot.reply(text)
    assert reply.intent is None
    assert reply.decided_by == "fallback"
    assert reply.text


@given(text=st.text())
def test_no_text_makes_reply_fail(bot: IntentBot, text: str) -> None:
    """Every message gets words, one of the seven reasons, and an intent or None."""
    reply = bot.reply(text, session="anyone")
    assert reply.text
    assert reply.decided_by in ("exact", "model", "slot", "button", "ambiguous", "fallback", "empty")
    assert reply.intent is None or reply.intent in bot.classifier.labels


def test_a_choice_offered_is_understood(bot: IntentBot) -> None:
    """After "Did you mean A or B?" the title of one, pressed or typed, is answered from its intent."""
    title, name = next((intent.shown_title, intent.name) for intent in bot.intents.in_scope)
    bot.sessions.save("chooser", Session(turns=1, offers=(Offer(title, name),)))
    reply = bot.reply(title, session="chooser")
    assert (reply.intent, reply.decided_by) == (name, "button")
    assert bot.sessions.load("chooser").offers == ()


def test_a_tie_is_asked_about(bot: IntentBot) -> None:
    """Where two intents are as likely, their titles are offered as buttons and remembered."""
    undecided = IntentBot(replace(bot.model, settings=replace(bot.model.settings, ambiguity=1.0), exact={}))
    texts = list(bot.model.exact)
    reply = next(r for r in (undecided.reply(text, session="t") for text in texts) if r.decided_by == "ambiguous")
    assert reply.intent is None
    assert len(reply.messages[0].buttons) >= 2
    assert reply.messages[0].buttons[0].title in reply.text
    assert "Did you mean" in reply.text


def test_variations_take_turns(bot: IntentBot) -> None:
    """The same question again gets another variation, and the same seed starts with the same one."""
    key = next(key for key, name in bot.model.exact.items() if _n_responses(bot, name) > 1)
    said = {bot.reply(key, session="again").text for _ in range(4)}
    assert len(said) > 1
    one, other = (IntentBot(bot.model, seed=7).reply(key, session="x").text for _ in range(2))
    assert one == other


def _n_responses(bot: IntentBot, name: str) -> int:
    return next(len(intent.responses) for intent in bot.intents if intent.name == name)


def test_sessions_are_bounded() -> None:
    """However many people write, memory holds the latest."""
    sessions = MemorySessions(capacity=3)
    for number in range(10):
        sessions.save(str(number), sessions.load(str(number)))
    assert len(sessions) == 3


def test_threads_share_a_bot(bot: IntentBot) -> None:
    """Many threads at once get what one alone gets."""
    texts = [*list(bot.model.exact)[:20], "something else", "wher is it"]
    alone = [bot.reply(text).text for text in texts]
    wrong: list[str] = []

    def talk() -> None:
        for _ in range(20):
            wrong.extend(text for text, said in zip(texts, alone, strict=True) if bot.reply(text).text != said)

    threads = [threading.Thread(target=talk) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_classify_keeps_the_order(bot: IntentBot) -> None:
    """A prediction for each text, in their order, every label ranked."""
    predictions = bot.classify(["hello", "where is my order"])
    assert len(predictions) == 2
    assert {ranked.intent for ranked in predictions[0].ranking} == set(bot.classifier.labels)
    assert predictions[0].likeliest(2) == predictions[0].ranking[:2]
    assert bot.classify([]) == []


def test_a_store_handed_over_is_used(bot: IntentBot) -> None:
    """Sessions go where the caller wants them, an empty store too."""
    sessions = MemorySessions(capacity=5)
    IntentBot(bot.model, sessions=sessions).reply("hello", session="ana")
    assert len(sessions) == 1


def test_an_emoji_can_be_an_example(bot: IntentBot) -> None:
    """An example without any word is still answered when it comes word for word, or rather sign for sign."""
    name = bot.classifier.labels[0]
    liked = IntentBot(replace(bot.model, exact={"👍": name}))
    assert (liked.reply("👍").intent, liked.reply("👍").decided_by) == (name, "exact")
    assert liked.reply("🎉").intent is None


def test_new_words_from_many_threads_do_no_harm(bot: IntentBot) -> None:
    """Stemming words never seen before, eight threads at once, raises nothing and stems as one thread does."""
    words = [
        f"{stem}{ending}" for stem in ("deliver", "nation", "relat", "hop") for ending in ("ies", "ization", "ing")
    ]
    alone = [pieces_of(word) for word in words]
    wrong: list[object] = []

    def stem() -> None:
        try:
            for _ in range(200):
                wrong.extend(word for word, pieces in zip(words, alone, strict=True) if pieces_of(word) != pieces)
        except Exception as error:
            wrong.append(error)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=stem) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(usual)
    assert not wrong


def test_what_is_no_text_is_named(bot: IntentBot) -> None:
    """A developer's slip gets an error that says what was handed over."""
    with pytest.raises(TypeError, match="NoneType"):
        bot.reply(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"classify\(\[text\]\)"):
        bot.classify("one text")
