"""Building documents in memory: kinds, covers, names; page numbers by filling twice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.helpers.engagements import an_engagement
from tests.helpers.word import docx, part, texts

from itsm_docs import standard, workspace
from itsm_docs.convert.libreoffice import Pdf
from itsm_docs.documents import Order, available_kinds, build, build_paged
from itsm_docs.documents.overrides import KindSource, Sources
from itsm_docs.documents.view import view_of
from itsm_docs.documents.volumes import MATRIX, VOLUMES
from itsm_docs.errors import Faulty, Unusable
from itsm_docs.model.base import OpenPoint
from itsm_docs.ooxml.check import check


def test_a_document_knows_what_it_is() -> None:
    """Kind, title, number, version and a file name that begins with the number."""
    (document,) = build(an_engagement(), ["sla"])

    assert (document.kind, document.title, document.version) == ("sla", "服务等级协议", "V1.0")
    assert document.number == "DLGK-2027-YW01-SLA"
    assert document.file_name == "DLGK-2027-YW01-SLA 服务等级协议.docx"
    assert check(document.data) == []


def test_all_kinds_with_templates_are_built_by_default() -> None:
    """In the order of the catalogue, each once."""
    assert [document.kind for document in build(an_engagement())] == list(available_kinds())
    assert [document.kind for document in build(an_engagement(), ["sla", "sla"])] == ["sla"]


def test_an_unknown_kind_cannot_be_built() -> None:
    """A typo is no empty set."""
    with pytest.raises(Unusable) as caught:
        build(an_engagement(), ["sal"])

    assert [found.code for found in caught.value.findings] == ["TP110"]


def test_the_same_engagement_gives_the_same_bytes() -> None:
    """No clock and no chance in any document."""
    assert build(an_engagement()) == build(an_engagement())


@pytest.mark.parametrize("character", list('\\/:*?"<>|'))
def test_a_file_name_is_one_on_windows_too(character: str) -> None:
    """What a file name cannot hold becomes a dash; the document keeps its number."""
    number = f"甲{character}1"
    (document,) = build(an_engagement(**{"documents.sla.number": number}), ["sla"])

    assert document.number == number
    assert document.file_name == "甲-1 服务等级协议.docx"


def test_a_number_of_its_own_wins() -> None:
    """Otherwise the project's number and the code of the kind make one."""
    assert view_of(an_engagement(**{"documents.sla.number": "HT-7"}), "sla").number == "HT-7"


@pytest.mark.parametrize(("version", "draft"), [("V0.9", True), ("v0.1", True), ("V1.0", False), ("V10.0", False)])
def test_a_version_below_one_is_a_draft(version: str, draft: bool) -> None:
    """Its cover says so."""
    assert view_of(an_engagement(**{"documents.sla.revisions.0.version": version}), "sla").draft is draft


def test_the_last_revision_is_the_current_one() -> None:
    """Cover, sign-off and manifest speak of the same version."""
    revision = {
        "version": "V2.0",
        "date": "2027-03-01",
        "summary": "修订",
        "author": "孙某",
        "reviewer": "李某",
        "approver": "周某",
    }
    view = view_of(an_engagement(**{"documents.sla.revisions.1": revision}), "sla")

    assert (view.version, view.author, len(view.revisions)) == ("V2.0", "孙某", 2)
    assert view.date == view.issued


def test_an_open_date_is_printed_open() -> None:
    """A draft without a date of issue is still a document."""
    engagement = an_engagement(**{"documents.sla.revisions.0.date": "待定：签订日"})

    assert isinstance(view_of(engagement, "sla").date, OpenPoint)
    assert "【待定：签订日】" in "".join(texts(build(engagement, ["sla"])[0].data))


def test_page_numbers_are_printed_where_they_are_given() -> None:
    """By kind and bookmark."""
    (document,) = build(an_engagement(), ["sla"], pages={"sla": {"_Toc000001": 77}})

    assert part(document.data).count("PAGEREF") == 1
    assert "PAGEREF" not in part(build(an_engagement(), ["sla"])[0].data)


def test_pages_come_from_a_first_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill, convert, read the pages, fill again; the PDF is that of the second."""
    seen: list[dict[str, bytes]] = []

    def convert(documents: Mapping[str, bytes], *, timeout: float) -> dict[str, Pdf]:
        assert timeout > 0
        seen.append(dict(documents))
        return {name: Pdf(b"pdf %d" % len(seen), 5, {"_Toc000001": 4}) for name in documents}

    monkeypatch.setattr("itsm_docs.convert.libreoffice.to_pdf", convert)
    (paged,) = build_paged(an_engagement(), Order(("sla",)))

    assert len(seen) == 2
    assert paged.pdf.data == b"pdf 2"
    assert part(paged.document.data).count("PAGEREF") == 1
    assert "第一条 " in part(seen[0]["sla"])  # converted from a flat copy


def test_a_house_of_the_company_replaces_ours() -> None:
    """Its cover is the document's cover."""
    house = docx("BodyText 我公司 {{ provider.name }}", "BodyText {{ body }}")
    (document,) = build(an_engagement(), ["sla"], house=house)

    assert texts(document.data)[0].startswith("我公司 大连某信息")


def test_a_faulty_house_stops_every_kind() -> None:
    """Nothing is built without its body."""
    with pytest.raises(Faulty) as caught:
        build(an_engagement(), ["sla"], house=docx("BodyText 空"))

    assert caught.value.findings[0].code == "TP109"


def test_a_kind_that_has_no_title_in_the_catalogue_has_no_folder() -> None:
    """Every folder of templates belongs to a kind or a volume, or is the house."""
    folders = {path.name for path in workspace.shipped("templates").iterdir() if path.is_dir()}

    assert folders - {"house"} <= {*(kind.key for kind in standard.kinds()), *VOLUMES, MATRIX}


def test_a_bundle_takes_the_place_of_its_members() -> None:
    """Named or not, contract and SLA come as one volume, once."""
    assert next(document.kind for document in build(an_engagement(), bundle=True)) == "bundle"
    assert not {"contract", "sla"} & {document.kind for document in build(an_engagement(), bundle=True)}
    assert [document.kind for document in build(an_engagement(), ["contract", "sla"], bundle=True)] == ["bundle"]


def test_volumes_share_number_and_revisions_of_the_contract() -> None:
    """They are the contract in another form; file names tell them apart."""
    contract, volume, public = (build(an_engagement(), [kind])[0] for kind in ("contract", "bundle", "public"))

    assert contract.number == volume.number == public.number
    assert len({contract.file_name, volume.file_name, public.file_name}) == 3
    assert public.receipt is None
    assert volume.receipt is not None


def test_a_volume_is_not_made_from_word_templates() -> None:
    """They are whole documents; the message says what to do instead."""
    own = KindSource("templates/sla.docx", word=docx("BodyText {{ client.name }}"), own=True)
    with pytest.raises(Faulty) as caught:
        build(an_engagement(), ["bundle"], sources=Sources({"sla": own}))

    assert [one.code for one in caught.value.findings] == ["DC107"]
    assert build(an_engagement(), ["public"], sources=Sources({"sla": own}))
