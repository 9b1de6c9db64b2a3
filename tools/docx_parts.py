"""Take a Word file apart into a folder of text files, and put such a folder together again.

    python tools/docx_parts.py unpack templates/house/house.docx FOLDER
    python tools/docx_parts.py pack FOLDER templates/house/house.docx

For the developer who edits the house style as XML. `unpack` puts every block of a part on its own line and `pack`
takes the line breaks out again, so that unpacking and packing changes nothing; the file is the same byte for byte.
It does not check what it packs: that is the work of the tests.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from itsm_docs.ooxml.package import read, write

_BREAK = "\n"
_BLOCK = re.compile(
    r"(?=<(?:w:(?:p|tbl|tr|tc|sectPr|style|abstractNum|num|lvl|footnote|body)[ >/]|Override|Relationship ))"
)
_JOIN = re.compile(r"\n+(?=<)")


def unpack(source: Path, folder: Path) -> None:
    """Write each part of `source` to a file of the same name below `folder`."""
    for name, data in read(source.read_bytes(), str(source)).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_opened(data) if name.endswith((".xml", ".rels")) else data)


def pack(folder: Path, target: Path) -> None:
    """Make a Word file of every file below `folder`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    target.write_bytes(
        write({name: _closed(data) if name.endswith((".xml", ".rels")) else data for name, data in parts.items()})
    )


def _opened(data: bytes) -> bytes:
    return _BLOCK.sub(_BREAK, data.decode("utf-8")).encode("utf-8")


def _closed(data: bytes) -> bytes:
    head, mark, rest = data.decode("utf-8").replace("\r\n", "\n").partition("?>")
    return (head + mark + _JOIN.sub("", rest).rstrip("\n")).encode("utf-8")


def main() -> None:
    """Read the command line and do the one or the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["unpack", "pack"])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    {"unpack": unpack, "pack": pack}[given.verb](given.source, given.target)


if __name__ == "__main__":
    main()
