"""What a template's author most likely did not mean: indents that change a list, Markdown that is off, bold that is not.

Every check reads the syntax tree and adds findings; none changes a block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from itsm_docs.markdown.syntax import is_tag_line

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from itsm_docs.markdown.reader import Reader

SUSPICIOUS = {
    "HTML 标记": re.compile(r"</?(?:br|p|b|i|u|em|strong|span|div|table|tr|td|sup|sub|img|a)\b[^<>]*>", re.IGNORECASE),
    "图片": re.compile(r"!\[[^\]]*\]\([^)]*\)"),
    "链接": re.compile(r"\[[^\]]+\]\((?:https?:|mailto:|#|\.{0,2}/)[^)]*\)"),
    "成对的加粗标记": re.compile(r"\*\*"),
    "属性": re.compile(r"[{｛][:：][^{}｛｝]*[}｝]"),
    "引用段落": re.compile(r"^>\s"),
    "表格": re.compile(r"^\|.*\|$"),
    "标题，井号后缺空格": re.compile(r"^#{1,6}[^\s#]"),
    "下划线式标题": re.compile(r"^={3,}$"),
}
"""Signs in the finished text that their author took for markup, by the name that the message gives them."""


def check_text(tree: SyntaxTreeNode, reader: Reader) -> None:
    """Finding MD401 for signs that will print as they are; MD206 for a tag line too deep to be one."""
    for node in tree.walk():
        if node.type != "inline" or node.token is None:
            continue
        first = reader.line(node)
        lines = node.content.split("\n")
        for number, text in enumerate(lines):
            if len(lines) > 1 and is_tag_line(text.strip(), reader.env["statements"]):
                reader.report("MD206", first + number, tag=reader.masked.shown(text.strip()))
        in_heading = node.parent is not None and node.parent.type == "heading"
        for child in node.token.children or []:
            if child.type != "text":
                continue
            for name, sign in SUSPICIOUS.items():
                match = sign.search(child.content)
                if match and not (in_heading and name == "属性"):
                    reader.report("MD401", first, name=name, found=reader.masked.shown(match[0]))


def check_indents(nodes: Sequence[SyntaxTreeNode], reader: Reader) -> None:
    """Finding MD205 when a tag line with too little indent has pulled what follows out of a list item.

    The tag line ends the item; a deeper list or paragraph after it would silently become a member of the outer level.
    """
    previous: int | None = None
    tag: SyntaxTreeNode | None = None
    for node in nodes:
        if node.type == "tag_line":
            tag = node
            continue
        indent = _indent(node, reader)
        if tag is not None and previous is not None and indent > previous:
            reader.report("MD205", reader.line(tag), tag=reader.masked.shown(tag.content), after=reader.line(node))
        tag = None
        previous = _indent(node.children[-1], reader) if node.type.endswith("_list") else None


def check_break(node: SyntaxTreeNode, reader: Reader) -> None:
    """Finding MD401 for dashes right below a paragraph: elsewhere that is a heading, here it is a page break."""
    above = reader.source[node.map[0] - 1].strip() if node.map and node.map[0] else ""
    if above and not is_tag_line(above, reader.env["statements"]):
        reader.report("MD401", reader.line(node), name="下划线式标题", found=node.markup)


def _indent(node: SyntaxTreeNode, reader: Reader) -> int:
    text = reader.source[node.map[0]] if node.map else ""
    return len(text) - len(text.lstrip(" "))
