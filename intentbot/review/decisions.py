"""What a reviewer decides, and what that changes in which files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from intentbot.errors import FileError, IntentFilesError, Problem, ReviewConflict, SentenceError
from intentbot.files.example_edits import ExampleEdit, one_sentence, plan_example, take_back
from intentbot.files.intent_edits import IntentEdit, NewIntent, plan_intent, take_intent_back
from intentbot.files.text_files import read_bytes
from intentbot.intents import BUILT_IN_ENTITIES, OUT_OF_SCOPE, Intent, IntentSet
from intentbot.responses import names_in
from intentbot.review.changes import FileChange, diff_of, digest_of
from intentbot.review.doubts import doubts, same_sentence
from intentbot.review.intent_folder import FilesNow, IntentFolder
from intentbot.review.written import Written
from intentbot.reviews import ReviewKind
from intentbot.text import MAX_CHARACTERS, comparison_key

MOST_SENTENCES = 200
"""How many sentences are written at once: nobody reads more of them in a diff."""

_GONE = frozenset({"unknown-example", "unknown-intent"})
"""What is said of a file in which nothing is left to take back."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What becomes an example: a message as a reviewer left it, and its language, empty for the bot's own."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done about some misses.

    Attributes
    ----------
    kind : {"accept", "new", "out_of_scope", "dismiss"}
    turns : tuple of str
        The ids of the misses.
    sentences : tuple of Sentence
        What is written; none where they are dismissed.
    intent : str
        Into which intent; the name of the new one.
    title, answer : str
        Of a new intent.
    file : str
        In which file of the folder a new intent is written; empty for that of `near`.
    near : str
        The intent that is most like a new one.
    """

    kind: ReviewKind
    turns: tuple[str, ...]
    sentences: tuple[Sentence, ...] = ()
    intent: str = ""
    title: str = ""
    answer: str = ""
    file: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision will change.

    Attributes
    ----------
    changes : tuple of FileChange
    written : Written
        As it will be kept, its paths within the folder.
    doubts : tuple of str
        What speaks against it, a sentence each.
    known : tuple of str
        Sentences that are examples of the intent already, and are not written again.
    """

    changes: tuple[FileChange, ...] = ()
    written: Written = field(default_factory=Written)
    doubts: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What tells whether the files still are what the plan was made on."""
        return digest_of(self.changes)


class _Desk:
    """The files while a plan is made: what they are, and what they will be."""

    def __init__(self, folder: IntentFolder) -> None:
        self.folder = folder
        self._before: dict[Path, bytes | None] = {}
        self._after: dict[Path, bytes] = {}

    def content(self, path: Path) -> bytes:
        if path not in self._after:
            self._before[path] = read_bytes(path) if path.exists() else None
            self._after[path] = self._before[path] or b""
        return self._after[path]

    def put(self, path: Path, content: bytes) -> None:
        self.content(path)
        self._after[path] = content

    def insert(self, path: Path, edit: ExampleEdit | IntentEdit) -> None:
        content = self.content(path)
        self.put(path, content[: edit.start] + edit.added + content[edit.start :])

    def changes(self) -> tuple[FileChange, ...]:
        return tuple(
            FileChange(path, self._before[path], after)
            for path, after in self._after.items()
            if after != self._before[path]
        )


def plan_decision(folder: IntentFolder, decision: Decision) -> Plan:
    """Return what a decision will change in the files as they are now; nothing is written.

    Raises
    ------
    ReviewConflict
        Where the intent is not in the files any more.
    IntentFilesError
        Where the files cannot be read, or the sentences cannot be put there.
    FileError
    """
    if decision.kind == "dismiss":
        return Plan()
    now, desk = folder.readable(), _Desk(folder)
    sentences = _distinct(decision)
    name = OUT_OF_SCOPE if decision.kind == "out_of_scope" else decision.intent
    intent = now.by_name.get(name)
    warnings = _doubts(now.intents, sentences, name, intent)
    if decision.kind == "accept" and intent is None:
        what = f'the files have no intent "{name}" any more.'
        raise ReviewConflict(what, "Somebody deleted or renamed it. Choose another one.")
    if intent is not None and decision.kind != "new":
        examples, known = _add_examples(desk, now, intent, sentences)
        return _planned(desk, Written(examples), warnings, known)
    return _planned(desk, Written(intents=(_add_intent(desk, now, decision, name, sentences),)), warnings, ())


def plan_undo(folder: IntentFolder, written: Written) -> tuple[tuple[FileChange, ...], tuple[str, ...]]:
    """Return the changes that take back what was written, and the sentences that somebody took out already.

    Raises
    ------
    IntentFilesError
        Where what was written cannot be taken out without touching what others wrote.
    FileError
    """
    desk = _Desk(folder)
    gone: list[str] = []
    edits: list[ExampleEdit | IntentEdit] = [*reversed(written.examples), *written.intents]
    for edit in edits:
        path = folder.whole(edit.path)
        # Errors name the file as everything else does.
        named = replace(edit, path=path.as_posix())
        try:
            content = desk.content(path)
            taken = take_back(content, named) if isinstance(named, ExampleEdit) else take_intent_back(content, named)
            desk.put(path, taken)
        except IntentFilesError as error:
            if any(problem.code not in _GONE for problem in error.problems):
                raise
            gone.append(edit.sentence if isinstance(edit, ExampleEdit) else edit.intent)
    return desk.changes(), tuple(gone)


def _planned(desk: _Desk, written: Written, warnings: tuple[str, ...], known: tuple[str, ...]) -> Plan:
    changes = desk.changes()
    kept = Written(written.examples, written.intents, diff_of(changes))
    return Plan(changes, kept, warnings, known)


def _distinct(decision: Decision) -> list[Sentence]:
    """Return each sentence once, in one line.

    Raises
    ------
    SentenceError
    """
    found: dict[tuple[str, str], Sentence] = {}
    for sentence in decision.sentences:
        text = one_sentence(sentence.text[:MAX_CHARACTERS])
        if key := comparison_key(text):
            found.setdefault((key, sentence.language), Sentence(text, sentence.language))
    if not found:
        raise SentenceError("there are no words to write.", "Write a sentence, or dismiss the message.", column=1)
    if len(found) > MOST_SENTENCES:
        what = f"these are {len(found):,} sentences, and at most {MOST_SENTENCES} are written at once."
        raise SentenceError(what, "Choose the ones that differ most; a handful teaches as much.", column=1)
    return list(found.values())


def _doubts(known: IntentSet, sentences: list[Sentence], name: str, intent: Intent | None) -> tuple[str, ...]:
    spoken = intent.languages if intent else ()
    found = []
    for sentence in sentences:
        language = sentence.language if sentence.language in spoken else ""
        found += [f'"{sentence.text}": {doubt}' for doubt in doubts(known, sentence.text, into=name, language=language)]
    return tuple(found)


def _add_examples(
    desk: _Desk, now: FilesNow, intent: Intent, sentences: list[Sentence]
) -> tuple[tuple[ExampleEdit, ...], tuple[str, ...]]:
    edits, known = [], []
    for sentence in sentences:
        path = desk.folder.home(intent, sentence.language or now.intents.bot.language)
        spoken = next((one.language for one in intent.examples if one.place.path == path.as_posix()), "")
        same = same_sentence(now.intents, comparison_key(sentence.text), spoken)
        if intent.name in same:
            known.append(f'"{sentence.text}": {same[intent.name].place}')
            continue
        edit = plan_example(desk.content(path), path.as_posix(), intent.name, sentence.text)
        desk.insert(path, edit)
        edits.append(replace(edit, path=desk.folder.relative(path)))
    return tuple(edits), tuple(known)


def _add_intent(desk: _Desk, now: FilesNow, decision: Decision, name: str, sentences: list[Sentence]) -> IntentEdit:
    title, answer = one_sentence(decision.title), decision.answer.strip()
    if decision.kind == "out_of_scope":
        title, answer = "", ""
    elif name in now.by_name:
        place = now.by_name[name].place
        fix = "Accept the sentences into it, or choose another name."
        what = f'there is an intent "{name}" already.'
        raise IntentFilesError([Problem(place.path, place.line, place.column, what, fix, "known-intent")])
    path = _file_for(desk.folder, now, decision)
    answers = (_as_response(answer, now.intents),) if answer else ()
    new = NewIntent(name, tuple(one.text for one in sentences), title, answers)
    edit = plan_intent(desk.content(path), path.as_posix(), new)
    desk.insert(path, edit)
    return replace(edit, path=desk.folder.relative(path))


def _file_for(folder: IntentFolder, now: FilesNow, decision: Decision) -> Path:
    if decision.file:
        path = folder.whole(decision.file)
        if path not in folder.paths():
            raise FileError(f'"{decision.file}" is not there any more.', "Choose another file.")
        return path
    paths = folder.paths()
    if decision.kind == "out_of_scope":
        return folder.root / "out_of_scope.yaml" if folder.root == folder.source else paths[0]
    near = now.by_name.get(decision.near)
    homes = _homes(now.intents)
    return Path(near.place.path) if near else next(homes, paths[0])


def _homes(intents: IntentSet) -> Iterator[Path]:
    """Yield the files that have intents which are answered."""
    return (Path(intent.place.path) for intent in intents.in_scope if intent.place.path)


def _as_response(answer: str, intents: IntentSet) -> str:
    """Return what is read as an answer; braces that name nothing are plain text."""
    known = {*BUILT_IN_ENTITIES, *(entity.name for entity in intents.entities)}
    try:
        if known.issuperset(names_in(answer)):
            return answer
    except SentenceError:
        # A brace alone.
        pass
    return answer.replace("{", "{{").replace("}", "}}")
