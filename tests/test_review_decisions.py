"""Decisions go into the intent files, into git and into the log, or nowhere; what others wrote stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.bot import IntentBot
from intentbot.errors import (
    FileError,
    IntentBotError,
    IntentFilesError,
    ReviewConflict,
    SentenceError,
    SettingsError,
    StoreError,
)
from intentbot.files.example_edits import one_sentence
from intentbot.files.intent_nodes import read_content
from intentbot.files.yaml_nodes import parse_yaml
from intentbot.review.changes import FileChange, write_changes
from intentbot.review.decisions import Decision, Sentence, plan_decision, plan_undo
from intentbot.review.inbox import Inbox, limits_of
from intentbot.review.intent_folder import IntentFolder, source_of
from intentbot.review.reviewer import Reviewer
from intentbot.review.written import Written
from intentbot.sources import read_intents
from intentbot.text import comparison_key
from intentbot.turns import Feedback, Turn
from tests.review_parts import ANA, BEN, Desk, accept, copy_intents, git, turn
from tests.rights import bound_by_rights


@pytest.fixture
def desk(intents_folder: Path, tmp_path: Path) -> Desk:
    """Return a reviewer with the files of the tiny shop."""
    return Desk.at(f"sqlite:///{tmp_path / 'log.db'}", copy_intents(intents_folder, tmp_path / "intents"))


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as an editor does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_miss_becomes_an_example(desk: Desk, bot: IntentBot) -> None:
    """An accepted message stands behind the intent's others, is out of the inbox, and comes back with undo."""
    missed = desk.missed(turn("wher is my stuff"), turn("gimme dough"))
    before = desk.text
    outcome = desk.reviewer.decide(accept(missed[:1], "track_order"), ANA)
    line = "      - follow my parcel\n"
    assert desk.text == before.replace(line, line + "      - wher is my stuff\n")
    assert "+      - wher is my stuff\n" in outcome.written.diff and outcome.written.diff.count("\n+") == 2
    assert outcome.written.note == "" and outcome.written.commit == ""
    assert desk.open_messages(bot) == ["gimme dough"]
    kept = desk.log.reviews()[0]
    assert (kept.author, kept.kind, kept.intent, kept.sentence) == ("ana", "accept", "track_order", "wher is my stuff")
    assert Written.from_json(kept.edit) == outcome.written
    desk.reviewer.undo(kept.id, BEN)
    assert desk.text == before and desk.open_messages(bot) == ["gimme dough", "wher is my stuff"]


def test_several_sentences_at_once(desk: Desk) -> None:
    """Of several messages each sentence is written once, as the reviewer edited it, and undo takes all of them."""
    missed = desk.missed(*(turn(text) for text in ("where's it", "Where's it?", "my [email] order", "track my parcel")))
    before = desk.text
    decision = accept(missed, "track_order", "where's it", "Where's it?", "my order", "Track my parcel!")
    plan = desk.reviewer.plan(decision)
    assert [one.sentence for one in plan.written.examples] == ["where's it", "my order"] and desk.text == before
    assert len(plan.known) == 1 and "all.yaml:21" in plan.known[0] and plan.doubts == ()
    done = desk.reviewer.decide(decision, ANA, seen=plan.digest)
    added = "      - where's it\n      - my order\n"
    assert desk.text == before.replace("      - follow my parcel\n", "      - follow my parcel\n" + added)
    desk.reviewer.undo(done.review.id, ANA)
    assert desk.text == before


def test_a_new_intent_is_made(desk: Desk) -> None:
    """A new intent stands in the file of the nearest one with its title and answer, and undo takes it away."""
    missed = desk.missed(turn("do you sell gift cards"), turn("gift card?"))
    before = desk.text
    others = {"kind": "new", "title": "Gift cards", "answer": "Yes: {price} or {}.", "near": "opening_hours"}
    done = desk.reviewer.decide(accept(missed, "gift_cards", **others), ANA)
    assert desk.text == before + (
        "  gift_cards:\n    title: Gift cards\n    examples:\n      - do you sell gift cards\n"
        '      - gift card?\n    responses:\n      - "Yes: {{price}} or {{}}."\n'
    )
    assert read_intents(desk.intents).intents[-1].responses[0].text == "Yes: {{price}} or {{}}."
    again = accept(desk.missed(turn("x")), "gift_cards", kind="new")
    with pytest.raises(IntentFilesError, match=r'all.yaml:\d+:3: there is an intent "gift_cards" already'):
        desk.reviewer.decide(again, ANA)
    desk.reviewer.undo(done.review.id, ANA)
    assert desk.text == before


def test_out_of_scope_is_made_where_there_is_none(desk: Desk) -> None:
    """What the bot must not answer goes under out_of_scope, which gets a file of its own where no file has it."""
    missed = desk.missed(turn("sing a song"), turn("bark like a dog"))
    desk.reviewer.decide(accept(missed[:1], "", kind="out_of_scope"), ANA)
    assert "      - who is the president\n      - sing a song\n    tests:" in desk.text
    whole = desk.text
    (desk.intents / "all.yaml").write_text(whole[: whole.index("  out_of_scope:")], encoding="utf-8")
    done = desk.reviewer.decide(accept(missed[1:], "", kind="out_of_scope"), ANA)
    made = desk.intents / "out_of_scope.yaml"
    assert made.read_text() == "intents:\n  out_of_scope:\n    examples:\n      - bark like a dog\n"
    assert done.written.diff.startswith("--- /dev/null\n+++ ")
    desk.reviewer.undo(done.review.id, ANA)
    assert "out_of_scope:" not in made.read_text()


def test_dismissing_writes_nothing(desk: Desk, bot: IntentBot) -> None:
    """A dismissed message is out of the inbox, and the files are as they were."""
    missed, before = desk.missed(turn("asdf")), desk.text
    done = desk.reviewer.decide(Decision("dismiss", (missed[0].id,)), ANA)
    assert desk.text == before and desk.open_messages(bot) == []
    desk.reviewer.undo(done.review.id, ANA)
    assert desk.open_messages(bot) == ["asdf"]


@pytest.mark.parametrize(
    "sentence, doubt",
    [
        ("hello", "It is an example of greet already: "),
        ("where is my parcel", "It is a test of track_order: "),
        ("write to [email] please", "It has [email] in it"),
    ],
)
def test_doubts_are_told_before_it_is_written(desk: Desk, sentence: str, doubt: str) -> None:
    """A sentence of another intent, one that is a test, and one with something taken out are warned about."""
    plan = desk.reviewer.plan(accept(desk.missed(turn("x")), "opening_hours", sentence))
    assert len(plan.doubts) == 1 and doubt in plan.doubts[0] and plan.changes


@pytest.mark.parametrize(
    "decision, error, match",
    [
        (accept([turn("x")], "gone_intent"), ReviewConflict, 'no intent "gone_intent" any more'),
        (accept([turn("x")], "greet", " \n "), SentenceError, "no words to write"),
        (accept([turn("x")], "greet", *map(str, range(201))), SentenceError, "at most 200"),
        (accept([], "greet", "new"), ReviewConflict, "no message was chosen"),
        (accept([turn("x")], " bad", kind="new"), IntentFilesError, "cannot be the name of an intent"),
        (accept([turn("x")], "n", kind="new", file="../../etc/x.yaml"), FileError, "no file of these intents"),
        (accept([turn("x")], "n", kind="new", file="other.yaml"), FileError, "not there any more"),
    ],
)
def test_what_cannot_be_decided(desk: Desk, decision: Decision, error: type[IntentBotError], match: str) -> None:
    """An intent that is gone, no words, too many, a bad name or file: each is told, and nothing is kept."""
    before = desk.text
    with pytest.raises(error, match=match):
        desk.reviewer.decide(decision, ANA)
    assert desk.text == before and desk.log.reviews() == []


def test_a_file_that_was_edited_meanwhile_is_a_conflict(desk: Desk) -> None:
    """After the preview somebody edits the file: the reviewer is told, nothing is overwritten, and may look again."""
    decision = accept(desk.missed(turn("new words")), "greet")
    plan = desk.reviewer.plan(decision)
    edit(desk.intents / "all.yaml", "      - track my parcel\n", "      - track my parcel now\n")
    theirs = desk.text
    with pytest.raises(ReviewConflict, match="changed since you looked"):
        desk.reviewer.decide(decision, ANA, seen=plan.digest)
    assert desk.text == theirs and desk.log.reviews() == []
    desk.reviewer.decide(decision, ANA, seen=desk.reviewer.plan(decision).digest)
    assert "new words" in desk.text and "track my parcel now" in desk.text


def test_a_file_that_is_saved_at_this_very_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor who saves between our reading and writing loses nothing, and neither do we."""
    missed = desk.missed(turn("new words"))
    decide, left = desk.log.decide, ["their first", "their second"]

    def save_first(review: object, turns: object, write: Callable[[], str]) -> object:
        if left:
            edit(
                desk.intents / "all.yaml",
                "      - follow my parcel\n",
                f"      - follow my parcel\n      - {left.pop()}\n",
            )
        return decide(review, turns, write)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.log, "decide", save_first)
    done = desk.reviewer.decide(accept(missed, "greet"), ANA)
    assert "their first" in desk.text and "their second" in desk.text and desk.text.count("new words") == 1
    assert len(desk.log.reviews()) == 1
    assert done.review.edit


def test_a_log_that_cannot_keep_it_leaves_the_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the database fails after the files were written, they are put back."""
    missed, before = desk.missed(turn("new words")), desk.text

    def fail(review: object, turns: object, write: Callable[[], str]) -> object:
        write()
        raise StoreError("the disk is full.")

    monkeypatch.setattr(desk.log, "decide", fail)
    with pytest.raises(StoreError):
        desk.reviewer.decide(accept(missed, "greet"), ANA)
    assert desk.text == before


def test_files_with_errors(desk: Desk) -> None:
    """Where a file cannot be read nothing is written, and the line and the fix are told; other errors do no harm."""
    decision, file = accept(desk.missed(turn("new words")), "greet"), desk.intents / "all.yaml"
    edit(file, "    responses: [From nine to six.]\n", "")
    folder = IntentFolder(desk.intents)
    assert folder.now().errors == () and any("no responses" in one.what for one in folder.now().problems)
    edit(file, "examples: [hello,", "examples: [[hello,")
    before = desk.text
    with pytest.raises(IntentFilesError, match=r"all.yaml:\d+:\d+: "):
        desk.reviewer.decide(decision, ANA)
    assert desk.text == before and folder.now().errors and folder.now().unread


def test_undo_after_others_edited(desk: Desk) -> None:
    """Undo takes out its own sentence and nothing else, wherever it stands by now."""
    done = desk.reviewer.decide(accept(desk.missed(turn("new words")), "track_order"), ANA)
    edit(desk.intents / "all.yaml", "      - new words\n", "      - later words\n      - new words\n")
    desk.reviewer.undo(done.review.id, ANA)
    assert "later words" in desk.text and "new words" not in desk.text


def test_undo_of_what_is_gone_already(desk: Desk, bot: IntentBot) -> None:
    """A sentence that somebody took out, or whose intent or file is gone, is no obstacle to undo."""
    missed = desk.missed(turn("first words"), turn("second words"))
    done = [desk.reviewer.decide(accept([one], "greet"), ANA) for one in missed]
    edit(desk.intents / "all.yaml", ", first words", "")
    assert desk.reviewer.undo(done[0].review.id, ANA).gone == ("first words",)
    edit(desk.intents / "all.yaml", "  greet:\n", "  greeting:\n")
    assert desk.reviewer.undo(done[1].review.id, ANA).gone == ("second words",)
    assert desk.open_messages(bot) == ["first words", "second words"] and "second words" in desk.text


def test_undo_that_would_touch_what_others_wrote(desk: Desk) -> None:
    """A new intent that somebody worked on is not taken back: the place is told, and the decision stands."""
    done = desk.reviewer.decide(accept(desk.missed(turn("gift?")), "gifts", kind="new"), ANA)
    edit(desk.intents / "all.yaml", "      - gift?\n", "      - gift?\n      - gifts please\n")
    before = desk.text
    with pytest.raises(IntentFilesError, match=r'all.yaml:\d+:3: intent "gifts" was changed'):
        desk.reviewer.undo(done.review.id, BEN)
    assert desk.text == before and desk.log.reviews()[0].undone_at is None


def test_a_folder_that_may_not_be_written(desk: Desk) -> None:
    """A read-only file or folder is told, and the miss stays in the inbox."""
    missed, file = desk.missed(turn("new words")), desk.intents / "all.yaml"
    file.chmod(0o444)
    desk.intents.chmod(0o555)
    before = desk.text
    with bound_by_rights(), pytest.raises(FileError, match=r"may not be written|cannot be written"):
        desk.reviewer.decide(accept(missed, "greet"), ANA)
    assert desk.log.reviews() == [] and desk.text == before


def test_a_reviewer_who_comes_to_no_end_keeps_nobody_waiting(desk: Desk) -> None:
    """Where another one holds the files for too long that is told, nothing is written, and later it can be."""
    missed, before = desk.missed(turn("new words")), desk.text
    desk.reviewer.folder = IntentFolder(desk.intents, patience_s=0.05)
    with IntentFolder(desk.intents).alone(), pytest.raises(FileError, match=r"(?s)somebody else .* Try again"):
        desk.reviewer.decide(accept(missed, "greet"), ANA)
    assert desk.log.reviews() == [] and desk.text == before
    desk.reviewer.decide(accept(missed, "greet"), ANA)
    assert "new words" in desk.text


def test_without_intent_files_misses_can_be_dismissed(desk: Desk) -> None:
    """A server that was not told where the intent files are says so, and still lets misses be dismissed."""
    reviewer, missed = Reviewer(desk.log, None), desk.missed(turn("asdf"))
    with pytest.raises(SettingsError, match="no intent files"):
        reviewer.decide(accept(missed, "greet"), ANA)
    assert reviewer.decide(Decision("dismiss", (missed[0].id,)), ANA).review.kind == "dismiss"


def test_all_files_or_none(tmp_path: Path) -> None:
    """Where one of several files cannot be written, those before it are as they were."""
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_bytes(b"1")
    second.write_bytes(b"theirs")
    changes = [
        FileChange(first, b"1", b"2"),
        FileChange(tmp_path / "c.yaml", None, b"new"),
        FileChange(second, b"1", b"2"),
    ]
    with pytest.raises(ReviewConflict, match=r"b.yaml was changed by somebody"):
        write_changes(changes)
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"theirs") and not (tmp_path / "c.yaml").exists()


def test_sentences_go_into_the_file_of_their_language(desk: Desk) -> None:
    """A German message becomes an example in the German file of the intent."""
    german = desk.intents / "de.yaml"
    german.write_text("language: de\nintents:\n  greet:\n    examples: [hallo] # c\n    responses: [Hallo!]\n")
    missed = desk.missed(turn("moin", language="de"), turn("howdy", language="en"))
    decision = Decision(
        "accept", tuple(one.id for one in missed), (Sentence("moin", "de"), Sentence("howdy", "en")), "greet"
    )
    done = desk.reviewer.decide(decision, ANA)
    assert "examples: [hallo, moin] # c" in german.read_text() and ", howdy]" in desk.text
    assert done.written.diff.count("+++ ") == 2
    desk.reviewer.undo(done.review.id, ANA)
    assert "[hallo] # c" in german.read_text() and "howdy" not in desk.text


def test_where_a_model_was_trained_from(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that a model remembers are taken where they are still there."""
    monkeypatch.chdir(desk.intents.parent)
    (desk.intents / "b.yaml").write_text("intents: {}\n")
    assert source_of(["intents/all.yaml", "intents/b.yaml"]) == Path("intents")
    assert source_of(["intents/all.yaml"]) == Path("intents/all.yaml")
    assert source_of(["intents/all.yaml", "gone.yaml"]) is None and source_of([""]) is None


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80), st.sampled_from(["greet", "track_order", "out_of_scope", "brand_new"]))
def test_any_sentence_is_read_back_and_nothing_else_changes(intents_folder: Path, sentence: str, intent: str) -> None:
    """Whatever sentence is accepted is read again as it was, and all else of every file stays byte for byte."""
    folder = IntentFolder(intents_folder)
    kind = "new" if intent == "brand_new" else "accept"
    decision = replace(accept([turn("x")], intent, sentence), kind=kind)
    try:
        plan = plan_decision(folder, decision)
    except SentenceError:
        assert not comparison_key(one_sentence(sentence))
        return
    if plan.known:
        return
    (change,) = plan.changes
    found = next(one for one in read_content(parse_yaml(change.after, "a")).intents if one.name == intent)
    assert one_sentence(sentence) in [example.text for example in found.examples]
    (made,) = (*plan.written.examples, *plan.written.intents)
    assert change.before is not None
    assert change.before[: made.start] + made.added + change.before[made.start :] == change.after
    kept = Written.from_json(plan.written.to_json())
    assert kept == plan.written


# --- git


@pytest.fixture
def repository(desk: Desk) -> Path:
    """Return the repository that the files of the desk stand in."""
    folder = desk.intents.parent
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "other.txt").write_text("mine\n")
    git(folder, "add", "intents", "other.txt")
    git(folder, "commit", "--quiet", "-m", "start")
    return folder


def test_a_commit_has_the_reviewer_as_author_and_nothing_else(desk: Desk, repository: Path) -> None:
    """Only the touched file is committed; what else is staged or changed stays as it is. Undo is a commit, too."""
    (repository / "other.txt").write_text("staged\n")
    git(repository, "add", "other.txt")
    (repository / "other.txt").write_text("changed\n")
    missed = desk.missed(turn('say "hi" <b>'))
    done = desk.reviewer.decide(accept(missed, "greet"), ANA)
    assert done.written.note == "" and done.written.commit == git(repository, "rev-parse", "HEAD")
    assert Written.from_json(desk.log.reviews()[0].edit).commit == done.written.commit
    assert git(repository, "show", "--name-only", "--format=%an <%ae>%n%s") == (
        'ana <ana@reviewer.invalid>\nAdd to greet: "say "hi" <b>"\n\nintents/all.yaml'
    )
    assert "MM other.txt" in git(repository, "status", "--porcelain")
    taken = desk.reviewer.undo(done.review.id, BEN)
    assert taken.written.commit and git(repository, "log", "-1", "--format=%an %s").startswith("ben Take back: Add to")
    assert git(repository, "diff", "--stat", "HEAD~2", "HEAD") == ""


def test_a_new_file_is_committed(desk: Desk, repository: Path) -> None:
    """A file that a decision makes is added to the repository."""
    edit(desk.intents / "all.yaml", "  out_of_scope:", "  other_things:\n    responses: [No.]")
    git(repository, "commit", "--quiet", "-am", "renamed")
    done = desk.reviewer.decide(accept(desk.missed(turn("bark")), "", kind="out_of_scope"), ANA)
    assert done.written.commit and git(repository, "show", "--name-only", "--format=") == "intents/out_of_scope.yaml"


def hook(repository: Path, script: str) -> None:
    """Let a script run before each commit."""
    path = repository / ".git" / "hooks" / "pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def dirty(repository: Path) -> None:
    """Change the file of intents and leave it so."""
    edit(repository / "intents" / "all.yaml", "- track my parcel", "- track my small parcel")


OBSTACLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a hook that fails": (lambda folder: hook(folder, "echo the linter says no; exit 1"), "the linter says no"),
    "a detached head": (lambda folder: git(folder, "checkout", "--quiet", "--detach"), "no branch is checked out"),
    "a dirty file": (dirty, "intents/all.yaml had changes that are not committed"),
    "a file git does not know": (
        lambda folder: git(folder, "rm", "--quiet", "--cached", "intents/all.yaml"),
        "git does not know the file yet",
    ),
    "another git at work": (lambda folder: (folder / ".git" / "index.lock").touch(), "index.lock"),
}


@pytest.mark.parametrize("prepare, match", OBSTACLES.values(), ids=OBSTACLES)
def test_without_a_commit_nothing_is_lost(
    desk: Desk, repository: Path, prepare: Callable[[Path], object], match: str
) -> None:
    """Where git refuses, the sentence is written and kept, and the reason is told."""
    prepare(repository)
    head = git(repository, "rev-parse", "HEAD")
    done = desk.reviewer.decide(accept(desk.missed(turn("new words")), "greet"), ANA)
    assert match in done.written.note and done.written.commit == ""
    assert "new words" in desk.text and desk.log.reviews()[0].edit == done.written.to_json()
    assert git(repository, "rev-parse", "HEAD") == head


def test_no_git_installed(desk: Desk, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git on the machine the sentence is written and the reason told."""
    monkeypatch.setenv("PATH", "/nonexistent")
    done = desk.reviewer.decide(accept(desk.missed(turn("new words")), "greet"), ANA)
    assert "git is not installed" in done.written.note and "new words" in desk.text


def test_no_identity_configured(desk: Desk, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git was never told who works here, the reviewer commits."""
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")
    git(repository, "config", "user.useConfigOnly", "true")
    done = desk.reviewer.decide(accept(desk.missed(turn("new words")), "greet"), ANA)
    assert done.written.note == "" and git(repository, "log", "-1", "--format=%cn %ce") == "ana ana@reviewer.invalid"


def test_the_plan_to_undo_does_not_write(desk: Desk) -> None:
    """What undo would change can be looked at first."""
    done = desk.reviewer.decide(accept(desk.missed(turn("new words")), "greet"), ANA)
    before = desk.text
    changes, gone = plan_undo(IntentFolder(desk.intents), done.written)
    assert len(changes) == 1 and gone == () and desk.text == before


def test_the_inbox_groups_what_means_the_same(desk: Desk, bot: IntentBot) -> None:
    """The same message is one row with its count; other words for it are in the same group, the largest first."""
    texts = ["wher is my parcel", "Wher is my parcel?", "track my parcell please", "has my parcell come", "asdf qwer"]
    desk.missed(*map(turn, texts))
    overview = desk.inbox.overview(bot)
    assert [[(row.text, len(row.turns)) for row in one.rows] for one in overview.groups] == [
        [("Wher is my parcel?", 2), ("has my parcell come", 1), ("track my parcell please", 1)],
        [("asdf qwer", 1)],
    ]
    first = overview.groups[0]
    assert first.ranking[0].intent == "track_order" and first.n_misses == 4 and dict(first.reasons) == {"fallback": 4}
    assert overview.group_of(first.rows[1].turns[0]) is first and overview.group_of("none") is None
    assert desk.inbox.overview(bot) is overview
    desk.missed(turn("one more"))
    assert desk.inbox.overview(bot).n_misses == 6


def test_a_decision_does_not_group_all_again(desk: Desk, bot: IntentBot) -> None:
    """What was decided about is taken out of the groups as they are; anything new makes them anew."""
    missed = desk.missed(turn("wher is my parcel"), turn("has my parcell come"), turn("zqxj vkwp"))
    before = desk.inbox.overview(bot)
    desk.reviewer.decide(Decision("dismiss", (missed[0].id,)), ANA)
    desk.inbox.drop([missed[0].id], bot)
    after = desk.inbox.overview(bot)
    assert after is desk.inbox.overview(bot) and [one.n_misses for one in after.groups] == [1, 1]
    assert before.groups[1] in after.groups and after.n_misses == 2
    (late,) = desk.missed(turn("zqxj"))
    desk.reviewer.decide(Decision("dismiss", (missed[1].id,)), ANA)
    desk.inbox.drop([missed[1].id], bot)
    assert desk.open_messages(bot) == [late.message, "zqxj vkwp"]


def test_what_is_an_example_by_now_waits_for_training(desk: Desk, bot: IntentBot) -> None:
    """Misses whose words are examples already are only counted; a thumb down on a sure answer is still shown."""
    missed = desk.missed(turn("new words"), turn("hello", "exact"))
    desk.turns.write([], [Feedback(missed[1].id, 1.0, -1)])
    overview = desk.inbox.overview(bot, lambda: {"new words", "hello"})
    assert [row.text for one in overview.groups for row in one.rows] == ["hello"] and overview.n_waiting == 1


def test_the_inbox_is_bounded(desk: Desk, bot: IntentBot) -> None:
    """Of more misses than are looked at the latest are given, and that there are more is told."""
    desk.missed(*(turn(f"word{number}") for number in range(30)))
    misses = desk.log.misses(limits_of(bot), limit=20)
    assert misses.is_cut and len(misses.found) == 20
    assert not Inbox(desk.log).overview(bot).is_cut


def test_reviewers_at_once_lose_nothing(desk: Desk) -> None:
    """Several people who accept different messages into one file at the same moment all find theirs in it."""
    missed = desk.missed(*(turn(f"my words {number}") for number in range(12)))
    url = f"sqlite:///{desk.intents.parent / 'log.db'}"
    failures: list[BaseException] = []

    def accept_some(some: list[Turn]) -> None:
        own = Desk.at(url, desk.intents)
        try:
            for one in some:
                own.reviewer.decide(accept([one], "track_order"), ANA)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=accept_some, args=(missed[number::4],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [] and len(desk.log.reviews()) == 12
    assert all(desk.text.count(f"      - my words {number}\n") == 1 for number in range(12))
    for review in desk.log.reviews():
        desk.reviewer.undo(review.id, ANA)
    assert "my words" not in desk.text
