"""Which sections changed: matched by bookmark, title, clause or wording, in the new document's order."""

from __future__ import annotations

from itsm_docs.redline.result import SectionChange
from itsm_docs.redline.sections import section_changes
from itsm_docs.trace.reader import Section, State

LONG = "甲方应当在收到发票之日起三十日内支付当期服务费，逾期的按照约定承担违约责任。"


def section(title: str, text: str = "", *, bookmark: str = "", clauses: str = "", figures: str = "") -> Section:
    """A section of the first level, numbered by nothing."""
    drawn = tuple(figures.split())
    return Section(bookmark, tuple(clauses.split()), title, "", 1, text or title, State.UNKNOWN, figures=drawn)


def changed(old: list[Section], new: list[Section], *, one_issue: bool = False) -> list[str]:
    """The changes, as ``edited 付款 (付费)``."""
    return [_shown(one) for one in section_changes(old, new, one_issue=one_issue)]


def _shown(one: SectionChange) -> str:
    return f"{one.state} {one.title}" + (f" ({one.was})" if one.was else "")


def test_sections_that_read_the_same_are_not_named() -> None:
    """Other bookmarks, other numbers: no change."""
    old = [section("总则", bookmark="_itsm_0001"), section("付款", bookmark="_itsm_0002")]
    new = [section("总则", bookmark="_itsm_0001"), section("付款", bookmark="_itsm_0003")]

    assert changed(old, new) == []


def test_a_new_section_shifts_no_others() -> None:
    """Bookmarks count anew in each issue, so they say nothing between two of them."""
    old = [section("总则", bookmark="_itsm_0001"), section("付款", bookmark="_itsm_0002")]
    new = [
        section("总则", bookmark="_itsm_0001"),
        section("定义", bookmark="_itsm_0002"),
        section("付款", bookmark="_itsm_0003"),
    ]

    assert changed(old, new) == ["added 定义"]
    assert changed(new, old) == ["removed 定义"]


def test_a_renamed_section_of_one_issue_is_known_by_its_bookmark() -> None:
    """However little the titles and the texts have in common."""
    old = [section("升级", "甲", bookmark="_itsm_0001")]
    new = [section("事件通报", "乙", bookmark="_itsm_0001")]

    assert changed(old, new, one_issue=True) == ["edited 事件通报 (升级)"]
    assert changed(old, new) == ["added 事件通报", "removed 升级"]


def test_a_renamed_section_of_another_issue_is_known_by_its_clauses_or_its_wording() -> None:
    """Clauses first; then the text, between the same neighbours."""
    old, new = [section("付费", clauses="8.2.2.2-h")], [section("价款", clauses="8.2.2.2-h")]

    assert changed(old, new) == ["edited 价款 (付费)"]
    assert changed([section("付费", LONG)], [section("价款", LONG)]) == ["edited 价款 (付费)"]
    assert changed([section("付费", LONG)], [section("价款", "不另收费。")]) == ["added 价款", "removed 付费"]


def test_equal_titles_are_matched_in_their_order() -> None:
    """Every service has its 范围."""
    old = [section("甲"), section("范围", "一"), section("乙"), section("范围", "二")]
    new = [section("甲"), section("范围", "一"), section("乙"), section("范围", "三")]

    assert changed(old, new) == ["edited 范围"]


def test_the_fewest_sections_count_as_moved() -> None:
    """One that went to the front, not the three that it passed; moved and edited is said twice."""
    old = [section(title) for title in ("甲", "乙", "丙", "丁")]
    new = [section("丁", "改"), section("甲"), section("乙"), section("丙")]

    assert changed(old, new) == ["moved 丁 (丁)", "edited 丁"]


def test_removed_sections_stand_where_they_stood() -> None:
    """In the order of a reader who goes through the new document."""
    old = [section(title) for title in ("甲", "乙", "丙", "丁")]
    new = [section("乙"), section("丁", "改")]

    assert changed(old, new) == ["removed 甲", "removed 丙", "edited 丁"]


def test_words_in_a_figure_count() -> None:
    """The receipt's hash leaves them out; a reader does not."""
    old, new = [section("流程", "见图。", figures="受理 结束")], [section("流程", "见图。", figures="受理 关闭")]

    assert changed(old, new) == ["edited 流程"]


def test_nothing_on_one_side() -> None:
    """An empty document is no special case."""
    assert changed([], [section("甲")]) == ["added 甲"]
    assert changed([section("甲")], []) == ["removed 甲"]
    assert changed([], []) == []
