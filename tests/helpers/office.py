"""LibreOffice as the colleague who opens a file and saves it again."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.helpers.tools import need_soffice


def resaved(data: bytes) -> bytes:
    """A Word file after LibreOffice has opened and saved it."""
    return _saved(data, "in.docx", "docx:MS Word 2007 XML")


def recalculated(data: bytes) -> bytes:
    """An Excel workbook after LibreOffice has opened, calculated and saved it."""
    return _saved(data, "in.xlsx", "xlsx:Calc MS Excel 2007 XML")


def text_of_odt(data: bytes) -> str:
    """What LibreOffice reads in an OpenDocument text, without drawings."""
    return _saved(data, "in.odt", "txt:Text (encoded):UTF8").decode("utf-8-sig")


def csv_of_xlsx(data: bytes) -> bytes:
    """The first sheet of a workbook as LibreOffice shows it: UTF-8, quoted where need be."""
    return _saved(data, "in.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true")


def _saved(data: bytes, name: str, target: str) -> bytes:
    program = need_soffice()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / name).write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(folder / name),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        (saved,) = (folder / "out").iterdir()
        return saved.read_bytes()
