"""How pages are filled in: everything is escaped, and a name that is missing is an error."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from intentbot.renderings.summary import counted, one_line, percent


def page_environment() -> Environment:
    """Return the environment of the templates in this folder, with the filters that all of them use."""
    environment = Environment(
        loader=PackageLoader("intentbot.renderings", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "one_line": one_line, "counted": counted}
    return environment
