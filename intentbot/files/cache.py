"""Where things are kept that could be made again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the user's cache folder of intentbot, which may not exist yet.

    ``INTENTBOT_CACHE`` names another one.
    """
    named = os.environ.get("INTENTBOT_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "intentbot")
