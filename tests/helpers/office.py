"""LibreOffice as the colleague who opens a Word file and saves it again."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.helpers.tools import need_soffice


def resaved(data: bytes) -> bytes:
    """A Word file after LibreOffice has opened and saved it."""
    program = need_soffice()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.docx").write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder / "out"),
            str(folder / "in.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (folder / "out" / "in.docx").read_bytes()
