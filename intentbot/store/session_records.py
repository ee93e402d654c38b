"""A session as a line of JSON and back, by the annotations of its classes.

`files.records` does the same for models, once; this is done twice for each message, so what a class needs is worked out
only once. It is stricter, too: a record that is not understood in full, such as one of a newer version of intentbot, is
refused, as half a conversation could answer the wrong question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from intentbot.sessions import Session

_Change = Callable[[Any], Any]


def pack_session(session: Session) -> str:
    """Return a session as JSON in ASCII, so that a database of any encoding keeps it; defaults are left out."""
    return json.dumps(_written(session, _parts(Session)), separators=(",", ":"))


def unpack_session(text: str) -> Session:
    """Return the session that `pack_session` made this of.

    Raises
    ------
    ValueError
        Where it is none, or one of another version.
    """
    try:
        session: Session = _reader(Session)(json.loads(text))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return session


@cache
def _writer(kind: Any) -> _Change | None:
    """Return what makes JSON of a value of this type; None where the value is JSON already."""
    if isinstance(kind, type) and is_dataclass(kind):
        parts = _parts(kind)
        return lambda value: _written(value, parts)
    if get_origin(kind) is tuple:
        write = _writer(get_args(kind)[0])
        return list if write is None else lambda items: [write(item) for item in items]
    return None


@cache
def _parts(kind: Any) -> tuple[tuple[str, Any, _Change | None], ...]:
    """Return each field of a dataclass with its default and what makes JSON of it."""
    hints = get_type_hints(kind)
    return tuple((field.name, field.default, _writer(hints[field.name])) for field in fields(kind))


def _written(value: Any, parts: Iterable[tuple[str, Any, _Change | None]]) -> dict[str, Any]:
    record = {}
    for name, default, write in parts:
        item = getattr(value, name)
        if item != default:
            record[name] = item if write is None else write(item)
    return record


@cache
def _reader(kind: Any) -> _Change:
    """Return what makes a value of this type of JSON, or raises a ValueError."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
        needed = frozenset(field.name for field in fields(kind) if field.default is MISSING)
        return lambda item: _read_record(kind, item, readers, needed)
    if get_origin(kind) is tuple:
        read = _reader(get_args(kind)[0])
        return lambda item: tuple(read(part) for part in _only(list, item))
    if get_origin(kind) is Literal:
        choices = frozenset(get_args(kind))
        return lambda item: _one_of(choices, item)
    return lambda item: _only(kind, item)


def _read_record(kind: Any, item: Any, readers: dict[str, _Change], needed: frozenset[str]) -> Any:
    record = _only(dict, item)
    if not (needed <= record.keys() <= readers.keys()):
        odd = sorted((record.keys() - readers.keys()) | (needed - record.keys()))
        raise ValueError(f"{kind.__name__} has unknown or missing fields: {', '.join(odd)[:200]}")
    return kind(**{name: readers[name](part) for name, part in record.items()})


def _only(kind: type, item: Any) -> Any:
    if type(item) is not kind:
        raise ValueError(f"{kind.__name__} expected, {type(item).__name__} found")
    return item


def _one_of(choices: frozenset[str], item: Any) -> str:
    text: str = _only(str, item)
    if text not in choices:
        raise ValueError(f"one of {', '.join(sorted(choices))} expected")
    return text
