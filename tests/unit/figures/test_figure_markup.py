"""Figures as Word takes them: valid, with ids, sites and words for those who do not see them."""

from __future__ import annotations

import re
from itertools import count

import pytest
from figure_samples import ALL, CHANGE, CHARTS, FLOWS, PDCA, REGISTER, SERVICE, YEAR
from lxml import etree
from tests.helpers import word
from tests.helpers.tools import need_soffice
from tests.helpers.validator import errors

from itsm_docs.convert.libreoffice import to_pdf
from itsm_docs.figures import Drawable, label, markup
from itsm_docs.figures.pictures import picture_of
from itsm_docs.model.drawings import Bar, Schedule
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.flatten import flatten
from itsm_docs.ooxml.xml import NAMESPACES, qn
from itsm_docs.templating.repair import number_drawings

DRAWINGS = [*FLOWS, *CHARTS, PDCA]
A = "{" + NAMESPACES["a"] + "}"


def document(*figures: Drawable) -> bytes:
    """A Word file of figures, as the finishing pass leaves them."""
    ids = count(1)
    lines = [line for one in figures for line in ("BodyText 如下：", number_drawings(markup(one), ids))]
    return word.docx(*lines)


def tree(figure: Drawable) -> etree._Element:
    """The markup of a figure under one root."""
    return etree.fromstring(f'<w:body xmlns:w="{NAMESPACES["w"]}">{markup(figure)}</w:body>')


@pytest.mark.parametrize("office", ["Office2010", "Microsoft365"])
def test_every_figure_is_valid(office: str) -> None:
    """Microsoft's validator and our own check find nothing, with all of them in one file."""
    data = document(*ALL)

    assert check(data) == []
    assert errors(data, office) == []


def test_libreoffice_prints_them() -> None:
    """It crashes on some groups; on these it does not."""
    need_soffice()
    printed = to_pdf({"flow": flatten(document(CHANGE, YEAR)), "chart": flatten(document(SERVICE, PDCA))})

    assert [printed[name].page_count for name in ("flow", "chart")] == [2, 1]


@pytest.mark.parametrize("figure", DRAWINGS, ids=lambda figure: figure.title)
def test_a_drawing_is_one_group_that_begins_with_its_frame(figure: Drawable) -> None:
    """The first child is as large as the group and not to be seen; no VML, no second form of the drawing."""
    root = tree(figure)
    groups = list(root.iter(qn("wpg:wgp")))
    extent = next(root.iter(qn("wp:extent")))
    frame = next(groups[0].iter(qn("wps:wsp")))
    size = next(frame.iter(A + "ext"))

    assert len(groups) == 1
    assert (size.get("cx"), size.get("cy")) == (extent.get("cx"), extent.get("cy"))
    assert [child.tag for child in next(frame.iter(qn("wps:spPr")))][2:] == [A + "noFill", A + "ln"]
    assert frame.find(qn("wps:txbx")) is None
    assert "Fallback" not in markup(figure)
    assert "urn:schemas-microsoft-com:vml" not in markup(figure)


@pytest.mark.parametrize("figure", DRAWINGS, ids=lambda figure: figure.title)
def test_connectors_name_their_boxes(figure: Drawable) -> None:
    """Ids inside a drawing are unique, and each connector hangs on two of them."""
    root = tree(figure)
    ids = [item.get("id") for item in root.iter(qn("wps:cNvPr"))]
    ends = [item.get("id") for name in ("stCxn", "endCxn") for item in root.iter(A + name)]

    assert len(ids) == len(set(ids))
    assert set(ends) <= set(ids)
    assert len(ends) == 2 * len(picture_of(figure).lines)  # type: ignore[arg-type]


@pytest.mark.parametrize("figure", DRAWINGS, ids=lambda figure: figure.title)
def test_the_paragraph_of_a_drawing_has_no_exact_pitch(figure: Drawable) -> None:
    """Else the drawing lies over the text; it is centred and not indented."""
    shape = etree.tostring(tree(figure)[0][0], encoding="unicode")

    assert 'w:lineRule="auto"' in shape
    assert '<w:jc w:val="center"' in shape
    assert 'w:firstLine="0"' in shape


def test_a_drawing_stays_with_its_caption() -> None:
    """With one it keeps with the next paragraph, without one it does not."""
    assert '<w:keepNext w:val="1"/>' in markup(CHANGE, captioned=True)
    assert '<w:keepNext w:val="0"/>' in markup(CHANGE)


def test_a_flow_is_told_in_words() -> None:
    """The alternative text names title, steps in order with their roles, and where branches lead."""
    said = next(tree(CHANGE).iter(qn("wp:docPr"))).get("descr")

    assert said is not None
    assert said.startswith("变更控制流程：申请人：提出变更；申请人：填写变更申请单")
    assert "变更与配置经理判断“申请内容齐全？”：是时转“评估影响，定变更类别”，否时转“填写变更申请单" in said


def test_the_other_drawings_are_told_in_words() -> None:
    """Charts with superiors and counterparts, the ring with its stages."""
    chart = next(tree(SERVICE).iter(qn("wp:docPr"))).get("descr") or ""
    ring = next(tree(PDCA).iter(qn("wp:docPr"))).get("descr") or ""

    assert "系统主管（李敏，上级为甲方信息技术部，对口服务经理）" in chart
    assert "检查（C）：每月抽查工单与记录" in ring


def test_bends_lie_where_the_corners_are() -> None:
    """The presets' adjustments, flips and turns lead a connector through the corners of its line."""
    root = tree(CHANGE)
    shapes = [shape for shape in root.iter(qn("wps:wsp")) if shape.find(qn("wps:cNvCnPr")) is not None]

    for shape, line in zip(shapes, picture_of(CHANGE).lines, strict=True):
        assert corners(shape) == [pytest.approx(point, abs=1.2) for point in line.points]


def corners(shape: etree._Element) -> list[tuple[float, float]]:
    """The corners of a connector in points, as presetShapeDefinitions and the transform (20.1.7.6) say."""
    xfrm = next(shape.iter(A + "xfrm"))
    off, ext = next(xfrm.iter(A + "off")), next(xfrm.iter(A + "ext"))
    x, y, width, height = (
        int(item.get(key) or 0) / 12700 for item, key in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy"))
    )
    form = next(shape.iter(A + "prstGeom"))
    adjust = [int((item.get("fmla") or "").split()[1]) / 100_000 for item in form.iter(A + "gd")]
    inner = [width * value if number % 2 == 0 else height * value for number, value in enumerate(adjust)]
    path = {
        "straightConnector1": [(0.0, 0.0), (width, height)],
        "bentConnector2": [(0.0, 0.0), (width, 0.0), (width, height)],
        "bentConnector3": [
            (0.0, 0.0),
            *((one, level) for one in inner[:1] for level in (0.0, height)),
            (width, height),
        ],
        "bentConnector4": [
            (0.0, 0.0),
            *([(inner[0], 0.0), (inner[0], inner[1]), (width, inner[1])] if inner[1:] else []),
            (width, height),
        ],
        "bentConnector5": [
            (0.0, 0.0),
            *([(inner[0], 0.0), (inner[0], inner[1]), (inner[2], inner[1]), (inner[2], height)] if inner[2:] else []),
            (width, height),
        ],
    }[form.get("prst") or ""]
    placed = []
    for u, v in path:
        dx = (u - width / 2) * (-1 if xfrm.get("flipH") else 1)
        dy = (v - height / 2) * (-1 if xfrm.get("flipV") else 1)
        if xfrm.get("rot") == "5400000":
            dx, dy = -dy, dx
        placed.append((x + width / 2 + dx, y + height / 2 + dy))
    return placed


# Tables


@pytest.mark.parametrize("figure", [YEAR, REGISTER])
def test_tables_are_as_wide_as_the_text_and_end_in_a_paragraph(figure: Drawable) -> None:
    """Grid and cells agree, the layout is fixed, the header repeats and rows do not break."""
    root = tree(figure)
    grid = [int(column.get(qn("w:w")) or 0) for column in root.iter(qn("w:gridCol"))]
    rows = list(root.iter(qn("w:tr")))

    assert label(figure) == "表"
    assert sum(grid) == 9070
    assert all([int(cell.get(qn("w:w")) or 0) for cell in row.iter(qn("w:tcW"))] == grid for row in rows)
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
        len(rows) - 1
    )
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert root[-1].tag == qn("w:p")


def test_a_schedule_shades_its_bars_and_marks_its_milestones() -> None:
    """A bar covers its periods, both ends included; a milestone is a sign and no bar."""
    rows = list(tree(YEAR).iter(qn("w:tr")))[1:]
    shown = [
        "".join(
            "#" if cell.find(f".//{qn('w:shd')}") is not None else "".join(cell.itertext()) or "."
            for cell in row.iter(qn("w:tc"))
        )[-12:]
        for row in rows
    ]

    assert shown[:4] == ["#" + "." * 11, "##" + "." * 10, ".◆" + "." * 10, "#" * 12]


def test_dates_break_between_two_dates() -> None:
    """Never at a hyphen."""
    bar = Bar(name="甲", owner="乙", dates="2026-12-18 至 2026-12-22", first=0, last=0)
    xml = markup(Schedule(title="计划", periods=YEAR.periods, bars=(bar,)))

    assert ">2026-12-18 至</w:t><w:br/>" in xml


def test_a_form_leaves_room_to_write() -> None:
    """Rows with empty cells are high, and there are as many empty ones as asked for."""
    rows = list(tree(REGISTER).iter(qn("w:tr")))
    high = [row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}") is not None for row in rows]

    assert high == [False, False] + [True] * 6
    assert re.findall(r"<w:t [^>]*>([^<]*)", markup(REGISTER))[7] == "例"
