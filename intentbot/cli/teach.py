"""Teaching in the terminal: what the bot got wrong goes among the right intent's examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from intentbot.cli.console import on_one_line, paint, tell
from intentbot.cli.lines import Lines
from intentbot.cli.taught import Taught
from intentbot.cli.turns import turn_lines
from intentbot.errors import IntentBotError, IntentFilesError
from intentbot.review.intent_names import find_intents, says

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.files.example_edits import ExampleEdit
    from intentbot.files.model_folder import Model
    from intentbot.intents import Intent, IntentSet
    from intentbot.predictions import Reply

Outcome = Literal["trained", "answers", "unchanged"]
Retrain: TypeAlias = "Callable[[], tuple[Outcome, Model]]"
"""Brings the model up to date; returns what that took, and the model."""

Prepare: TypeAlias = "Callable[[IntentBot], IntentBot]"
"""Gives a bot its actions."""

N_CHOICES = 5
"""How many intents are offered: the right one is nearly always among them, and more are not read."""

COMMANDS = {
    "/teach": "put the last message among an intent's examples; /teach NAME names the intent at once",
    "/oos": "put it under out_of_scope: the bot must not answer it",
    "/undo": "take the last one out of the file again",
    "/retrain": "train with what was taught, and go on with this conversation",
    "/help": "show this",
    "/quit": "end, as Ctrl-D does",
}


class Teacher:
    """Listens to a conversation, and writes into intent files what the editor says was meant.

    Parameters
    ----------
    bot : IntentBot
        The bot that is taught, as it was opened. What answers is the attribute of this name.
    source : Path
        The intent files: a YAML file, or a folder of them.
    lines : Lines
        Where answers to questions come from.
    prepare, retrain : callable
        See `Prepare` and `Retrain`.
    command : str
        What to run to train, for the last words.
    """

    def __init__(
        self, bot: IntentBot, source: Path, lines: Lines, *, prepare: Prepare, retrain: Retrain, command: str
    ) -> None:
        self._source, self._lines, self._command = source, lines, command
        self._prepare, self._retrain = prepare, retrain
        self._taught = Taught(bot.model)
        self.bot = prepare(self._taught.bot(bot))
        self._message = ""
        self._reply: Reply | None = None
        self._edits: list[ExampleEdit] = []
        self._untrained: list[ExampleEdit] = []
        self._n_unlearned = 0

    def listen(self, message: str, reply: Reply) -> str:
        """Keep the message that may be taught next, and return what is said about its answer."""
        from intentbot.intents import OUT_OF_SCOPE
        from intentbot.text import comparison_key

        self._message, self._reply = message, reply
        refused = reply.intent is None and self.bot.model.exact.get(comparison_key(message)) == OUT_OF_SCOPE
        threshold = self.bot.classifier.rejection.threshold
        return "\n".join(turn_lines(reply, threshold, repeats=OUT_OF_SCOPE if refused else ""))

    def obey(self, line: str) -> bool:
        """Do what a command says; return whether the line was one. What goes wrong is told, never raised."""
        command, _, rest = line.strip().partition(" ")
        if not command.startswith("/"):
            return False
        try:
            self._do(command, rest.strip())
        except IntentFilesError as error:
            tell(str(error))
        except IntentBotError as error:
            tell(f"{paint('error: ', 'red')}{error}")
        return True

    def leave(self) -> None:
        """Say what was written and is not learned yet."""
        if self._untrained:
            paths = ", ".join(dict.fromkeys(edit.path for edit in self._untrained))
            n_sentences = len(self._untrained)
            what, them = ("1 sentence was", "it") if n_sentences == 1 else (f"{n_sentences} sentences were", "them")
            print(f"{what} written to {paths}, and the model has not learned from {them} yet.")
        elif self._n_unlearned:
            print("The files have lost sentences since the model was trained.")
        else:
            return
        print(f"Train it: {self._command}")

    def _do(self, command: str, rest: str) -> None:
        from intentbot.fuzzy import suggest
        from intentbot.intents import OUT_OF_SCOPE

        if command == "/teach":
            self._teach(rest)
        elif command == "/oos":
            self._write(OUT_OF_SCOPE)
        elif command == "/undo":
            self._undo()
        elif command == "/retrain":
            self._train()
        elif command == "/help":
            print("\n".join(f"  {paint(name.ljust(9), 'bold')} {what}" for name, what in COMMANDS.items()))
        else:
            near = suggest(command, COMMANDS)
            print(f"There is no {on_one_line(command)}. " + (f"Did you mean {near}?" if near else "See /help."))

    def _teach(self, wanted: str) -> None:
        if not self._message.strip():
            print("There is no message to teach yet: write one first.")
            return
        name = self._choose(wanted, {intent.name: intent for intent in self._read().in_scope})
        if name:
            self._write(name)

    def _choose(self, wanted: str, intents: Mapping[str, Intent]) -> str:
        """Return the intent that is meant by a name, a part of one, or a number that is asked for; empty for none."""
        likely = [ranked.intent for ranked in (self._reply.ranking if self._reply else ())]
        while True:
            offered = find_intents(wanted, intents) if wanted else [name for name in likely if name in intents]
            if not offered and wanted:
                print(f'No intent is called "{on_one_line(wanted)}".')
                offered = [name for name in likely if name in intents]
            elif len(offered) == 1 and wanted and says(wanted, intents[offered[0]]):
                return offered[0]
            offered = offered[:N_CHOICES]
            self._offer(offered, intents)
            answer = (self._lines.read("number or name: ") or "").strip()
            if answer.startswith("/") and answer != "/":
                self._lines.put_back(answer)
                return ""
            if answer in ("", "0", "/"):
                print("Nothing was written.")
                return ""
            if answer.isascii() and answer.isdigit() and 1 <= int(answer[:4]) <= len(offered):
                return offered[int(answer[:4]) - 1]
            wanted = answer

    def _offer(self, names: Sequence[str], intents: Mapping[str, Intent]) -> None:
        sure = {ranked.intent: ranked.confidence for ranked in (self._reply.ranking if self._reply else ())}
        print(f'"{on_one_line(self._message)}" belongs to:')
        for number, name in enumerate(names, 1):
            title = on_one_line(intents[name].shown_title)
            print(f"  {paint(str(number), 'bold')} {title}  {paint(f'{name}, {sure.get(name, 0.0):.3f}', 'dim')}")
        print(f"  {paint('0', 'bold')} none of these; or type a part of a name")

    def _write(self, name: str) -> None:
        from intentbot.files.example_edits import one_sentence
        from intentbot.files.example_files import home_of, write_into
        from intentbot.review.doubts import doubts, same_sentence
        from intentbot.text import MAX_CHARACTERS, comparison_key

        sentence = one_sentence(self._message[:MAX_CHARACTERS])
        known = self._read()
        intent = next((one for one in known if one.name == name), None)
        if not comparison_key(sentence):
            print("There is no message to teach yet: write one first.")
            return
        if intent is None:
            print(f"The files have no {name} yet. Write it under intents: first, with an example.")
            return
        usual = known.bot.language
        language = self._reply.language if self._reply else ""
        path, spoken = home_of(intent, language, usual)
        same = same_sentence(known, comparison_key(sentence), spoken)
        if name in same:
            print(f"It is an example of {name} already: {same[name].place}. Nothing was written.")
            return
        spoken_of = doubts(known, sentence, into=name, language=spoken)
        if not all(map(self._agrees, (*spoken_of, *self._own_doubts()))):
            print("Nothing was written.")
            return
        edit = write_into(Path(path), name, sentence)
        self._edits.append(edit)
        self._untrained.append(edit)
        self._taught.update(sentence, self._read())
        print(f"{edit.path}:{edit.line}: an example of {name} now. {paint('/undo takes it back.', 'dim')}")
        if all(intent.name != name for intent in self.bot.intents):
            print(f"The model does not have {name} yet: /retrain.")

    def _own_doubts(self) -> Iterator[str]:
        if self._reply and self._reply.decided_by in ("slot", "button"):
            yield "It answered a question of the bot, so alone it may mean nothing."

    def _agrees(self, doubt: str) -> bool:
        print(doubt)
        answer = self._lines.read("Write it all the same? (y/N) ")
        return (answer or "").strip().casefold() in ("y", "yes")

    def _undo(self) -> None:
        from intentbot.files.example_files import take_out

        if not self._edits:
            print("Nothing was taught, so there is nothing to take back.")
            return
        edit = self._edits[-1]
        try:
            take_out(edit)
        except IntentFilesError:
            # Somebody changed it; those before it can still be taken back.
            self._forget(edit)
            raise
        self._forget(edit)
        self._taught.update(edit.sentence, self._read())
        print(f'{edit.path}: "{on_one_line(edit.sentence)}" is no example of {edit.intent} any more.')

    def _forget(self, edit: ExampleEdit) -> None:
        self._edits.remove(edit)
        if edit in self._untrained:
            self._untrained.remove(edit)
        else:
            self._n_unlearned += 1

    def _train(self) -> None:
        try:
            outcome, model = self._retrain()
        except KeyboardInterrupt as stop:
            tell(f"\n{stop}" if str(stop) else "\nStopped.")
            return
        self._taught = Taught(model)
        self.bot = self._prepare(self._taught.bot(self.bot))
        self._untrained, self._n_unlearned = [], 0
        said = {"trained": "Trained.", "answers": "There were only new answers.", "unchanged": "Nothing has changed."}
        print(f"{said[outcome]} The conversation goes on.")

    def _read(self) -> IntentSet:
        """Return the intent files as they are now.

        Raises
        ------
        IntentFilesError
            Where one of them cannot be read.
        """
        from intentbot.files.intent_files import read_yaml_intents
        from intentbot.files.nodes import UNREAD

        intents, problems = read_yaml_intents(self._source)
        unread = [problem for problem in problems if problem.code in UNREAD]
        if unread:
            raise IntentFilesError(unread)
        return intents
