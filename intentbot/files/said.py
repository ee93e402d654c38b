"""What a YAML file says, without places: for comparing it before and after an edit."""

from __future__ import annotations

from typing import TypeAlias

from intentbot.files.nodes import ListNode, MapNode, Node, TextNode

Said: TypeAlias = "str | list[Said] | dict[str, Said]"
"""What YAML says: texts, lists and mappings, without places."""


def said(node: Node | None) -> Said:
    """Return what a node says; an empty text for none."""
    if isinstance(node, MapNode):
        return {one.key.value: said(one.value) for one in node.entries}
    if isinstance(node, ListNode):
        return [said(item) for item in node.items]
    return node.value if isinstance(node, TextNode) else ""


def under(whole: Said, key: str) -> Said:
    """Return what stands under a key; an empty text where there is none."""
    return whole.get(key, "") if isinstance(whole, dict) else ""
