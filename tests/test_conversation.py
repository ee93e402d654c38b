"""Whole conversations with a real bot: slots, contexts, follow-ups, corrections, misses and the hand-over."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from intentbot.answers import Condition
from intentbot.bot import IntentBot
from intentbot.conversation.actions import ActionCall, Results
from intentbot.conversation.utterances import chosen
from intentbot.errors import ActionError, StoreError
from intentbot.files.model_folder import Model
from intentbot.predictions import Reply
from intentbot.sessions import Known, MemorySessions, Offer, Question, Session

MONDAY = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
NIGHT = datetime(2026, 11, 23, 22, tzinfo=timezone.utc)


def status(call: ActionCall) -> Mapping[str, str]:
    """Return what a shop knows of an order: nothing of 99999."""
    return {} if call.slots["order_number"] == "99999" else {"state": "on its way", "day": "2026-11-27"}


def shop(model: Model, *, now: datetime = MONDAY, function: Callable[[ActionCall], object] = status) -> IntentBot:
    """Return the bot at a moment, with a function for its action."""
    return IntentBot(model, actions={"order_status": function}, clock=lambda: now)  # type: ignore[dict-item]


def talk(bot: IntentBot, *messages: str) -> list[Reply]:
    """Return the replies to messages of one conversation."""
    return [bot.reply(message, session="ana") for message in messages]


def said(bot: IntentBot, *messages: str) -> list[str]:
    """Return what is said to messages of one conversation, bubbles joined by a bar."""
    return [reply.text.replace("\n\n", " | ") for reply in talk(bot, *messages)]


def test_what_is_missing_is_asked_for(shop_model: Model) -> None:
    """An intent asks for its slot, takes the answer, asks its action and says what came of it."""
    asked, answered = talk(shop(shop_model), "where is my order", "it is 84512")
    assert (asked.text, asked.intent, asked.decided_by) == ("Which number?", "track_order", "exact")
    assert (answered.text, answered.intent, answered.decided_by) == (
        "Order 84512 is on its way.",
        "track_order",
        "slot",
    )
    assert answered.slots == {"order_number": "84512"}


def test_what_was_said_is_not_asked_for(shop_model: Model) -> None:
    """A value in the first message, or earlier in the conversation, is used."""
    assert said(shop(shop_model), "where is order 84512", "track my parcel") == ["Order 84512 is on its way."] * 2


def test_an_answer_that_is_none_is_asked_for_again_and_given_up(shop_model: Model) -> None:
    """A wrong answer is told why; after the last try the bot gives up and a person takes over."""
    replies = talk(shop(shop_model), "where is my order", "hm", "no idea")
    assert replies[1].messages[0].text == "Not a number."
    assert replies[1].messages[1].text == "Which number?"
    assert replies[2].handover is not None
    assert replies[2].handover.reason == "gave_up"


def test_another_question_in_the_middle_is_answered_and_the_first_resumed(shop_model: Model) -> None:
    """A digression gets its answer, and then the open question stands again."""
    assert said(shop(shop_model), "where is my order", "are you open on sunday", "84512")[1:] == [
        "From nine to six. | So: Which number?",
        "Order 84512 is on its way.",
    ]


def test_breaking_off_closes_the_question(shop_model: Model) -> None:
    """After "never mind" the bot no longer waits for the answer."""
    assert said(shop(shop_model), "where is my order", "never mind", "77001")[1:] == ["All right.", "Sorry?"]


def test_a_value_is_corrected(shop_model: Model) -> None:
    """A value corrected at once, or after something else, is answered anew; a bare value counts only at once."""
    bot = shop(shop_model)
    assert said(bot, "where is order 84512", "no, I meant 84513")[1] == "Order 84513 is on its way."
    assert said(bot, "84514")[0] == "Order 84514 is on its way."
    assert said(bot, "hello", "sorry, I meant 84515")[1] == "Order 84515 is on its way."


def test_a_wish_is_corrected(shop_model: Model) -> None:
    """A question for what is not wanted any more is not put again."""
    replies = talk(shop(shop_model), "where is my order", "no, I meant opening hours")
    assert replies[1].text == "From nine to six."


def test_several_values_in_one_message(shop_model: Model) -> None:
    """All slots that a message answers are filled; the others are asked for in their order; limits and lists hold."""
    assert said(
        shop(shop_model),
        "i want to buy something",
        "2 kettles",
        "blue ones, no 7 please",
        "yes please",
    ) == ["Which product?", "Any wishes?", "Shall I order it?", "Ordered: 2 kettle, blue ones, no 7 please."]
    replies = talk(shop(shop_model), "i want to buy a blender", "toaster", "50", "3", "none", "nope")
    assert "kettle, toaster" in replies[0].text
    assert "10" in replies[2].messages[0].text
    assert replies[-1].text == "Not ordered."


def test_what_need_not_be_remembered_is_asked_again(shop_model: Model) -> None:
    """A slot with `remember: no` is forgotten with the next wish."""
    assert (
        said(shop(shop_model), "buy a kettle", "1", "-", "yes", "hello", "purchase something")[-1] == "Which product?"
    )


def test_a_yes_counts_once(shop_model: Model) -> None:
    """Who corrects a value, or wishes the same again, is asked "Shall I?" again."""
    bot = shop(shop_model)
    assert said(bot, "buy a kettle", "1", "-", "yes")[-1] == "Ordered: 1 kettle, -."
    assert said(bot, "sorry, I meant 2")[0] == "Shall I order it?"
    assert said(bot, "yes")[0] == "Ordered: 2 kettle, -."
    again = ["where is my order", "buy a kettle", "1", "-", "yes", "buy a kettle"]
    assert said(shop(shop_model), *again)[-1] == "How many?"


@pytest.mark.parametrize("answer", ["no, the blue one", "hmm no, I don't want that", "nope. leave it", "no"])
def test_a_no_with_a_remark_is_a_no(shop_model: Model, answer: str) -> None:
    """Consent is given by a plain yes alone; what begins with a no is one."""
    assert said(shop(shop_model), "buy a kettle", "1", "-", answer)[-1] == "Not ordered."


@pytest.mark.parametrize("answer", ["yes but where is it", "maybe", "yes or no", "ok?"])
def test_what_is_no_plain_yes_is_asked_again(shop_model: Model, answer: str) -> None:
    """Nothing is done on a half-hearted yes."""
    assert "Ordered" not in said(shop(shop_model), "buy a kettle", "1", "-", answer)[-1]


def test_own_words_are_corrected_while_consent_is_asked_for(shop_model: Model) -> None:
    """Where a pattern knows the customer's own words again, a correction of them is taken and asked about anew."""
    slots = next(one.slots for one in shop_model.intents if one.name == "buy")
    note = replace(slots[2], pattern=r".*\bcolou?r\b.*")
    fresh = (slots[0], slots[1], note, slots[3])
    intents = tuple(replace(one, slots=fresh) if one.name == "buy" else one for one in shop_model.intents)
    bot = shop(replace(shop_model, intents=replace(shop_model.intents, intents=intents)))
    replies = talk(bot, "buy a kettle", "1", "blue colour", "no, I meant red colour", "yes")
    assert replies[-1].text == "Ordered: 1 kettle, red colour."


def test_a_bare_value_stays_with_what_was_spoken_of(shop_model: Model) -> None:
    """A number alone belongs to the answer before, whatever examples have it in them."""
    replies = talk(shop(shop_model), "where is order 99999", "84512")
    assert (replies[1].intent, replies[1].text) == ("track_order", "Order 84512 is on its way.")


def test_an_answer_out_of_bounds_is_no_other_wish(shop_model: Model) -> None:
    """A value of the right kind that is refused is told why, however much it looks like something else."""
    reply = talk(shop(shop_model), "buy a kettle", "2000")[1]
    assert reply.intent == "buy"
    assert "10" in reply.messages[0].text


def test_an_action_is_asked_only_where_its_conditions_hold(shop_model: Model) -> None:
    """What changes something is not done without a yes."""
    asked: list[ActionCall] = []
    consent = (Condition("slot", ("yes",), "sure"),)
    intents = tuple(
        replace(one, action="order_status", action_when=consent) if one.name == "buy" else one
        for one in shop_model.intents
    )
    model = replace(shop_model, intents=replace(shop_model.intents, intents=intents))
    bot = shop(model, function=asked.append)
    assert said(bot, "buy a kettle", "1", "-", "no")[-1] == "Not ordered."
    assert not asked
    assert said(bot, "buy a kettle", "1", "-", "yes")[-1] == "Ordered: 1 kettle, -."
    assert [call.slots["sure"] for call in asked] == ["yes"]


def test_the_latest_context_is_meant(shop_model: Model) -> None:
    """Where two contexts are open, words that may mean both mean what was spoken of last."""
    assert said(shop(shop_model), "refund please", "where is order 84512", "how long does it take")[-1] == "A day."
    assert said(shop(shop_model), "where is order 84512", "refund please", "how long does it take")[-1] == "A week."


def test_a_question_in_between_changes_nothing_of_the_form(shop_model: Model) -> None:
    """Who asks about another order in the middle still gets done what was begun with the first."""
    again = ["buy a kettle", "3", "where is order 84512", "blue", "yes"]
    assert said(shop(shop_model), *again)[-1] == "Ordered: 3 kettle, blue."
    bot = shop(shop_model)
    replies = talk(bot, "where is order 84512", "buy a toaster", "track my parcel", "2", "-", "yes")
    assert replies[-1].text == "Ordered: 2 toaster, -."
    assert said(bot, "where is my order")[0] == "Order 84512 is on its way."


def test_a_changed_value_takes_back_a_yes(shop_model: Model) -> None:
    """What was agreed to is open again when a value changes before all is done."""
    slots = next(one.slots for one in shop_model.intents if one.name == "buy")
    reordered = (slots[0], slots[1], slots[3], slots[2])
    intents = tuple(replace(one, slots=reordered) if one.name == "buy" else one for one in shop_model.intents)
    bot = shop(replace(shop_model, intents=replace(shop_model.intents, intents=intents)))
    assert said(bot, "buy a kettle", "1", "yes", "no, I meant 2 pieces")[-1] == "Shall I order it?"


def test_a_question_about_another_value_is_no_answer(shop_model: Model) -> None:
    """While the bot asks "Shall I?", a question that names a number changes nothing."""
    replies = talk(shop(shop_model), "buy a kettle", "1", "-", "is 7 the price of the whole thing here?", "yes")
    assert replies[-1].text == "Ordered: 1 kettle, -."


def test_a_yes_belongs_to_the_question_asked_last(shop_model: Model) -> None:
    """Where an answer in between asks for a yes itself, that yes is no consent to the older question."""
    replies = talk(shop(shop_model), "buy a kettle", "1", "-", "refund please", "yes")
    assert replies[3].text == "Shall I mail a label?"
    assert replies[4].text == "It is in your mail.\n\nSo: Shall I order it?"


@pytest.mark.parametrize("answer", ["not 3", "3 or 4?", "anything but 3"])
def test_what_is_ruled_out_or_undecided_is_no_value(shop_model: Model, answer: str) -> None:
    """A value that is negated is not taken, and of two the bot asks which."""
    assert "amount" not in talk(shop(shop_model), "buy a kettle", answer)[-1].slots


def test_two_messages_at_once_ask_an_action_once_each(shop_model: Model) -> None:
    """A yes that comes with another message does one thing once: the turn is kept before the action is asked."""
    asked: list[str] = []

    def slow(call: ActionCall) -> Results:
        asked.append(call.slots["order_number"])
        time.sleep(0.2)
        return {"state": "sent"}

    bot = shop(shop_model, function=slow)
    bot.reply("where is my order", session="ana")
    threads = [threading.Thread(target=bot.reply, args=("84512",), kwargs={"session": "ana"}) for _ in range(2)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    # The second one finds the question answered, and its number as a value told anew.
    assert asked == ["84512", "84512"]
    assert not bot.sessions.load("ana").questions


def test_many_hang_and_nobody_waits_longer(shop_model: Model) -> None:
    """Forty customers whose action hangs wait as long as one, in an event loop too."""

    async def all_at_once() -> list[Reply]:
        bot = shop(shop_model, function=_hangs)
        return await asyncio.gather(*(bot.areply("where is order 84512", session=str(i)) for i in range(40)))

    start = time.monotonic()
    assert all(reply.text == "I cannot look." for reply in asyncio.run(all_at_once()))
    assert time.monotonic() - start < 5


def test_contexts_tell_what_is_meant(shop_model: Model) -> None:
    """The same words mean one intent after a refund, another after a delivery, and none without either."""
    assert said(shop(shop_model), "give me a refund", "how long does it take")[1] == "A week."
    assert said(shop(shop_model), "where is order 84512", "how long does it take")[1] == "A day."
    assert talk(shop(shop_model), "how long does it take")[0].intent not in ("refund_time", "delivery_time")


def test_a_context_ends(shop_model: Model) -> None:
    """A context of two turns is open for two messages."""
    replies = talk(shop(shop_model), "where is order 84512", "hello", "hi there", "how long does it take")
    assert [reply.context for reply in replies] == [("delivery",), ("delivery",), (), ()]
    assert replies[-1].intent != "delivery_time"


def test_barred_intents_share_out_their_probability(shop_model: Model) -> None:
    """In a context, an intent that is not allowed has no probability, and the rest adds up to one."""
    reply = shop(shop_model).reply("how long")
    assert reply.prediction is not None
    chances = dict(reply.ranking)
    assert chances["refund_time"] == chances["delivery_time"] == 0
    assert sum(chances.values()) == pytest.approx(1, abs=1e-5)


def test_a_short_answer_belongs_to_what_was_asked(shop_model: Model) -> None:
    """Yes, no and never mind mean what the last intent says, and only right after it."""
    bot = shop(shop_model)
    replies = talk(bot, "refund please", "yes")
    assert (replies[1].text, replies[1].decided_by) == ("It is in your mail.", "slot")
    assert "mailed" in replies[1].context
    assert said(bot, "yes")[0] == "Sorry?"
    assert said(shop(shop_model), "refund please", "no thanks")[1] == "Fine."
    assert talk(shop(shop_model), "refund please", "never mind")[1].intent == "greet"


def test_misses_lead_to_suggestions_and_then_to_a_person(shop_model: Model) -> None:
    """The second miss offers the nearest intents, the third hands over with the transcript."""
    replies = talk(shop(shop_model), "blub", "is the moon old", "none of these")
    assert [reply.decided_by for reply in replies] == ["fallback", "ambiguous", "fallback"]
    assert replies[1].messages[-1].buttons[-1].title == "None of these"
    handover = replies[2].handover
    assert handover is not None
    assert handover.reason == "misses"
    assert [line.text for line in handover.transcript if line.speaker == "user"] == [
        "blub",
        "is the moon old",
        "none of these",
    ]


@pytest.mark.parametrize("answer", ["1", "the first one", "first", "{title}", "{typo}"])
def test_a_choice_is_understood_by_number_place_and_words(shop_model: Model, answer: str) -> None:
    """What was offered is chosen by button, number, place or title, a typo forgiven."""
    bot = shop(shop_model)
    button = talk(bot, "blub", "is the moon old")[1].messages[-1].buttons[0]
    typo = button.title[:-2] + button.title[-1]
    reply = bot.reply(answer.format(title=button.title, typo=typo), session="ana")
    assert reply.decided_by == "button"
    assert reply.intent is not None


def test_a_person_is_asked_for(shop_model: Model) -> None:
    """By day the hand-over says that somebody comes, by night when somebody is there, and never the former."""
    by_day, by_night = shop(shop_model).reply("agent please"), shop(shop_model, now=NIGHT).reply("agent please")
    assert by_day.text == "A colleague comes.\n\nPlease wait."
    assert by_day.handover is not None and by_night.handover is not None
    assert (by_day.handover.reason, by_day.handover.is_open) == ("wants a person", True)
    assert by_night.text.startswith("Nobody is here before")
    assert not by_night.handover.is_open


def _raises(call: ActionCall) -> Results:
    raise RuntimeError("no database")


def _hangs(call: ActionCall) -> Results:
    time.sleep(30)
    return {}


async def _hangs_too(call: ActionCall) -> Results:
    await asyncio.sleep(30)
    return {}


@pytest.mark.parametrize("function", [_raises, _hangs, _hangs_too, lambda call: 7, lambda call: {"state": object()}])
@pytest.mark.parametrize("is_async", [False, True])
def test_an_action_that_fails_is_spoken_of(
    shop_model: Model, function: Callable[[ActionCall], object], is_async: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """An action that raises, hangs or gives the wrong thing: the customer is told, and the log has file and line."""
    bot = shop(shop_model, function=function)
    reply = asyncio.run(bot.areply("where is order 84512")) if is_async else bot.reply("where is order 84512")
    assert (reply.text, reply.intent) == ("I cannot look.", "track_order")
    assert "shop.yaml:" in caplog.text
    assert "order_status" in caplog.text


def test_an_async_action_is_awaited(shop_model: Model) -> None:
    """A coroutine function answers in `areply` and in `reply`."""

    async def soon(call: ActionCall) -> Results:
        await asyncio.sleep(0.01)
        return {"state": f"in {call.language}"}

    bot = shop(shop_model, function=soon)
    assert bot.reply("where is order 84512").text == "Order 84512 is in en."
    assert asyncio.run(bot.areply("where is order 84512")).text == "Order 84512 is in en."


def test_a_function_for_no_action_is_refused(shop_model: Model) -> None:
    """A misspelt name is told when the bot is made."""
    with pytest.raises(ActionError, match="Did you mean order_status"):
        IntentBot(shop_model, actions={"order_state": status})


def test_two_messages_at_once_lose_nothing(shop_model: Model) -> None:
    """Many threads in one conversation: every turn is counted, and every value of theirs was answered."""
    bot = shop(shop_model)
    wrong: list[str] = []

    def write(number: int) -> None:
        for i in range(20):
            value = str(10_000 + number * 100 + i)
            if bot.reply(f"where is order {value}", session="shared").text != f"Order {value} is on its way.":
                wrong.append(value)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert bot.sessions.load("shared").turns >= 200


def test_conversations_do_not_mix(shop_model: Model) -> None:
    """Threads with a conversation each get their own values back."""
    bot = shop(shop_model)
    wrong: list[str] = []

    def write(number: int) -> None:
        for i in range(15):
            key, value = f"{number}-{i}", str(20_000 + number * 100 + i)
            bot.reply("where is my order", session=key)
            if bot.reply(value, session=key).text != f"Order {value} is on its way.":
                wrong.append(key)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_conversation_with_an_earlier_model_goes_on(shop_model: Model) -> None:
    """A session that waits for what this bot never asks, or offers what it does not have, does no harm."""
    bot = shop(shop_model)
    bot.sessions.save(
        "ana",
        Session(
            turns=3,
            questions=(Question("gone", "x"), Question("track_order", "gone")),
            offers=(Offer("1", "gone", "Gone"),),
            topic="gone",
            form="gone",
            awaits_answer=True,
            slots=(Known("order_number", "7", "another"),),
        ),
    )
    assert said(bot, "yes", "where is my order") == ["Sorry?", "Which number?"]


class _Broken:
    """A store that is gone."""

    def load(self, key: str) -> Session:
        raise StoreError("the database is gone.", "Start it.")

    def save(self, key: str, session: Session, *, before: Session | None = None) -> bool:
        raise StoreError("the database is gone.", "Start it.")

    def forget(self, key: str) -> None:
        raise StoreError("the database is gone.", "Start it.")


@pytest.mark.parametrize("error", [ConnectionError("gone"), TimeoutError(), ValueError("odd")])
def test_whatever_a_store_raises_the_customer_is_answered(shop_model: Model, error: Exception) -> None:
    """A store of somebody's own may fail as it likes, or say nothing of whether it kept a session."""

    class Failing(_Broken):
        def load(self, key: str) -> Session:
            raise error

    class Silent(MemorySessions):
        def save(self, key: str, session: Session, *, before: Session | None = None) -> bool:
            super().save(key, session, before=before)
            return None  # type: ignore[return-value]

    assert IntentBot(shop_model, sessions=Failing()).reply("hello", session="ana").intent == "greet"
    assert IntentBot(shop_model, sessions=Silent()).reply("hello", session="ana").intent == "greet"


@pytest.mark.parametrize(
    ("title", "text", "is_meant"),
    [
        ("Opening hours", "openng hours", True),
        ("I am certain about it", "i am uncertain about it", False),
        ("I am certain about it", "i am not certain about it", False),
        ("Drop order 84512", "drop order 84513", False),
        ("Drop order 84512", "dropp order 84512", True),
    ],
)
def test_a_typo_presses_a_button_and_another_word_does_not(title: str, text: str, is_meant: bool) -> None:
    """A misspelt title is the button; another number, a "not" or an "un-" makes it another sentence."""
    assert (chosen([Offer(title, "", title)], text, "en") is not None) == is_meant


def test_a_store_that_is_gone_leaves_the_customer_an_answer(
    shop_model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    """Without its store the bot answers each message by itself, and the log says what is wrong."""
    with caplog.at_level(logging.ERROR):
        assert IntentBot(shop_model, sessions=_Broken()).reply("hello", session="ana").intent == "greet"
    assert "the database is gone" in caplog.text


def test_a_conversation_that_is_over_begins_anew() -> None:
    """After its lifetime a session is forgotten, and gives back its memory."""
    now = 0.0
    sessions = MemorySessions(lifetime_s=60, clock=lambda: now)
    sessions.save("ana", Session(turns=3))
    now = 59.0
    assert sessions.load("ana").turns == 3
    now = 61.0
    assert sessions.load("ana") == Session()
    assert sessions.save("ben", Session(turns=1), before=Session())
    assert len(sessions) == 1


def test_only_the_first_of_two_is_kept() -> None:
    """What was made from a session that is no longer there is not kept."""
    sessions = MemorySessions()
    before = sessions.load("ana")
    assert sessions.save("ana", replace(before, turns=1, topic="first"), before=before)
    assert not sessions.save("ana", replace(before, turns=1, topic="second"), before=before)
    assert sessions.load("ana").topic == "first"
    sessions.forget("ana")
    assert sessions.load("ana") == Session()


MESSAGES = [
    "where is my order", "84512", "no, I meant 84513", "never mind", "yes", "no", "refund please", "buy a kettle", "3",
    "how long does it take", "none of these", "blub", "are you open on sunday", "agent please", "", "🎉", "hello", "1",
]  # fmt: skip


def conversation_machine(bot: IntentBot) -> type[RuleBasedStateMachine]:
    """Return a machine that holds conversations with a bot, and looks after each message whether all is well."""

    class Conversation(RuleBasedStateMachine):
        @initialize(key=st.sampled_from(["ana", "ben"]))
        def begin(self, key: str) -> None:
            bot.sessions.forget(key)
            self.key, self.turns = key, 0
            self.reply: Reply | None = None

        @rule(text=st.one_of(st.sampled_from(MESSAGES), st.text(max_size=40)))
        def write(self, text: str) -> None:
            self.reply = bot.reply(text, session=self.key)
            self.turns += 1

        @rule()
        def press(self) -> None:
            offered = [one for message in self.reply.messages for one in message.buttons] if self.reply else []
            if offered:
                self.write(offered[0].message)

        @invariant()
        def all_is_well(self) -> None:
            if self.reply is None:
                return
            session = bot.sessions.load(self.key)
            assert self.reply.text.strip()
            assert self.turns <= session.turns <= 2 * self.turns
            assert len(session.questions) <= 3
            assert len({question.intent for question in session.questions}) == len(session.questions)
            assert all(1 <= one.turns <= 1000 for one in session.contexts)
            assert len({one.slot for one in session.slots}) == len(session.slots)
            assert len(session.transcript) <= 20
            assert self.reply.intent is None or self.reply.intent in bot.classifier.labels

    return Conversation


def test_random_conversations_hold(shop_model: Model) -> None:
    """Whatever is said in whatever order, the bot answers, and its state stays sound."""
    machine = conversation_machine(shop(shop_model))
    case = machine.TestCase
    case.settings = settings(max_examples=60, stateful_step_count=25, deadline=None, derandomize=True)
    case("runTest").runTest()
