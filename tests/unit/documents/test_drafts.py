"""A draft says which of its words are defaults; a version that is to be signed says nothing beside its text."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.cli import CommandLine

import itsm_docs as library
from itsm_docs.ooxml.comments import comments_of
from itsm_docs.ooxml.package import read


def _comments(project: Path, kind: str) -> list[tuple[str, str]]:
    (document,) = library.build(library.load(project), [kind])
    return comments_of(read(document.data))


def test_every_kind_of_default_has_a_comment(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Binding ones are called so; each names its source and stands at the words that it is about."""
    itsm_docs("init", tmp_path, "--category", "02")

    found = _comments(tmp_path, "sla")

    assert len(found) > 30
    assert all("来源：" in text for _, text in found)
    metrics = [place for place, text in found if "（约束性，一经签署就是承诺）" in text and "› 服务指标" in text]
    assert [place.partition("（")[0] for place in metrics[:3]] == ["关键系统可用率", "响应及时率", "恢复及时率"]


def test_what_the_drafter_wrote_has_no_comment(minimal: Path) -> None:
    """The sample writes its needs, parties and prices itself, and leaves levels and metrics to the pack."""
    titles = {text.splitlines()[0].partition("：")[2].split(" › ")[0] for _, text in _comments(minimal, "sla")}

    assert "事件分级" in titles
    assert not {"用户需求", "甲方", "乙方", "服务期限"} & titles


def test_a_version_to_be_signed_has_no_comment(port: Path) -> None:
    """Its defaults are in the manifest and on the review sheet."""
    assert library.load(port).defaults_used
    assert _comments(port, "plan") == []
