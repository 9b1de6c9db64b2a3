"""A company's own house file: its looks in the document, our text; what it lacks comes from ours, by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from outcome import Built
from tests.helpers import validator
from tests.helpers.cli import CommandLine
from tests.helpers.office import resaved
from tests.helpers.tree import copy_of, plant
from tests.helpers.word import docx, house

from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.xml import every, first, parse, qn, serialize, value

STYLES = "word/styles.xml"
COLOUR = "C00000"
"""The red of the company's headings."""


def company_house() -> bytes:
    """Our house as a company's Chinese Word would have it: ids 1, 2, a0 …, red headings, half of the styles missing."""
    parts = house()
    root = parse(parts[STYLES], STYLES)
    renamed: dict[str, str] = {}
    for number, style in enumerate(list(every(root, "w:style"))):
        key, name = value(style, "w:styleId") or "", (value(first(style, "w:name")) or "").casefold()
        if name in ("table note", "formula", "note", "three line", "table text small"):
            root.remove(style)
        elif name.startswith("heading "):
            renamed[key] = name[-1]
            properties = first(style, "w:rPr")
            assert properties is not None
            for colour in list(every(properties, "w:color")):
                properties.remove(colour)
            properties.insert(
                sum(child.tag in {qn("w:rFonts"), qn("w:b"), qn("w:bCs")} for child in properties),
                parse(f'<w:color xmlns:w="{root.nsmap["w"]}" w:val="{COLOUR}"/>', STYLES),
            )
        elif style.get(qn("w:default")) is None:
            renamed[key] = f"a{number}"
    parts[STYLES] = serialize(root)
    return write({name: _renamed(data, renamed) if name.startswith("word/") else data for name, data in parts.items()})


def _renamed(data: bytes, names: dict[str, str]) -> bytes:
    if not data.startswith(b"<?xml"):
        return data
    root = parse(data, "part")
    for element in root.iter("{*}style", "{*}pStyle", "{*}rStyle", "{*}tblStyle", "{*}basedOn", "{*}next", "{*}link"):
        for key in (qn("w:val"), qn("w:styleId")):
            if element.get(key) in names:
                element.set(key, names[str(element.get(key))])
    return serialize(root)


def colour_of_heading(data: bytes) -> str | None:
    """The colour of the style heading 1 in a document."""
    root = parse(read(data)[STYLES], STYLES)
    style = next(
        item for item in every(root, "w:style") if (value(first(item, "w:name")) or "").casefold() == "heading 1"
    )
    return value(first(style, "w:rPr/w:color"))


@pytest.mark.parametrize("place", ["house.docx", "templates/house.docx"])
@pytest.mark.parametrize("saved", [bytes, resaved], ids=["Word", "LibreOffice"])
def test_a_companys_house_gives_the_looks_and_ours_what_it_lacks(
    place: str, saved: type[bytes], minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """The same text with the same numbers; the company's colours; a sound Word file."""
    assert itsm_docs("build", minimal, "-o", tmp_path / "plain").code == 0
    project = plant(copy_of(minimal, tmp_path / "项目"), {place: saved(company_house())})
    run = itsm_docs("build", project, "-o", tmp_path / "out")

    assert run.code == 0, run.err
    plain, own = Built(tmp_path / "plain"), Built(tmp_path / "out")
    assert [text for text in own.numbered() if text] == [text for text in plain.numbered() if text]
    assert (colour_of_heading(plain.document()), colour_of_heading(own.document())) != (COLOUR, COLOUR)
    assert colour_of_heading(own.document()) == COLOUR
    assert check(own.document()) == []


def test_a_document_in_a_companys_house_is_valid(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """For Microsoft's validator."""
    project = plant(copy_of(minimal, tmp_path / "项目"), {"house.docx": company_house()})

    assert itsm_docs("build", project, "-o", tmp_path / "out").code == 0
    assert validator.errors(Built(tmp_path / "out").document()) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"templates/house.docx": docx("BodyText 没有正文位置")}, "templates/house.docx: 错误 TP109"),
        ({"house.docx": b"no word file"}, "house.docx: 错误 OX103"),
        ({"house.docx": b"1", "templates/house.docx": b"2"}, "错误 DC103"),
        ({"templates/sla.docx": b"1", "templates/sla/01.md": b"2"}, "错误 DC101"),
    ],
    ids=["no body", "no Word file", "two houses", "two templates"],
)
def test_an_unusable_house_or_template_is_told_by_its_own_name(
    files: dict[str, bytes], expected: str, minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """Exit code 1, nothing written."""
    run = itsm_docs("build", plant(copy_of(minimal, tmp_path / "项目"), files), "-o", tmp_path / "out")

    assert run.code == 1
    assert expected in run.err
    assert list((tmp_path / "out").glob("*.docx")) == []


def test_a_projects_own_chapters_replace_the_kind(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Markdown chapters in a folder named after the kind, in file-name order."""
    files = {"templates/sla/02.md": "# 其二\n\n乙方：{{ provider.name }}\n", "templates/sla/01.md": "# 其一\n"}
    project = plant(copy_of(minimal, tmp_path / "项目"), files)

    assert itsm_docs("build", project, "-o", tmp_path / "out").code == 0
    shown = Built(tmp_path / "out").numbered()
    assert [text for text in shown if "其" in text and text.startswith("第")][-2:] == ["第一条 其一", "第二条 其二"]


def test_a_misnamed_template_is_no_silence(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A typo in the file name would otherwise build the shipped text; Word's lock files are none."""
    files = {"templates/sal.docx": docx("BodyText 甲"), "templates/~$sla.docx": b"lock", "templates/audit.docx": b"-"}
    run = itsm_docs("build", plant(copy_of(minimal, tmp_path / "项目"), files), "-o", tmp_path / "out")

    assert run.code == 0
    assert "templates/sal.docx: 警告 DC102" in run.err
    assert "是否为 sla.docx？" in run.err
    assert "templates/audit.docx: 警告 DC102" in run.err
    assert "~$" not in run.err
    assert itsm_docs("build", tmp_path / "项目", "-o", tmp_path / "none", "--fail-on", "warning").code == 1
