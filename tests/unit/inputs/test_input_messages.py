"""The messages of the room: none without a use, none used without a declaration, all in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from itsm_docs import inputs
from itsm_docs.findings import messages

SOURCES = "".join(file.read_text(encoding="utf-8") for file in Path(inputs.__file__).parent.glob("*.py"))
USED = set(re.findall(r'"(IN\d{3})"', SOURCES))


def test_declared_and_used_codes_are_the_same() -> None:
    """A code that nothing reports misleads; one that nothing declares crashes."""
    assert set(messages("IN")) == USED


@pytest.mark.parametrize("code", sorted(USED))
def test_a_message_is_chinese_without_a_full_stop(code: str) -> None:
    """Messages and hints are phrases in the user's language."""
    entry = messages("IN")[code]
    for text in (entry.message, entry.hint or entry.message):
        assert re.search("[\u4e00-\u9fff]", text)
        assert not text.endswith("。")
    assert entry.meaning.endswith("。")
