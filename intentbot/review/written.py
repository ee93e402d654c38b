"""What a decision wrote, as it is kept: what undo takes out again, and what the list of decisions shows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from intentbot.files.example_edits import ExampleEdit
from intentbot.files.intent_edits import IntentEdit


@dataclass(frozen=True, slots=True)
class Written:
    """What a decision wrote.

    Attributes
    ----------
    examples : tuple of ExampleEdit
    intents : tuple of IntentEdit
    diff : str
    commit : str
        The hash of its commit; empty for none.
    note : str
        Why there is none, where there should be one.
    """

    examples: tuple[ExampleEdit, ...] = ()
    intents: tuple[IntentEdit, ...] = ()
    diff: str = ""
    commit: str = ""
    note: str = ""

    def to_json(self) -> str:
        """Return it as JSON in ASCII, to be kept."""
        record = asdict(self)
        for edit in (*record["examples"], *record["intents"]):
            edit["added"] = edit["added"].decode()
        return json.dumps(record)

    @classmethod
    def from_json(cls, text: str) -> Written:
        """Return what `to_json` wrote; nothing for an empty text."""
        record = json.loads(text) if text else {}
        examples = (ExampleEdit(**{**one, "added": one["added"].encode()}) for one in record.pop("examples", ()))
        intents = (IntentEdit(**{**one, "added": one["added"].encode()}) for one in record.pop("intents", ()))
        return cls(tuple(examples), tuple(intents), **record)
