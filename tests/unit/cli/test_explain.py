"""`itsm-docs explain`: every code of a report, as it is typed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.helpers.cli import CommandLine

from itsm_docs.findings import SUBJECTS, messages


def test_a_code_is_explained_with_example_and_remedy(itsm_docs: CommandLine) -> None:
    """What it means, what was written, what the report says, what to do."""
    run = itsm_docs("explain", "CT201")

    assert run.code == 0
    assert run.out.splitlines() == [
        "CT201  错误  合同",
        "各期比例不是整个合同价款，最后差多少没有约定。",
        "示例：",
        "    付款:",
        "      分期: [{编号: H1, 比例: 50}, {编号: H2, 比例: 45}]",
        "报告：各期付款比例合计 95%，应为 100%",
        "处理：调整各期比例；质保金、尾款也是一期",
    ]


@pytest.mark.parametrize("typed", ["ct201", " CT201", "ＣＴ２０１"])
def test_a_code_may_be_typed_carelessly(typed: str, itsm_docs: CommandLine) -> None:
    """Small letters, blanks and full-width characters do not matter."""
    assert itsm_docs("explain", typed).out == itsm_docs("explain", "CT201").out


def test_several_codes_are_explained_in_the_order_given(itsm_docs: CommandLine) -> None:
    """A blank line between them."""
    entries = itsm_docs("explain", "IO101", "CT201").out.split("\n\n")

    assert [entry[:5] for entry in entries] == ["IO101", "CT201"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("CT2O1", "没有代码 CT2O1，是否为 CT201？"),
        ("IO11", "没有代码 IO11，是否为 IO101、IO110？"),
        ("8.2", "没有代码 8.2，代码以 IO、IN、"),
    ],
)
def test_an_unknown_code_is_a_usage_error(typed: str, expected: str, itsm_docs: CommandLine) -> None:
    """With the closest codes, or with what codes look like."""
    run = itsm_docs("explain", typed)

    assert (run.code, run.out) == (2, "")
    assert expected in run.err


def test_without_a_code_every_prefix_is_listed_with_its_subject(itsm_docs: CommandLine) -> None:
    """In the order of the documentation."""
    lines = itsm_docs("explain").out.splitlines()

    assert [line[:2] for line in lines[:-1]] == list(SUBJECTS)
    assert lines[0] == f"IO  文件与文件夹（{len(messages('IO'))} 个）"


def test_a_prefix_lists_its_codes(itsm_docs: CommandLine) -> None:
    """With the message of each example."""
    lines = itsm_docs("explain", "cv").out.splitlines()

    assert lines[0] == "CV  转换"
    assert [line[:5] for line in lines[1:]] == list(messages("CV"))


def test_explaining_loads_no_models() -> None:
    """It answers at once."""
    code = (
        "import sys; sys.argv = ['itsm-docs', 'explain', 'RU101']\n"
        "from itsm_docs.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pydantic', 'lxml', 'jinja2', 'openpyxl'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert run.stdout.splitlines()[-1] == "[]"
