"""``intentbot deploy``: versions from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intentbot.cli.main import main
from intentbot.deployment.versions import Versions
from tests.deployments import other_answers, served, spoilt


@pytest.fixture
def versions(tmp_path: Path, model_folder: Path, intents_folder: Path) -> Versions:
    """Return the versions of the tiny bot, the first one live."""
    return served(tmp_path, model_folder, intents_folder)


def deploy(verb: str, versions: Versions, *arguments: str) -> int:
    """Run ``intentbot deploy`` and return its exit status."""
    return main(["deploy", verb, str(versions.model), *arguments])


def test_a_version_is_trained_promoted_and_rolled_back(versions: Versions, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole way in the terminal: train, list, show, and back again."""
    other_answers(versions, "From ten to eight.")
    assert versions.intents is not None
    assert deploy("train", versions, str(versions.intents), "--promote", "--note", "hours", "-q") == 0
    assert "Version 2 is live" in capsys.readouterr().out
    assert deploy("show", versions, "2", "--against", "1") == 0
    assert "pass  tests: " in capsys.readouterr().out
    assert deploy("rollback", versions) == 0
    assert deploy("list", versions, "--json") == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["live"] == 1 and found["versions"][0]["note"] == "hours"


def test_missed_gates_are_findings(versions: Versions, capsys: pytest.CaptureFixture[str]) -> None:
    """A version that misses its gates ends with status 1 and the gates' names, also when it is only shown."""
    versions.register(spoilt(versions), author="ana")
    assert deploy("promote", versions, "2") == 1
    assert "tests: " in capsys.readouterr().err
    assert deploy("show", versions, "2") == 1
    assert "has my order arrived" in capsys.readouterr().out
    assert deploy("promote", versions, "2", "--force") == 0
    assert "Forced, though it misses" in capsys.readouterr().err


def test_errors_in_the_files_are_findings(versions: Versions, capsys: pytest.CaptureFixture[str]) -> None:
    """A training of files with errors ends with status 1 and each error with its line."""
    assert versions.intents is not None
    (versions.intents / "bad.yaml").write_text("intents:\n  gift_card: [\n", encoding="utf-8")
    assert deploy("train", versions, str(versions.intents), "-q") == 1
    assert "bad.yaml:" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["promote", "9"], ["show", "9"], ["rollback"]])
def test_what_is_not_there_is_wrong_usage(
    versions: Versions, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A version that does not exist ends with status 2 and what to do instead."""
    assert deploy(arguments[0], versions, *arguments[1:]) == 2
    assert "no version" in capsys.readouterr().err


def test_a_first_model_is_trained_into_an_empty_place(
    tmp_path: Path, versions: Versions, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where MODEL does not exist yet there is no version, and that is said."""
    assert main(["deploy", "list", str(tmp_path / "new")]) == 0
    assert "No version yet" in capsys.readouterr().out
