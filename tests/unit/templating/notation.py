r"""A notation for small Word templates and for what a filled file shows, so that a case is a few lines of text.

    甲{{ a }}           a paragraph              ¦   a new run, as an edit or the spelling checker makes it
    # 标题              a numbered heading       ⏎   a line break      ⇥ a tab      ⏏ a page break
    a) 项  /  ) 项      a list item, numbered directly, or by its style
    | 甲 | 乙 |         a table row; ¶ parts paragraphs in a cell, [| 丙 | ; | 丁 |] is a table in a cell
    〈…〉 hyperlink      《…》 smart tag           ⟨…⟩ content control       {^} footnote
    ⟦甲¶乙⟧ text box (with its old form)          ⟪CODE⟫result⟪/⟫ field

What is shown has the same form; a cell also shows ``<2`` (columns), ``↓`` ``↑`` (begins, goes on) and ``#FFD966``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drafts import PLAIN
from tests.helpers import word

from itsm_docs.ooxml.numbering import paragraph_numbering, parse
from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.xml import NAMESPACES, escape, every, first, qn, value
from itsm_docs.ooxml.xml import parse as parse_xml

_W = word.NAMES
_OPENERS = {
    "〈": '<w:hyperlink w:history="1">',
    "《": '<w:smartTag w:uri="urn:x" w:element="place">',
    "⟨": '<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr><w:sdtContent>',
}
_CLOSERS = {"〉": "</w:hyperlink>", "》": "</w:smartTag>", "⟩": "</w:sdtContent></w:sdt>"}
_SPECIAL = re.compile(r"(⟦.*?⟧|⟪/⟫|⟪.*?⟫|\{\^\}|[¦⏎⇥〈〉《》⟨⟩])", re.DOTALL)
_CORE = {"title": "标题", "subject": "主题", "creator": "作者"}


def paragraph(line: str) -> str:
    """One paragraph."""
    style, number = "BodyText", ""
    if line.startswith("# "):
        style, line = "Heading1", line[2:]
    elif line.startswith("a)"):
        number, line = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>', line[3:]
    elif line.startswith(") "):
        style, line = "ListNumber", line[2:]
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr>{inline(line)}</w:p>'


def inline(line: str) -> str:
    """The inside of a paragraph."""
    return "".join(_piece(piece) for piece in _SPECIAL.split(line) if piece)


def _piece(piece: str) -> str:
    if piece in _OPENERS or piece in _CLOSERS:
        return _OPENERS.get(piece) or _CLOSERS[piece]
    if piece.startswith("⟦"):
        return _box(piece[1:-1])
    if piece.startswith("⟪"):
        return _field(piece[1:-1])
    fixed = {
        "¦": '<w:proofErr w:type="spellStart"/><w:proofErr w:type="spellEnd"/>',
        "⏎": "<w:r><w:br/></w:r>",
        "⇥": "<w:r><w:tab/></w:r>",
        "{^}": '<w:r><w:footnoteReference w:id="1"/></w:r>',
    }
    return fixed.get(piece) or f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'


def _field(code: str) -> str:
    if code == "/":
        return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _box(text: str) -> str:
    inner = "".join(paragraph(line) for line in text.split("¶"))
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="框"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s1" style="width:70pt;height:70pt"><v:textbox>'
        f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _cells(line: str) -> list[str]:
    cells, depth, current = [], 0, ""
    for character in line.strip()[1:-1]:
        depth += (character == "[") - (character == "]")
        if character == "|" and not depth:
            cells.append(current.strip(" "))
            current = ""
        else:
            current += character
    return [*cells, current.strip(" ")]


def table(lines: Iterable[str]) -> str:
    """A table of rows."""
    rows = [_cells(line) for line in lines]
    columns = max(len(row) for row in rows)
    width = 9000 // columns
    made = "".join("<w:tr>" + "".join(_cell(cell, width) for cell in row) + "</w:tr>" for row in rows)
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width * columns}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'
    )


def _cell(text: str, width: int) -> str:
    match = re.fullmatch(r"\[(.*)\]", text) if text.startswith("[|") else None
    inner = table(match[1].split(" ; ")) + "<w:p/>" if match else "".join(paragraph(line) for line in text.split("¶"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def blocks(lines: Iterable[str]) -> list[str]:
    """Paragraphs and tables; a table is followed by a paragraph, as Word has it at the end of a document."""
    found: list[str] = []
    rows: list[str] = []
    for line in lines:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            found.append(table(rows))
            rows = []
        found.append(line if line.startswith("<w:") else paragraph(line))
    return [*found, table(rows), "<w:p/>"] if rows else found


def template(case: Mapping[str, Any]) -> bytes:
    """The Word template of a case."""
    parts = {}
    for name, tag in (("header", "hdr"), ("footer", "ftr")):
        if name in case:
            parts[f"word/{name}1.xml"] = f"<w:{tag} {_W}>{''.join(blocks(case[name]))}</w:{tag}>"
    if "note" in case:
        house = word.house()["word/footnotes.xml"].decode()
        note = f'<w:footnote w:id="1">{"".join(blocks(case["note"]))}</w:footnote>'
        parts["word/footnotes.xml"] = house.replace("</w:footnotes>", note + "</w:footnotes>")
    if "core" in case:
        inner = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in case["core"].items())
        parts["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{NAMESPACES["cp"]}" xmlns:dc="{NAMESPACES["dc"]}">{inner}</cp:coreProperties>'
        )
    quiet = {
        f"word/{name}1.xml": f"<w:{tag} {_W}><w:p/></w:{tag}>" for name, tag in (("header", "hdr"), ("footer", "ftr"))
    }
    return word.docx(*blocks(case["word"]), parts={**PLAIN, **quiet, **parts})


# Reading


def shown(data: bytes) -> list[str]:
    """What a file shows, in the same notation."""
    parts = read(data)
    counter = parse(parts["word/numbering.xml"], parts["word/styles.xml"]).counter()

    def text(item: Any) -> str:
        label = counter.label(*paragraph_numbering(item))
        return (label.lead.replace("\t", " ") if label else "") + own_text(item)

    body = first(parse_xml(parts["word/document.xml"], "document"), "w:body")
    lines = list(_shown(body, text))
    if lines and body is not None and _ends_with_table(body):
        lines = lines[:-1]
    return [*lines, *_others(parts)]


def _ends_with_table(body: Any) -> bool:
    blocks = [child.tag for child in body if child.tag != qn("w:sectPr")]
    return qn("w:tbl") in blocks[-2:-1]


def _shown(parent: Any, text: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield text(child)
            for box in every(child, "w:txbxContent"):
                if next(box.iterancestors(qn("mc:Fallback")), None) is None:
                    yield from _shown(box, text)
        elif child.tag == qn("w:tbl"):
            yield from (_row(row, text) for row in child.iterchildren(qn("w:tr")))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _shown(child, text)


def _row(row: Any, text: Any) -> str:
    cells = [_shown_cell(cell, text) for cell in row.iterchildren(qn("w:tc"))]
    gap = value(first(row, "w:trPr/w:gridAfter"))
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells) + (f" <{gap}" if gap else "")


def _shown_cell(cell: Any, text: Any) -> str:
    nested = first(cell, "w:tbl")
    if nested is not None:
        return "[" + " ; ".join(_row(row, text) for row in nested.iterchildren(qn("w:tr"))) + "]"
    span, merge = value(first(cell, "w:tcPr/w:gridSpan")), first(cell, "w:tcPr/w:vMerge")
    marks = [
        "" if merge is None else "↓" if value(merge) == "restart" else "↑",
        f"<{span}" if span else "",
        f"#{fill}" if (fill := value(first(cell, "w:tcPr/w:shd"), "w:fill")) else "",
    ]
    return " ".join(part for part in ["¶".join(_shown(cell, text)), *marks] if part)


_CHARACTERS = {qn("w:br"): "⏎", qn("w:tab"): "⇥", qn("w:cr"): "⏎"}


def own_text(item: Any) -> str:
    """The text of a paragraph without that of text boxes in it."""
    out = []
    for child in item:
        if child.tag == qn("w:t"):
            out.append(child.text or "")
        elif child.tag in _CHARACTERS:
            out.append("⏏" if value(child, "w:type") == "page" else _CHARACTERS[child.tag])
        elif child.tag not in (qn("w:p"), qn("w:pPr"), qn("w:rPr"), qn("mc:AlternateContent")):
            out.append(own_text(child))
    return "".join(out)


def _others(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, label in (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注")):
        for part in sorted(parts):
            if part.startswith(f"word/{name}"):
                root = parse_xml(parts[part], part)
                for item in every(root, "w:p"):
                    if (text := own_text(item)) and next(item.iterancestors(qn("w:footnote")), root).get(
                        qn("w:type")
                    ) is None:
                        yield f"{label}：{text}"
    core = parse_xml(parts["docProps/core.xml"], "core")
    for name, label in _CORE.items():
        if text := core.findtext(f"{{{NAMESPACES['dc']}}}{name}"):
            yield f"{label}：{text}"
