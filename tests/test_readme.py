"""What the README and the documentation say is true: their files validate, their code runs, their commands exist."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import pytest

import intentbot
from intentbot.cli.main import main
from intentbot.settings import TrainingSettings
from intentbot.sources import check_intents

ROOT = Path(__file__).parents[1]
HOUSE = Path(intentbot.__file__).parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
PAGES += tuple(sorted((ROOT / "examples").glob("**/README.md")))

# A part of a file shows one thing; only these problems may come from the rest not being there.
OF_A_PART = {"no-intents", "one-intent", "unused-entity", "unused-rule", "unused-synonym"}
# A page that shows dialogues alone names what other files have.
OF_DIALOGUES = {"unknown-intent", "unknown-slot", "unknown-context", "unknown-action"}
NOT_CODES = {"utf-8", "utf-8-sig", "no-answer", "utf-16"}

TINY = """
training: {epochs: 3, filters: 8, embedding_size: 8}
intents:
  paint: {examples: [paint it red, make the wall blue, green paint please, colour the door, paint my room white]}
  music: {examples: [play a song, turn the music up, I want to hear jazz, stop the music, play it louder]}
  light: {examples: [lights on, lamp off please, it is too dark here, dim the light, light the hall]}
"""


@dataclass(frozen=True)
class Block:
    """A block of code in a page."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(language: str, *pages: Path) -> list[Block]:
    """Return the blocks of a language in some pages, in all where none is named."""
    found = []
    for page in pages or PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            if match[1] == language:
                found.append(Block(page, text.count("\n", 0, match.start()) + 2, language, match[2]))
    return found


def commands() -> Iterator[tuple[Path, list[str]]]:
    """Yield every ``intentbot ...`` that a page shows, as words."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        shown = "\n".join([*re.findall(r"`([^`\n]+)`", text), *(block.text for block in blocks("bash", page))])
        shown += "\n".join(line.strip() for line in text.splitlines() if line.startswith("    intentbot "))
        for found in re.findall(r"(?:^|/|\s)intentbot ([a-z]\w*[^\n&|]*)", shown, re.MULTILINE):
            yield page, found.split()


@cache
def help_of(command: str) -> str:
    """Return the help of a command; fail where there is no such command."""
    from contextlib import redirect_stdout
    from io import StringIO

    out = StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert not end.value.code, f"there is no command {command}"
    return out.getvalue()


@pytest.mark.parametrize("block", blocks("yaml"), ids=str)
def test_files_shown_are_valid(block: Block, tmp_path: Path) -> None:
    """Every YAML block is a valid intent file, or a valid part of one."""
    (tmp_path / "shown.yaml").write_text(block.text, encoding="utf-8")
    _, problems = check_intents(tmp_path)
    is_part = "intents:" not in block.text
    allowed = OF_A_PART | OF_DIALOGUES if is_part else OF_A_PART
    assert not [str(problem) for problem in problems if problem.code not in allowed]


def test_the_readme_shows_a_whole_bot(tmp_path: Path) -> None:
    """The intent file of the README is short, and trains as it stands."""
    block, *_ = blocks("yaml", ROOT / "README.md")
    (tmp_path / "shown.yaml").write_text(block.text, encoding="utf-8")
    assert len(block.text.splitlines()) <= 15
    assert not check_intents(tmp_path)[1]


@pytest.mark.parametrize("page", ["README.md", "docs/python-api.md", "docs/why.md"])
def test_code_shown_runs(
    page: str, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python of the README and of its page runs as it stands, each block by itself."""
    shutil.copytree(model_folder, tmp_path / "models" / "intents")
    (tmp_path / "intents").mkdir()
    (tmp_path / "intents" / "tiny.yaml").write_text(TINY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = blocks("python", ROOT / page)
    for block in shown:
        exec(compile(block.text, str(block), "exec"), {})
    assert shown
    assert capsys.readouterr().out


def test_commands_shown_exist() -> None:
    """Every command that a page shows exists, with every option it is given."""
    shown = list(commands())
    assert {"init", "validate", "schema", "train", "chat", "ask", "test", "evaluate"} <= {one[1][0] for one in shown}
    for page, (command, *words) in shown:
        for option in (word.partition("=")[0] for word in words if word.startswith("-")):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", help_of(command)), f"{page.name}: {command} {option}"


def test_links_lead_somewhere() -> None:
    """Every link to another file of the repository leads to one."""
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?://)([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            # In a page on entity marks, [words](entity) is no link.
            if "/" in target or "." in target or target.isupper():
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_setting_is_documented() -> None:
    """The page on intent files has each training setting with its default and its meaning."""
    page = (ROOT / "docs" / "intent-files.md").read_text(encoding="utf-8")
    for setting in fields(TrainingSettings):
        assert f"| `{setting.name}` | {setting.default} | {setting.metadata['help']} |" in page


def test_every_problem_is_documented() -> None:
    """The page on intent files has the code of each problem that the reader or a check can find."""
    page = (ROOT / "docs" / "intent-files.md").read_text(encoding="utf-8")
    codes = set()
    for folder in ("checks", "files", "formats"):
        for path in (HOUSE / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    codes |= {node.value} & set(re.findall(r"^[a-z]+(?:-[a-z0-9]+)+$", node.value))
    assert len(codes) > 40
    assert not {code for code in codes - NOT_CODES if f"`{code}`" not in page}


def test_the_changelog_has_this_version() -> None:
    """The newest entry of the changelog is the version of the package."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert newest is not None
    assert newest[1] == intentbot.__version__


def test_the_readme_has_the_two_command_lines() -> None:
    """One command line installs and talks, a second one runs the tests."""
    lines = [line for block in blocks("bash", ROOT / "README.md") for line in block.text.splitlines()]
    assert lines == [
        "python3 -m venv .venv && .venv/bin/pip install '.[train]' && .venv/bin/intentbot chat intents/",
        ".venv/bin/pip install '.[dev]' && .venv/bin/python -m pytest",
    ]
