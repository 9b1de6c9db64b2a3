"""Files of a project written together: all of them, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from itsm_docs import workspace
from itsm_docs.errors import Unusable, unusable
from itsm_docs.pull import write


def test_when_one_file_cannot_be_written_the_others_are_what_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is open in Excel; the first is put back."""
    files = {tmp_path / name: b"new" for name in ("一.yaml", "二.xlsx")}
    for path in files:
        path.write_bytes(b"old")
    really = workspace.write

    def locked(path: Path, data: bytes) -> None:
        if path.suffix == ".xlsx":
            raise unusable("IO201")
        really(path, data)

    monkeypatch.setattr(workspace, "write", locked)

    with pytest.raises(Unusable):
        write(files)
    assert [path.read_bytes() for path in files] == [b"old", b"old"]
