"""Dialogues as tests: how they are read, what they expect, and what playing them tells."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.bot import IntentBot
from intentbot.checks.dialogues import check_dialogues
from intentbot.dialogues import Dialogue
from intentbot.errors import FileError, Problem
from intentbot.files.intent_files import read_yaml_intents
from intentbot.formats.dialogue_files import read_tests
from intentbot.testing.coverage import coverage_of
from intentbot.testing.expectations import matches
from intentbot.testing.rehearsal import PlayedDialogue, run_dialogues
from intentbot.testing.sentences import run_tests
from intentbot.testing.word_diff import word_diff

Play = Callable[[str], tuple[PlayedDialogue, ...]]

# What the tiny bot of conftest gets on top, none of which is learned.
MORE = (
    (
        "    responses: [Hello!, Hi!, Good day!]\n",
        "    responses:\n"
        "      - text: Hello!\n"
        "        buttons: [{title: Where is it?, message: where is my order}, {title: Hours, message: closing time}]\n",
    ),
    (
        '    responses: ["Order {order_number} is on its way.", It is on its way., It comes tomorrow.]\n',
        "    slots: {order_number: {ask: What is its number?, invalid: [That is no number.]}}\n"
        "    action: order_status\n"
        "    context: {sets: [order]}\n"
        '    responses: ["Order {order_number} is {status}."]\n',
    ),
    (
        "    responses: [The label is in the parcel.]\n",
        "    responses: [Shall I send a label?]\n"
        '    follow_ups: {"yes": {responses: [It is on its way.]}, "no": {responses: [Fine.]}}\n'
        "    context: {sets: [{name: refund, lifespan: 3}]}\n",
    ),
    ("    responses: [A colleague comes.]\n", "    responses: [A colleague comes.]\n    handover: request\n"),
    (
        "  name: Tiny shop\n",
        "  name: Tiny shop\n"
        '  handover: {closed: ["Back {opens}."], hours: {timezone: Europe/London, monday: 09:00-17:00}}\n',
    ),
)
ACTIONS = (
    "actions: {order_status: {results: [status], failure: [I cannot look that up.], webhook: http://no.invalid/}}\n"
)


def with_more(text: str) -> str:
    """Return the tiny bot's file with slots, an action, contexts, follow-ups and a hand-over."""
    for before, after in MORE:
        assert before in text, before
        text = text.replace(before, after)
    return text + ACTIONS


@pytest.fixture
def shop(bot: IntentBot, intents_folder: Path, tmp_path: Path) -> IntentBot:
    """Return the tiny bot with all that dialogues can be about."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "all.yaml").write_text(with_more((intents_folder / "all.yaml").read_text("utf-8")), encoding="utf-8")
    intents, problems = read_yaml_intents(folder)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return IntentBot(replace(bot.model, intents=intents))


@pytest.fixture
def play(shop: IntentBot, tmp_path: Path) -> Play:
    """Return what plays the dialogues of a text."""

    def run(text: str) -> tuple[PlayedDialogue, ...]:
        path = tmp_path / "dialogues.yaml"
        path.write_text(f"dialogues:\n{text}", encoding="utf-8")
        written = read_tests([path], shop.intents)
        assert written.problems == ()
        return run_dialogues(shop, written.dialogues)

    return run


def read(tmp_path: Path, text: str) -> tuple[tuple[Dialogue, ...], list[Problem]]:
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    intents, problems = read_yaml_intents(tmp_path / "d.yaml")
    return intents.dialogues, problems


def test_a_dialogue_is_a_list_of_turns_or_a_mapping_with_them(tmp_path: Path) -> None:
    """Both shapes give the same turns; the mapping also says the channel, the time and what actions give."""
    dialogues, problems = read(
        tmp_path,
        "dialogues:\n"
        "  short:\n"
        "    - user: hello\n"
        "      bot: [Hello!, Hi*]\n"
        "  long:\n"
        "    channel: web\n"
        "    at: 2026-12-24T09:30\n"
        "    actions: {order_status: {status: 0123, day: }, other: fails}\n"
        "    turns:\n"
        "      - {user: hello, bot: [Hello!, Hi*]}\n"
        '      - {user: "", slots: {order_number: , day: "*"}, context: [], buttons: ["Yes"], handover: none}\n',
    )
    short, long = dialogues
    assert problems == [] and short.turns == long.turns[:1]
    assert (long.channel, long.at) == ("web", "2026-12-24 09:30")
    assert json.loads(long.results["order_status"]) == {"status": "0123", "day": None}
    assert long.results["other"] == "fails"
    turn = long.turns[1]
    assert (turn.slots, turn.context, turn.buttons) == ({"order_number": "", "day": "*"}, (), ("Yes",))
    assert turn.place.line == 11 and not dialogues[0].turns[0].slots


WRONG = (
    ("dialogues: {a: [hello]}", "not-a-mapping", 'Write user: "hello"'),
    ("dialogues: {a: {user: hello}}", "not-a-list", "dash"),
    ("dialogues: {a: {channel: web}}", "no-turns", "turns:"),
    ("dialogues: {a: }", "empty-list", ""),
    ("dialogues: {a: []}", "empty-list", ""),
    ("dialogues: [a]", "not-a-mapping", ""),
    ("dialogues: {a: [{bot: hello}]}", "turn-without-user", "user:"),
    ("dialogues: {a: [{user: }]}", "empty-text", ""),
    ("dialogues: {a: [{user: hello, bott: hi}]}", "unknown-key", "Did you mean `bot`?"),
    ("dialogues: {a: {turn: [{user: hello}]}}", "unknown-key", "Did you mean `turns`?"),
    ("dialogues: {a: [{user: hello, bot: []}]}", "empty-list", ""),
    ("dialogues: {a: [{user: hello, slots: {}}]}", "empty-list", "84512"),
    ("dialogues: {a: [{user: hello, slots: {a: [b]}}]}", "not-a-text", ""),
    ("dialogues: {a: [{user: hello, context: }]}", "empty-list", "Write [] for none"),
    ("dialogues: {a: [{user: hello, buttons: Track}]}", "not-a-list", "dash"),
    ("dialogues: {a: [{user: hello, decided_by: modle}]}", "bad-decided-by", "Did you mean model?"),
    ("dialogues: {a: [{user: hello, language: English}]}", "language", ""),
    ("dialogues: {a: {at: tomorrow, turns: [{user: hello}]}}", "bad-time", "2026-12-24 10:30"),
    ("dialogues: {a: {at: 2026-13-24 10:30, turns: [{user: hello}]}}", "bad-time", ""),
    ("dialogues: {a: {actions: {b: shipped}, turns: [{user: hello}]}}", "bad-results", "fails"),
    ("dialogues: {a: {actions: {b: }, turns: [{user: hello}]}}", "bad-results", ""),
    ("dialogues: {a: {actions: {b: {c: [d]}}, turns: [{user: hello}]}}", "bad-results", ""),
    (f"dialogues: {{{'a' * 101}: [{{user: hello}}]}}", "dialogue-name", ""),
)


@pytest.mark.parametrize(("text", "code", "fix"), WRONG)
def test_what_is_written_wrongly_is_told_with_its_place_and_fix(tmp_path: Path, text: str, code: str, fix: str) -> None:
    """Each mistake in a dialogue has its code, a place and a way to mend it."""
    _, problems = read(tmp_path, text)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].line == 1 and problems[0].column > 1 and fix in problems[0].fix and problems[0].fix


def test_names_that_lead_nowhere_are_told_all_at_once(shop: IntentBot, tmp_path: Path) -> None:
    """Intents, slots, contexts, actions, results, languages and reasons that are not there are named with near ones."""
    dialogues, _ = read(
        tmp_path,
        "dialogues:\n"
        "  a:\n"
        "    language: fr\n"
        "    actions: {order_state: {status: x}, order_status: {stats: x}}\n"
        "    turns:\n"
        "      - {user: a, intent: track_ordr, slots: {order_numbr: 1}, context: [ordr], handover: requst}\n"
        "      - {user: a, intent: out_of_scope, language: zh}\n"
        "      - {user: a, intent: none, context: [order, refund], handover: misses}\n"
        "  b: [{user: a}, {user: b}]\n",
    )
    problems = list(check_dialogues(shop.intents, dialogues))
    assert [(problem.code.removeprefix("unknown-"), problem.line) for problem in problems] == [
        *[("language", 2), ("action", 2), ("result", 2), ("intent", 6), ("slot", 6), ("context", 6), ("handover", 6)],
        *[("intent", 7), ("language", 7), ("nothing-expected", 9)],
    ]
    near = [found[1] for problem in problems if (found := re.search('Did you mean "(.*)"', problem.fix))]
    assert near == ["order_status", "status", "track_order", "order_number", "order", "request"]
    assert [problem.severity for problem in problems].count("warning") == 1


def test_the_same_dialogue_twice_names_both_places(tmp_path: Path) -> None:
    """Two files cannot have a dialogue of one name: one of them would be lost."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("dialogues:\n  hello:\n    - {user: hi, bot: hi}\n", encoding="utf-8")
    _, problems = read_yaml_intents(tmp_path)
    assert [problem.code for problem in problems] == ["duplicate-definition"]
    assert 'dialogue "hello"' in problems[0].what and "a.yaml:2" in problems[0].what


@given(st.text("ab* ", max_size=8), st.text("ab* ", max_size=10))
def test_a_star_stands_for_anything(pattern: str, text: str) -> None:
    """Matching does what a regular expression with .* for each star does."""
    slow = re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), text, re.DOTALL)
    assert matches(pattern, text) == (slow is not None)


@given(st.text("ab .*中", max_size=20), st.text("ab .*中", max_size=20))
def test_a_difference_loses_no_word(expected: str, said: str) -> None:
    """Both texts are whole in their pieces, and what is equal on both sides is marked on neither."""
    expected, said = " ".join(expected.split()), " ".join(said.split())
    ours, theirs = word_diff(expected, said)
    assert "".join(piece.text for piece in ours) == expected and "".join(piece.text for piece in theirs) == said
    if expected == said:
        assert not any(piece.differs for piece in (*ours, *theirs) if piece.text)


def test_a_dialogue_is_played_from_its_beginning_to_its_end(play: Play) -> None:
    """Slots are asked for, corrected and expected; an action gives what the dialogue says; buttons are pressed."""
    (played,) = play(
        "  corrected:\n"
        "    actions: {order_status: {status: shipped}}\n"
        "    turns:\n"
        "      - {user: hello, bot: Hello!, buttons: [Where is it?, Hours]}\n"
        "      - {user: Where is it?, bot: What is its number?, slots: {order_number: }, intent: track_order}\n"
        "      - {user: 84512, bot: Order 84512 *, decided_by: slot, context: [order], slots: {order_number: '*'}}\n"
        "      - {user: 'no, I meant 84513', bot: [no, Order 84513 is shipped.], slots: {order_number: 84513}}\n"
        "      - {user: agent please, handover: '*', bot: '*', language: en}\n"
    )
    assert played.passed and [turn.actions for turn in played.turns][2:4] == [("order_status",)] * 2


def test_every_mismatch_is_told_and_the_dialogue_goes_on(play: Play) -> None:
    """A turn tells all that does not hold, and the turns after it are played all the same."""
    (played,) = play(
        "  wrong:\n"
        "    - {user: hello, bot: [Bye!, Hello?], intent: none, slots: {order_number: 1}, context: [order],\n"
        "       buttons: [], decided_by: model, language: en, handover: request}\n"
        "    - {user: opening hours, bot: From nine to six.}\n"
    )
    first, second = played.turns
    kinds = [mismatch.kind for mismatch in first.mismatches]
    assert kinds == ["bot", "intent", "slot", "context", "buttons", "decided_by", "handover"]
    assert (first.mismatches[0].expected, first.mismatches[0].n_alternatives) == ("Hello?", 1)
    assert second.mismatches == () and not played.passed and played.is_finding


def test_dialogues_know_nothing_of_each_other(play: Play) -> None:
    """What was learned in one dialogue is not known in the next, not even in one of the same words."""
    turns = "    actions: {order_status: {status: lost}}\n    turns: [{user: track my parcel, slots: {order_number: }}"
    first, second = play(f"  a:\n{turns}, {{user: 84512, slots: {{order_number: 84512}}}}]\n  b:\n{turns}]\n")
    assert first.passed and second.passed


def test_an_action_fails_where_a_dialogue_says_so_or_says_nothing(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing outside is asked: a webhook that is not given is as one that is down, and no log complains."""
    fails, silent = play(
        "  fails:\n"
        "    actions: {order_status: fails}\n"
        "    turns: [{user: where is order 84512, bot: I cannot look that up.}]\n"
        "  silent: [{user: where is order 84512, bot: Order 84512 is shipped.}]\n"
    )
    assert fails.passed and fails.turns[0].missing == ()
    assert not silent.passed and silent.turns[0].missing == ("order_status",) and not caplog.records


def test_a_dialogue_is_played_at_its_time(play: Play) -> None:
    """Opening hours are those of the time of the dialogue, in the time zone of the hours."""
    found = play(
        "  open: {at: 2026-07-06 09:00, turns: [{user: agent please, bot: A colleague comes.}]}\n"
        "  closed: {at: 2026-07-06 17:00, turns: [{user: agent please, bot: Back *, handover: request}]}\n"
    )
    assert [played.passed for played in found] == [True, True]


def test_a_known_failure_may_be_a_dialogue(shop: IntentBot, tmp_path: Path) -> None:
    """A dialogue that is listed may fail, and is a finding when it passes."""
    path = tmp_path / "tests.yaml"
    path.write_text(
        "dialogues:\n  Fails: [{user: hello, bot: no}]\n  Passes: [{user: hello, bot: Hello!}]\n"
        "known_failures: [fails, passes]\n",
        encoding="utf-8",
    )
    written = read_tests([path], shop.intents)
    fails, passes = run_dialogues(shop, written.dialogues, known=written.known_failures)
    assert (fails.passed, fails.is_finding) == (False, False)
    assert (passes.passed, passes.is_finding) == (True, True)


def test_a_sentence_is_asked_in_the_contexts_its_intent_requires(shop: IntentBot) -> None:
    """An intent that needs a context can have tests: they are asked as if it was open."""
    needing = [
        replace(one, context=replace(one.context, requires=("refund",))) if one.name == "greet" else one
        for one in shop.intents
    ]
    intents = replace(shop.intents, intents=tuple(needing))
    trials = run_tests(IntentBot(replace(shop.model, intents=intents)), only="greet")
    assert len(trials) == 2 and all(trial.passed for trial in trials)


def test_what_no_test_exercised_is_told_with_its_place(shop: IntentBot, play: Play) -> None:
    """Intents, responses, questions, follow-ups and actions count; of what was not reached, only the whole is told."""
    assert coverage_of(shop.intents, (), ()).counts[0] == ("intents", 0, 5)
    played = play(
        "  a:\n"
        "    - {user: i want to return this, intent: return_item}\n"
        "    - {user: 'yes', bot: It is on its way.}\n"
        "    - {user: track my parcel, bot: What is its number?}\n"
    )
    coverage = coverage_of(shop.intents, (), played)
    counts = {kind: (n_exercised, n_parts) for kind, n_exercised, n_parts in coverage.counts}
    assert counts["intents"] == (2, 5) and counts["slot questions"] == (1, 1)
    assert counts["follow-ups"] == (1, 2) and counts["actions"] == (0, 1)
    told = [part.what for part in coverage.never]
    assert 'the intent "greet"' in told and not any("Hello!" in what for what in told)
    assert 'the follow-up "no" of "return_item"' in told and not any("Fine." in what for what in told)
    assert 'the response of "track_order": "Order {order_number} is {status}."' in told
    assert 'the action "order_status"' in told and not any("cannot look" in what for what in told)
    assert all(part.place.line for part in coverage.never)


RASA = """\
version: "3.1"
fixtures: [{premium: [{membership: premium}]}]
test_cases:
  - test_case: track
    fixtures: [premium]
    steps:
      - utter: utter_welcome
      - user: where is my order
      - utter: utter_track_order
      - bot: "What is its number?"
      - slot_was_not_set: [order_number]
      - user: {text: "84512", metadata: device}
      - utter: utter_ask_more
      - slot_was_set: [order_number, order_number: 84512, other: null]
      - slot_was_not_set: [{order_number: 1}]
      - action: action_listen
stories:
  - story: old
    steps:
      - user: |
          where is order [84512](order_number)
        intent: track_order
      - action: utter_greet
      - user: sing a song
        intent: nlu_fallback
  - story: intents alone
    steps: [{intent: greet}, {action: utter_greet}]
"""


def test_tests_of_rasa_are_read(shop: IntentBot, tmp_path: Path) -> None:
    """Steps become turns; what this bot has no way to compare is told with its line, never silently dropped."""
    (tmp_path / "rasa.yml").write_text(RASA, encoding="utf-8")
    written = read_tests([tmp_path / "rasa.yml"], shop.intents)
    track, old = written.dialogues
    assert [turn.user for turn in track.turns] == ["where is my order", "84512"]
    first, second = track.turns
    assert (first.intent, first.bot, first.slots) == ("track_order", ("* What is its number?",), {"order_number": ""})
    assert (second.intent, second.bot) == (None, ()) and second.slots == {"order_number": "84512", "other": ""}
    assert [(turn.user, turn.intent) for turn in old.turns] == [
        ("where is order 84512", "track_order"),
        ("sing a song", "none"),
    ]
    lines = [problem.line for problem in written.problems]
    assert lines == [2, 5, 7, 12, 13, 15, 16, 20, 23, 27]
    assert {problem.code for problem in written.problems} == {"not-checked"}
    assert (track.place.line, first.place.line, old.turns[0].place.line) == (4, 8, 20)


HOME = """\
language: en
areas: [{name: Kitchen}]
tests:
  - sentences: [refund please, give me a refund]
    intent: {name: return_item, slots: {area: {value: Kitchen}, level: 50}, context: {area: x}}
    response: [Shall I send a label?, Another]
  - sentences: return label
    slots: {order_number: 84512}
"""


def test_tests_of_home_assistant_are_read(shop: IntentBot, tmp_path: Path) -> None:
    """Each sentence is a dialogue of one turn; the intent may be the name of the folder."""
    folder = tmp_path / "tests" / "return_item"
    folder.mkdir(parents=True)
    (folder / "default.yaml").write_text(HOME, encoding="utf-8")
    (folder / "_fixtures.yaml").write_text("language: en\n", encoding="utf-8")
    (folder / ".hidden.yaml").write_text("a: [", encoding="utf-8")
    written = read_tests([tmp_path / "tests"], shop.intents)
    assert [dialogue.name for dialogue in written.dialogues] == ["refund please", "give me a refund", "return label"]
    turns = [dialogue.turns[0] for dialogue in written.dialogues]
    assert turns[0].slots == {"area": "Kitchen", "level": "50"} and turns[2].slots == {"order_number": "84512"}
    assert [turn.intent for turn in turns] == ["return_item"] * 3
    assert turns[0].bot == ("Shall I send a label?", "Another") and written.dialogues[0].language == "en"
    assert [(Path(one.path).name, one.line) for one in written.problems] == [
        ("_fixtures.yaml", 0),
        ("default.yaml", 2),
        ("default.yaml", 5),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("intents: {a: {examples: [b]}}", "no-tests"),
        ("", "no-tests"),
        ("tests: [{intent: {name: a}}]\nlanguage: en", "turn-without-user"),
        ("test_cases: [{test_case: a}]", "no-turns"),
        ("test_cases: [{test_case: a, steps: [{user: [b]}]}]", "not-a-text"),
        ("test_cases: [a]", "not-a-mapping"),
        ("stories: {a: b}", "not-a-list"),
        ("tests: a: b", "yaml-syntax"),
        ("dialogues: {a: [{user: b, intent: c}]}", "unknown-intent"),
        ("dialogues: {a: [{user: b, bot: c}]}\ntest: []", "unknown-key"),
    ],
)
def test_foreign_files_have_their_errors_told(shop: IntentBot, tmp_path: Path, text: str, code: str) -> None:
    """A file of tests that cannot be read is an error with its code, never an exception."""
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    written = read_tests([tmp_path / "x.yaml"], shop.intents)
    assert [problem.code for problem in written.problems if problem.severity == "error"] == [code]


def test_a_path_without_tests_is_told(shop: IntentBot, tmp_path: Path) -> None:
    """A missing file, a file of another kind and an empty folder are errors that say what to name."""
    (tmp_path / "stories.md").write_text("## hello", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for name in ("none.yaml", "stories.md", "empty"):
        with pytest.raises(FileError, match=re.escape(name)):
            read_tests([tmp_path / name], shop.intents)
