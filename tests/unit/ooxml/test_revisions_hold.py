"""Whatever was tracked, accepting gives the new text and rejecting the old; and the file stays sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.tracked import MAIN, by, deleted, inserted, lines, moved_away, moved_here, package, para
from tests.helpers.word import bookmark, control, run

from itsm_docs.ooxml.changes import changes
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import Package, write
from itsm_docs.ooxml.revisions import accepted, rejected
from itsm_docs.ooxml.tracked import changed_parts
from itsm_docs.ooxml.xml import every, parse

KEPT, NEW, OLD = "kept", "new", "old"
WRITERS = {KEPT: (run,), NEW: (inserted, moved_here), OLD: (deleted, moved_away)}
MARKS = {KEPT: ("",), NEW: ("ins", "moveTo"), OLD: ("del", "moveFrom")}


@dataclass(frozen=True)
class Piece:
    """A piece of text, or a paragraph mark for «¶», in both texts or in one; in a control or a bookmark or bare."""

    text: str
    state: str
    form: int
    around: str

    def xml(self, key: int) -> str:
        """The piece as runs."""
        writers = WRITERS[self.state]
        inner = writers[self.form % len(writers)](self.text)
        if self.around == "control":
            return control(f"f{key}", 7000 + key, inner)
        return bookmark(f"b{key}", 8000 + key, inner) if self.around == "bookmark" else inner


STATES = st.sampled_from((KEPT, KEPT, NEW, OLD))
PIECES = st.builds(
    Piece,
    st.one_of(st.just("¶"), st.text("甲乙丙丁 a", min_size=1, max_size=4)),
    STATES,
    st.integers(0, 1),
    st.sampled_from(("", "", "control", "bookmark")),
)
FLOWS = st.lists(PIECES, max_size=12)
ROWS = st.lists(st.tuples(STATES, st.lists(FLOWS, min_size=2, max_size=2)), min_size=1, max_size=3)
BLOCKS = st.lists(st.one_of(FLOWS, ROWS), min_size=1, max_size=4)


def as_xml(flow: list[Piece], keys: Iterator[int]) -> str:
    """The paragraphs of a flow; the last mark was never changed, as Word keeps it."""
    paragraphs, content = [], []
    for piece in flow:
        if piece.text == "¶":
            marks = MARKS[piece.state]
            paragraphs.append(para(*content, mark=marks[piece.form % len(marks)]))
            content = []
        else:
            content.append(piece.xml(next(keys)))
    return "".join([*paragraphs, para(*content)])


def as_lines(flow: list[Piece], gone: str) -> list[str]:
    """The paragraphs of a flow without the pieces in one state."""
    return "".join(piece.text for piece in flow if piece.state != gone).split("¶")


def is_flow(block: list[Piece] | list[tuple[str, list[list[Piece]]]]) -> bool:
    return not block or isinstance(block[0], Piece)


def document(blocks: list) -> Package:  # type: ignore[type-arg]
    """Flows and tables; after a table comes a paragraph."""
    keys = count(1)
    return package(*(as_xml(block, keys) if is_flow(block) else as_table(block, keys) for block in blocks))


def as_table(rows: list[tuple[str, list[list[Piece]]]], keys: Iterator[int]) -> str:
    xml = ""
    for state, cells in rows:
        properties = f"<w:trPr><w:{MARKS[state][0]} {by()}/></w:trPr>" if state != KEPT else ""
        xml += f"<w:tr>{properties}{''.join(f'<w:tc><w:tcPr/>{as_xml(cell, keys)}</w:tc>' for cell in cells)}</w:tr>"
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{xml}</w:tbl><w:p/>'


def expected(blocks: list, gone: str) -> list[str]:  # type: ignore[type-arg]
    """The text of all paragraphs with one state left out."""
    told: list[str] = []
    for block in blocks:
        if is_flow(block):
            told += as_lines(block, gone)
        else:
            told += [line for state, cells in block if state != gone for cell in cells for line in as_lines(cell, gone)]
            told.append("")
    return told


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_accepting_gives_the_new_text_and_rejecting_the_old(blocks: list) -> None:  # type: ignore[type-arg]
    """Paragraph by paragraph; nothing is left to settle; marks stay paired, and cells keep a paragraph."""
    parts = document(blocks)
    for settled, gone in ((accepted(parts), OLD), (rejected(parts), NEW)):
        assert lines(settled) == expected(blocks, gone)
        assert changed_parts(settled) == []
        assert changes(settled) == ()
        root = parse(settled[MAIN], MAIN)
        starts, ends = list(every(root, "w:bookmarkStart")), list(every(root, "w:bookmarkEnd"))
        assert sorted(mark.values()[0] for mark in starts) == sorted(mark.values()[0] for mark in ends)
        assert [found for found in check(write(settled)) if "空" not in found.message] == []
