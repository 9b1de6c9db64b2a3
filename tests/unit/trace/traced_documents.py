"""Documents that carry a trace, made by hand, and LibreOffice saving them again."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.helpers.tools import need_soffice

from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.xml import escape
from itsm_docs.trace.controls import around_fact, around_heading
from itsm_docs.trace.names import Tags, fact_name, section_name
from itsm_docs.trace.parts import to_parts
from itsm_docs.trace.receipt import About, Receipt, issue

ABOUT = About(
    engagement="DLGW-2027-01",
    kind="sla",
    edition="draft",
    version="1.0",
    data_hash="0123456789abcdef",
    template_hash="fedcba9876543210",
)
DOCUMENT = "word/document.xml"


def fact(number: int, path: str, value: str, properties: str = "", tags: Tags | None = None) -> str:
    """A run with a fact, as a filled document has it."""
    tag = escape((tags or Tags()).tag(path))
    around = around_fact(properties, tag=tag, key=str(5000 + number), name=fact_name(number))
    return around.opening + escape(value) + around.closing


def heading(number: int, runs: str, style: str = "Heading1") -> str:
    """A heading with its section's bookmark."""
    around = around_heading(key=str(7000 + number), name=section_name(number))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{around.opening}{runs}{around.closing}</w:p>'


def with_receipt(data: bytes, clauses: Mapping[str, list[str]] | None = None, tags: Tags | None = None) -> bytes:
    """The file with the receipt of what stands in it."""
    parts = read(data)
    document = parts[DOCUMENT].decode()
    others = [
        text.decode() for name, text in sorted(parts.items()) if re.match(r"word/(header|footer|footnotes)", name)
    ]
    receipt = issue(document, others, clauses=clauses or {}, paths=tags.paths if tags else {}, about=ABOUT)
    return write(to_parts(receipt, parts))


def receipt_of(data: bytes) -> Receipt:
    from itsm_docs.trace.parts import read as read_receipt

    receipt = read_receipt(read(data))
    assert receipt is not None
    return receipt


def saved_again(folder: Path, documents: Mapping[str, bytes], times: int = 3) -> Iterator[dict[str, bytes]]:
    """What LibreOffice makes of the documents: after the first, second, … saving."""
    program = need_soffice()
    current = dict(documents)
    for number in range(times):
        inside, outside = folder / f"in{number}", folder / f"out{number}"
        inside.mkdir()
        for name, data in current.items():
            (inside / f"{name}.docx").write_bytes(data)
        subprocess.run(
            [
                str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
                "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(outside),
                *(str(inside / f"{name}.docx") for name in current),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )  # fmt: skip
        current = {name: (outside / f"{name}.docx").read_bytes() for name in current}
        yield current
