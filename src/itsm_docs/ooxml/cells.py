"""Values put into cells of an Excel workbook, and nothing else changed: every other part and cell stays as it was.

A workbook saved by a library loses what the library does not know (shapes, results of formulas, extensions of later
versions); here only the sheets with new values are written again. Formulas are asked to be calculated when the file is
next opened; their old results stay until then. Formats, formulas and validations are the caller's to look at.
Sources: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row), 18.2.2 (calcPr).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from itsm_docs.ooxml.xml import DECLARATION, NAMESPACES, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

CellValue: TypeAlias = str | Decimal
"""A text, or a number; dates are numbers in the workbook's own count of days."""

_BOOK = "xl/workbook.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def with_values(data: bytes, values: Mapping[tuple[str, str], CellValue]) -> bytes:
    """The workbook with values in cells, by sheet and reference (``"人员表", "D7"``); cells that are not there are made.

    Raises `KeyError` for a sheet that the workbook does not have.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {member.filename: archive.read(member) for member in archive.infolist()}
        members = archive.infolist()
    sheets = _sheets(parts)
    roots: dict[str, _Element] = {}
    for (sheet, reference), value in values.items():
        name = sheets[sheet]
        root = roots.setdefault(name, parse(parts[name], name))
        _set(_cell(root, reference), value)
    changed = {name: _written(root) for name, root in roots.items()}
    if any(b"<f" in parts[name] for name in sheets.values()):
        changed[_BOOK] = _recalculated(parts[_BOOK])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, changed.get(member.filename, parts[member.filename]), member.compress_type)
    return stream.getvalue()


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each worksheet."""
    relationships = parse(parts["xl/_rels/workbook.xml.rels"], _BOOK)
    targets = {link.get("Id"): str(link.get("Target")) for link in relationships}
    found = {}
    for sheet in parse(parts[_BOOK], _BOOK).iter(f"{{{_MAIN}}}sheet"):
        target = targets.get(sheet.get(f"{{{NAMESPACES['r']}}}id"), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in parts:
            found[str(sheet.get("name"))] = part
    return found


def _cell(root: _Element, reference: str) -> _Element:
    """The cell of that reference, made in its place where there is none."""
    letters, number = _parts(reference)
    rows = root.find(f"{{{_MAIN}}}sheetData")
    assert rows is not None
    row = _placed(rows, "row", str(number), lambda held: int(held.get("r") or 0) - number)
    return _placed(row, "c", reference, lambda held: _column(held.get("r") or "A0") - _letters(letters))


def _placed(parent: _Element, name: str, reference: str, distance: Callable[[_Element], int]) -> _Element:
    """The child of that reference, made among its neighbours where there is none; `distance` is how far after it one is."""
    after = 0
    for index, child in enumerate(parent):
        away = distance(child)
        if away == 0:
            return child
        if away < 0:
            after = index + 1
    made = parent.makeelement(f"{{{_MAIN}}}{name}", {"r": reference})
    parent.insert(after, made)
    return made


def _parts(reference: str) -> tuple[str, int]:
    match = _REFERENCE.fullmatch(reference)
    assert match is not None
    return match[1], int(match[2])


def _column(reference: str) -> int:
    return _letters(_parts(reference)[0])


def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _set(cell: _Element, value: CellValue) -> None:
    for child in list(cell):
        cell.remove(child)
    if isinstance(value, Decimal):
        cell.attrib.pop("t", "")
        held = cell.makeelement(f"{{{_MAIN}}}v", {})
        held.text = f"{value:f}"
        cell.append(held)
        return
    cell.set("t", "inlineStr")
    inside = cell.makeelement(f"{{{_MAIN}}}is", {})
    text = inside.makeelement(f"{{{_MAIN}}}t", {f"{{{NAMESPACES['xml']}}}space": "preserve"})
    text.text = value
    inside.append(text)
    cell.append(inside)


def _written(root: _Element) -> bytes:
    from lxml import etree

    return DECLARATION + etree.tostring(root, encoding="UTF-8")


def _recalculated(book: bytes) -> bytes:
    """The workbook part, asking for calculation on opening."""
    root = parse(book, _BOOK)
    held = root.find(f"{{{_MAIN}}}calcPr")
    if held is None:
        return book  # Excel calculates what has no record of having been calculated
    held.set("fullCalcOnLoad", "1")
    return _written(root)
