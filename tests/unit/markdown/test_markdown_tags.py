"""Tags, messages and places that a line of outline cannot show."""

from __future__ import annotations

import string

import pytest

from itsm_docs.findings import messages
from itsm_docs.markdown import Chapter, read
from itsm_docs.markdown.tags import mask


def found(source: str, name: str = "01.md") -> list[tuple[str, int | None]]:
    """Codes and lines of a chapter's findings."""
    return [(one.code, one.where.line) for one in read([Chapter(name, source)])[1]]


@pytest.mark.parametrize("character", ["\U000f0000", "\U000ffffd", "\ufdd0", "\ufdef"])
def test_reserved_characters_are_refused(character: str) -> None:
    """It reports a character that would pass for a tag, and does not take it for one."""
    masked = mask(Chapter("a.md", f"甲\n{character}"))

    assert [(one.code, one.where.line) for one in masked.findings] == [("MD101", 2)]
    assert masked.tags == {}
    assert character not in masked.text


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_characters_that_xml_cannot_hold_are_refused(character: str) -> None:
    """It reports a control character where it stands."""
    assert found(f"甲\n\n乙{character}") == [("MD102", 3)]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    """It counts lines as the editor shows them."""
    blocks, findings = read([Chapter("a.md", "\ufeff# 甲\r\n\r\n乙\r\n{% if")])

    assert [block.line for block in blocks] == [1, 3]
    assert [(one.code, one.where.line) for one in findings] == [("MD103", 4)]


def test_every_tag_is_one_private_character() -> None:
    """It hides what Markdown would misread and gives the tag back on one line."""
    masked = mask(Chapter("a.md", '甲{{ a|x("*|*") }}乙{% if b\n  and c %}'))

    assert masked.text == "甲\U000f0000乙\U000f0001"
    assert [tag.source for tag in masked.tags.values()] == ['{{ a|x("*|*") }}', "{% if b and c %}"]


def test_a_pair_may_span_chapters_and_names_the_other_file() -> None:
    """It joins chapters in their order; a crossing names file and line of both tags."""
    good = [Chapter("1.md", "{% if a %}\n# 甲"), Chapter("2.md", "乙\n\n{% endif %}")]
    bad = [Chapter("1.md", "{% if a %}\n# 甲"), Chapter("2.md", "- 乙\n  {% endif %}")]

    assert read(good)[1] == []
    [crossing] = read(bad)[1]
    assert str(crossing.where) == "2.md:2"
    assert "1.md 第 1 行" in crossing.message


def test_a_crossing_says_where_both_tags_stand() -> None:
    """It names the containers in words a writer knows."""
    [crossing] = read([Chapter("1.md", "甲\n\n- 乙\n  {% if a %}\n- 丙\n\n{% endif %}")])[1]

    assert crossing.code == "MD204"
    assert "第 4 行的 {% if a %} 在第 3 行的列表项" in crossing.message
    assert "{% endif %} 在正文" in crossing.message


def test_findings_come_in_the_order_of_the_source() -> None:
    """It sorts by chapter, then by line, whatever stage found them."""
    chapters = [Chapter("b.md", "{% if a %}\n\n# 甲 {: .x}\n\n{{ b"), Chapter("a.md", "{{ c")]

    places = [str(one.where) for one in read(chapters)[1]]

    assert places == ["b.md:1", "b.md:3", "b.md:5", "a.md:1"]


def test_a_full_width_sign_is_answered_with_the_half_width_one() -> None:
    """It writes the correction into the hint."""
    [wide] = read([Chapter("a.md", "｛｛ a|join（“，”） ｝｝")])[1]

    assert wide.hint == '改成半角 {{ ( " , ) }}'


def test_an_unknown_attribute_is_answered_with_the_nearest() -> None:
    """It asks whether the known spelling was meant, and otherwise lists what there is."""
    [near] = read([Chapter("a.md", "# 甲 {: .unumbered}")])[1]
    [far] = read([Chapter("a.md", "# 甲 {: 颜色=红}")])[1]

    assert near.hint == "是否为 .unnumbered？"
    assert "#id、clause、.unnumbered、.pagebreak" in far.message


def test_every_message_has_a_meaning_and_fillable_names() -> None:
    """It declares each text completely; a brace that is no name would break at the worst moment."""
    for code, message in messages("MD").items():
        assert message.meaning, code
        for text in (message.message, message.hint or ""):
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
            assert all(name.isidentifier() for name in names), code
