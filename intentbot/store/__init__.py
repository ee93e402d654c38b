"""Conversations kept in a database. Needs ``pip install 'intentbot[store]'``: SQLAlchemy is imported here.

>>> from intentbot.store import SqlSessions

PostgreSQL needs the extra ``intentbot[postgres]`` as well.
"""

from __future__ import annotations

from importlib.util import find_spec

from intentbot.errors import MissingExtra

if find_spec("sqlalchemy") is None:
    raise MissingExtra("store", "A store of conversations")

from intentbot.store.sql_sessions import SqlSessions

__all__ = ["SqlSessions"]
