"""The public names, and that each of them says what it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import intentbot
import intentbot.explain
import intentbot.export
import intentbot.training

HOUSE = Path(intentbot.__file__).parent
Documented = ast.FunctionDef | ast.ClassDef


def public_definitions(path: Path) -> Iterator[tuple[str, Documented]]:
    """Yield the public functions, classes and methods of a file, with their names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node.name, node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, Documented) and not inner.name.startswith("_"):
                    yield f"{node.name}.{inner.name}", inner


def test_the_names_of_the_package() -> None:
    """``intentbot`` gives these names and no others."""
    assert sorted(intentbot.__all__) == ["IntentBot", "IntentBotError", "Prediction", "Reply", "__version__"]
    assert all(hasattr(intentbot, name) for name in intentbot.__all__)


def test_the_names_of_training() -> None:
    """``intentbot.training`` gives these names and no others."""
    assert sorted(intentbot.training.__all__) == ["evaluate", "pretrain", "train"]
    assert all(callable(getattr(intentbot.training, name)) for name in intentbot.training.__all__)


def test_the_names_of_explain_and_export() -> None:
    """``intentbot.explain`` and ``intentbot.export`` give these names and no others."""
    assert sorted(intentbot.explain.__all__) == ["explain", "explain_model"]
    assert sorted(intentbot.export.__all__) == ["Exported", "TARGETS", "export"]


def test_everything_public_is_documented() -> None:
    """Every module, and every public function, class and method in it, has a docstring."""
    for path in sorted(HOUSE.rglob("*.py")):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"
        missing = [name for name, node in public_definitions(path) if not ast.get_docstring(node)]
        assert not missing, f"{path}: {missing} have no docstring"


def test_the_package_is_typed() -> None:
    """Type checkers of those who use the package see its annotations."""
    assert (HOUSE / "py.typed").is_file()
