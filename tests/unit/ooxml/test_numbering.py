"""Automatic numbers are counted as Word counts them."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from tests.helpers.word import NAMES, docx, house, numbered

from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.numbering import Label, Numbering, add_instance, parse, used_ids


def level(ilvl: int, text: str, number_format: str = "decimal", more: str = "") -> str:
    return f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*items: str) -> Numbering:
    return parse(f"<w:numbering {NAMES}>{''.join(items)}</w:numbering>", None)


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, abstract_id: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract_id}"/>{more}</w:num>'


def labels(counted: Numbering, *places: tuple[int, int]) -> list[str]:
    counter = counted.counter()
    return [label.text if (label := counter.label(None, *place)) else "" for place in places]


THREE = (level(0, "%1."), level(1, "%1.%2"), level(2, "%1.%2.%3"))
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def test_a_higher_level_starts_the_lower_ones_anew() -> None:
    """2.1 follows 1.2 when a new chapter stands between."""
    places = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 0), (1, 1), (1, 2)]

    assert labels(numbering(abstract(0, *THREE), num(1, 0)), *places) == [
        "1.",
        "1.1",
        "1.1.1",
        "1.2",
        "2.",
        "2.1",
        "2.1.1",
    ]


def test_instances_of_one_definition_continue_each_other() -> None:
    """A second w:num without a start of its own goes on counting."""
    assert labels(numbering(abstract(0, *THREE), num(1, 0), num(2, 0)), (1, 0), (2, 0), (1, 0)) == ["1.", "2.", "3."]


def test_an_instance_with_a_start_begins_anew_once() -> None:
    """The start counts at the first use; afterwards the list goes on."""
    counted = numbering(abstract(0, *THREE), num(1, 0), num(2, 0, RESTART))

    assert labels(counted, (1, 0), (1, 0), (2, 0), (2, 0), (1, 0)) == ["1.", "2.", "1.", "2.", "3."]


def test_definitions_count_apart() -> None:
    """Two lists on two definitions do not know each other."""
    assert labels(
        numbering(abstract(0, *THREE), abstract(7, *THREE), num(1, 0), num(2, 7)), (1, 0), (2, 0), (1, 0)
    ) == [
        "1.",
        "1.",
        "2.",
    ]


@pytest.mark.parametrize(
    ("restart", "after_first", "after_second"), [("0", "2", "2"), ("1", "1", "2"), ("2", "1", "1")]
)
def test_a_level_may_choose_what_restarts_it(restart: str, after_first: str, after_second: str) -> None:
    """w:lvlRestart 0 never restarts; n restarts after level n or a higher one, 17.9.10."""
    third = level(2, "%3", more=f'<w:lvlRestart w:val="{restart}"/>')
    counted = numbering(abstract(0, level(0, "%1"), level(1, "%2"), third), num(1, 0))

    assert labels(counted, (1, 0), (1, 2), (1, 0), (1, 2))[-1] == after_first
    assert labels(counted, (1, 1), (1, 2), (1, 1), (1, 2))[-1] == after_second


def test_legal_levels_show_digits_below_chinese_articles() -> None:
    """w:isLgl makes 3.2 of what would be 三.2, and only in its own level."""
    counted = numbering(
        abstract(0, level(0, "第%1条", "chineseCountingThousand"), level(1, "%1.%2", more="<w:isLgl/>")), num(1, 0)
    )

    assert labels(counted, (1, 0), (1, 0), (1, 0), (1, 1), (1, 1)) == ["第一条", "第二条", "第三条", "3.1", "3.2"]


def test_a_level_above_that_was_never_used_shows_its_start() -> None:
    """A list whose first item is on level two reads 1.1."""
    assert labels(numbering(abstract(0, *THREE), num(1, 0)), (1, 1)) == ["1.1"]


def test_an_override_replaces_a_level_for_its_instance_only() -> None:
    """w:lvlOverride with a w:lvl changes the look of one list."""
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）")}</w:lvlOverride>'

    assert labels(numbering(abstract(0, *THREE), num(1, 0), num(2, 0, own)), (1, 0), (2, 0), (1, 0)) == [
        "1.",
        "（2）",
        "3.",
    ]


def test_bullets_show_their_sign_and_unnumbered_levels_nothing() -> None:
    """A bullet's text is its label; a level without text has none."""
    counted = numbering(abstract(0, level(0, "•", "bullet"), level(1, "", "none")), num(1, 0))

    assert labels(counted, (1, 0), (1, 1)) == ["•", ""]


def test_number_zero_switches_a_style_off() -> None:
    """A heading with numId 0 has no number and does not count."""
    parts = house()
    counter = parse(parts["word/numbering.xml"], parts["word/styles.xml"]).counter()

    assert counter.label("Heading1") == Label("1", "space")
    assert counter.label("Heading1", 0, 0) is None
    assert counter.label("Heading1") == Label("2", "space")


def test_a_style_inherits_its_list_from_the_style_it_is_based_on() -> None:
    """The id may come from one style of the chain and the level from another."""
    styles = (
        f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/></w:style></w:styles>'
    )
    counter = parse(f"<w:numbering {NAMES}>{abstract(0, *THREE)}{num(1, 0)}</w:numbering>", styles).counter()

    assert [counter.label(style) for style in ("A", "B", "C")] == [
        Label("1.", "tab"),
        Label("1.1", "tab"),
        Label("1.2", "tab"),
    ]


def test_a_definition_may_only_name_a_list_style() -> None:
    """w:numStyleLink leads through the style to the definition that counts."""
    styles = f'<w:styles {NAMES}><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
    counted = parse(f"<w:numbering {NAMES}>{abstract(0, *THREE)}{link}{num(1, 0)}{num(2, 5)}</w:numbering>", styles)

    assert labels(counted, (1, 0), (2, 0)) == ["1.", "2."]


def test_the_house_counts_chapters_or_articles() -> None:
    """The same headings read 1 / 1.1 / 1.1.1 in a manual and 第一条 / 1.1 / （1） in a contract."""
    lines = ("Heading1 总则", "Heading2 目的", "Heading3 时间", "Heading4 例外", "BodyText 甲", "Heading1 范围")
    manual, contract = (link_headings(house(), kind) for kind in ("manual", "contract"))
    shown = [
        numbered(docx(*lines, parts={name: parts[name].decode() for name in ("word/numbering.xml", "word/styles.xml")}))
        for parts in (manual, contract)
    ]

    assert shown[0] == ["1 总则", "1.1 目的", "1.1.1 时间", "例外", "甲", "2 范围"]
    assert shown[1] == ["第一条 总则", "1.1 目的", "（1）时间", "例外", "甲", "第二条 范围"]


def test_house_lists_nest_and_restart() -> None:
    """Lists read a) 1) i), and a fresh instance begins at a)."""
    parts = house()
    numbers = add_instance(parts["word/numbering.xml"].decode(), 3, 1001, 1002)
    lines = [
        f"ListNumber:{num_id}.{ilvl} x"
        for num_id, ilvl in [(1001, 0), (1001, 1), (1001, 2), (1001, 0), (1002, 0), (1002, 1)]
    ]

    assert numbered(docx(*lines, parts={"word/numbering.xml": numbers})) == [
        "a)\tx",
        "1)\tx",
        "i)\tx",
        "b)\tx",
        "a)\tx",
        "1)\tx",
    ]
    assert {1001, 1002} <= used_ids(numbers)


def test_a_list_style_leads_to_its_definition() -> None:
    """Where instances that start anew are added."""
    parts = house()

    assert parse(parts["word/numbering.xml"], parts["word/styles.xml"]).abstract_of_style("ListNumber") == 3


def test_the_state_can_be_stored() -> None:
    """A compiled template keeps the numbering; counting afterwards needs no XML."""
    parts = house()
    known = parse(parts["word/numbering.xml"], parts["word/styles.xml"])

    assert pickle.loads(pickle.dumps(known)) == known


def test_a_reference_drops_the_full_stop() -> None:
    """REF \\n shows 3 for a heading numbered 3."""
    assert Label("3.", "tab").cited == "3"


def test_counting_and_writing_need_no_xml_library() -> None:
    """Filling starts fast because lxml is loaded only when something is parsed."""
    modules = "itsm_docs.ooxml.numbering, itsm_docs.ooxml.package, itsm_docs.ooxml.formats, itsm_docs.ooxml.house"
    code = f"import sys, {modules}; sys.exit('lxml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
