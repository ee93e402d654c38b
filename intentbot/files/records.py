"""Frozen dataclasses as JSON values and back, by their own annotations."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

_Reader = Callable[[Any], Any]


def to_record(value: Any) -> Any:
    """Return a dataclass of plain values, tuples, mappings and dataclasses as JSON values; defaults are left out."""
    if is_dataclass(value):
        items = ((field.name, getattr(value, field.name), field) for field in fields(value))
        return {name: to_record(item) for name, item, field in items if item != field.default}
    if isinstance(value, tuple | list):
        return [to_record(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_record(item) for key, item in value.items()}
    return value


def from_record(kind: type[T], record: Any) -> T:
    """Return the dataclass of type `kind` that `to_record` made this of.

    Raises
    ------
    TypeError, ValueError
        Where the record is not of that shape.
    """
    if not isinstance(record, dict):
        raise ValueError(f"{kind.__name__} is no mapping")
    readers = _readers_of(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: readers[name](item) for name, item in record.items() if name in readers})


@cache
def _readers_of(kind: type) -> dict[str, _Reader]:
    # Finding out how a type is read takes far longer than reading it, and a model has thousands of one kind.
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _reader(kind: Any) -> _Reader:
    """Return what reads a value of a type."""
    if is_dataclass(kind):
        return partial(from_record, kind)  # type: ignore[arg-type]  # a class, here
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_reader(kind, arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value = _reader(arguments[1])
        return lambda item: {str(key): value(part) for key, part in _of(dict, item, kind).items()}
    if origin is types.UnionType:
        first = _reader(arguments[0])
        return lambda item: None if item is None and type(None) in arguments else first(item)
    if kind is float:
        return lambda item: float(item) if type(item) is int else _of(float, item, kind)
    return lambda item: item if type(item) is kind else _of(kind, item, kind)


def _tuple_reader(kind: Any, arguments: tuple[Any, ...]) -> _Reader:
    if arguments[-1] is Ellipsis:
        part = _reader(arguments[0])
        return lambda item: tuple([part(one) for one in _of(list, item, kind)])
    parts = [_reader(one) for one in arguments]
    return lambda item: tuple([part(one) for part, one in zip(parts, _of(list, item, kind), strict=True)])


def _of(wanted: Any, item: Any, kind: Any) -> Any:
    """Return a value that has the type in JSON that is wanted.

    Raises
    ------
    ValueError
    """
    if isinstance(wanted, type) and type(item) is wanted:
        return item
    raise ValueError(f"{item!r} is no {kind}")
