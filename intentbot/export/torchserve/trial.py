"""Asks the handler of an unpacked archive as TorchServe does, where nothing but Python and NumPy can be imported.

It is run as a program, by a fresh interpreter without any installed packages:
``python -I -S trial.py ARCHIVE PACKAGES < TEXTS``. ARCHIVE is the folder of the unpacked archive, PACKAGES
the one that NumPy is installed in, TEXTS a JSON list. It prints a JSON list of the answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

N_BATCH = 8
"""Requests that are given together: more than one, as a busy server does."""


class OnlyNumPy(MetaPathFinder):
    """Finds nothing; refuses what is neither Python's own, nor NumPy, nor in the archive."""

    def __init__(self, archive: Path) -> None:
        self._allowed = {*sys.stdlib_module_names, "numpy", *(file.stem for file in archive.iterdir())}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return None, so that the usual finders look for the module."""
        if fullname.partition(".")[0] not in self._allowed:
            raise ModuleNotFoundError(f"{fullname} is not in the archive", name=fullname)
        return None


class StandIn:
    """As much of TorchServe's context as a handler sees of it: of its shape, without a server behind it."""

    def __init__(self, archive: Path, manifest: dict[str, Any]) -> None:
        self.manifest = manifest
        self.system_properties = {"model_dir": str(archive), "gpu_id": None, "batch_size": N_BATCH}

    def get_request_header(self, idx: int, key: str) -> None:
        """Return None: the requests have no headers."""

    def set_response_status(self, code: int, phrase: str, idx: int) -> None:
        """Stop: no request here may be refused."""
        sys.exit(f"request {idx} of a batch was refused with status {code} ({phrase})")

    def set_response_content_type(self, idx: int, value: str) -> None:
        """Say nothing: the answers are known to be JSON."""


def main(archive: Path, packages: str) -> None:
    """Print what the handler answers to the texts on the standard input."""
    sys.meta_path.insert(0, OnlyNumPy(archive))
    sys.path[:] = [str(archive), *sys.path, packages]
    manifest = json.loads((archive / "MAR-INF" / "MANIFEST.json").read_text(encoding="utf-8"))
    handle = import_module(manifest["model"]["handler"].removesuffix(".py")).handle
    context = StandIn(archive, manifest)
    handle(None, context)
    requests = [{"body": {"text": text}} for text in json.load(sys.stdin)]
    batches = [requests[start : start + N_BATCH] for start in range(0, len(requests), N_BATCH)]
    json.dump([json.loads(answer) for batch in batches for answer in handle(batch, context)], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
