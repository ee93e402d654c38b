"""Frozen dataclasses as JSON values and back, by their own annotations."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


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
    hints = _hints_of(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: _value(hints[name], item) for name, item in record.items() if name in hints})


@cache
def _hints_of(kind: type) -> dict[str, Any]:
    # Finding them out takes far longer than reading a record, and a model has thousands of one kind.
    return get_type_hints(kind)


def _value(kind: Any, item: Any) -> Any:
    if is_dataclass(kind):
        return from_record(kind, item)  # type: ignore[arg-type]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and isinstance(item, list):
        if arguments[-1] is Ellipsis:
            return tuple(_value(arguments[0], part) for part in item)
        return tuple(_value(part_kind, part) for part_kind, part in zip(arguments, item, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(item, dict):
        return {str(key): _value(arguments[1], part) for key, part in item.items()}
    if origin is types.UnionType:
        if item is None and type(None) in arguments:
            return None
        return _value(arguments[0], item)
    if kind is float and type(item) is int:
        return float(item)
    if isinstance(kind, type) and type(item) is kind:
        return item
    raise ValueError(f"{item!r} is no {kind}")
