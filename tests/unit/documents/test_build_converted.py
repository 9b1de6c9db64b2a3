"""A set in other formats: which programs are asked, with what copies, and what comes back for which document."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from tests.helpers.word import docx, part

from itsm_docs.convert.libreoffice import Pdf
from itsm_docs.documents import Document, Format, Order, PagedDocument, build_converted, check_programs
from itsm_docs.documents import conversions as room
from itsm_docs.errors import Unusable, unusable

ORDER = Order()
DOCUMENTS = [
    Document("sla", "服务等级协议", "N-1", "V1.0", "N-1 服务等级协议.docx", docx("Title 封面标题", "Heading1 总则")),
    Document("review", "评审单", "N-1", "V1.0", "N-1 评审单.docx", docx("Heading1 事项")),
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the programs were asked for, which make something short of everything."""
    seen: list[str] = []

    def to_odt(documents: Mapping[str, bytes], *, timeout: float) -> dict[str, bytes]:
        seen.append("odt")
        assert timeout > 0
        return {name: part(data).encode() for name, data in documents.items()}

    def to_pages(documents: Mapping[str, tuple[bytes, str]], page: str) -> dict[str, bytes]:
        seen.append(page)
        return {name: f"{page} {title}".encode() for name, (_, title) in documents.items()}

    def build_order(*_order: object) -> list[Document]:
        seen.append("build")
        return DOCUMENTS

    def build_paged(*_order: object) -> list[PagedDocument]:
        seen.append("paged")
        return [PagedDocument(one, Pdf(one.kind.encode(), 1, {})) for one in DOCUMENTS]

    monkeypatch.setattr("itsm_docs.convert.libreoffice.to_odt", to_odt)
    monkeypatch.setattr("itsm_docs.convert.pandoc.to_pages", to_pages)
    monkeypatch.setattr(room, "build_order", build_order)
    monkeypatch.setattr(room, "build_paged", build_paged)
    return seen


@pytest.mark.parametrize(
    ("formats", "pages", "calls"),
    [
        ([], False, ["build"]),
        ([], True, ["paged"]),
        (["pdf"], False, ["paged"]),
        (["html"], False, ["build", "html"]),
        (["md", "odt", "html", "pdf"], False, ["paged", "odt", "html", "md"]),
    ],
)
def test_only_what_is_wanted_is_made(formats: list[Format], pages: bool, calls: list[str], asked: list[str]) -> None:
    """Each program once for the whole set."""
    made = build_converted(None, ORDER, formats, pages=pages)  # type: ignore[arg-type]

    assert asked == calls
    assert [set(one.files) for one in made] == [set(formats)] * 2
    assert [one.document for one in made] == DOCUMENTS


@pytest.mark.usefixtures("asked")
def test_each_document_gets_its_own() -> None:
    """A page has the title of the cover, or else that of the document; an ODT is made of the flat copy."""
    sla, review = build_converted(None, ORDER, ["pdf", "html", "odt"])  # type: ignore[arg-type]

    assert (sla.files["pdf"], review.files["pdf"]) == (b"sla", b"review")
    assert [one.files["html"].decode() for one in (sla, review)] == ["html 封面标题", "html 评审单"]
    assert ">1 <" in sla.files["odt"].decode()


@pytest.mark.parametrize(
    ("formats", "pages", "code"),
    [
        ([], False, None),
        ([], True, "CV101"),
        (["pdf"], False, "CV101"),
        (["odt"], False, "CV101"),
        (["md"], False, "CV201"),
        (["html"], False, "CV201"),
    ],
)
def test_a_missing_program_is_said_before_the_work(
    formats: Collection[Format], pages: bool, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the one that is needed."""

    def nowhere() -> str:
        raise unusable("CV201")

    monkeypatch.setattr("itsm_docs.convert.libreoffice.find_program", lambda: None)
    monkeypatch.setattr("itsm_docs.convert.pandoc.find_program", nowhere)
    if code is None:
        check_programs(formats, pages=pages)
        return
    with pytest.raises(Unusable) as caught:
        check_programs(formats, pages=pages)

    assert caught.value.findings[0].code == code
