"""Keeps TensorFlow's start-up chatter off the screen."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_CHATTER = re.compile(
    rb"WARNING: All log messages before absl::InitializeLog\(\)|[IWE]\d{4} \d\d:\d\d:\d+\.\d+ +\d+ \S+\.cc:\d+\]"
    rb"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWE] "
)

_LEVEL = "TF_CPP_MIN_LOG_LEVEL"


@contextmanager
def hold_back_chatter() -> Iterator[None]:
    """Hold back the standard error while TensorFlow is imported, then let through what is not its log.

    Its first lines are written before any log level counts, past Python and straight to the file descriptor.
    Where the user has set ``TF_CPP_MIN_LOG_LEVEL`` below 3 to see it, nothing is held back.
    """
    if os.environ.setdefault(_LEVEL, "3") != "3" or "tensorflow" in sys.modules:
        yield
        return
    sys.stderr.flush()
    try:
        real = os.dup(2)
    except OSError:
        # There is no standard error, so nothing shows.
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(real, 2)
            os.close(real)
            held.seek(0)
            for line in held:
                if not _CHATTER.match(line):
                    os.write(2, line)
