"""The cache of compiled templates: the same result, and nothing that it finds can break a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import HOUSE

from itsm_docs import workspace
from itsm_docs.markdown import Chapter
from itsm_docs.templating import compile_template
from itsm_docs.templating.cache import cached
from itsm_docs.templating.template import CompiledTemplate


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    path = tmp_path / "cache"
    monkeypatch.setattr(workspace, "_cache_folder", lambda: path)
    return path


class Maker:
    """Compiles, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> CompiledTemplate:
        self.made += 1
        return compile_template([Chapter("x.md", '# 一 {: clause="8.2.2.2-a"}\n\n{{ v }}')], house=HOUSE)


def test_the_second_time_nothing_is_compiled_and_the_bytes_are_the_same() -> None:
    """With and without trace."""
    make = Maker()
    first, second = cached([b"a"], make), cached([b"a"], make)

    assert make.made == 1
    assert first is not second
    for trace in ("full", "none"):
        assert first.fill({"v": "甲"}, trace=trace) == second.fill({"v": "甲"}, trace=trace)


def test_other_inputs_are_another_template() -> None:
    """Also where the same bytes are cut differently."""
    make = Maker()
    for inputs in ([b"a"], [b"b"], [b"a", b"b"], [b"ab"]):
        cached(inputs, make)

    assert make.made == 4


@pytest.mark.parametrize("spoilt", [b"", b"no pickle", b"\x80\x05N."])
def test_a_spoilt_file_is_made_again(spoilt: bytes, folder: Path) -> None:
    """Cut off, overwritten, or something else altogether."""
    make = Maker()
    cached([b"a"], make)
    for path in folder.iterdir():
        path.write_bytes(spoilt)

    assert cached([b"a"], make).fill({"v": "甲"})
    assert make.made == 2


def test_a_fault_is_placed_from_a_cached_template_too() -> None:
    """The places come along."""
    cached([b"a"], Maker())
    template = cached([b"a"], Maker())

    with pytest.raises(Exception, match=r"x\.md:3"):
        template.fill({})
