"""Whether what is live was made of the intent files."""

from __future__ import annotations

from contextlib import suppress

from intentbot.deployment.apart import findings_apart
from intentbot.deployment.versions import Versions
from intentbot.errors import IntentBotError
from intentbot.files.intent_paths import digest_of_files


def misfit(versions: Versions, *, asks: bool = False) -> str:
    """Return what is to be said where the live version was not made of the intent files; empty where it was.

    A version that was made elsewhere must be compared with them for that, which takes a second or two: without `asks`
    only what is known already is told.
    """
    live = versions.state().version
    if versions.intents is None or not live:
        return ""
    known = versions.version(live).files
    if known:
        is_same = known == digest_of_files(versions.intents)
        return "" if is_same else "The intent files have changed since the live version was made of them."
    if asks:
        with suppress(IntentBotError):
            findings_apart(versions, live, live)
    found = versions.kept_findings(live, live)
    if found is None or not found.fit or found.is_fit:
        return ""
    other = next((gate.why for gate in found.gates if gate.name == "intents" and not gate.passed), "")
    return f"The live version does not fit the intent files. {other or found.fit}"
