"""A file that comes back says what was changed in it, whoever saved it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from tests.helpers.word import docx, run
from traced_documents import DOCUMENT, fact, heading, receipt_of, with_receipt

from itsm_docs.ooxml.package import Package, read
from itsm_docs.trace import reader
from itsm_docs.trace.parts import to_parts
from itsm_docs.trace.reader import State

HEADER = "word/header1.xml"


@cache
def issued() -> bytes:
    """Two sections with three facts, and a fourth in the header."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return with_receipt(
        docx(
            heading(1, run("服务目标")),
            f"<w:p>{run('响应时间不超过')}{fact(1, 'priorities[P1].response', '30 分钟')}{run('。')}</w:p>",
            heading(2, run("付款"), "Heading2"),
            f"<w:p>{run('由')}{fact(2, 'client.name', '大连港务')}{fact(3, 'fee', '100 元')}{run('支付。')}</w:p>",
            parts={
                HEADER: f'<w:hdr xmlns:w="{namespace}" xmlns:w15="u"><w:p>{fact(4, "doc.number", "A-1")}</w:p></w:hdr>'
            },
        ),
        {"_itsm_0001": ["8.2.2.2-b"], "_itsm_0002": ["7.1.1-1", "7.1.1-2"]},
    )


def edited(change: Callable[[str], str], part: str = DOCUMENT) -> Package:
    """The issued file with one part changed."""
    parts = read(issued())
    text = parts[part].decode()
    assert change(text) != text
    return parts | {part: change(text).encode()}


def states(parts: Package) -> tuple[dict[str, str], dict[str, str]]:
    """The states of sections and facts by bookmark."""
    document = reader.read(parts)
    return {s.bookmark: s.state.value for s in document.sections}, {
        f.bookmark or "": f.state.value for f in document.facts
    }


ALL = ({"_itsm_0001": "unchanged", "_itsm_0002": "unchanged"}, {f"_v000{n}": "unchanged" for n in range(1, 5)})


def expected(**changed: str) -> tuple[dict[str, str], dict[str, str]]:
    return ALL[0] | {n: s for n, s in changed.items() if n in ALL[0]}, ALL[1] | {
        n: s for n, s in changed.items() if n in ALL[1]
    }


def test_an_unedited_document_is_unchanged() -> None:
    """With clauses, titles, numbers, levels and texts as they stand."""
    document = reader.read(read(issued()))
    first, second = document.sections

    assert states(read(issued())) == ALL
    assert (first.clauses, first.title, first.number, first.level) == (("8.2.2.2-b",), "服务目标", "1", 1)
    assert (second.number, second.level, second.text) == ("1.1", 2, "由大连港务100 元支付。")
    assert [(f.path, f.value) for f in document.facts][:2] == [
        ("priorities[P1].response", "30 分钟"),
        ("client.name", "大连港务"),
    ]


def start(number: int) -> str:
    return f'<w:bookmarkStart w:id="{5000 + number}" w:name="_v000{number}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{5000 + number}"/>'


def without_witness(text: str, number: int = 1) -> str:
    return text.replace(start(number), "").replace(end(number), "")


def without_tags(text: str) -> str:
    import re

    return re.sub(r"<w:tag [^>]*/>|<w15:appearance [^>]*/>", "", text)


def without_controls(text: str) -> str:
    import re

    return re.sub(r"<w:sdt>.*?<w:sdtContent>|</w:sdtContent></w:sdt>", "", text)


def cut(text: str, begin: str, finish: str) -> str:
    at = text.index(begin)
    return text[:at] + text[text.index(finish, at) + len(finish) :]


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda t: t.replace("不超过", "一般不超过"), {"_itsm_0001": "edited"}),
        (lambda t: t.replace("服务目标", "目标"), {"_itsm_0001": "edited"}),
        (lambda t: t.replace("30 分钟", "4 小时"), {"_v0001": "edited"}),
        (lambda t: without_witness(t), {}),
        (lambda t: without_witness(t).replace("30 分钟", "4 小时"), {"_v0001": "edited"}),
        (without_tags, {}),
        (lambda t: without_tags(t).replace("100 元", "90 元"), {"_v0003": "edited"}),
        (without_controls, {}),
        (lambda t: without_controls(t).replace("大连港务", "营口港务"), {"_v0002": "edited"}),
        (lambda t: cut(t, start(2), end(2)), {"_v0002": "removed", "_itsm_0002": "edited"}),
        (lambda t: t.replace("大连港务", ""), {"_v0002": "removed"}),
        (lambda t: t.replace("_itsm_0002", "_itsm_0002_Copy_1"), {}),
        (lambda t: t.replace("_v0001", "_v0001_Copy_2"), {}),
        (lambda t: t.replace(end(2), "").replace(start(3), start(3) + end(2)), {}),
        (lambda t: t.replace(end(1), ""), {"_v0001": "edited", "_itsm_0001": "edited"}),
        (lambda t: t.replace("</w:sdt>" + end(1), end(1) + "</w:sdt>"), {}),
        (
            lambda t: t.replace("<w:sectPr", f"{heading(1, run('又'))}<w:sectPr").replace('w:id="7001"', 'w:id="70019"', 2),
            {"_itsm_0002": "edited"},
        ),
    ],
    ids=[
        "word", "title", "value", "witness gone", "witness gone, value", "tags gone", "tags gone, value", "controls gone",
        "controls gone, value", "fact cut out", "value emptied", "section renamed", "fact renamed", "ends swapped",
        "end lost", "witness inside", "second start of one name",
    ],
)  # fmt: skip
def test_each_change_is_seen_where_it_is(change: Callable[[str], str], changed: dict[str, str]) -> None:
    """And nothing else is; what other programs do to the marks is no change."""
    assert states(edited(change)) == expected(**changed)


def test_a_header_is_read_too() -> None:
    """Facts stand outside the text as well."""
    assert states(edited(lambda t: t.replace("A-1", "A-2"), HEADER)) == expected(_v0004="edited")


def test_a_removed_section_keeps_what_the_receipt_knows() -> None:
    """Its text goes to the section before it, which therefore is edited too."""
    document = reader.read(edited(lambda t: cut(t, '<w:bookmarkStart w:id="7002"', "/>")))

    assert [s.state for s in document.sections] == [State.EDITED, State.REMOVED]
    assert (document.sections[1].clauses, document.sections[1].title) == (("7.1.1-1", "7.1.1-2"), "付款")


def test_tracked_changes_count_as_accepted() -> None:
    """An insertion is an edit, a deletion too; a value changed with tracking shows the new one."""
    old = '<w:r><w:t xml:space="preserve">30 分钟</w:t></w:r>'
    new = (
        '<w:del w:id="1" w:author="a"><w:r><w:delText>30 分钟</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>1 小时</w:t></w:r></w:ins>'
    )
    parts = edited(lambda text: text.replace(old, new))
    value = next(f for f in reader.read(parts).facts if f.bookmark == "_v0001")

    assert states(parts) == expected(_v0001="edited")
    assert (value.issued, value.value) == ("30 分钟", "1 小时")


def test_a_document_without_receipt_is_read_all_the_same() -> None:
    """Nothing is judged; with the sidecar given, everything is."""
    parts = {n: d for n, d in read(issued()).items() if not n.startswith(("customXml/", "docProps/custom"))}
    alone = reader.read(parts)
    with_sidecar = reader.read(parts, receipt_of(issued()))

    assert {s.state for s in alone.sections} | {f.state for f in alone.facts} == {State.UNKNOWN}
    assert {s.state for s in with_sidecar.sections} | {f.state for f in with_sidecar.facts} == {State.UNCHANGED}


def test_a_sidecar_serves_where_only_the_property_is_left() -> None:
    """An incomplete receipt in the file gives way to the whole one beside it."""
    parts = {n: d for n, d in to_parts(receipt_of(issued()), read(issued())).items() if not n.startswith("customXml/")}
    document = reader.read(parts, receipt_of(issued()))

    assert {s.state for s in document.sections} == {State.UNCHANGED}


def test_heading_levels_follow_names_and_outlines() -> None:
    """Ids change when a program saves the file: here the style is called 2, and another is known by its outline level."""
    parts = edited(
        lambda text: text.replace('w:val="Heading1"', 'w:val="2"').replace('w:val="Heading2"', 'w:val="own"')
    )
    styles = parts["word/styles.xml"].decode().replace('"Heading1"', '"2"').replace("heading 1", "Heading 1")
    own = (
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公司标题"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style></w:styles>'
    )
    parts["word/styles.xml"] = styles.replace("</w:styles>", own).encode()

    assert [s.level for s in reader.read(parts).sections] == [1, 3]


def test_words_outside_sections_and_in_figures_are_read_too() -> None:
    """A cover, headers and drawings belong to no section's text, and still say something."""
    drawing = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing><w:p><w:r><w:t>框</w:t></w:r></w:p></w:drawing>'
        "</mc:Choice><mc:Fallback><w:pict><w:p><w:r><w:t>框</w:t></w:r></w:p></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = reader.read(
        read(with_receipt(docx("BodyText 封面", "BodyText", heading(1, run("总则")), f"<w:p>{drawing}</w:p>")))
    )

    assert found.outside["word/document.xml"] == ("封面",)
    assert found.sections[0].figures == ("框",)
    assert found.sections[0].text == ""


def test_without_a_receipt_headings_begin_sections_on_demand() -> None:
    """Documents of others can be compared section by section; otherwise they have none."""
    parts = read(docx("Heading1 总则", "BodyText 甲", "Heading2 定义", "BodyText 乙"))

    assert reader.read(parts).sections == ()
    assert [(one.number, one.title, one.text) for one in reader.read(parts, by_headings=True).sections] == [
        ("1", "总则", "甲"),
        ("1.1", "定义", "乙"),
    ]
