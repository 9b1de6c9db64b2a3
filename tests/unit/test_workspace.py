"""The door to files: every failure is one Chinese finding, and a file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from itsm_docs import workspace
from itsm_docs.errors import Unusable


def code_of(action: Callable[[], object]) -> str:
    """The code with which an action could not run."""
    with pytest.raises(Unusable) as caught:
        action()
    (found,) = caught.value.findings
    return found.code


def failing(number: int) -> Callable[..., Any]:
    """A call that fails as the operating system would."""

    def call(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


# Reading


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("中文".encode(), "中文"),
        (b"\xef\xbb\xbf" + "甲".encode(), "甲"),
        (b"", ""),
        ("甲\r\n乙".encode(), "甲\r\n乙"),
    ],
)
def test_utf8_is_read_with_or_without_a_mark(content: bytes, expected: str, tmp_path: Path) -> None:
    """Notepad writes the mark; line ends are left to the reader of the format."""
    (tmp_path / "a.yaml").write_bytes(content)

    assert workspace.read_text(tmp_path / "a.yaml") == expected


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("甲方：大连".encode("gbk"), "IO107", 1),
        ("a: 1\nb: 大连港".encode("gb18030"), "IO107", 2),
        ("甲".encode("utf-16"), "IO107", None),
        (b"\xff\xff\xff\xff\x80", "IO106", None),
        (b"PK\x03\x04\x00\x00", "IO108", None),
    ],
)
def test_another_encoding_is_named(content: bytes, code: str, line: int | None, tmp_path: Path) -> None:
    """The user learns what to choose in Notepad, and where the first wrong line is."""
    (tmp_path / "a.yaml").write_bytes(content)

    with pytest.raises(Unusable) as caught:
        workspace.read_text(tmp_path / "a.yaml", "a.yaml")
    found = caught.value.findings[0]

    assert (found.code, found.where.file) == (code, "a.yaml")
    assert line in (None, found.where.line)


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, a folder, too large, refused, broken: one code each."""
    path = tmp_path / "a"
    assert code_of(lambda: workspace.read_bytes(path)) == "IO101"
    assert code_of(lambda: workspace.read_bytes(tmp_path)) == "IO102"

    path.write_bytes(b"x" * 11)
    assert code_of(lambda: workspace.read_bytes(path, limit=10)) == "IO104"

    monkeypatch.setattr(Path, "read_bytes", failing(errno.EACCES))
    assert code_of(lambda: workspace.read_bytes(path)) == "IO103"

    monkeypatch.setattr(Path, "read_bytes", failing(errno.EIO))
    assert code_of(lambda: workspace.read_bytes(path)) == "IO105"


def test_the_size_limit_holds_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film given by mistake is not loaded into memory."""
    path = tmp_path / "film.mp4"
    with path.open("wb") as stream:
        stream.truncate(workspace.INPUT_LIMIT + 1)
    monkeypatch.setattr(Path, "read_bytes", failing(errno.EIO))

    assert code_of(lambda: workspace.read_bytes(path)) == "IO104"


# Writing


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """Names with blanks and Chinese characters are names."""
    path = tmp_path / "输 出" / "2027 年" / "合同.docx"
    workspace.write(path, b"data")

    assert path.read_bytes() == b"data"
    assert [child.name for child in path.parent.iterdir()] == ["合同.docx"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_written_file_has_ordinary_permissions(tmp_path: Path) -> None:
    """Colleagues can open it: not the private ones of a temporary file."""
    path, plain = tmp_path / "a", tmp_path / "b"
    workspace.write(path, b"")
    plain.write_bytes(b"")

    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "IO202"), (errno.EDQUOT, "IO202"), (errno.EACCES, "IO201"), (errno.EPERM, "IO201"), (errno.EIO, "IO204"), (errno.EROFS, "IO204")],
)  # fmt: skip
@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_whole(
    step: str, number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever the disk fills up or refuses: the old content stays, and nothing temporary is left."""
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    holder = {"mkstemp": workspace.tempfile, "fsync": workspace.os, "replace": Path}[step]
    monkeypatch.setattr(holder, step, failing(number))

    assert code_of(lambda: workspace.write(path, b"new")) == code
    assert path.read_bytes() == b"old"
    assert [child.name for child in tmp_path.iterdir()] == ["a.docx"]


def test_a_folder_or_file_in_the_way_is_told(tmp_path: Path) -> None:
    """A folder of the document's name, a file of the folder's name."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")

    assert code_of(lambda: workspace.write(tmp_path / "folder", b"")) == "IO203"
    assert code_of(lambda: workspace.write(tmp_path / "file" / "a", b"")) == "IO203"


def test_the_probe_leaves_nothing_behind(tmp_path: Path) -> None:
    """It makes the folder and no more."""
    workspace.check_writable(tmp_path / "out")

    assert list((tmp_path / "out").iterdir()) == []


def test_the_temporary_folder_is_gone_afterwards() -> None:
    """With everything in it, also after a failure."""
    with suppress(ZeroDivisionError), workspace.temporary_folder() as folder:
        (folder / "a").write_bytes(b"")
        raise ZeroDivisionError

    assert not folder.exists()


def test_files_come_by_name(tmp_path: Path) -> None:
    """Chapters are joined in this order; folders are no files."""
    for name in ("10-b.md", "02-a.md", "x.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "03.md").mkdir()

    assert [path.name for path in workspace.files_in(tmp_path, "*.md")] == ["02-a.md", "10-b.md"]
    assert workspace.files_in(tmp_path / "nowhere", "*") == []


def test_shipped_data_is_found_in_a_source_tree() -> None:
    """And in a wheel, which the acceptance tests install."""
    assert workspace.is_folder(workspace.shipped("templates"))
    assert workspace.exists(workspace.shipped("schemas") / "engagement.schema.json")


def test_today_is_a_date() -> None:
    """The one place that knows it."""
    assert isinstance(workspace.today(), date)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty per-user cache."""
    folder = tmp_path / "cache" / "templates"
    monkeypatch.setattr(workspace, "_cache_folder", lambda: folder)
    return folder


def test_the_cache_gives_back_what_it_was_given(cache: Path) -> None:
    """In a folder and a file that only this user can open."""
    workspace.write_cache("a", b"1")

    assert workspace.read_cache("a") == b"1"
    assert workspace.read_cache("b") is None
    assert os.name != "posix" or [path.stat().st_mode & 0o777 for path in (cache, cache / "a")] == [0o700, 0o600]


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
@pytest.mark.parametrize("open_to_others", ["folder", "file"])
def test_a_cache_that_others_could_have_written_is_no_cache(cache: Path, open_to_others: str) -> None:
    """Loading it would run their code."""
    workspace.write_cache("a", b"1")
    (cache if open_to_others == "folder" else cache / "a").chmod(0o777)

    assert workspace.read_cache("a") is None


def test_a_cache_that_cannot_be_written_is_no_fault(cache: Path) -> None:
    """A locked-down profile builds all the same."""
    cache.parent.mkdir(parents=True)
    cache.write_bytes(b"a file is in the way")

    workspace.write_cache("a", b"1")

    assert workspace.read_cache("a") is None


def test_files_can_be_read_as_they_would_be(tmp_path: Path) -> None:
    """Under whatever name; afterwards, and for every other file, what is there is read."""
    one, two = tmp_path / "一.txt", tmp_path / "二.txt"
    one.write_bytes(b"old")
    two.write_bytes(b"other")

    with workspace.instead({one: b"new"}):
        inside = [workspace.read_bytes(path) for path in (one, tmp_path / "x" / ".." / "一.txt", two)]

    assert inside == [b"new", b"new", b"other"]
    assert workspace.read_bytes(one) == b"old"
