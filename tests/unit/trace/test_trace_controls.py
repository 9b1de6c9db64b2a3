"""The XML around facts and headings is the form that was measured to survive, and the parts declare what it needs."""

from __future__ import annotations

import jinja2
import pytest
from tests.helpers.validator import errors
from tests.helpers.word import docx
from traced_documents import fact, heading

from itsm_docs.ooxml.check import check
from itsm_docs.trace.controls import PLAIN_FACT, around_fact, around_heading, declare_w15

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def test_a_fact_is_one_rich_text_control_with_a_witness() -> None:
    """Run level, hidden, without ``w:text``, with the run's own look; the witness stands around it."""
    around = around_fact("<w:rPr><w:b/></w:rPr>", tag="client.name", key="1001", name="_v0001")

    assert around.opening + "大连港务" + around.closing == (
        '<w:bookmarkStart w:id="1001" w:name="_v0001"/><w:sdt><w:sdtPr><w:tag w:val="client.name"/><w:id w:val="1001"/>'
        '<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:b/></w:rPr>'
        '<w:t xml:space="preserve">大连港务</w:t></w:r></w:sdtContent></w:sdt><w:bookmarkEnd w:id="1001"/>'
    )


def test_the_parameters_may_be_expressions() -> None:
    """A compiler puts the XML into a Jinja source, with what only the data knows in braces."""
    around = around_fact("", tag="p[{{ k }}].name", key="{{ n }}", name="_v{{ '%04d' % n }}")
    source = around.opening + "{{ value }}" + around.closing
    text = jinja2.Environment(autoescape=True).from_string(source).render(k='A"<1', n=7, value="<甲&乙>")

    assert PLAIN_FACT.findall(text) == [("_v0007", "p[A&#34;&lt;1].name", "&lt;甲&amp;乙&gt;")]


def test_a_heading_keeps_its_bookmark_within_its_paragraph() -> None:
    """Start and end are siblings around the runs."""
    assert "".join(around_heading(key="7", name="_itsm_0007")) == (
        '<w:bookmarkStart w:id="7" w:name="_itsm_0007"/><w:bookmarkEnd w:id="7"/>'
    )


@pytest.mark.parametrize(
    "root",
    [
        "<w:document>",
        f'<w:hdr xmlns:mc="{MC}" xmlns:w14="x" mc:Ignorable="w14">',
        f"<w:hdr xmlns:mc='{MC}' mc:Ignorable='w14 wp14'>",
        f'<w:ftr xmlns:ve="{MC}" ve:Ignorable="">',
        f'<w:ftr xmlns:w15="{W15}">',
    ],
)
def test_a_root_declares_the_namespace_once(root: str) -> None:
    """Under the prefix that the part already uses for markup compatibility; doing it twice changes nothing."""
    from lxml import etree

    declared = declare_w15(root)
    element = etree.fromstring(f'{declared[:-1]} xmlns:w="u"/>')
    ignorable = element.get(f"{{{MC}}}Ignorable")

    assert element.nsmap["w15"] == W15
    assert ignorable is not None
    assert ignorable.split().count("w15") == 1
    assert ("w14" in ignorable.split()) == ("w14" in root.partition("Ignorable")[2])
    assert declare_w15(declared) == declared


def test_a_document_with_a_trace_is_valid() -> None:
    """Our own check and Microsoft's find nothing, in headings, paragraphs and cells, beside one another."""
    cell = f'<w:tc><w:tcPr><w:tcW w:w="9070" w:type="dxa"/></w:tcPr><w:p>{fact(4, "d", "四")}</w:p></w:tc>'
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="9070" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="9070"/></w:tblGrid>'
        f"<w:tr>{cell}</w:tr></w:tbl>"
    )
    data = docx(
        heading(1, fact(1, "name", "一")), f"<w:p>{fact(2, 'b', '二')}{fact(3, 'c', '三')}</w:p>", table, "<w:p/>"
    )

    assert check(data) == []
    assert errors(data) == []
