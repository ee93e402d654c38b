"""The bot on the web. Needs ``pip install 'intentbot[server]'``: FastAPI is imported here."""

from __future__ import annotations

from importlib.util import find_spec

from intentbot.errors import MissingExtra

if find_spec("fastapi") is None or find_spec("sqlalchemy") is None:
    raise MissingExtra("server", "The server")
