"""What anyone may expect of a drawing: nothing lies on anything else, lines end where they should, texts fit."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from figure_samples import ACCEPTANCE, CHANGE, CHARTS, FLOWS, INCIDENT, PDCA, SECURITY, SERVICE, flow, organisation

from itsm_docs.figures import Undrawable
from itsm_docs.figures.flow import PREFERRED
from itsm_docs.figures.lettering import em, wrapped
from itsm_docs.figures.pictures import picture_of
from itsm_docs.figures.routing import Link, Route, Router, crosses
from itsm_docs.figures.shapes import LINE_HEIGHT, TALLEST, TEXT_WIDTH, Box, Line, Picture, Site
from itsm_docs.model.drawings import Flow, Organisation

FIGURES = [*FLOWS, *CHARTS, PDCA]
WITH_LINES = [*FLOWS, *CHARTS]
each_figure = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.title)
each_network = pytest.mark.parametrize("figure", WITH_LINES, ids=lambda figure: figure.title)


def meet(one: Box, two: Box) -> bool:
    """Whether two upright rectangles have a common area."""
    return one.x < two.right and two.x < one.right and one.y < two.bottom and two.y < one.bottom


def on_diamond(label: Box, box: Box) -> bool:
    """Whether a label lies on a decision's diamond, of which the corners of its rectangle are no part."""
    across = max(0.0, abs(label.centre[0] - box.centre[0]) - label.width / 2) / (box.width / 2)
    down = max(0.0, abs(label.centre[1] - box.centre[1]) - label.height / 2) / (box.height / 2)
    return across + down < 1


def places(picture: Picture) -> dict[str, Box]:
    """The boxes that lines hang on."""
    return {box.key: box for box in picture.shapes if box.key}


@each_network
def test_no_two_boxes_overlap(figure: Flow | Organisation) -> None:
    """Every box has its own ground."""
    boxes = picture_of(figure).boxes

    assert [(one.key, two.key) for one, two in combinations(boxes, 2) if meet(one, two)] == []


@each_figure
def test_every_shape_lies_within_the_drawing(figure: Flow) -> None:
    """Nothing stands out of the frame, and the frame fits on a page."""
    picture = picture_of(figure)

    assert picture.width <= TEXT_WIDTH + 0.5
    assert picture.height <= TALLEST
    for box in picture.shapes:
        assert box.x >= -0.01
        assert box.y >= -0.01
        assert box.right <= picture.width + 0.01
        assert box.bottom <= picture.height + 0.01
    for line in picture.lines:
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in line.points)


@each_figure
def test_every_connector_ends_at_its_boxes_sites(figure: Flow) -> None:
    """Word keeps a connector on its boxes only where it knows the sites."""
    picture = picture_of(figure)
    boxes = places(picture)

    for line in picture.lines:
        for point, (key, site) in ((line.points[0], line.start), (line.points[-1], line.end)):
            assert point == pytest.approx(boxes[key].site(site), abs=1.0)


@each_network
def test_lines_are_right_angled_and_cross_no_box(figure: Flow | Organisation) -> None:
    """Also those that lead back, and those to counterparts."""
    picture = picture_of(figure)
    for line in picture.lines:
        last = len(line.points) - 2
        for number, segment in enumerate(pairwise(line.points)):
            (x1, y1), (x2, y2) = segment
            assert abs(x1 - x2) < 0.51 or abs(y1 - y2) < 0.51
            own = ({line.start[0]} if number == 0 else set()) | ({line.end[0]} if number == last else set())
            assert [box.key for box in picture.boxes if box.key not in own and crosses(segment, box)] == []


@pytest.mark.parametrize("figure", FLOWS, ids=lambda figure: figure.title)
def test_no_line_runs_on_top_of_one_that_leads_elsewhere(figure: Flow) -> None:
    """Lines may cross, and join on the way to the same box; else one could not tell them apart."""
    lines = picture_of(figure).lines
    wrong = [(one.start, two.start) for one, two in combinations(lines, 2) if one.end != two.end and share(one, two)]

    assert wrong == []


def share(one: Line, two: Line) -> bool:
    """Whether two lines have a piece in common."""
    for (a, b), (c, d) in ((s, t) for s in pairwise(one.points) for t in pairwise(two.points)):
        for along, across in ((0, 1), (1, 0)):
            flat = abs(a[across] - b[across]) < 0.01 and abs(c[across] - d[across]) < 0.01
            low, high = (
                max(min(a[along], b[along]), min(c[along], d[along])),
                min(max(a[along], b[along]), max(c[along], d[along])),
            )
            if flat and abs(a[across] - c[across]) < 0.5 and high - low > 1:
                return True
    return False


@pytest.mark.parametrize("figure", FLOWS, ids=lambda figure: figure.title)
def test_branch_labels_lie_on_nothing(figure: Flow) -> None:
    """Not on boxes, not on lines, not on each other; and there is one for every label."""
    picture = picture_of(figure)
    labels = [box for box in picture.labels if not box.key and box.fill]
    segments = [segment for line in picture.lines for segment in pairwise(line.points)]

    assert len(labels) == sum(link.label is not None for node in figure.nodes for link in node.links)
    assert not any(meet(one, two) for one, two in combinations(labels, 2))
    for label in labels:
        hit = [box for box in picture.boxes if meet(label, box)]
        assert [box.key for box in hit if box.form != "flowChartDecision" or on_diamond(label, box)] == []
        assert not any(crosses(segment, label) for segment in segments)


@each_figure
def test_every_text_fits_its_box(figure: Flow) -> None:
    """In width and height, within what the shape leaves to text; letters are never smaller than 6.5 points."""
    for box in picture_of(figure).shapes:
        across, down = box.room()
        assert sum(words.height for words in box.words) <= down + 0.01
        for words in box.words:
            assert words.size >= 6.5
            assert max(map(em, words.lines)) * words.size <= across + 0.01


@pytest.mark.parametrize("figure", FLOWS, ids=lambda figure: figure.title)
def test_each_step_stands_in_its_lane_and_below_the_one_before(figure: Flow) -> None:
    """Lanes go from left to right, steps from top to bottom."""
    picture = picture_of(figure)
    boxes = places(picture)
    names = [box for box in picture.labels if box.words and box.words[0].heading]

    assert ["".join(box.words[0].lines) for box in names] == list(figure.lanes)
    assert all(one.x < two.x for one, two in pairwise(names))
    lanes = dict(zip(figure.lanes, names, strict=True))
    for node in figure.nodes:
        lane = lanes[node.lane]
        assert lane.x <= boxes[node.id].x <= boxes[node.id].right <= lane.right
    ordered = [boxes[node.id] for node in figure.nodes]
    assert all(one.bottom < two.y for one, two in pairwise(ordered))


def test_every_link_is_drawn_once() -> None:
    """As many arrows as links, from and to the right boxes."""
    lines = [(line.start[0], line.end[0]) for line in picture_of(CHANGE).lines]

    assert lines == [(node.id, link.to) for node in CHANGE.nodes for link in node.links]


def test_long_flows_have_small_letters_and_short_ones_large() -> None:
    """The size goes down only where the page is full."""

    def size(figure: Flow) -> float:
        return picture_of(figure).boxes[0].words[0].size

    assert size(ACCEPTANCE) == size(INCIDENT) == 9.0
    assert 7.0 <= size(SECURITY) < 9.0


def test_letters_of_a_flow_are_never_below_seven_points() -> None:
    """Neither in boxes nor in names nor beside lines."""
    sizes = {words.size for figure in FLOWS for box in picture_of(figure).shapes for words in box.words}

    assert min(sizes) >= 7.0


def test_a_flow_leaves_a_third_of_the_page_where_it_can_be_read_so() -> None:
    """A process has its text and its figure on two pages; only what is illegible otherwise takes the whole height."""
    heights = {figure.title: picture_of(figure).height for figure in FLOWS}

    assert [title for title, height in heights.items() if height > PREFERRED] == [SECURITY.title]
    assert heights[ACCEPTANCE.title] < 300


def test_a_flow_of_fifteen_short_steps_keeps_to_the_preferred_height() -> None:
    """As long as most processes are, with decisions that lead back."""
    nodes = [f"n{n} {n % 4} task 第{n}步核对记录 > n{n + 1}" for n in range(14)]
    nodes[5] = "n5 1 decision 记录是否齐全 > n6:是 n3:否"
    nodes[11] = "n11 3 decision 措施是否有效 > n12:是 n8:否"
    picture = picture_of(flow("流程", "服务经理 技术工程师 甲方项目主管 质量与文档管理员", *nodes, "n14 0 end 结束"))

    assert picture.height <= PREFERRED
    assert picture.boxes[0].words[0].size >= 8.0


def test_lines_that_cannot_be_told_apart_are_recognised() -> None:
    """So that a drawing with more room is taken instead: through a box, on top of each other, from one site."""
    boxes = [Box(0, 0, 40, 20, key="a"), Box(0, 60, 40, 20, key="b"), Box(0, 120, 40, 20, key="c")]
    router = Router(boxes, [60.0], [])
    down, past = (
        Link("a", "b", {Site.BOTTOM: 0.0}, {Site.TOP: 0.0}),
        Link("a", "c", {Site.RIGHT: 0.0}, {Site.RIGHT: 0.0}),
    )
    through = Route(past, Site.BOTTOM, Site.TOP, ((20, 20), (20, 120)))

    assert not router.muddled(router.routes([down, past]))
    assert router.muddled([through])
    assert router.muddled(
        [
            router.routes([down])[0],
            Route(past, Site.BOTTOM, Site.RIGHT, ((20, 20), (20, 40), (60, 40), (60, 130), (40, 130))),
        ]
    )


def test_counterparts_are_joined_by_dashed_lines() -> None:
    """The tree is solid, what lies beside it dashed."""
    lines = picture_of(SERVICE).lines

    assert {(line.start[0], line.end[0]) for line in lines if line.dashed} == {("c1", "p1"), ("c2", "p6")}
    assert sum(not line.dashed for line in lines) == sum(box.under is not None for box in SERVICE.boxes)


def test_the_sides_of_a_chart_stand_in_order() -> None:
    """The first root and everything below it is left of the second."""
    boxes = places(picture_of(SERVICE))

    assert max(boxes[key].right for key in ("c", "c1", "c2", "c3")) < min(
        boxes[key].x for key in boxes if key[0] == "p"
    )


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        (("a 0 start 甲 > b", "b 0 end 乙 > c"), "TP332"),
        (("a 0 start 甲 > a", "b 0 end 乙"), "TP332"),
        (("a 0 start 甲 > b", "a 0 end 乙", "b 0 end 丙"), "TP333"),
        (tuple(f"n{n} 0 task 这一步的文字写了十六个字那么长了" for n in range(40)), "TP334"),
    ],
)
def test_a_flow_that_contradicts_itself_says_so(nodes: tuple[str, ...], code: str) -> None:
    """Links to nothing or to themselves, the same id twice, and more than a page holds."""
    with pytest.raises(Undrawable) as fault:
        picture_of(flow("流程", "甲方", *nodes))

    assert fault.value.code == code


def test_an_unknown_lane_is_named_with_those_that_there_are() -> None:
    """The message helps to find the typing error."""
    wrong = CHANGE.nodes[0].model_copy(update={"lane": "申请者"})
    with pytest.raises(Undrawable) as fault:
        picture_of(CHANGE.model_copy(update={"nodes": (wrong, *CHANGE.nodes[1:])}))

    assert fault.value.code == "TP331"
    assert "变更与配置经理" in fault.value.values["known"]


@pytest.mark.parametrize(
    ("boxes", "code"),
    [
        (("a 甲 - - -", "b 乙 - x -"), "TP332"),
        (("a 甲 - - -", "a 乙 - - -"), "TP333"),
        (("a 甲 - - -", "b 乙 - c -", "c 丙 - b -"), "TP335"),
        (tuple(f"b{n} 一个部门 - - -" for n in range(20)), "TP334"),
    ],
)
def test_a_chart_that_contradicts_itself_says_so(boxes: tuple[str, ...], code: str) -> None:
    """Superiors that do not exist or go round in a circle, and more than a page holds."""
    with pytest.raises(Undrawable) as fault:
        picture_of(organisation("组织", *boxes))

    assert fault.value.code == code


def test_a_circle_of_superiors_is_told_by_the_words_in_the_box() -> None:
    """The ids of boxes are ours; the drafter knows the roles."""
    with pytest.raises(Undrawable) as fault:
        picture_of(organisation("组织", "a 甲 - - -", "b 乙 - c -", "c 丙 - b -"))

    assert fault.value.values["node"] == "乙"


# Letters


def test_lines_are_balanced_and_break_at_pauses() -> None:
    """No last line of a single character, and a comma ends a line where it can."""
    assert wrapped("变更影响评估完成了", 8) in (("变更影响", "评估完成了"), ("变更影响评", "估完成了"))
    assert wrapped("登记变更，核对配置项", 8) == ("登记变更，", "核对配置项")
    assert wrapped("一、二级或再发", 6)[0] != "一、"
    assert wrapped("", 8) == ("",) or wrapped("", 8) == ()


def test_punctuation_never_begins_a_line_and_words_stay_whole() -> None:
    """Closing marks stay with what they close, Latin words are not cut."""
    for text in ("确认用户恢复了吗？", "更新 CMDB 后关闭（含附件）", "填写《变更申请单》，交 CAB 审批"):
        for widest in (4, 5, 6, 8):
            lines = wrapped(text, widest)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
            assert not any(line[0] in "，。、；：？！）》" for line in lines)
            assert max(map(em, lines)) <= widest + 1.01
            assert any("CAB" in line for line in lines) == ("CAB" in text)


def test_line_height_is_what_boxes_count_on() -> None:
    """A box is as high as its lines want it."""
    words = picture_of(CHANGE).boxes[1].words[0]

    assert words.height == pytest.approx(len(words.lines) * words.size * LINE_HEIGHT)
