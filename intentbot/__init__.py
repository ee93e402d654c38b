"""An intent bot for customer service: YAML intents, a CNN that learns them, answers in microseconds."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from intentbot.version import VERSION as __version__

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.errors import IntentBotError
    from intentbot.predictions import Prediction, Reply

__all__ = ["IntentBot", "IntentBotError", "Prediction", "Reply", "__version__"]

_HOMES = {"IntentBot": "bot", "IntentBotError": "errors", "Prediction": "predictions", "Reply": "predictions"}


def __getattr__(name: str) -> object:
    # NumPy waits until a bot is wanted: `intentbot --help` runs this file too, and answers at once.
    if name not in _HOMES:
        raise AttributeError(f"module 'intentbot' has no attribute {name!r}")
    found: object = getattr(import_module(f"intentbot.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
