"""Reads files as text: UTF-8 only, of a bounded size, with the place of what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

from intentbot.errors import FileError, Problem

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; 100,000 sentences take about 6 MB."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_bytes(path: Path) -> bytes:
    """Return what a file holds, at most one byte more than `MAX_BYTES`.

    Raises
    ------
    FileError
        When the file cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FileError(f"{path.as_posix()} does not exist.", "Check the path.") from None
    except OSError as error:
        what = f"{path.as_posix()} cannot be read: {error.strerror or error}."
        raise FileError(what, "Check its name and its rights.") from error


def decode(content: bytes, path: str) -> tuple[str, Problem | None]:
    """Return the text of a UTF-8 file, or the problem that it is too large or which byte on which line is not UTF-8.

    A byte order mark at the start is accepted and dropped.
    """
    if len(content) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES // 2**20} MB."
        return "", Problem(path, 0, 0, what, "Split it into several files.", "file-too-large")
    body = content.removeprefix(_BOM)
    try:
        return body.decode("utf-8"), None
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        offset = error.start + len(content) - len(body)
        what = f"byte 0x{content[offset]:02X} at offset {offset} is not UTF-8."
        fix = "The file looks like UTF-16; save it as UTF-8." if content[:2] in _UTF16 else "Save the file as UTF-8."
        return "", Problem(path, before.count(b"\n") + 1, column, what, fix, "not-utf-8")


def find_control_character(text: str, path: str) -> Problem | None:
    """Return the problem that `text` has a character YAML does not allow, or None."""
    found = _CONTROL.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    column = len(before) - before.rfind("\n")
    what = f"there is an invisible control character (U+{ord(found[0]):04X})."
    fix = "Delete it, and type the words around it anew."
    return Problem(path, before.count("\n") + 1, column, what, fix, "control-character")
