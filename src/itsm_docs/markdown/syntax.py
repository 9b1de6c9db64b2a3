"""Which Markdown there is: the rules that are on, and the three that are ours.

Templates: headings, paragraphs, lists, pipe tables, footnotes, emphasis, code spans, entities, thematic breaks, tag
lines and attribute lines. Fields that users type: the same without footnotes, entities, tags and
attributes, and a thematic break prints as it is.
Off for both: raw HTML, indented code, setext headings, links, autolinks, images, quotations; they print as they are.

`_` is never emphasis: ``____年____月`` is a blank to fill in. `*` follows the CJK-friendly reading of flanking, because
CommonMark's own leaves ``**甲方：**大连`` with its asterisks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from mdit_py_plugins.footnote import footnote_plugin

from itsm_docs.markdown.tags import TAG_CHARACTER

FIELD_BLOCKS = ["heading", "hr", "list", "paragraph", "table"]
FIELD_INLINES = ["backticks", "balance_pairs", "emphasis", "escape", "fragments_join", "newline", "text"]
TEMPLATE_ONLY = ["entity", "fence"]

CJK = "\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
"""Characters that are written without spaces between words, as the inside of a regular expression's class."""

_CJK_OR_TAG = re.compile(f"[{CJK}“”‘’…—·]|{TAG_CHARACTER}")
_TAG_LINE = re.compile(rf"(?:{TAG_CHARACTER}\s*)+")
_ATTRIBUTES = re.compile(r"[{｛]\s*[:：].*[}｝]\s*")
_DEEP = 60  # markdown-it drops what is nested deeper, without a word; lists count two levels each


@cache
def template_parser() -> MarkdownIt:
    """The parser of template chapters; ``env["statements"]`` holds the characters of the statement tags."""
    parser = _parser(FIELD_BLOCKS + FIELD_INLINES + TEMPLATE_ONLY).use(
        footnote_plugin, move_to_end=False, always_match_refs=True
    )
    # Not a terminator of tables ("blockquote"): inside a table a tag line is a row.
    parser.block.ruler.before("table", "tag_line", _tag_line, {"alt": ["paragraph", "list", "footnote_def"]})
    parser.block.ruler.before(
        "table", "attribute_line", _attribute_line, {"alt": ["paragraph", "list", "blockquote", "footnote_def"]}
    )
    return parser


@cache
def field_parser() -> MarkdownIt:
    """The parser of values that users type."""
    return _parser(FIELD_BLOCKS + FIELD_INLINES)


def _parser(rules: list[str]) -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": _DEEP}).enable(rules)
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def is_tag_line(text: str, statements: frozenset[str]) -> bool:
    """Whether masked text holds statement tags and nothing else."""
    return _TAG_LINE.fullmatch(text) is not None and statements.issuperset(text.replace(" ", "").replace("\t", ""))


def _tag_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    text = _line(state, start)
    if not is_tag_line(text, state.env["statements"]):
        return False
    if not silent:
        token = state.push("tag_line", "", 0)
        token.map = [start, start + 1]
        token.content = text
        state.line = start + 1
    return True


def _attribute_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    text = _line(state, start)
    if not _ATTRIBUTES.fullmatch(text):
        return False
    if not silent:
        token = state.push("attribute_line", "", 0)
        token.map = [start, start + 1]
        token.content = text.strip()
        state.line = start + 1
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Delimiters of ``*``; punctuation that touches Chinese text does not keep them from opening or closing."""
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    end = start
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    can_open, can_close = _opens(before, after), _opens(after, before)
    if end - start == 1:  # 单价*数量*12 is a formula, not emphasis
        can_open, can_close = can_open and not _word(before), can_close and not _word(after)
    for _ in range(end - start):
        token = state.push("text", "", 0)
        token.content = "*"
        delimiter = Delimiter(ord("*"), end - start, len(state.tokens) - 1, -1, can_open, can_close)
        state.delimiters.append(delimiter)
    state.pos = end
    return True


def _opens(outside: str, inside: str) -> bool:
    """Whether a delimiter between two characters can open (or close, with the characters exchanged)."""
    if inside.isspace():
        return False
    return not _mark(inside) or _cjk(inside) or outside.isspace() or _mark(outside) or _cjk(outside)


def _cjk(character: str) -> bool:
    return _CJK_OR_TAG.match(character) is not None


def _mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _word(character: str) -> bool:
    return not (character.isspace() or _mark(character))
