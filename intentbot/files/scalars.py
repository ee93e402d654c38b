"""Writes a text as one YAML scalar on one line, in quotes exactly where it must be.

Whether a text may stand without quotes is asked of the parsers, both of them: the fast one and the one in pure Python
differ in small things, and what is written must be read the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import yaml

Style = Literal["", "'", '"']
"""How a scalar is written: without quotes, in single quotes, or in double ones."""

_LOADERS = (yaml.CSafeLoader, yaml.SafeLoader) if yaml.__with_libyaml__ else (yaml.SafeLoader,)
# What YAML does not allow as it is, and what would break the line or not be seen in it.
_ESCAPED = re.compile(r'["\\\x85\u2028\u2029\ufeff]|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t"}


def write_scalar(text: str, *, style: Style = "", quote: Style = '"', is_flow: bool = False) -> str:
    r"""Return how a text of one line is written in YAML, so that it is read as the same text.

    Parameters
    ----------
    text : str
        Without line breaks.
    style : {"", "'", '"'}
        The style that is wanted; another one is taken where the text cannot be written so.
    quote : {"'", '"'}
        The quotes to use where none were wanted and some are needed. A text with backslashes or with these quotes in
        it gets the others, if that spares it being escaped.
    is_flow : bool
        Whether it stands inside of brackets, where commas and brackets end a text.
    """
    double = f'"{_ESCAPED.sub(_escape, text)}"'
    single = "'" + text.replace("'", "''") + "'"
    by_style: dict[Style, str] = {"": text, "'": single, '"': double}
    spared: Style = "'" if "\\" in text or '"' in text else quote if "'" not in text else '"'
    wanted: Sequence[Style] = (style,) if style else ("", spared)
    readable = (by_style[one] for one in wanted if one == '"' or _is_read_as(by_style[one], text, is_flow=is_flow))
    return next(readable, double)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _is_read_as(written: str, text: str, *, is_flow: bool) -> bool:
    """Whether every parser reads what is written as the text, first in a list and last in it."""
    page = f"- [{written}, {written}]\n" if is_flow else f"- - {written}\n  - {written}\n"
    return all(_texts(page, loader) == [text, text] for loader in _LOADERS)


def _texts(page: str, loader: type[yaml.CSafeLoader] | type[yaml.SafeLoader]) -> list[str] | None:
    """Return the two texts of a list in a list; None where the page says anything else."""
    try:
        events = list(yaml.parse(page, Loader=loader))
    except yaml.YAMLError:
        return None
    scalars = [event for event in events if isinstance(event, yaml.ScalarEvent)]
    is_plain = all(event.tag is None and event.anchor is None for event in scalars)
    # Two texts, and the starts and ends of the stream, the document and the two lists.
    return [event.value for event in scalars] if is_plain and len(events) == len(scalars) + 8 else None
