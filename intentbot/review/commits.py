"""Commits of what reviewers write, where the intent files stand in a git repository.

Only the files that were touched are committed, and only where nobody else's changes would go along. Where no commit
can be made, the files stay written and a sentence says why: a reviewer's work is never lost to git.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 120
"""How long a commit may take, with the hooks of the repository."""

_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides: a name, and an address where one is known."""

    name: str
    email: str = ""

    @property
    def signed(self) -> str:
        """The author as git wants it."""
        name = "".join(character for character in self.name if character.isprintable() and character not in "<>")
        # .invalid is nobody's domain, by RFC 2606.
        email = self.email or (name if "@" in name else f"{'.'.join(name.split()) or 'reviewer'}@reviewer.invalid")
        return f"{name.strip() or 'reviewer'} <{email}>"


@dataclass(frozen=True, slots=True)
class Commit:
    """What came of a commit.

    Attributes
    ----------
    id : str
        Its hash; empty where none was made.
    note : str
        Why none was made; empty where nothing is to be said.
    """

    id: str = ""
    note: str = ""


class Repository:
    """The repository around some files that are about to be changed.

    Parameters
    ----------
    paths : sequence of Path
        The files, as they are before they are changed; some may not be there yet.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = [Path(os.path.realpath(path)) for path in paths]
        self._new = [path for path in self._paths if not path.exists()]
        self._top, self._obstacle = "", ""
        if self._paths:
            self._look()

    def commit(self, message: str, author: Author) -> Commit:
        """Commit the files as they are now; nothing where they stand in no repository, or a commit cannot be made."""
        if not self._top or self._obstacle:
            return Commit(note=self._obstacle)
        names = [str(path) for path in self._paths]
        if self._new:
            added = self._git("add", "--", *map(str, self._new))
            if added.returncode:
                return Commit(note=_because("git would not add the new file", added))
        options = ["--quiet", "--only", f"--author={author.signed}", f"--message={message}"]
        done = self._git("commit", *options, "--", *names, env=self._committer(author))
        if done.returncode:
            if self._new:
                self._git("reset", "--quiet", "--", *map(str, self._new))
            return Commit(note=_because("git refused the commit", done))
        return Commit(self._git("rev-parse", "HEAD").stdout.strip())

    def _look(self) -> None:
        """Find the repository, and what speaks against a commit in it."""
        folder = self._paths[0].parent
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        self._top = str(folder)
        found = self._git("rev-parse", "--show-toplevel")
        if found.returncode:
            is_one = any((parent / ".git").exists() for parent in (folder, *folder.parents))
            self._top = ""
            self._obstacle = (
                _because("the files stand in a git repository, and git cannot read it", found) if is_one else ""
            )
            return
        self._top = found.stdout.strip()
        if self._git("symbolic-ref", "--quiet", "HEAD").returncode:
            self._obstacle = "no branch is checked out (detached HEAD), and a commit there would get lost."
            return
        there = [str(path) for path in self._paths if path not in self._new]
        if not there:
            return
        tracked = self._git("ls-files", "-z", "--full-name", "--", *there).stdout.split("\0")[:-1]
        if len(tracked) < len(there):
            self._obstacle = "git does not know the file yet: add and commit it once."
        elif changed := self._git("status", "--porcelain", "--", *there).stdout.strip():
            names = ", ".join(line[2:].strip() for line in changed.splitlines())
            self._obstacle = f"{names} had changes that are not committed, and they would have gone along."

    def _committer(self, author: Author) -> dict[str, str]:
        """Return who commits where git was told nobody: the author."""
        if not self._git("var", "GIT_COMMITTER_IDENT").returncode:
            return {}
        name, _, email = author.signed.rpartition(" <")
        return {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email.rstrip(">")}

    def _git(self, *arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        # Where we run inside of a hook, git's own variables would point to another repository.
        outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C.UTF-8"}
        command = ["git", "-C", self._top, "--literal-pathspecs", *arguments]
        try:
            return subprocess.run(
                command,
                env={**outside, **quiet, **(env or {})},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=PATIENCE_S,
                check=False,
            )
        except FileNotFoundError:
            return subprocess.CompletedProcess(command, 127, "", "git is not installed")
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "", f"it took more than {PATIENCE_S} s")
        except OSError as error:
            return subprocess.CompletedProcess(command, 126, "", error.strerror or str(error))


def git_author(folder: Path) -> Author | None:
    """Return who works in the repository around a folder, as git was told; None where it was not."""
    command = ["git", "-C", str(folder), "config", "--get"]
    said = []
    for name in ("user.name", "user.email"):
        try:
            done = subprocess.run(
                [*command, name], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        said.append(done.stdout.strip())
    return Author(*said) if said[0] else None


def _because(what: str, done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (done.stderr + "\n" + done.stdout).splitlines() if line.strip()]
    said = " / ".join(lines[:_MOST_LINES]) or f"it ended with {done.returncode}"
    return f"{what}: {said}"
