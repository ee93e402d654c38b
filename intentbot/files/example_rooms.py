"""Finds where in a YAML file another example of an intent can be written, and how its neighbours are written.

Comments and blank lines stay where they are: a comment at the end of a line belongs to what stands before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from intentbot.files.scalars import Style
from intentbot.files.yaml_pages import Page, entry, is_blank

_USUAL_INDENT = 2


@dataclass(frozen=True, slots=True)
class Room:
    """Where an example can be put, and what has to be written around it.

    Attributes
    ----------
    at : int
        Before which character of the text.
    before, after : str
        What is written on either side of it: indentation, the dash or comma, line breaks, its key.
    position : int
        Which example of the intent it becomes, counted from 0.
    is_flow : bool
        Whether it stands inside of brackets.
    style, quote : str
        How its neighbours are written; see `scalars.write_scalar`.
    """

    at: int
    before: str
    after: str
    position: int = 0
    is_flow: bool = False
    style: Style = ""
    quote: Style = '"'


def find_room(page: Page, intent: str) -> Room:
    """Return where an example of an intent can be put: behind its last one, where that can be.

    Raises
    ------
    IntentFilesError
        Where the file has no such intent, or its examples are no list of texts.
    """
    name, value = page.intent(intent)
    if is_blank(value):
        return _under_name(page, name, value)
    if not isinstance(value, yaml.MappingNode):
        what = f'what stands under "{intent}" is no mapping (name: value).'
        raise page.refuse(value, what, "Write examples: under its name, and the list under that.")
    examples = entry(value, "examples")
    if examples is None:
        return _new_key(page, name, value)
    key, written = examples
    if is_blank(written):
        return _under_key(page, key, written, value)
    if not isinstance(written, yaml.SequenceNode):
        fix = "Write one example a line, each after a dash and a space."
        raise page.refuse(written, f'`examples` of intent "{intent}" is not a list.', fix)
    for item in written.value:
        if not isinstance(item, yaml.ScalarNode):
            fix = 'A sentence that has ": " in it, or starts with [ or {, needs quotes around it.'
            raise page.refuse(item, f'an example of intent "{intent}" is not a text.', fix)
    if not written.value:
        return Room(written.start_mark.index + 1, "", "", 0, True)
    return _in_brackets(page, written) if written.flow_style else _on_a_line(page, written)


def _styles(items: list[yaml.ScalarNode]) -> tuple[Style, Style]:
    """Return the style that all of a list's items share, and the quotes to use where some are needed."""
    styles = {item.style or "" for item in items}
    used: list[Style] = [style for style in ('"', "'") if any(item.style == style for item in items)]
    return used[0] if len(styles) == 1 and used else "", used[0] if used else '"'


def _on_a_line(page: Page, examples: yaml.SequenceNode) -> Room:
    last, column = examples.value[-1], examples.start_mark.column
    dash = page.line_of(last) + column
    gap = page.text[dash + 1 : last.start_mark.index]
    # A text on the line below its dash is no model for another one.
    gap = gap if gap and not gap.strip(" ") and page.text[dash] == "-" else " "
    at, before, after = page.line_after(page.end_of(last))
    style, quote = _styles(examples.value)
    return Room(at, f"{before}{' ' * column}-{gap}", after, len(examples.value), False, style, quote)


def _in_brackets(page: Page, examples: yaml.SequenceNode) -> Room:
    items = examples.value
    last, (style, quote) = items[-1], _styles(items)
    end = last.end_mark.index
    if page.is_first(last) and (len(items) == 1 or page.is_first(items[-2])):
        indent = page.text[page.line_of(last) : last.start_mark.index]
        at, before, after, position = _line_in_brackets(page, last, indent, len(items))
        return Room(at, before, after, position, True, style, quote)
    between = page.text[items[-2].end_mark.index : last.start_mark.index] if len(items) > 1 else ""
    is_tight = between == ","
    return Room(end, "," if is_tight else ", ", "", len(items), True, style, quote)


def _line_in_brackets(page: Page, last: yaml.ScalarNode, indent: str, n_items: int) -> tuple[int, str, str, int]:
    """Return where a line of its own can be put among the lines of a bracketed list: place, around it, position."""
    end, line_end = last.end_mark.index, page.line_end(last.end_mark.index)
    token = page.next_token(end)
    if isinstance(token, yaml.FlowEntryToken):
        behind = page.text[token.end_mark.index : page.line_end(token.end_mark.index)].strip(" \t")
        if behind and not behind.startswith("#"):
            return token.end_mark.index, page.newline + indent, ",", n_items
        at, before, after = page.line_after(token.end_mark.index)
        return at, before + indent, "," + after, n_items
    if "#" in page.text[end:line_end]:
        # A comma is missing before the comment, and the comment belongs to what stands before it.
        return last.start_mark.index, "", f",{page.newline}{indent}", n_items - 1
    return end, f",{page.newline}{indent}", "", n_items


def _under_key(page: Page, key: yaml.Node, written: yaml.Node, intent: yaml.MappingNode) -> Room:
    """Return the room for the first example, where ``examples:`` is followed by nothing."""
    if intent.flow_style:
        at = written.start_mark.index
        return Room(at, " [" if page.text[at - 1] == ":" else "[", "]", 0, True)
    at, before, after = page.line_after(written.end_mark.index)
    return Room(at, f"{before}{' ' * (key.start_mark.column + _dash_indent(page, intent))}- ", after)


def _new_key(page: Page, name: yaml.Node, intent: yaml.MappingNode) -> Room:
    """Return the room for the first example of an intent without ``examples:``: behind its title or its name."""
    if intent.flow_style:
        if not intent.value:
            return Room(intent.start_mark.index + 1, "examples: [", "]", 0, True)
        return Room(intent.value[0][0].start_mark.index, "examples: [", "], ", 0, True)
    title = entry(intent, "title")
    end = page.end_of(title[1]) if title else page.next_token(name.end_mark.index).end_mark.index
    return _key_lines(page, intent.start_mark.column, _dash_indent(page, intent), page.line_after(end))


def _under_name(page: Page, name: yaml.Node, value: yaml.Node) -> Room:
    """Return the room for the first example of an intent that has nothing but a name."""
    mappings = [(one, under) for one, under in page.all_intents() if isinstance(under, yaml.MappingNode)]
    deeper = [under.start_mark.column - one.start_mark.column for one, under in mappings if not under.flow_style]
    intents = entry(page.root, "intents")
    if intents is not None and isinstance(intents[1], yaml.MappingNode) and intents[1].flow_style:
        at = value.start_mark.index
        return Room(at, f"{' ' if page.text[at - 1] == ':' else ''}{{examples: [", "]}", 0, True)
    column = name.start_mark.column + (deeper[0] if deeper else _USUAL_INDENT)
    return _key_lines(page, column, _dash_indent(page, value), page.line_after(value.end_mark.index))


def _key_lines(page: Page, column: int, deeper: int, line: tuple[int, str, str]) -> Room:
    at, before, after = line
    key = f"{' ' * column}examples:{page.newline}"
    return Room(at, f"{before}{key}{' ' * (column + deeper)}- ", after)


def _dash_indent(page: Page, intent: yaml.Node) -> int:
    """Return how far dashes stand behind their key, as in the other lists of the intent, or else of the file."""
    for one in (intent, *(under for _, under in page.all_intents())):
        for key, value in one.value if isinstance(one, yaml.MappingNode) else ():
            if isinstance(value, yaml.SequenceNode) and not value.flow_style and value.value:
                return int(value.start_mark.column - key.start_mark.column)
    return _USUAL_INDENT
