"""Reads tests/cases/markdown/*.md: a title, a source and its outline, each ended by a line with one full stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_outline import outline

CASES = Path(__file__).parents[2] / "cases" / "markdown"


def cases() -> list[object]:
    """Every case of every file, named after file and title."""
    found: list[object] = []
    for path in sorted(CASES.glob("*.md")):
        *parts, rest = path.read_text(encoding="utf-8").split("\n.\n")
        assert len(parts) % 3 == 0, path.name
        assert not rest.strip(), path.name
        for title, source, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=True):
            found.append(pytest.param(source, expected, id=f"{path.stem}: {title.strip()}"))
    return found


@pytest.mark.parametrize(("source", "expected"), cases())
def test_a_source_reads_as_its_outline(source: str, expected: str) -> None:
    """It reads the blocks and reports the findings that the case writes down."""
    assert "\n".join(outline(source)) == expected.strip("\n")
