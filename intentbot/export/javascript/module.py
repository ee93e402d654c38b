"""A model in JavaScript: one ES module without dependencies, for browsers and Node.js, and its weights.

``intentbot.mjs`` is what lies in ``web/`` in one file, behind the stemmers of the model's languages; ``model.json`` is
all that is no array, ``weights.bin`` the arrays one after the other. ``index.html`` and what belongs to it is a page to
try the model, ``ask.mjs`` the same in a terminal.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import numpy as np

from intentbot.classifier import CACHED_BYTES, CACHED_WORDS, Classifier
from intentbot.errors import ExportError
from intentbot.export.answers import Answers, answers_from
from intentbot.export.javascript.stemmers import javascript_of
from intentbot.export.javascript.text_rules import text_rules
from intentbot.files.model_folder import Model
from intentbot.files.weights import weights_of
from intentbot.networks.network import MIDDLES
from intentbot.networks.transformer import REACH, WINDOW
from intentbot.rejection import LIMITS, STRANGE
from intentbot.version import VERSION
from intentbot.vocabulary import LONGEST_PIECE, LONGEST_WORD, SHORTEST_PIECE, stemmer_of

RUNTIME = "Node.js"

FORMAT = 1
"""Of the files; ``web/classifier.mjs`` reads it."""

_OLDEST_NODE = 18
"""The oldest version of Node.js whose language the module is written in."""

_ENTRY = "classifier.mjs"
_PARTS = ("text.mjs", "vocabulary.mjs", "networks.mjs", "words.mjs", _ENTRY)
_BESIDE = ("ask.mjs", "index.html", "demo.mjs", "demo.css")
_IMPORT = re.compile(r"^import .* from '\./.*';\n+", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|class|function|async)", re.MULTILINE)


def write(model: Model, folder: Path, *, name: str) -> None:
    """Write the module, the model and a page to try it into an empty folder.

    Raises
    ------
    ExportError
        Where Node.js is missing, or the stemmer of a language cannot be carried over.
    """
    _node()
    classifier = model.classifier
    stemmers = [stemmer_of(language) for language in classifier.vocabulary.languages]
    (folder / "intentbot.mjs").write_text(_module([one for one in stemmers if one]), encoding="utf-8")
    arrays, weights = _weights(classifier)
    (folder / "weights.bin").write_bytes(weights)
    description = {
        "format": FORMAT,
        "intentbot": VERSION,
        "name": name,
        "network": next(key for key, kind in MIDDLES.items() if isinstance(classifier.network.middle, kind)),
        **_description(classifier, stemmers),
        "weights": {"fingerprint": weights[:32].hex(), "bytes": len(weights), "arrays": arrays},
    }
    (folder / "model.json").write_text(
        json.dumps(description, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    for beside in _BESIDE:
        (folder / beside).write_text(_source(beside), encoding="utf-8")


def ask(folder: Path, texts: Sequence[str]) -> Answers:
    """Return what the module in a folder says of messages, in Node.js."""
    labels = json.loads((folder / "model.json").read_text(encoding="utf-8"))["labels"]
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        asked.writelines(json.dumps(text).encode() + b"\n" for text in texts)
        asked.seek(0)
        done = subprocess.run(
            [_node(), str(folder / "ask.mjs"), "--json"], stdin=asked, stdout=answered, stderr=subprocess.PIPE
        )
        if done.returncode:
            reason = next((line for line in done.stderr.decode("utf-8", "replace").splitlines() if "Error" in line), "")
            reason = reason or f"status {done.returncode}"
            raise ExportError(f"Node.js cannot run what was written: {reason}", "Please report this.")
        answered.seek(0)
        return answers_from(map(json.loads, answered), labels)


def _node() -> str:
    """Return the program that is Node.js."""
    program = shutil.which("node") or shutil.which("nodejs")
    version = ""
    if program:
        # What cannot be started is as good as not there.
        with suppress(OSError):
            done = subprocess.run([program, "--version"], capture_output=True, encoding="utf-8", errors="replace")
            version = done.stdout.strip()
        number = version.lstrip("v").partition(".")[0]
        if number.isdigit() and int(number) >= _OLDEST_NODE:
            return program
    raise ExportError(
        f"an export to javascript is checked with Node.js {_OLDEST_NODE} or newer, and "
        + (f"{program} is {version or 'something else'}." if program else "there is no `node` on the PATH."),
        "Install it from https://nodejs.org, or with `apt install nodejs`, `brew install node` or "
        "`winget install OpenJS.NodeJS`. Only the export needs it, not whoever loads the model in a browser.",
    )


def _module(algorithms: Sequence[str]) -> str:
    """Return the one module: parts that import each other, one after the other; the last one's exports are public."""
    parts = {"stemmers": javascript_of(algorithms), **{part: _source(part) for part in _PARTS}}
    inner = [_EXPORT.sub("", _IMPORT.sub("", code)) for part, code in parts.items() if part != _ENTRY]
    title = f"// Written by intentbot {VERSION} (Apache-2.0). It needs model.json and weights.bin beside it.\n"
    return "\n".join([title, *inner, _IMPORT.sub("", parts[_ENTRY])])


def _source(name: str) -> str:
    return files("intentbot.export.javascript").joinpath("web").joinpath(name).read_text(encoding="utf-8")


def _description(classifier: Classifier, stemmers: Sequence[str | None]) -> dict[str, object]:
    """Return all of a classifier that is no large array."""
    vocabulary, rejection = classifier.vocabulary, classifier.rejection
    return {
        "labels": classifier.labels,
        "mix": {"network": classifier.mix.network, "linear": classifier.mix.linear},
        "rejection": {
            "centre": rejection.centre.tolist(),
            "scale": rejection.scale.tolist(),
            "weights": rejection.weights.tolist(),
            "bias": rejection.bias,
            # JSON has no infinity.
            "limits": [limit if np.isfinite(limit) else None for limit in LIMITS.tolist()],
            "handicaps": rejection.handicaps.tolist(),
            "threshold": rejection.threshold,
            "strange": STRANGE,
        },
        "limits": {"cachedWords": CACHED_WORDS, "cachedBytes": CACHED_BYTES, "window": WINDOW, "reach": REACH},
        "text": text_rules(),
        "vocabulary": {
            "words": [*vocabulary.words, *vocabulary.others],
            "nWords": len(vocabulary.words),
            "pieces": [*vocabulary.pieces, *vocabulary.other_pieces],
            "nPieces": len(vocabulary.pieces),
            "stemmers": stemmers,
            "shortest": SHORTEST_PIECE,
            "longest": LONGEST_PIECE,
            "longestWord": LONGEST_WORD,
        },
    }


def _weights(classifier: Classifier) -> tuple[dict[str, Mapping[str, object]], bytes]:
    """Return where each array lies, and the arrays: little-endian, behind 32 bytes that are their SHA-256."""
    with np.load(io.BytesIO(weights_of(classifier.network, classifier.linear)), allow_pickle=False) as archive:
        arrays = dict(archive)
    # Read row by row, as all other matrices are.
    arrays["head"] = arrays["head"].T
    places: dict[str, Mapping[str, object]] = {}
    content = bytearray(32)
    for name, array in arrays.items():
        kept = array if array.dtype in {np.dtype(np.float16), np.dtype(np.int8)} else array.astype(np.float32)
        places[name] = {"type": kept.dtype.name, "start": len(content), "length": kept.size}
        content += np.ascontiguousarray(kept, dtype=kept.dtype.newbyteorder("<")).tobytes()
        # An array may start only where its numbers could stand in a row from the beginning.
        content += bytes(-len(content) % 4)
    content[:32] = hashlib.sha256(content[32:]).digest()
    return places, bytes(content)
