"""What is sent by the forms of the inbox, as a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from intentbot.errors import SettingsError
from intentbot.intents import Intent
from intentbot.review.decisions import Decision, Sentence
from intentbot.review.inbox import Overview, Row
from intentbot.review.intent_names import find_intents

MOST_ROWS = 50
"""Messages of a group that are shown, and decided about, at once; the rest comes when these are done with."""

MOST_UNSEEN = 8
"""So many sentences are written at once without being shown first."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form of the inbox.

    Attributes
    ----------
    do : str
        Which button was pressed: ``accept``, ``accept:NAME``, ``new``, ``out_of_scope`` or ``dismiss``.
    turns : tuple of str
        A turn of each message that was ticked.
    groups : tuple of str
        A turn of each group that was ticked.
    sentences : mapping of str to str
        What the reviewer made of a message, by its turn.
    fields : mapping of str to str
        ``intent``, ``name``, ``title``, ``answer``, ``file``, ``near``, ``seen`` and ``from``.
    is_preview : bool
        Whether the change is to be shown first.
    """

    do: str
    turns: tuple[str, ...]
    groups: tuple[str, ...]
    sentences: Mapping[str, str]
    fields: Mapping[str, str]
    is_preview: bool

    @classmethod
    def of(cls, form: FormData) -> Sent:
        """Return what a form says."""
        values = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
        said = dict(values)
        names = ("intent", "name", "title", "answer", "file", "near", "seen", "from")
        group, _, intent = said.get("one", "").partition(":")
        return cls(
            do=f"accept:{intent}" if group else said.get("do", ""),
            turns=tuple(value for key, value in values if key == "row"),
            groups=(group,) if group else tuple(value for key, value in values if key == "group"),
            sentences={key.removeprefix("sentence-"): value for key, value in values if key.startswith("sentence-")},
            fields={name: said.get(name, "") for name in names},
            is_preview=bool(said.get("preview")),
        )

    def rows(self, overview: Overview) -> list[Row]:
        """Return the messages that are meant, as they are in the inbox now."""
        chosen = list(overview.rows_of(self.turns))
        for turn in self.groups:
            group = overview.group_of(turn)
            # What is written is first shown, and nobody reads more; what is dismissed is not written.
            most = None if self.do == "dismiss" else MOST_ROWS
            chosen += group.rows[:most] if group else ()
        return chosen

    def decision(self, rows: list[Row], intents: Mapping[str, Intent]) -> Decision:
        """Return the decision about messages.

        Raises
        ------
        SettingsError
            Where no intent was chosen, or what was typed means none or several.
        """
        kind, _, named = self.do.partition(":")
        turns = tuple(turn for row in rows for turn in row.turns)
        sentences = tuple(Sentence(self._text(row), row.language) for row in rows)
        if kind == "dismiss":
            return Decision("dismiss", turns, ())
        if kind == "out_of_scope":
            return Decision("out_of_scope", turns, sentences)
        if kind == "new":
            said = self.fields
            others = {"title": said["title"], "answer": said["answer"], "file": said["file"], "near": said["near"]}
            return Decision("new", turns, sentences, self._new_name(), **others)
        if kind == "accept":
            return Decision("accept", turns, sentences, named or _one_intent(self.fields["intent"], intents))
        raise SettingsError("no button was pressed.", "Press one of them.")

    def _text(self, row: Row) -> str:
        return next((self.sentences[turn] for turn in row.turns if turn in self.sentences), row.text)

    def _new_name(self) -> str:
        """Return the name of a new intent; where none was typed, the title in small letters."""
        name = self.fields["name"].strip()
        return name or "_".join("".join(c if c.isalnum() else " " for c in self.fields["title"].casefold()).split())


def _one_intent(typed: str, intents: Mapping[str, Intent]) -> str:
    typed = typed.strip()
    if not typed:
        raise SettingsError("no intent was chosen.", "Type a part of its name or title, or press one of the offered.")
    found = find_intents(typed, intents)
    if len(found) != 1:
        several = f"It may be {', '.join(found[:5])}." if found else "See the list under the field."
        raise SettingsError(f'"{typed}" is {"more than one intent" if found else "no intent"}.', several)
    return found[0]
