"""What root may not do either, for as long as a test wants."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION_3 = 0x2008_0522
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1 << 1, 1 << 2
"""Linux's rights to pass over the rights of files: linux/capability.h."""


@contextmanager
def bound_by_rights() -> Iterator[None]:
    """Let the rights of files hold for this thread, as they do for an ordinary user, though it be root's.

    Root stays the owner of its files, and may read all that Python still has to import.
    """
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    # Twice 32 rights: those in effect, those that may be taken up again, those that are inherited.
    rights = (ctypes.c_uint32 * 6)()
    _done(libc.capget(header, rights))
    in_effect = rights[0]
    rights[0] = in_effect & ~(_DAC_OVERRIDE | _DAC_READ_SEARCH)
    _done(libc.capset(header, rights))
    try:
        yield
    finally:
        rights[0] = in_effect
        _done(libc.capset(header, rights))


def _done(status: int) -> None:
    if status != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
