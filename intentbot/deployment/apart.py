"""Comparisons in a process of their own, so that customers wait for none of it and no memory of it stays."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.deployment.records import Version
from intentbot.deployment.versions import Versions
from intentbot.errors import DeploymentError, IntentBotError

if TYPE_CHECKING:
    from intentbot.deployment.findings import Findings

_PATIENCE_S = 300.0

_one_at_a_time = threading.Lock()


def findings_apart(versions: Versions, number: int, against: int | None = None) -> Findings:
    """Return what `Versions.findings` does.

    Raises
    ------
    VersionNotFound, DeploymentError
    """
    old = versions.state().version if against is None else against
    for one in (number, *([old] if old else [])):
        versions.version(one)
    with _one_at_a_time:
        if (kept := versions.kept_findings(number, old)) is not None:
            return kept
        place = [str(versions.data), str(versions.model), str(versions.intents or ""), str(number), str(old)]
        command = [sys.executable, "-m", "intentbot.deployment.apart", *place]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=_PATIENCE_S, check=False)
        except subprocess.TimeoutExpired:
            raise DeploymentError(
                f"versions {old} and {number} were not compared within {_PATIENCE_S:.0f} s.", "Write fewer tests."
            ) from None
        if done.returncode:
            why = done.stderr.strip() or "its process was ended"
            raise DeploymentError(f"version {number} could not be compared with {old}: {why}")
    # What could not be kept, as the disk is full, is found again.
    return versions.findings(number, old)


def promote_apart(versions: Versions, number: int, *, by: str, force: bool = False, note: str = "") -> Version:
    """Let a version go live as `Versions.promote` does, having it compared with the live one in another process.

    Raises
    ------
    VersionNotFound, GatesMissed, DeploymentError, FileError
    """
    if number != versions.state().version:
        findings_apart(versions, number)
    return versions.promote(number, by=by, force=force, note=note)


def main(arguments: list[str]) -> int:
    """Compare two versions and keep what was found; return the exit status."""
    data, model, intents, new, old = arguments
    try:
        Versions(Path(data), Path(model), Path(intents) if intents else None).findings(int(new), int(old))
    except (IntentBotError, OSError, MemoryError) as error:
        print(error or type(error).__name__, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
