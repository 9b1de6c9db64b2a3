"""Word files to PDF, with the page of every bookmark, and to ODT through LibreOffice.

The one seam to the program: it sees bytes and gives bytes. It neither flattens (callers do that first, see
`ooxml.flatten`) nor judges whether the pages look right. Measured with LibreOffice 7.4 and 24.8.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from itsm_docs.errors import unusable
from itsm_docs.findings import Where
from itsm_docs.ooxml.bookmarks import names
from itsm_docs.ooxml.package import read
from itsm_docs.workspace import exists, files_in, read_bytes, temporary_folder, write

PROGRAM_VARIABLE = "ITSM_DOCS_SOFFICE"
"""The environment variable that names the program where it is not in a usual place."""

_OUTPUT_LIMIT = 512 * 1024 * 1024
_PLACES = (
    ("/usr/lib/libreoffice/program", "soffice"),
    ("/usr/lib64/libreoffice/program", "soffice"),
    ("/opt", "libreoffice*/program/soffice"),
    ("/Applications", "LibreOffice*.app/Contents/MacOS/soffice"),
    ("C:/Program Files", "LibreOffice*/program/soffice.com"),
    ("C:/Program Files (x86)", "LibreOffice*/program/soffice.com"),
)
_PDF_EXPORT = {
    # Every bookmark becomes a named destination: that is how page numbers are learnt.
    "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
    # Content controls must never turn into form fields.
    "ExportFormFields": {"type": "boolean", "value": "false"},
}


@dataclass(frozen=True, slots=True)
class Pdf:
    """A converted document. `destinations` gives the page (from 1, counting the cover) of each bookmark by its name."""

    data: bytes
    page_count: int
    destinations: Mapping[str, int]


def find_program() -> Path | None:
    """The LibreOffice program, or None; raises `Unusable` (CV104) when the variable names a missing file."""
    named = os.environ.get(PROGRAM_VARIABLE)
    if named:
        if not exists(Path(named)):
            raise unusable("CV104", path=named)
        return Path(named)
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    if on_path:
        return Path(on_path)
    return next((found for folder, pattern in _PLACES for found in files_in(Path(folder), pattern)), None)


def to_pdf(documents: Mapping[str, bytes], *, timeout: float = 120) -> dict[str, Pdf]:
    """Convert Word files, given and returned under the same names, in one run of the program.

    `timeout` is in seconds. Raises `Unusable`: CV101 no program, CV102 too slow, CV103 no output (names the document).
    """
    made = _converted(documents, "pdf", "writer_pdf_Export:" + json.dumps(_PDF_EXPORT), timeout)
    return {name: _read(data, documents[name]) for name, data in made.items()}


def to_odt(documents: Mapping[str, bytes], *, timeout: float = 120) -> dict[str, bytes]:
    """Convert Word files to OpenDocument texts; as `to_pdf` otherwise."""
    return _converted(documents, "odt", "writer8", timeout)


def _converted(documents: Mapping[str, bytes], suffix: str, export: str, timeout: float) -> dict[str, bytes]:
    """One run for the whole set; `export` is the filter of the program that writes files of that suffix."""
    if not documents:
        return {}
    program = find_program()
    if program is None:
        raise unusable("CV101")
    with temporary_folder() as folder:
        sources = {name: folder / f"{index:04d}.docx" for index, name in enumerate(documents, 1)}
        for name, path in sources.items():
            write(path, documents[name])
        made = {name: path.with_suffix(f".{suffix}") for name, path in sources.items()}
        said = _run(program, folder, f"{suffix}:{export}", list(sources.values()), timeout)
        for name in [name for name, path in made.items() if not exists(path)]:
            # A crash takes the rest of the set with it; alone, each document shows whether it is the cause.
            said = _run(program, folder, f"{suffix}:{export}", [sources[name]], timeout) if len(sources) > 1 else said
            if not exists(made[name]):
                reason = said or "程序没有给出原因"
                raise unusable("CV103", Where(file=name), format=suffix.upper(), reason=reason)
        return {name: read_bytes(path, name, _OUTPUT_LIMIT) for name, path in made.items()}


def _run(program: Path, folder: Path, target: str, sources: list[Path], timeout: float) -> str:
    """Run the program once and give the last line that it said in complaint."""
    command = [
        str(program),
        # A profile of its own: a LibreOffice that is open on the desktop would swallow the call.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _, complaint = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        raise unusable("CV102", seconds=f"{timeout:g}") from None
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with its children: `soffice` only starts the process that does the work."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _read(data: bytes, document: bytes) -> Pdf:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    pages: dict[str, int] = {}
    for name, destination in reader.named_destinations.items():
        page = reader.get_destination_page_number(destination)
        if page is not None and page >= 0:
            pages[name.removeprefix("/")] = page + 1
    # The written form cannot be undone ("5F" is also "5F"), so the document's own names are looked up in it.
    found = {name: pages.get(_as_written(name)) for name in names(read(document))}
    return Pdf(data, len(reader.pages), {name: page for name, page in found.items() if page is not None})


def _as_written(bookmark: str) -> str:
    """A bookmark's name as the PDF export writes it: percent-encoding without the percent sign, and that twice.

    Measured: ``_itsm_end`` becomes ``5Fitsm5Fend``, ``服`` becomes ``25E6259C258D``.
    """
    return "".join(
        character
        if character.isascii() and character.isalnum()
        else f"{ord(character):02X}"
        if character.isascii()
        else "".join(f"25{byte:02X}" for byte in character.encode())
        for character in bookmark
    )
