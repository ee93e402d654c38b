"""The widget: its parts in the folder ``widget`` put together into the one script that web pages load."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

PARTS = ("start", "elements", "layout", "log", "sending", "opening")
"""The scripts, in the order in which they run, in one function of their own."""

HEAD = "// intentbot's chat for any web page. Its parts, with comments: intentbot/server/widget. Licence: Apache-2.0"


@cache
def widget_script() -> str:
    """Return the script, without the indentation and the lines of comment that its parts have."""
    words = json.loads(_read("words.json"))
    names = list(words["en"])
    constants = {
        "NAMES": "|".join(names),
        "WORDS": {language: "|".join(said[name] for name in names) for language, said in words.items()},
        "STYLE": _without_space(_read("widget.css")),
    }
    lines = [
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};"
        for name, value in constants.items()
    ]
    for part in PARTS:
        code = (line.strip() for line in _read(f"{part}.js").splitlines())
        lines += [line for line in code if line and not line.startswith("//")]
    return "\n".join([HEAD, "(async () => {", '"use strict";', *lines, "})();", ""])


def _without_space(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", css)


def _read(name: str) -> str:
    return files("intentbot.server").joinpath("widget").joinpath(name).read_text(encoding="utf-8")
