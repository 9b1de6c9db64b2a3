"""Folders paired: by kind where each has one of it, else by file name."""

from __future__ import annotations

from itsm_docs.redline.pairs import paired
from itsm_docs.redline.side import Side
from itsm_docs.trace.reader import Document
from itsm_docs.trace.receipt import Receipt


def side(name: str, kind: str | None = None) -> Side:
    """A document of a kind, without receipt for None."""
    made = Side(name, {})
    receipt = Receipt("DLGW", kind, "draft", "", "", "1.0") if kind else None
    made.__dict__["document"] = Document(receipt, (), ())
    return made


def matched(old: list[Side], new: list[Side]) -> tuple[list[tuple[str, str]], list[str]]:
    found = paired(old, new)
    return [(one.shown, two.shown) for one, two in found.pairs], [
        f"{one.code} {one.where.file}" for one in found.findings
    ]


def test_the_kind_decides() -> None:
    """Customers rename files."""
    pairs, strays = matched(
        [side("签发/合同.docx", "contract"), side("签发/sla.docx", "sla")],
        [side("退回/SLA 改.docx", "sla"), side("退回/合同（2）.docx", "contract")],
    )

    assert pairs == [("签发/sla.docx", "退回/SLA 改.docx"), ("签发/合同.docx", "退回/合同（2）.docx")]
    assert strays == []


def test_several_of_a_kind_go_by_their_names() -> None:
    """Whatever the case of the letters."""
    pairs, strays = matched(
        [side("a/合同A.docx", "contract"), side("a/合同B.docx", "contract")],
        [side("b/合同a.DOCX", "contract"), side("b/合同C.docx", "contract")],
    )

    assert pairs == [("a/合同A.docx", "b/合同a.DOCX")]
    assert strays == ["RL206 a/合同B.docx", "RL207 b/合同C.docx"]


def test_documents_without_receipt_go_by_their_names() -> None:
    """Nothing is guessed from what is left over."""
    pairs, strays = matched([side("a/说明.docx"), side("a/旧.docx")], [side("b/说明.docx"), side("b/新.docx")])

    assert pairs == [("a/说明.docx", "b/说明.docx")]
    assert strays == ["RL206 a/旧.docx", "RL207 b/新.docx"]
