"""What can only be put right when everything is printed: cells without a paragraph, tables without rows, grids, pictures.

The compiler leaves a processing instruction where a container may lack something; this pass works on the text at
these places only and removes them; a source knows whether it has any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from itsm_docs.templating.environment import NEXT, PAGE, SEAL

_INVISIBLE = re.compile(
    r"(?:\s|<w:(?:bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd|proofErr)\b[^>]*/>|</w:sdtContent>|</w:sdt>)+$"
)
_TAIL = 2000
"""No run of invisible marks is longer."""
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+"')
_PART = re.compile(
    r'<(?P<open>w:tbl|w:tr|w:tc)(?: [^>]*)?>|</(?P<close>w:tbl|w:tr|w:tc)>|<w:(?P<skip>gridBefore|gridAfter|gridSpan) w:val="(?P<count>\d+)"/>'
)
_COLUMN = re.compile(r'<w:gridCol(?: w:w="(\d+)")?[^>]*?/?>')
_WIDTH = re.compile(r'<w:tcW\b[^>]*w:w="(\d+)"[^>]*/>')


PLACES = ("<?end?>", "<?rows?>", "<?cells?>", "<?grid?>")
"""The marks that the compiler leaves."""


def mend(text: str) -> str:
    """The printed text of a part with every marked place put right."""
    text = _emptied(text, "<?cells?>", "<w:tr", "</w:tc>", "</w:tr>")
    text = _emptied(text, "<?rows?>", "<w:tbl>", "</w:tr>", "</w:tbl>")
    if "<?end?>" in text:
        pieces = text.split("<?end?>")
        out = pieces[:1]
        for piece in pieces[1:]:
            out += ["" if _ends_with_paragraph("".join(out[-2:])) else "<w:p/>", piece]
        text = "".join(out)
    while (at := text.rfind("<?grid?>")) >= 0:
        text = _fitted(text, at)
    return text


def _ends_with_paragraph(text: str) -> bool:
    return _INVISIBLE.sub("", text[-_TAIL:]).endswith(("</w:p>", "<w:p/>"))


def _emptied(text: str, mark: str, opening: str, content: str, closing: str) -> str:
    """Take out what has nothing left inside: rows without cells, tables without rows. Inner ones come first."""
    while (at := text.find(mark)) >= 0:
        start = text.rfind(opening, 0, at)
        while text[start + len(opening)] not in " >" and opening[-1] != ">":  # w:trPr begins like w:tr
            start = text.rfind(opening, 0, start)
        after = at + len(mark)
        if text.find(content, start, at) >= 0:
            text = text[:at] + text[after:]
        else:
            text = text[:start] + text[after + len(closing) :]
    return text


# Grids


def _fitted(text: str, at: int) -> str:
    """A table whose columns were printed by tags: its grid, the widths of its cells and its short rows."""
    start = at + len("<?grid?>")
    rest = text[start:]
    close = rest.index("</w:tblGrid>") + len("</w:tblGrid>") if rest.startswith("<w:tblGrid>") else rest.index("/>") + 2
    old = [int(width or 0) for width in _COLUMN.findall(rest[:close])]
    end = _table_end(rest)
    rows = list(_rows(rest[close:end]))
    columns = max([sum(spans) + sum(skips) for _, spans, skips, _ in rows], default=len(old))
    widths = old if columns == len(old) else _spread(columns, sum(old))
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    return text[:at] + grid + _rewritten(rest[close:end], rows, widths) + rest[end:]


_Row = tuple[tuple[int, int], list[int], tuple[int, int], list[tuple[int, int]]]
"""Where a row begins and ends, the columns of its cells, those skipped before and after, where each cell begins and ends."""


def _table_end(text: str) -> int:
    depth = 1
    for match in re.finditer(r"<w:tbl>|</w:tbl>", text):
        depth += 1 if match.group() == "<w:tbl>" else -1
        if depth == 0:
            return match.start()
    return len(text)


def _rows(text: str) -> Iterator[_Row]:
    """The rows of a table, those of tables in it left out."""
    depth, row_at, cell_at = 0, 0, 0
    spans: list[int] = []
    cells: list[tuple[int, int]] = []
    skips = [0, 0]
    inside = False
    for match in _PART.finditer(text):
        if "w:tbl" in (match["open"], match["close"]):
            depth += 1 if match["open"] else -1
        elif depth:
            continue
        elif match["open"] == "w:tr":
            row_at, spans, cells, skips = match.start(), [], [], [0, 0]
        elif match["close"] == "w:tr":
            yield (row_at, match.start()), spans, (skips[0], skips[1]), cells
        elif match["open"] == "w:tc":
            cell_at, inside = match.start(), True
            spans.append(1)
        elif match["close"] == "w:tc":
            cells.append((cell_at, match.start()))
            inside = False
        elif match["skip"] == "gridSpan" and inside:
            spans[-1] = int(match["count"])
        elif match["skip"] != "gridSpan":
            skips[match["skip"] == "gridAfter"] = int(match["count"])


def _spread(columns: int, total: int) -> list[int]:
    """The table's width in so many columns, all alike."""
    if not columns:
        return [total]
    each, rest = divmod(total, columns)
    return [each + (number < rest) for number in range(columns)]


def _rewritten(text: str, rows: list[_Row], widths: list[int]) -> str:
    out: list[str] = []
    at = 0
    for (start, end), spans, (before, after), cells in rows:
        out.append(text[at:start])
        row, at, column = [], start, before
        for (begin, close), span in zip(cells, spans, strict=True):
            cell = text[begin:close]
            width = f'<w:tcW w:w="{sum(widths[column : column + span])}" w:type="dxa"/>'
            head = max(cell.find("</w:tcPr>"), 0)
            row += [text[at:begin], _WIDTH.sub(width, cell[:head], count=1), cell[head:]]
            at, column = close, column + span
        row.append(text[at:end])
        missing = len(widths) - before - sum(spans) - after
        joined = "".join(row)
        out.append(_with_gap(joined, missing, sum(widths[-missing:])) if missing > 0 else joined)
        at = end
    return "".join([*out, text[at:]])


def _with_gap(row: str, missing: int, width: int) -> str:
    """A row that ends before the table does says so (17.4.14)."""
    gap = f'<w:gridAfter w:val="{missing}"/><w:wAfter w:w="{width}" w:type="dxa"/>'
    opened = row.index(">") + 1
    if row.startswith("<w:trPr>", opened):
        return row[: opened + 8] + gap + row[opened + 8 :]
    return f"{row[:opened]}<w:trPr>{gap}</w:trPr>{row[opened:]}"


# Drawings and paragraphs


def number_drawings(text: str, ids: count[int]) -> str:
    """Every drawing with an id of its own; Word repairs a file otherwise."""
    return _DRAWING.sub(lambda match: f'{match[1]}{next(ids)}"', text)


_WRAPPED = re.compile(r"<(/?)w:(?:hyperlink|sdt|sdtContent|ins|fldSimple|p)(?: [^>]*)?>")
_SECTION = re.compile(r"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)


def break_paragraphs(text: str) -> str:
    r"""Values that hold ``\a`` (a new paragraph) or ``\f`` (a new page): the paragraph in which each stands is parted."""
    if NEXT not in text and PAGE not in text:
        return text
    pieces = re.split(f"([{NEXT}{PAGE}])", text)
    out: list[str] = []
    current = pieces[0]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        done, begun = _parted(current, mark)
        out.append(done)
        current = begun + piece
    return "".join([*out, current])


def _parted(before: str, mark: str) -> tuple[str, str]:
    """The text before a mark with its paragraph ended, and the beginning of another paragraph like it."""
    start = max(before.rfind("<w:p>"), before.rfind("<w:p "))
    head = before[start:]
    if start < 0 or sum(-1 if match[1] else 1 for match in _WRAPPED.finditer(head)) != 1:
        return "", before + '</w:t><w:br/><w:t xml:space="preserve">'  # inside something that cannot be parted
    seal = f"{SEAL}p" if before[:start].endswith(f"{SEAL}p") else ""
    opened = head[: head.index(">") + 1]
    shape = head[len(opened) : head.index("</w:pPr>") + 8] if head.startswith("<w:pPr>", len(opened)) else ""
    done = before[: start + len(opened)] + _SECTION.sub("", shape) + head[len(opened) + len(shape) :]
    run = head[head.rfind("<w:r>") :]
    own = run[5 : run.index("</w:rPr>") + 8] if run.startswith("<w:r><w:rPr>") else ""
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if mark == PAGE else ""
    return f"{done}</w:t></w:r></w:p>{page}{seal}", f'<w:p>{shape}<w:r>{own}<w:t xml:space="preserve">'
