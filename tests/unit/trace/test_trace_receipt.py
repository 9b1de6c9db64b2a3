"""The receipt is the same in the file, in the property and beside it, and leaves a company's own parts alone."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from tests.helpers.validator import errors
from tests.helpers.word import docx, run
from traced_documents import ABOUT, DOCUMENT, fact, heading, receipt_of, with_receipt

from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import CONTENT_TYPES, Package, read, relationships, write
from itsm_docs.trace.names import Tags
from itsm_docs.trace.parts import read as read_receipt
from itsm_docs.trace.parts import read_mark, reserve, to_parts, without_receipt, write_receipt
from itsm_docs.trace.receipt import IssuedFact, IssuedSection, Mark, Receipt, Scope, from_json, to_json

RECEIPT = Receipt(
    "DLGW/2027 “一期”", "sla", "draft", "a" * 16, "b" * 16, "1.0",
    {"_itsm_0001": IssuedSection(("8.2.2.2-b", "8.2.2.1"), "服务目标 <A&B>", "0" * 16, "第五条", ("01234", "abcde"))},
    {"_v0001": IssuedFact('items["甲&乙"].name', "大连港务 <\"'>"), "_v0002": IssuedFact("client.name", "大连", "_itsm_0001")},
    Scope(("02", "04"), ("continuous", "project"), "government"),
)  # fmt: skip


def plain() -> Package:
    return read(docx(heading(1, run("总则")), "BodyText 甲方"))


def foreign(parts: Package) -> Package:
    """The file with a company's own custom part and property, as its document system put them there."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    own = {
        "customXml/item1.xml": b'<dms xmlns="urn:company:dms"><number>42</number></dms>',
        "customXml/itemProps1.xml": b'<ds:datastoreItem ds:itemID="{00000000-0000-0000-0000-000000000001}" '
        b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>',
        "customXml/_rels/item1.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="rId1" Type="{relation}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
        ).encode(),
        "docProps/custom.xml": (
            '<op:Properties xmlns:op="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><op:property '
            'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="密级"><vt:lpwstr>内部</vt:lpwstr>'
            "</op:property></op:Properties>"
        ).encode(),
    }

    def added(name: str, before: bytes, text: str) -> None:
        own[name] = parts[name].replace(before, text.encode() + before)

    added(
        "_rels/.rels",
        b"</Relationships>",
        f'<Relationship Id="c" Type="{relation}/custom-properties" Target="/docProps/custom.xml"/>',
    )
    added(
        "word/_rels/document.xml.rels",
        b"</Relationships>",
        f'<Relationship Id="rIdItsm1" Type="{relation}/customXml" Target="../customXml/item1.xml"/>',
    )
    types = "application/vnd.openxmlformats-officedocument"
    added(
        CONTENT_TYPES,
        b"</Types>",
        f'<Override PartName="/customXml/itemProps1.xml" ContentType="{types}.customXmlProperties+xml"/>'
        f'<Override PartName="/docProps/custom.xml" ContentType="{types}.custom-properties+xml"/>',
    )
    return parts | own


@pytest.mark.parametrize("make", [plain, lambda: foreign(plain())], ids=["plain", "company"])
def test_a_file_carries_its_receipt(make) -> None:  # type: ignore[no-untyped-def]
    """Written, valid, read back equal; the company's own part and property stay."""
    before = make()
    parts = to_parts(RECEIPT, before)
    data = write(parts)

    assert read_receipt(read(data)) == RECEIPT
    assert read_mark(parts) == RECEIPT.mark
    assert check(data) == []
    assert errors(data) == []
    assert parts.get("customXml/item1.xml") == before.get("customXml/item1.xml") or "customXml/item1.xml" not in before
    assert ("密级".encode() in parts["docProps/custom.xml"]) == ("docProps/custom.xml" in before)


def test_the_parts_are_registered() -> None:
    """Next to a company's item the receipt takes the next free number, and the document leads to both."""
    parts = to_parts(RECEIPT, foreign(plain()))
    linked = [target for _, kind, target in relationships(parts, DOCUMENT) if kind.endswith("/customXml")]

    assert linked == ["customXml/item1.xml", "customXml/item2.xml"]
    assert relationships(parts, "customXml/item2.xml")[0][2] == "customXml/itemProps2.xml"
    assert b'pid="8" name="itsm-receipt"' in parts["docProps/custom.xml"]


def test_the_same_receipt_gives_the_same_parts() -> None:
    """No clock and no chance; what was given is not changed."""
    before = plain()
    kept = dict(before)

    assert to_parts(RECEIPT, before) == to_parts(RECEIPT, plain())
    assert before == kept


def test_issuing_again_replaces_the_receipt() -> None:
    """A document that was issued before does not carry two."""
    newer = Receipt("X", "sla", "draft", "c" * 16, "d" * 16, "1.1")
    parts = to_parts(newer, to_parts(RECEIPT, foreign(plain())))

    assert read_receipt(parts) == newer
    assert read_mark(parts) == newer.mark
    assert parts.keys() == to_parts(RECEIPT, foreign(plain())).keys()
    assert check(write(parts)) == []


def test_places_can_be_reserved_before_there_is_data() -> None:
    """A compiled template registers once; afterwards only two parts change."""
    prepared, slots = reserve(plain())
    written = write_receipt(RECEIPT, prepared, slots)

    assert set(written) == {slots.item, slots.properties}
    assert prepared | written == to_parts(RECEIPT, plain())


def test_the_sidecar_says_the_same() -> None:
    """JSON, the same text for equal receipts, and back."""
    backwards = Receipt(*[getattr(RECEIPT, n) for n in ("engagement", "kind", "edition", "data_hash", "template_hash", "version")],
        RECEIPT.sections, dict(reversed(RECEIPT.facts.items())), RECEIPT.scope)  # fmt: skip

    assert from_json(to_json(RECEIPT)) == RECEIPT
    assert to_json(backwards) == to_json(RECEIPT)
    assert backwards.mark == RECEIPT.mark


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"engagement": "x"}', '{"sections": 1}', "\0"])
def test_another_file_is_no_sidecar(text: str) -> None:
    """What is no receipt gives none, and no traceback."""
    assert from_json(text) is None


@pytest.mark.parametrize("change", ["value", "path", "hash", "clauses", "title", "version", "data_hash"])
def test_the_hash_covers_every_field(change: str) -> None:
    """A receipt that somebody changed no longer agrees with the property."""
    import dataclasses as d

    section, issued = RECEIPT.sections["_itsm_0001"], RECEIPT.facts["_v0001"]
    if change in ("value", "path"):
        other = d.replace(RECEIPT, facts={**RECEIPT.facts, "_v0001": d.replace(issued, **{change: "x"})})
    elif change in ("hash", "clauses", "title"):
        value = ("x",) if change == "clauses" else "x"
        other = d.replace(RECEIPT, sections={"_itsm_0001": d.replace(section, **{change: value})})  # type: ignore[arg-type]
    else:
        other = d.replace(RECEIPT, **{change: "x"})  # type: ignore[arg-type]

    assert other.mark.hash != RECEIPT.mark.hash


def test_the_property_alone_says_what_was_issued() -> None:
    """When the custom part is lost, engagement, kind and version are left, and the receipt says that it is not whole."""
    parts = {name: data for name, data in to_parts(RECEIPT, plain()).items() if not name.startswith("customXml/")}
    receipt = read_receipt(parts)

    assert receipt is not None
    assert (receipt.kind, receipt.version, receipt.complete) == ("sla", "1.0", False)
    assert read_mark(parts) == RECEIPT.mark


def test_of_two_receipts_the_property_names_one() -> None:
    """Files that were put together carry both; the first is taken where the property names neither."""
    other = Receipt("X", "plan", "draft", "c" * 16, "d" * 16, "1.1")
    parts = to_parts(RECEIPT, plain())
    parts["customXml/item9.xml"] = to_parts(other, plain())["customXml/item1.xml"]
    named = parts | {"docProps/custom.xml": to_parts(other, plain())["docProps/custom.xml"]}
    unnamed = parts | {"docProps/custom.xml": b"<Properties/>"}

    assert [read_receipt(each) for each in (parts, named, unnamed)] == [RECEIPT, other, RECEIPT]


@pytest.mark.parametrize(
    "spoil",
    [
        {"customXml/item1.xml": b"<broken", "docProps/custom.xml": b"<broken"},
        {"customXml/item1.xml": b"", "docProps/custom.xml": b"<x/>"},
    ],
)
def test_spoilt_parts_are_passed_over(spoil: dict[str, bytes]) -> None:
    """A file with a broken receipt is a file without one."""
    assert read_receipt({**to_parts(RECEIPT, plain()), **spoil}) is None
    assert read_receipt(plain()) is None
    assert Mark.read("x") is None


def test_rewritten_xml_is_the_same_receipt() -> None:
    """Other prefixes, quotes and white space, a comment and a lost relationship change nothing."""
    parts = to_parts(RECEIPT, plain())
    text = parts["customXml/item1.xml"].decode().partition("?>")[2].strip()
    text = text.replace("<receipt xmlns=", "<r:receipt xmlns:r=").replace("</receipt", "</r:receipt")
    for name in ("section", "fact"):
        text = text.replace(f"<{name} ", f"\n  <r:{name}  ").replace(f"</{name}>", f"</r:{name}><!-- x -->")
    parts["customXml/item1.xml"] = text.encode("utf-16")
    del parts["word/_rels/document.xml.rels"]

    assert read_receipt(parts) == RECEIPT


def test_a_receipt_is_made_from_what_was_printed() -> None:
    """Sections with clauses and titles, facts with full paths and the section that they stand in, those of headers too."""
    tags = Tags()
    long = "services[" + "网络" * 40 + "].name"
    body = heading(1, fact(1, "services[s1].name", "网络 运维")) + f"<w:p>{fact(2, long, '值', tags=tags)}</w:p>"
    header = f'<w:hdr xmlns:w="u">{fact(3, "doc.title", "协议")}</w:hdr>'
    data = with_receipt(docx(body, parts={"word/header1.xml": header}), {"_itsm_0001": ["7.1.2.3-c"]}, tags)
    receipt = receipt_of(data)

    section = receipt.sections["_itsm_0001"]
    assert (section.clauses, section.title) == (("7.1.2.3-c",), "网络 运维")
    assert receipt.facts == {
        "_v0001": IssuedFact("services[s1].name", "网络 运维", "_itsm_0001"),
        "_v0002": IssuedFact(long, "值", "_itsm_0001"),
        "_v0003": IssuedFact("doc.title", "协议"),
    }
    assert receipt.engagement == ABOUT["engagement"]


def test_writing_a_trace_loads_no_parser_and_no_model() -> None:
    """Filling a template pays for neither."""
    program = """
import sys
import itsm_docs.trace
from itsm_docs.trace import canonical, controls, names, parts, receipt, story
from itsm_docs.trace.receipt import About, issue
about = About(engagement="a", kind="sla", edition="draft", version="1", data_hash="", template_hash="")
made = issue("<w:p/>", clauses={}, paths={}, about=about)
types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
parts.to_parts(made, {"[Content_Types].xml": types})
names.item_key({"id": "a"})
print([name for name in ("lxml", "pydantic", "jinja2", "itsm_docs.model") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_receipt_of_an_older_shape_is_still_read() -> None:
    """Without numbers, places and scope the rest is there."""
    parts = to_parts(RECEIPT, plain())
    text = parts["customXml/item1.xml"].decode()
    for name in ("number", "section", "scope", "lines"):
        text = re.sub(rf' {name}="[^"]*"', "", text)
    parts["customXml/item1.xml"] = text.encode()

    receipt = read_receipt(parts)

    mark = read_mark(parts)
    assert receipt is not None
    assert mark is not None
    assert receipt.fits(mark)  # nobody was at it, only its hash cannot be taken anew
    assert receipt.scope == Scope()
    assert receipt.sections["_itsm_0001"].clauses == ("8.2.2.2-b", "8.2.2.1")
    assert receipt.facts["_v0002"] == IssuedFact("client.name", "大连")


def test_a_copy_without_the_receipt_proves_nothing() -> None:
    """Part, property, relationship and type are gone; a company's own property stays."""
    parts = to_parts(RECEIPT, plain())
    name = "docProps/custom.xml"
    own = b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="own"/></Properties>'
    parts[name] = parts[name].replace(b"</Properties>", own)
    left = without_receipt(parts)

    assert read_receipt(left) is None
    assert [one for one in left if one.startswith("customXml/")] == []
    assert b'name="own"' in left[name]
    assert check(write(left)) == []
    assert without_receipt(plain()) == plain()


def test_a_receipt_that_was_altered_does_not_fit_its_mark() -> None:
    """A changed value, in the shape of today."""
    parts = to_parts(RECEIPT, plain())
    parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace("第五条".encode(), "第六条".encode())

    receipt, mark = read_receipt(parts), read_mark(parts)

    assert receipt is not None
    assert mark is not None
    assert not receipt.fits(mark)
    assert RECEIPT.fits(mark)
