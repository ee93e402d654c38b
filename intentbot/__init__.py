"""An intent bot for customer service: YAML intents, a CNN that learns them, answers in microseconds."""

from intentbot.bot import IntentBot
from intentbot.errors import IntentBotError
from intentbot.predictions import Prediction, Reply
from intentbot.version import VERSION as __version__

__all__ = ["IntentBot", "IntentBotError", "Prediction", "Reply", "__version__"]
