"""What axe-core finds on a page that is open in the browser. It is fetched from npm for the tests; nothing ships it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache

import pytest

from tests.browser_page import Page

AXE = "axe-core@4.14.1"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_script() -> str:
    """Return the program, or the empty text where npm does not get it."""
    if not (npm := shutil.which("npm")):
        return ""
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", AXE, "--silent", "--prefer-offline", "--pack-destination", folder]
        got = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if got.returncode:
            return ""
        with tarfile.open(f"{folder}/{got.stdout.split()[-1]}") as package:
            script = package.extractfile("package/axe.min.js")
            assert script
            return script.read().decode()


def violations(page: Page) -> list[str]:
    """Return every accessibility violation on the page as it is now, one line each; skips the test without npm."""
    if not (script := axe_script()):
        pytest.skip(f"needs {AXE} from npm, which is not reached here")
    page.send("Runtime.evaluate", expression=script)
    options = json.dumps({"runOnly": RULES, "resultTypes": ["violations"]})
    found = page.run(f"axe.run(document, {options}).then(result => result.violations)")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
