"""``intentbot people`` and ``intentbot tokens``, as an operator uses them."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from intentbot.accounts.accounts import Accounts
from intentbot.accounts.tokens import Tokens
from intentbot.cli.main import main
from intentbot.store.account_records import AccountRecords
from intentbot.store.log_database import LogDatabase
from tests.review_site import PASSWORD, quick_hashes


@pytest.fixture(autouse=True)
def _quick_hashes() -> object:
    """Let a password be hashed in no time."""
    with quick_hashes():
        yield


@pytest.fixture
def model(model_folder: Path, tmp_path: Path) -> str:
    """Return a model beside which nothing is kept yet."""
    link = tmp_path / "shop"
    link.symlink_to(model_folder)
    return str(link)


def records(model: str) -> AccountRecords:
    """Return what is kept beside a model."""
    return AccountRecords(LogDatabase(f"sqlite:///{model}.data/intentbot.db"))


def add(model: str, name: str, monkeypatch: pytest.MonkeyPatch, *options: str, password: str = PASSWORD) -> int:
    """Let somebody in whose password is piped; return the exit status."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return main(["people", "add", model, name, "--password-stdin", *options])


def test_people_are_let_in_changed_and_removed(
    model: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each verb does what it says, and list shows who there is."""
    assert main(["people", "list", model]) == 0
    assert "There is nobody yet" in capsys.readouterr().err
    assert add(model, "ana", monkeypatch, "--role", "admin") == add(model, "Ben", monkeypatch) == 0
    assert main(["people", "role", model, "ben", "editor"]) == 0
    capsys.readouterr()
    assert main(["people", "list", model]) == 0
    assert capsys.readouterr().out == "ana\tadmin\nben\teditor\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("another good one\n"))
    assert main(["people", "password", model, "ben", "--password-stdin"]) == 0
    assert Accounts(records(model)).log_in("ben", "another good one", address="")
    assert main(["people", "remove", model, "ben"]) == 0
    assert [person.name for person in Accounts(records(model)).people()] == ["ana"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["people", "add", "MODEL", "a b", "--password-stdin"], "cannot be the name"),
        (["people", "remove", "MODEL", "bob"], 'nobody called "bob"'),
        (["people", "list", "nowhere"], "there is no model at nowhere"),
        (["people", "list", "MODEL", "--store", "mysql://u:pw@h/d"], "SQLite or PostgreSQL"),
        (["tokens", "add", "MODEL", " "], "needs a name"),
        (["tokens", "add", "MODEL", "x", "--days", "-1"], "cannot be good for -1 days"),
        (["tokens", "revoke", "MODEL", "x"], 'no token "x"'),
    ],
)
def test_mistakes_are_told(
    model: str,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A mistake is an error that says what to do, without a traceback and without a secret."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main([argument.replace("MODEL", model) for argument in arguments]) == 2
    told = capsys.readouterr().err
    assert said in told and PASSWORD not in told and "pw" not in told


def test_a_weak_password_is_refused(
    model: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rules hold at the command line, too, and nobody is let in."""
    assert add(model, "ana", monkeypatch, password="short") == 2
    assert "too short" in capsys.readouterr().err and not records(model).people()


@pytest.mark.parametrize(("typed", "status"), [((PASSWORD, PASSWORD), 0), ((PASSWORD, "something else"), 2)])
def test_a_password_is_typed_twice_and_not_shown(model: str, typed: tuple[str, str], status: int) -> None:
    """At a terminal the password is asked for twice, and is not to be seen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "intentbot", "people", "add", model, "ana"]
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    for prompt, word in zip((b"(not shown): ", b"same again: "), typed, strict=True):
        while not shown.endswith(prompt):
            shown += os.read(ours, 1000)
        os.write(ours, f"{word}\n".encode())
    assert running.wait(timeout=60) == status
    os.close(ours)
    assert PASSWORD.encode() not in shown
    assert bool(records(model).people()) == (status == 0)


def test_a_token_is_shown_once(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The secret is all that add prints; list shows the rest; revoke ends it."""
    assert main(["tokens", "list", model]) == 0
    assert "There are no tokens" in capsys.readouterr().err
    assert main(["tokens", "add", model, "shop", "--days", "30"]) == 0
    secret = capsys.readouterr().out.strip()
    token = Tokens(records(model)).check(secret, "client")
    assert token.name == "shop" and token.expires_at is not None
    assert main(["tokens", "add", model, "ci", "--scope", "admin", "--days", "0"]) == 0
    capsys.readouterr()
    assert main(["tokens", "revoke", model, token.id]) == 0
    assert main(["tokens", "list", model]) == 0
    listed = capsys.readouterr().out
    assert "ci\tadmin\tgood for ever" in listed and "shop\tclient\trevoked" in listed and secret not in listed
