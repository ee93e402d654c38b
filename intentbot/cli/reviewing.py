"""A round through the inbox in the terminal: one group of misses after the other, one key for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from intentbot.cli.console import on_one_line, paint, tell
from intentbot.cli.keys import Keys
from intentbot.errors import IntentBotError, IntentFilesError, ReviewConflict
from intentbot.review.commits import Author
from intentbot.review.decisions import Decision, Sentence
from intentbot.review.evidence import nearest_examples
from intentbot.review.intent_names import find_intents
from intentbot.review.reviewer import Reviewer
from intentbot.reviews import REASONS

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.files.example_edits import ExampleEdit
    from intentbot.files.intent_edits import IntentEdit
    from intentbot.intents import Intent
    from intentbot.review.inbox import Group, Overview, Row
    from intentbot.store.turn_log import TurnLog

N_ROWS = 8
"""How many messages of a group are shown, and decided about, at once."""

N_NEAR = 3

N_AROUND = 10
"""How many turns of a conversation are shown before a message, and behind it."""

COMMANDS = {
    "1-5": "put the messages among the examples of this intent",
    "/": "put them into another one: type a part of its name or title",
    "n": "make a new intent of them: its name, its title and a first answer are asked",
    "o": "put them under out_of_scope: the bot must not answer them",
    "d": "dismiss them: they go out of the inbox, and nothing is written",
    "e": "write them in other words first",
    "x": "leave some of them for later: type their numbers",
    "l": "look at the conversation around the first one",
    "s": "skip: go on, and leave them in the inbox",
    "u": "take the last decision back",
    "q": "end, as Ctrl-D does",
}


class Round:
    """One round through the inbox.

    Parameters
    ----------
    overview : Overview
        What is in the inbox.
    reviewer : Reviewer
    bot : IntentBot
        The one that serves: in its eyes examples are alike.
    turns : TurnLog
        Where conversations are looked up.
    author : Author
        Who decides.
    keys : Keys
    """

    def __init__(
        self, overview: Overview, reviewer: Reviewer, bot: IntentBot, turns: TurnLog, *, author: Author, keys: Keys
    ) -> None:
        self._groups = list(overview.groups)
        self._reviewer, self._bot, self._turns, self._author, self._keys = reviewer, bot, turns, author, keys
        self._place = 0
        self._rows: list[Row] = []
        self._done: list[tuple[str, int]] = []

    @property
    def n_decided(self) -> int:
        """How many decisions stand."""
        return len(self._done)

    @property
    def n_left(self) -> int:
        """How many groups were not decided about."""
        return len(self._groups) - len({place for _, place in self._done})

    def go(self) -> None:
        """Show one group after the other until there is none left, or no more input."""
        while self._place < len(self._groups):
            group = self._groups[self._place]
            self._rows = list(group.rows[:N_ROWS])
            self._show(group)
            if not self._decide(group):
                return

    def _decide(self, group: Group) -> bool:
        """Ask until the group is dealt with; return whether to go on."""
        while True:
            keys = "1-5 / n o d e x l s u q ?"
            key = self._keys.read(f"{paint(keys, 'dim')} > ")
            if key is None or key.strip() in ("q", "/quit"):
                return False
            try:
                if self._obey(key.strip(), group):
                    return True
            except IntentFilesError as error:
                tell(str(error))
            except ReviewConflict as conflict:
                tell(f"{paint('conflict: ', 'yellow')}{conflict}")
            except IntentBotError as error:
                tell(f"{paint('error: ', 'red')}{error}")

    def _obey(self, key: str, group: Group) -> bool:
        """Do what a key says; return whether another group is shown next."""
        command, rest = key[:1], key[1:].strip()
        simple: dict[str, Callable[[], bool]] = {
            "o": lambda: self._write(self._decision("out_of_scope"), group),
            "d": lambda: self._write(replace(self._decision("dismiss"), sentences=()), group),
            "n": lambda: self._write(self._new(rest, group), group),
            "e": self._edit,
            "x": lambda: self._leave_out(rest),
            "l": self._look,
            "s": self._skip,
            "u": self._undo,
        }
        if command in simple and (not rest or command in "nx"):
            return simple[command]()
        if key.isascii() and key.isdigit() and 1 <= int(key[:3]) <= len(group.ranking):
            return self._accept(group.ranking[int(key) - 1].intent, group)
        if command == "/":
            return self._accept(self._choose(rest), group)
        if key:
            print("\n".join(f"  {paint(name.ljust(4), 'bold')} {what}" for name, what in COMMANDS.items()))
        return False

    def _accept(self, intent: str, group: Group) -> bool:
        return bool(intent) and self._write(self._decision("accept", intent=intent), group)

    def _decision(self, kind: str, **others: str) -> Decision:
        sentences = tuple(Sentence(row.text, row.language) for row in self._rows)
        turns = tuple(turn for row in self._rows for turn in row.turns)
        return Decision(kind, turns, sentences, **others)  # type: ignore[arg-type]

    def _new(self, name: str, group: Group) -> Decision:
        name = name or self._ask("name, such as gift_cards: ")
        title = self._ask("title, as customers see it: ")
        answer = self._ask("first answer: ")
        near = group.ranking[0].intent if group.ranking else ""
        return self._decision("new", intent=name, title=title, answer=answer, near=near)

    def _write(self, decision: Decision, group: Group) -> bool:
        if not decision.turns:
            print("No message is left in it.")
            return False
        plan = self._reviewer.plan(decision)
        for doubt in plan.doubts:
            print(on_one_line(doubt))
        if plan.doubts and self._ask("Write it all the same? (y/N) ").casefold() not in ("y", "yes"):
            print("Nothing was written.")
            return False
        outcome = self._reviewer.decide(decision, self._author)
        self._done.append((outcome.review.id, self._place))
        for edit in outcome.written.examples:
            print(f"{self._place_of(edit)}: {on_one_line(edit.sentence)}")
        for made in outcome.written.intents:
            print(f"{self._place_of(made)}: {made.intent}, a new intent")
        for known in plan.known:
            print(f"an example already: {on_one_line(known)}")
        if outcome.written.note:
            tell(f"Not committed: {on_one_line(outcome.written.note)}")
        print(paint("Dismissed. u takes it back." if decision.kind == "dismiss" else "u takes it back.", "dim"))
        left = [row for row in group.rows if row.turns[0] not in decision.turns]
        if left:
            self._groups.insert(self._place + 1, replace(group, rows=tuple(left)))
        self._place += 1
        return True

    def _place_of(self, edit: ExampleEdit | IntentEdit) -> str:
        folder = self._reviewer.folder
        path = folder.whole(edit.path).as_posix() if folder else edit.path
        return paint(f"{path}:{edit.line}", "green")

    def _edit(self) -> bool:
        for number, row in enumerate(self._rows):
            new = self._ask(f"{on_one_line(row.text)}\n  in other words (Enter leaves it): ")
            if new:
                self._rows[number] = replace(row, text=new)
        self._show_rows(0)
        return False

    def _leave_out(self, numbers: str) -> bool:
        chosen = {int(one) for one in (numbers or self._ask("numbers: ")).split() if one.isascii() and one.isdigit()}
        self._rows = [row for number, row in enumerate(self._rows, 1) if number not in chosen]
        self._show_rows(0)
        return False

    def _look(self) -> bool:
        if not self._rows:
            return False
        turn = self._rows[0].turns[0]
        for one in self._turns.around(turn, N_AROUND):
            mark = ">" if one.id == turn else " "
            decided = paint(f"[{one.intent or one.decided_by}]", "dim")
            print(f"{mark} {paint('customer', 'bold')} {on_one_line(one.message)}")
            print(f"  {paint('bot     ', 'dim')} {on_one_line(one.answer)} {decided}")
        return False

    def _skip(self) -> bool:
        self._place += 1
        return True

    def _undo(self) -> bool:
        if not self._done:
            print("Nothing was decided, so there is nothing to take back.")
            return False
        review, place = self._done[-1]
        outcome = self._reviewer.undo(review, self._author)
        self._done.pop()
        for sentence in outcome.gone:
            print(f"It was taken out already: {on_one_line(sentence)}")
        print("Taken back.")
        self._place = place
        return True

    def _choose(self, wanted: str) -> str:
        """Return the intent that is meant by a part of its name or title; empty for none."""
        intents = self._intents()
        while True:
            wanted = wanted or self._ask("part of a name or title: ")
            found = find_intents(wanted, intents)[:9] if wanted else []
            if len(found) == 1:
                return found[0]
            if not found:
                print(f'No intent is called "{on_one_line(wanted)}".' if wanted else "Nothing was written.")
                return ""
            for number, name in enumerate(found, 1):
                print(f"  {paint(str(number), 'bold')} {on_one_line(intents[name].shown_title)}  {paint(name, 'dim')}")
            answer = self._ask("number, or more of the name: ")
            if answer.isascii() and answer.isdigit() and 1 <= int(answer[:3]) <= len(found):
                return found[int(answer) - 1]
            if not answer:
                print("Nothing was written.")
                return ""
            wanted = answer

    def _ask(self, prompt: str) -> str:
        return (self._keys.lines.read(prompt) or "").strip()

    def _intents(self) -> dict[str, Intent]:
        folder = self._reviewer.folder
        known = folder.readable().intents if folder else self._bot.intents
        return {intent.name: intent for intent in known.in_scope}

    def _show(self, group: Group) -> None:
        reasons = ", ".join(f"{n:,} {REASONS[reason]}" for reason, n in group.reasons.items())
        at = datetime.fromtimestamp(group.at).astimezone().strftime("%d %b %H:%M")
        count = f"{group.n_misses:,} {'miss' if group.n_misses == 1 else 'misses'}"
        print(f"\n{paint(f'{self._place + 1} of {len(self._groups)}', 'bold')}  {count}: {reasons}; last {at}")
        self._show_rows(len(group.rows) - len(self._rows))
        intents = self._intents()
        for number, ranked in enumerate(group.ranking, 1):
            intent = intents.get(ranked.intent)
            title = on_one_line(intent.shown_title) if intent else "(not in the files)"
            print(
                f"  {paint(str(number), 'bold')} {title}  {paint(f'{ranked.intent}, {ranked.confidence:.3f}', 'dim')}"
            )
        folder = self._reviewer.folder
        near = nearest_examples(self._bot, group.rows[0].text, folder.now().intents if folder else None, n_shown=N_NEAR)
        for one in near:
            place = f"{one.intent}, {one.example.place}"
            print(f"  {paint('near:', 'dim')} {on_one_line(one.example.text)}  {paint(place, 'dim')}")

    def _show_rows(self, n_more: int) -> None:
        for number, row in enumerate(self._rows, 1):
            times = f"{len(row.turns):,} x" if len(row.turns) > 1 else ""
            print(f"  {paint(f'{number}:', 'dim')} {times:>6} {paint(on_one_line(row.text), 'bold')}")
        if n_more > 0:
            print(paint(f"            and {n_more:,} more, which come next", "dim"))
