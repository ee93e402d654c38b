"""The starter bot in intents/: a real one, clean, and good enough to start from."""

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from intentbot.bot import IntentBot
from intentbot.cli.transcript import transcript
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.sources import check_intents, read_intents
from intentbot.testing.coverage import coverage_of
from intentbot.testing.rehearsal import PlayedDialogue, run_dialogues
from intentbot.testing.sentences import run_tests
from intentbot.text import comparison_key
from intentbot.training import train

FOLDER = Path(__file__).parent.parent / "intents"


@pytest.fixture(scope="module")
def starter() -> IntentSet:
    """Return the starter bot's intents."""
    return read_intents(FOLDER)


@pytest.fixture(scope="module")
def bot(starter: IntentSet, tmp_path_factory: pytest.TempPathFactory) -> IntentBot:
    """Return the starter bot, trained as it stands."""
    return train(starter, tmp_path_factory.mktemp("models") / "starter")


@pytest.fixture(scope="module")
def played(bot: IntentBot) -> tuple[PlayedDialogue, ...]:
    """Return its dialogues, played."""
    return run_dialogues(bot)


def test_it_validates_clean() -> None:
    """Not even a warning."""
    assert check_intents(FOLDER)[1] == ()


def test_it_is_large_enough_to_learn_from(starter: IntentSet) -> None:
    """At least 45 intents, each with 18 examples, an answer and 5 tests."""
    assert len(starter.in_scope) >= 45
    for intent in starter.in_scope:
        assert len(intent.examples) >= 18, intent.name
        assert len(intent.responses) >= 1, intent.name
        assert len(intent.tests) >= 5, intent.name


def test_it_knows_what_not_to_answer(starter: IntentSet) -> None:
    """At least 150 out-of-scope examples and 100 out-of-scope tests."""
    (outside,) = (intent for intent in starter if intent.name == OUT_OF_SCOPE)
    assert len(outside.examples) >= 150
    assert len(outside.tests) >= 100


def test_no_test_is_an_example_with_one_word_changed(starter: IntentSet) -> None:
    """A test asks for more than memory: it is at least two words away from every example of its intent."""
    for intent in starter.in_scope:
        examples = [comparison_key(example.text).split() for example in intent.examples]
        for test in intent.tests:
            words = comparison_key(test.text).split()
            assert all(Levenshtein.distance(words, example) > 1 for example in examples), test.text


def test_it_uses_all_of_a_conversation(starter: IntentSet) -> None:
    """Whoever copies it finds an example of everything a conversation is written with."""
    answers = [response for intent in starter for response in intent.responses]
    conditions = {condition.kind for response in answers for condition in response.when}
    assert conditions >= {"channel", "slot", "result"}
    assert all(any(getattr(one, part) for one in answers) for part in ("buttons", "links", "image", "custom"))
    slots = [slot for intent in starter for slot in intent.slots]
    assert {"order_number", "text", "yes_no", "date"} <= {slot.entity for slot in slots}
    assert any(slot.values for slot in slots) and any(slot.low and slot.high for slot in slots)
    assert any(not slot.is_required for slot in slots) and any(not slot.is_remembered for slot in slots)
    assert {one.answer for intent in starter for one in intent.follow_ups} == {"yes", "no", "cancel"}
    assert sum(bool(intent.context.requires) for intent in starter) >= 4
    assert {intent.handover for intent in starter} >= {"complaint", "asked for a person"}
    assert starter.bot.suggest_after and starter.bot.handover is not None and starter.bot.handover.hours is not None


def test_it_has_dialogues_to_learn_from(starter: IntentSet) -> None:
    """At least 40 dialogues, 10 of them awkward, each of which says what must come back."""
    assert len(starter.dialogues) >= 40
    assert sum("awkward" in dialogue.place.path for dialogue in starter.dialogues) >= 10
    assert all(any(turn.expects_anything for turn in dialogue.turns) for dialogue in starter.dialogues)


def test_every_dialogue_passes(played: tuple[PlayedDialogue, ...]) -> None:
    """Each one is held as its editor wrote it."""
    failed = [transcript(dialogue) for dialogue in played if not dialogue.passed]
    assert not failed, "\n\n".join(failed)


def test_every_action_says_in_the_dialogues_what_it_gives(played: tuple[PlayedDialogue, ...]) -> None:
    """No dialogue passes only because an action failed that was forgotten."""
    assert [(one.dialogue.name, turn.missing) for one in played for turn in one.turns if turn.missing] == []


def test_it_passes_its_tests(bot: IntentBot) -> None:
    """Trained as it stands, it passes 90 % of its tests or more, in scope and in all."""
    trials = run_tests(bot)
    inside = [trial.passed for trial in trials if not trial.is_out_of_scope]
    everything = [trial.passed for trial in trials]
    assert sum(inside) >= 0.9 * len(inside)
    assert sum(everything) >= 0.9 * len(everything)


def test_its_tests_exercise_it(bot: IntentBot, played: tuple[PlayedDialogue, ...]) -> None:
    """Every intent, question, follow-up and action is exercised, and most of what it says."""
    counts = {kind: (n, of) for kind, n, of in coverage_of(bot.intents, run_tests(bot), played).counts}
    for kind in ("slot questions", "follow-ups", "actions"):
        assert counts[kind][0] == counts[kind][1], kind
    assert counts["intents"][0] >= 0.95 * counts["intents"][1]
    assert counts["responses"][0] >= 0.8 * counts["responses"][1]
