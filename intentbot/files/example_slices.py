"""Finds what has to be cut out of a YAML file to take an example of an intent away."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from intentbot.files.yaml_pages import Page, entry


def find_slices(page: Page, intent: str, position: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text whose removal may take an example away, the best first.

    None of them has a comment in it. Where the example is the only one, its key goes too.

    Parameters
    ----------
    page : Page
    intent : str
        One with a list of examples.
    position : int
        Which of its examples, counted from 0.
    """
    _, value = page.intent(intent)
    key, written = entry(value, "examples") or (None, None)
    if key is None or not isinstance(written, yaml.SequenceNode) or not isinstance(value, yaml.MappingNode):
        return
    if len(written.value) == 1:
        yield from _entry_in_brackets(page, key, value) if value.flow_style else _entry_lines(page, key, written)
    elif written.flow_style:
        yield from _item_in_brackets(page, written, position)
    else:
        yield from _item_lines(page, written, written.value[position])


def _item_lines(page: Page, examples: yaml.SequenceNode, item: yaml.Node) -> Iterator[tuple[int, int]]:
    start = page.line_of(item)
    dash = start + examples.start_mark.column
    if not page.text[start:dash].strip(" ") and page.text[dash] == "-":
        yield from _whole_lines(page, start, page.end_of(item))


def _entry_lines(page: Page, key: yaml.Node, written: yaml.Node) -> Iterator[tuple[int, int]]:
    between = page.text[key.end_mark.index : written.start_mark.index]
    if page.is_first(key) and "#" not in between:
        yield from _whole_lines(page, page.line_of(key), page.end_of(written))


def _whole_lines(page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines from one place to another, where nothing stands behind the end."""
    if page.text[end : page.line_end(end)].strip(" \t"):
        return
    after = page.next_line(end)
    if after == page.line_end(end):
        # The last line of the file, without a line break: that of the line before goes.
        start, after = page.break_before(start), after
    yield start, after


def _item_in_brackets(page: Page, examples: yaml.SequenceNode, position: int) -> Iterator[tuple[int, int]]:
    items, item = examples.value, examples.value[position]
    if position:
        before = items[position - 1].end_mark.index
        if "#" not in page.text[before : item.start_mark.index]:
            yield before, item.end_mark.index
    comma = page.next_token(item.end_mark.index)
    if isinstance(comma, yaml.FlowEntryToken) and page.is_first(item):
        yield from _whole_lines(page, page.line_of(item), comma.end_mark.index)
    if position + 1 < len(items):
        after = items[position + 1].start_mark.index
        if "#" not in page.text[item.end_mark.index : after]:
            yield item.start_mark.index, after


def _entry_in_brackets(page: Page, key: yaml.Node, intent: yaml.MappingNode) -> Iterator[tuple[int, int]]:
    keys = [one.start_mark.index for one, _ in intent.value]
    number = keys.index(key.start_mark.index)
    _, written = intent.value[number]
    if number + 1 < len(keys) and "#" not in page.text[written.end_mark.index : keys[number + 1]]:
        yield key.start_mark.index, keys[number + 1]
    if number:
        before = intent.value[number - 1][1].end_mark.index
        if "#" not in page.text[before : key.start_mark.index]:
            yield before, written.end_mark.index
    if len(keys) == 1:
        yield key.start_mark.index, written.end_mark.index
