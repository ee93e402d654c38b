"""Snowball's stemmers in JavaScript, carried over from the very Python that stems here."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files

from intentbot.errors import ExportError
from intentbot.export.javascript.transpiler import JavaScriptClass, Untranslatable

PACKAGE = "snowballstemmer"
KNOWN_VERSIONS = ">=2.2,<3.2"
"""Versions of the package that were compared word for word, in every language."""


def javascript_of(algorithms: Sequence[str]) -> str:
    """Return an ES module that exports ``STEMMERS``: of each algorithm, the class whose ``stemWord`` stems a word.

    Parameters
    ----------
    algorithms : sequence of str
        Their names in Snowball, such as ``english``.

    Raises
    ------
    ExportError
        Where the installed package has something that cannot be carried over, or not its licence.
    """
    if not algorithms:
        return "export const STEMMERS = {};\n"
    stemmers = {algorithm: _class_in(f"{algorithm}_stemmer") for algorithm in sorted(set(algorithms))}
    names = "".join(f"  {algorithm}: {name},\n" for algorithm, (name, _) in stemmers.items())
    return "\n".join(
        [
            f"/*!\nThe stemmers below were made from {PACKAGE} {_version()}, under this licence:\n\n{_licence()}*/\n",
            _class_in("among")[1],
            _class_in("basestemmer")[1],
            *(code for _, code in stemmers.values()),
            f"export const STEMMERS = {{\n{names}}};\n",
        ]
    )


def _version() -> str:
    try:
        return distribution(PACKAGE).version
    except PackageNotFoundError:
        return "of an unknown version"


def _licence() -> str:
    """Return the licence that lies beside the installed package, which wants to be where its programs are."""
    try:
        found = next(file for file in distribution(PACKAGE).files or () if file.name in {"COPYING", "LICENSE"})
        return found.read_text(encoding="utf-8").replace("*/", "* /")
    except (PackageNotFoundError, StopIteration, OSError):
        raise ExportError(
            f"{PACKAGE} is installed without its licence, which has to go with its stemmers.",
            f"Install it anew: pip install --force-reinstall '{PACKAGE}{KNOWN_VERSIONS}'",
        ) from None


def _class_in(module: str) -> tuple[str, str]:
    """Return the name of the class in a module of the package, and the class in JavaScript."""
    try:
        source = files(PACKAGE).joinpath(f"{module}.py").read_text(encoding="utf-8")
    except OSError:
        raise _unknown(f"it has no {module}.py") from None
    try:
        return _translated(ast.parse(source))
    except Untranslatable as error:
        line = getattr(error.node, "lineno", 1)
        raise _unknown(f"line {line} of {module}.py holds what no version known here does, {error}") from None


def _translated(module: ast.Module) -> tuple[str, str]:
    found = ""
    for node in module.body:
        match node:
            case ast.ImportFrom(module="basestemmer" | "among") | ast.ClassDef(bases=[ast.Name(id="BaseException")]):
                # The exceptions are the names of jumps.
                pass
            case ast.ClassDef(name=name) if not found:
                found, code = name, JavaScriptClass(node, left_out=("stemWords",)).javascript()
            case _:
                raise Untranslatable(node)
    if not found:
        raise Untranslatable(module)
    return found, code


def _unknown(reason: str) -> ExportError:
    return ExportError(
        f"the stemmers of {PACKAGE} {_version()} cannot be carried to JavaScript: {reason}.",
        f"Install a version that can be: pip install '{PACKAGE}{KNOWN_VERSIONS}'. Then train the model again.",
    )
