"""A picture as one Word drawing: a group of shapes in the line, without VML (ECMA-376 part 1, 20.1 and 20.4;
[MS-ODRAWXML] 2.4 for wps and wpg).

The first child is an invisible rectangle of the full size: LibreOffice stretches the union of the children to the
group, and crashes on a group with a single child that holds text.
"""

from __future__ import annotations

from itsm_docs.figures.shapes import Box, Line, Picture, Point, Words
from itsm_docs.ooxml.xml import NAMESPACES, escape

_TENTH = 3_600
_EMU = 12_700
"""EMU in a point."""
_TURN = 60_000
_SPACES = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("mc", "wp", "a", "wpg", "wps"))
_THIN = 1.0
"""A bent connector needs some width for its bends to be fractions of."""
_SHAPE = '<w:pStyle w:val="Figure"/>'
_PLACED = '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
_MITRE = '<a:miter lim="800000"/>'
_INSIDE = (
    '<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:beforeAutospacing="0" w:after="0" w:afterAutospacing="0" w:line="{pitch}" w:lineRule="exact"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{jc}"/></w:pPr>'
)
_FONTS = '<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:eastAsia="{}" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'


def drawing_paragraph(picture: Picture, *, name: str, text: str, kept: bool) -> str:
    """The paragraph that holds a picture; `text` says it in words for those who do not see it, `kept` holds it together
    with the next paragraph. Its pitch is never exact: the drawing would lie over the text (measured)."""
    extent = f'cx="{_emu(picture.width)}" cy="{_emu(picture.height)}"'
    xfrm = f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/><a:chOff x="0" y="0"/><a:chExt {extent}/></a:xfrm>'
    return (
        f'<w:p><w:pPr>{_SHAPE}<w:keepNext w:val="{int(kept)}"/>{_PLACED}</w:pPr><w:r>'
        f'<mc:AlternateContent{_SPACES}><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="1" name="{escape(name)}" descr="{escape(text)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["wpg"]}"><wpg:wgp><wpg:cNvGrpSpPr/>'
        f"<wpg:grpSpPr>{xfrm}</wpg:grpSpPr>{_children(picture)}</wpg:wgp></a:graphicData></a:graphic>"
        f"</wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )


def _children(picture: Picture) -> str:
    frame = Box(0, 0, picture.width, picture.height, line=None)
    numbered = list(enumerate([frame, *picture.shapes], 2))
    keys = {box.key: number for number, box in numbered if box.key}
    lines = [_connector(line, number, keys) for number, line in enumerate(picture.lines, 2 + len(numbered))]
    boxes = [_box(box, number) for number, box in numbered]
    below = 1 + len(picture.ground)
    return "".join([*boxes[:below], *lines, *boxes[below:]])


def _emu(points: float) -> int:
    """A length, in tenths of a millimetre: LibreOffice counts in hundredths, and edges that meet must stay together."""
    return round(points * _EMU / _TENTH) * _TENTH


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    """Place and size, so rounded that neighbours keep touching."""
    left, top = _emu(x), _emu(y)
    return f'<a:off x="{left}" y="{top}"/><a:ext cx="{_emu(x + width) - left}" cy="{_emu(y + height) - top}"/>'


def _box(box: Box, number: int) -> str:
    name = "".join(line for words in box.words for line in words.lines) or "图形"
    turn = f' rot="{box.turn * _TURN}"' if box.turn else ""
    adjust = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in box.adjust)
    fill = f'<a:solidFill><a:srgbClr val="{box.fill}"/></a:solidFill>' if box.fill else "<a:noFill/>"
    across, down = (_emu(inset) for inset in box.inset)
    inside = "".join(_words(words, box.aligned) for words in box.words)
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{escape(name)}"/><wps:cNvSpPr/><wps:spPr>'
        f"<a:xfrm{turn}>{_rectangle(box.x, box.y, box.width, box.height)}</a:xfrm>"
        f'<a:prstGeom prst="{box.form}"><a:avLst>{adjust}</a:avLst></a:prstGeom>{fill}{_stroke(box.line, box.line_width)}</wps:spPr>'
        + (f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else "")
        + f'<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="{across}" tIns="{down}" rIns="{across}" bIns="{down}" anchor="ctr" anchorCtr="0">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp>"
    )


def _stroke(colour: str | None, width: float, more: str = "") -> str:
    if colour is None:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{round(width * _EMU)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{more}</a:ln>'


def _words(words: Words, aligned: str) -> str:
    font = _FONTS.format("黑体" if words.heading else "宋体")
    look = f'<w:rPr>{font}<w:sz w:val="{round(words.size * 2)}"/><w:szCs w:val="{round(words.size * 2)}"/></w:rPr>'
    texts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.lines)
    shape = _INSIDE.format(pitch=round(words.height / max(len(words.lines), 1) * 20), jc=aligned)
    return f"<w:p>{shape}<w:r>{look}{texts}</w:r></w:p>"


# Connectors


def _connector(line: Line, number: int, keys: dict[str, int]) -> str:
    form, values, xfrm = _bent(line.points)
    adjust = "".join(f'<a:gd name="adj{n}" fmla="val {value}"/>' for n, value in enumerate(values, 1))
    dash = '<a:prstDash val="dash"/>' if line.dashed else ""
    arrow = '<a:tailEnd type="triangle" w="med" len="med"/>' if line.arrow else ""
    sites = "".join(
        f'<a:{tag} id="{keys[key]}" idx="{int(site)}"/>'
        for tag, (key, site) in (("stCxn", line.start), ("endCxn", line.end))
        if key in keys
    )
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="连接线"/><wps:cNvCnPr>{sites}</wps:cNvCnPr><wps:spPr>{xfrm}'
        f'<a:prstGeom prst="{form}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'
        f"{_stroke(line.colour, 0.75, dash + _MITRE + arrow)}</wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _bent(points: tuple[Point, ...]) -> tuple[str, list[int], str]:
    """Preset, adjustments and placement of a line along corners.

    The presets begin to the right and end lower right; other directions are flips, and a quarter turn for lines that
    begin upwards or downwards. The adjustments are where the inner segments lie, in hundred-thousandths of the extent.
    """
    (x, y), (to_x, to_y) = points[0], points[-1]
    if len(points) == 2:
        return "straightConnector1", [], _placed((x, y), (to_x - x, to_y - y), 0.0, turned=False)
    turned = abs(points[1][0] - x) < abs(points[1][1] - y)
    along, aside = (to_y - y, to_x - x) if turned else (to_x - x, to_y - y)
    sign = (-1 if along < 0 else 1, -1 if aside < 0 else 1)
    size = (max(abs(along), _THIN), max(abs(aside), _THIN))
    values = []
    for number, (px, py) in enumerate(points[2:-1]):
        if number % 2 == 0:  # a segment across the first one: its place along it
            values.append(round((py - y if turned else px - x) * sign[0] / size[0] * 100_000))
        else:
            values.append(round((px - x if turned else py - y) * sign[1] / size[1] * 100_000))
    return f"bentConnector{len(points) - 1}", values, _placed((x, y), (to_x - x, to_y - y), _THIN, turned=turned)


def _placed(start: Point, reach: Point, least: float, *, turned: bool) -> str:
    """Where a connector lies that reaches so far from its start; neither extent is below `least`."""
    width, height = max(abs(reach[0]), least), max(abs(reach[1]), least)
    left, top = start[0] + min(reach[0], 0), start[1] + min(reach[1], 0)
    if not turned:
        flips = (' flipH="1"' if reach[0] < 0 else "") + (' flipV="1"' if reach[1] < 0 else "")
        return _xfrm(flips, left, top, width, height)
    flips = (' flipH="1"' if reach[1] < 0 else "") + (' flipV="1"' if reach[0] > 0 else "")
    x, y = left + width / 2 - height / 2, top + height / 2 - width / 2
    return _xfrm(f' rot="{90 * _TURN}"{flips}', x, y, height, width)


def _xfrm(how: str, x: float, y: float, width: float, height: float) -> str:
    return f"<a:xfrm{how}>{_rectangle(x, y, width, height)}</a:xfrm>"
