"""Reads the Python functions that are a bot's actions, by running the file they stand in."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from intentbot.conversation.actions import ActionFunction
from intentbot.errors import ActionError, FileError


def load_functions(path: Path) -> Mapping[str, ActionFunction]:
    """Return the functions of a Python file by their names, whichever of them are actions; the file is run.

    Raises
    ------
    FileError
        Where there is no such file.
    ActionError
        Where it fails.
    """
    if not path.is_file():
        raise FileError(f"{path} is no file of actions.", "Give a Python file with a function for each action.")
    spec = importlib.util.spec_from_file_location("intentbot_actions", path)
    if spec is None or spec.loader is None:
        raise FileError(f"{path} is no Python file.", "Its name must end in .py.")
    module = importlib.util.module_from_spec(spec)
    # What is defined in it must find its module, as a dataclass does.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        line = error.lineno if isinstance(error, SyntaxError) else where.lineno
        raise ActionError(f"{path}:{line}: {type(error).__name__}: {error}", "Mend the file.") from error
    return {name: found for name, found in vars(module).items() if callable(found)}
