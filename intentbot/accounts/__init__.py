"""Who may do what. Needs ``pip install 'intentbot[server]'``: passwords are hashed with argon2."""

from __future__ import annotations

from importlib.util import find_spec

from intentbot.errors import MissingExtra

if find_spec("argon2") is None or find_spec("sqlalchemy") is None:
    raise MissingExtra("server", "Logging in")
