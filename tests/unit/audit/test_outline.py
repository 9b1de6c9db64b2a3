"""The outline of files that were made without our styles: what a reader sees as headings are headings."""

from __future__ import annotations

import time

import pytest
from tests.helpers.word import cell, docx, field, table

from itsm_docs.audit.headings import Line, heading_of, is_contents, typed_number
from itsm_docs.audit.outline import outline, passages
from itsm_docs.audit.passages import Passage
from itsm_docs.ooxml.package import read


def para(text: str, *, bold: bool = False, properties: str = "") -> str:
    """A paragraph without a style."""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def shown(found: list[Passage]) -> list[str]:
    """Level, place and number of blocks of each passage."""
    return [f"{passage.level} {passage.place} [{len(passage.blocks)}]" for passage in found]


def read_back(*lines: str) -> list[Passage]:
    return outline(read(docx(*lines)))


def test_headings_by_style_have_their_automatic_numbers() -> None:
    """As our own documents, and any other made with heading styles."""
    found = read_back(
        "Heading1:1.0 服务范围", "BodyText 甲方委托乙方。", "Heading2:1.1 除外事项", "BodyText 不含硬件。"
    )

    assert [(passage.place.title, passage.level, list(passage.paragraphs)) for passage in found] == [
        ("服务范围", 1, ["甲方委托乙方。"]),
        ("除外事项", 2, ["不含硬件。"]),
    ]
    assert all(passage.place.number for passage in found)


def test_a_contract_numbered_by_hand() -> None:
    """第X章, 第X条, with titles, with text on the same line, and without a title."""
    found = read_back(
        *map(
            para,
            (
                "运维服务合同", "第一章 总则", "第一条 合同依据", "双方订立本合同。", "第二条 违约责任：乙方逾期的，应当支付违约金。",
                "第三条 乙方应当按月提交报告。", "第四条【保密】双方互负保密义务。",
            ),
        )
    )  # fmt: skip

    assert shown(found) == [
        "0  [1]",
        "1 第一章 总则 [0]",
        "2 第一条 合同依据 [1]",
        "2 第二条 违约责任 [1]",
        "2 第三条 [1]",
        "2 第四条 保密 [1]",
    ]


def test_a_policy_numbered_by_hand() -> None:
    """一、 above （一） above 1.; the members of a list are no headings."""
    found = read_back(
        *map(
            para,
            (
                "一、服务内容",
                "（一）日常巡检",
                "1. 每日检查主机；",
                "2. 每周检查网络。",
                "（二）故障处理",
                "接到报修后处理。",
            ),
        )
    )

    assert shown(found) == ["1 一 服务内容 [0]", "2 （一） 日常巡检 [2]", "2 （二） 故障处理 [1]"]


def test_decimal_numbers_with_titles_on_the_same_line() -> None:
    """5.1 保密范围。双方……"""
    found = read_back(*map(para, ("5. 保密", "5.1 保密范围。双方对商业秘密保密。", "5.2 乙方不得外传，也不得复制。")))

    assert shown(found) == ["1 5 保密 [0]", "2 5.1 保密范围 [2]"]


def test_a_list_below_a_heading_may_begin_at_one_again() -> None:
    """1. 日常巡检, below it 1. … 2. …, then 2. 补丁管理."""
    found = read_back(
        *map(
            para,
            ("1. 日常巡检", "1. 每日检查主机状态", "2. 发现异常立即上报。", "2. 补丁管理", "1. 补丁先测试后安装。"),
        )
    )

    assert shown(found) == ["1 1 日常巡检 [2]", "1 2 补丁管理 [1]"]


def test_bold_lines_are_headings_and_the_parties_are_not() -> None:
    """Where nothing is numbered."""
    found = read_back(
        para("服务响应", bold=True),
        para("乙方应及时响应。"),
        para("甲方：大连某公司", bold=True),
        para("应当注意，这一句加粗但是正文。", bold=True),
    )

    assert shown(found) == ["1 服务响应 [3]"]


def test_automatic_numbers_without_heading_styles_count_too() -> None:
    """A numbered list of short lines with text below is how many contracts are made."""
    found = read_back(
        "ListNumber:3.0 服务内容", para("乙方负责运行维护。"), "ListNumber:3.0 服务费用", para("每年十万元。")
    )

    assert [passage.place.title for passage in found] == ["服务内容", "服务费用"]
    assert all(passage.place.number for passage in found)


def test_contents_are_left_out() -> None:
    """By style, by field and by their look."""
    found = read_back(
        "TOC1 第一条 服务范围 3",
        "<w:p>" + field("TOC", "第二条 违约责任") + "</w:p>",
        para("第三条 争议解决............5"),
        para("第一条 服务范围"),
        para("甲方委托乙方。"),
    )

    assert [str(passage.place) for passage in found if passage.level] == ["第一条 服务范围"]
    assert "违约" not in "".join(text for passage in found for text in passage.paragraphs)


def test_a_document_in_one_table_is_read_as_text() -> None:
    """A table that only lays out the page, one cell or many."""
    found = read_back(
        table(cell(para("第一条 服务范围"), para("运行维护。"), para("第二条 违约责任"), para("赔偿损失。")))
    )

    assert shown(found) == ["1 第一条 服务范围 [1]", "1 第二条 违约责任 [1]"]


def test_a_form_with_labels_is_read_as_headings_and_text() -> None:
    """The left cell names what the right one says."""
    rows = [
        (label, f"{text}，双方按照下列约定办理；没有约定的，双方协商解决，协商不成的按照法律规定办理，并留存记录。")
        for label, text in (("服务内容", "乙方承担运维"), ("违约责任", "逾期的支付违约金"))
    ]
    found = read_back(table(*(cell(para(left)) + cell(para(right)) for left, right in rows)))

    assert [passage.place.title for passage in found] == ["服务内容", "违约责任"]


def test_other_tables_stay_tables_with_merged_cells_filled() -> None:
    """A level that spans rows stands in each of them."""
    merged, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    [passage] = read_back(
        table(
            cell(para("级别")) + cell(para("时限")),
            cell(para("一级"), properties=merged) + cell(para("响应 15 分钟")),
            cell(para(""), properties=below) + cell(para("恢复 2 小时")),
        )
    )

    assert passage.blocks == ((("级别", "时限"), ("一级", "响应 15 分钟"), ("一级", "恢复 2 小时")),)


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    """Tracked changes count as accepted."""
    [passage] = read_back(
        '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="2" w:author="a"><w:r><w:t>移走</w:t></w:r></w:moveFrom>'
        '<w:ins w:id="3" w:author="a"><w:r><w:t>新的约定。</w:t></w:r></w:ins></w:p>'
    )

    assert list(passage.paragraphs) == ["新的约定。"]


def test_soft_line_breaks_part_lines() -> None:
    """Many contracts are one paragraph with line breaks."""
    found = read_back(
        "<w:p><w:r><w:t>第一条 范围</w:t><w:br/><w:t>运维。</w:t><w:br/><w:t>第二条 费用</w:t></w:r></w:p>"
    )

    assert shown(found) == ["1 第一条 范围 [1]", "1 第二条 费用 [0]"]


def test_an_empty_document_is_one_empty_passage() -> None:
    """Nothing to read is no fault."""
    assert shown(read_back()) == ["0  [0]"]
    assert passages([])[0].blocks == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第五条 违约责任", "第五条"),
        ("第 12 条 其他", "第 12 条"),
        ("十一、附则", "十一"),
        ("（二）响应", "（二）"),
        ("3.2.1 变更评审", "3.2.1"),
        ("4．服务费用", "4"),
        ("附件1：服务清单", "附件1"),
        ("99.9% 的可用率", None),
        ("1.1 项目背景", "1.1"),
        ("4.3 人员稳定", "4.3"),
        ("5 日常巡检", "5"),
        ("2 小时内到场", None),
        ("3 个工作日内答复", None),
        ("1.5 倍赔偿", None),
        ("一般故障", None),
        ("十分重要", None),
        ("2026 年度计划", None),
    ],
)
def test_numbers_typed_by_hand_are_told_from_amounts(text: str, number: str | None) -> None:
    """第五条, 一、, 3.2 are numbers of headings; 99.9%, 2 小时 are not."""
    found = typed_number(text)

    assert (found[1] if found else None) == number


def test_a_sentence_with_a_heading_style_is_text_when_it_is_long() -> None:
    """Some programs give every paragraph an outline level."""
    sentence = "乙方应当按照本合同的约定及时、完整地提供服务，并对服务质量负责。"

    assert heading_of(Line(sentence, level=2), []) is None
    assert heading_of(Line("服务质量", level=2), []) is not None


def test_lines_of_contents_end_with_dots_or_a_tab_and_a_page() -> None:
    """They look like headings otherwise."""
    assert is_contents("一、总则……………3")
    assert is_contents("第一章 总则\t12")
    assert not is_contents("第一章 总则")


def test_two_hundred_pages_take_no_time() -> None:
    """Linear: 6 000 paragraphs without a style."""
    data = read(
        docx(*(para(f"第{n}条 服务约定" if n % 10 == 0 else "乙方应当按照约定提供服务，" * 6) for n in range(1, 6000)))
    )
    started = time.process_time()

    assert len(outline(data)) == 600
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing in the body"),
        pytest.param("<w:tbl><w:tr/></w:tbl>", id="a row without cells"),
        pytest.param(para("." * 50_000), id="only dots"),
        pytest.param(
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr>{para("a")}</w:tc><w:tc>{para("b")}</w:tc></w:tr></w:tbl>',
            id="a cell over more columns than there can be",
        ),
    ],
)
def test_odd_files_are_read_all_the_same(body: str) -> None:
    """As other programs and broken ones write them."""
    assert [passage.level for passage in read_back(*filter(None, [body]))] == [0]


def test_a_field_without_an_end_does_not_swallow_the_document() -> None:
    """A table of contents that was cut through."""
    begin = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>'

    assert shown(read_back(begin, para("第一条 范围"), para("运维服务。"))) == ["1 第一条 范围 [1]"]


def test_a_file_without_styles_and_numbering_is_read_by_its_text() -> None:
    """Such files come from converters."""
    parts = read(docx(para("第一条 范围"), para("运维服务。")))
    bare = {name: part for name, part in parts.items() if "styles" not in name and "numbering" not in name}

    assert shown(outline(bare)) == ["1 第一条 范围 [1]"]
