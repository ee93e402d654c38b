"""Takes actions from a file of Python functions, for commands that talk."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.console import tell
from intentbot.errors import ActionError

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.conversation.actions import ActionFunction


class _Told(logging.Handler):
    """Tells what goes wrong outside in a line each: who talks in a terminal is not helped by a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        tell(record.getMessage())


def with_actions(bot: IntentBot, path: Path | None) -> IntentBot:
    """Return a bot with the actions of a file.

    Those that nothing does are told: what needs them is answered with what is said when they fail.

    Raises
    ------
    FileError, ActionError
        As `read_functions`.
    """
    from intentbot.bot import IntentBot

    log = logging.getLogger("intentbot")
    if not any(isinstance(handler, _Told) for handler in log.handlers):
        log.addHandler(_Told())
    actions = bot.intents.actions
    functions = read_functions(path, [action.name for action in actions]) if path else {}
    idle = [one.name for one in actions if one.webhook is None and one.name not in functions]
    if idle:
        what = f"the action {idle[0]} has" if len(idle) == 1 else f"the actions {', '.join(idle)} have"
        tell(f"{what} no webhook, and no function was given (--actions FILE).")
    return IntentBot(bot.model, sessions=bot.sessions, actions=functions, clock=bot.clock) if functions else bot


def read_functions(path: Path, names: Collection[str]) -> Mapping[str, ActionFunction]:
    """Return the functions of a Python file that have the names of actions; the file is run.

    Raises
    ------
    FileError
        Where there is no such file.
    ActionError
        Where it fails, or has no function of such a name.
    """
    from intentbot.files.functions import load_functions

    functions = load_functions(path)
    found = {name: functions[name] for name in names if name in functions}
    if not found:
        wanted = f"of the bot's actions: {', '.join(names)}" if names else "at all: the bot has no actions"
        raise ActionError(f"{path} has no function {wanted}.", "A function has the name of its action.")
    return found
