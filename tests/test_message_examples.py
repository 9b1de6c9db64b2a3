"""Every code is documented: an example, the message that it brings about, a remedy. What can be run is run.

A new message file must be told how its examples are run (`RUNNERS`), or that they only tell of a situation (`TOLD`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.helpers import examples

from itsm_docs import findings
from itsm_docs.findings import SUBJECTS, Message, messages

FILES = sorted(file.stem for file in (Path(findings.__file__).parent / "messages").glob("*.yaml"))
ALL = [message for prefix in FILES for message in messages(prefix).values()]

TOLD_FILES = {"AU", "CV", "DC", "FI", "IO", "OX", "PL", "RL"}
"""Files whose examples tell of a file, a folder or a program; nothing that could be written down brings them about."""
TOLD = set(
    re.findall(
        r"\S+",
        """
    IN101 IN105 IN106 IN111 IN206 IN212 IN214 IN301 IN302 IN303 IN304 IN305 IN313 IN315 IN318
    IN330 IN331 IN332 IN333 IN334 IN335 IN336 IN337 IN338 IN229
    AM101 AM111 AM203 AM204 AM205 AM206 AM207 AM208 AM209
    MD101 MD102 MD111 RU805 ST102 ST103 ST104 ST110
    TP107 TP109 TP110 TP122 TP123 TP311 TP312 TP313 TP314 TP315 TP316 TP317 TP331 TP332 TP333 TP334 TP335
    """,
    )
)
"""The same of other files: too long, invisible, or about more than one file."""


def _template(source: str) -> list[str]:
    return [*examples.by_template(source), *examples.by_filling(source)]


RUNNERS: dict[str, Callable[[str], list[str]]] = {
    "RU": examples.by_rules,
    "CT": examples.by_rules,
    "AM": examples.by_amending,
    "WV": examples.by_waiving,
    "MD": examples.by_markdown,
    "TP": _template,
    "ST": _template,
}


def each(entries: list[Message]) -> pytest.MarkDecorator:
    """The test for each of the messages."""
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.code)


def runnable(*prefixes: str) -> list[Message]:
    """The messages of files whose examples can be run."""
    return [entry for entry in ALL if entry.code[:2] in prefixes and entry.code not in TOLD]


def test_every_file_has_a_subject_and_its_examples_are_run_or_told() -> None:
    """A new file is not forgotten in the documentation, and nobody escapes the test by a new prefix."""
    assert sorted(SUBJECTS) == FILES
    assert sorted({*RUNNERS, *TOLD_FILES, "IN", "DM"}) == FILES
    assert {entry.code for entry in ALL} >= TOLD


@each(ALL)
def test_an_example_shows_what_was_written_and_what_is_reported(entry: Message) -> None:
    """A few lines, then the message as it is printed: the declared text with its names filled."""
    pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(entry.message.replace("{{", "\0").replace("}}", "\1")))
    expected = pattern.replace("\0", re.escape("{")).replace("\1", re.escape("}"))
    lines = [line for line in entry.written.splitlines() if line.strip()]

    assert 1 <= len(lines) <= 5
    # What is wrong with a value is told after the way to it.
    assert re.fullmatch(rf"([^：]+：)?{expected}", entry.reported)


@each(ALL)
def test_a_remedy_needs_no_finding(entry: Message) -> None:
    """Whoever reads the documentation sees no placeholder; Chinese, without a full stop."""
    source = entry.fix or entry.hint or ""

    assert re.search("[\u4e00-\u9fff]", entry.remedy)
    assert entry.fix is not None or not re.search(r"(?<!\{)\{\w+\}", source)
    assert not entry.remedy.endswith("。")


@each(runnable(*RUNNERS))
def test_an_example_is_true(entry: Message) -> None:
    """Written into a sound project or template, it is reported in these very words."""
    assert f"{entry.code} {entry.reported}" in RUNNERS[entry.code[:2]](entry.written + "\n")


@each(runnable("IN", "DM"))
def test_an_example_of_a_description_is_true(entry: Message, tmp_path: Path) -> None:
    """The same of what is found while a project is read."""
    assert f"{entry.code} {entry.reported}" in examples.by_reading(entry.written + "\n", tmp_path)
