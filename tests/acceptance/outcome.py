"""What the acceptance tests read back from a build: the manifest, the documents, their text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.helpers.word import numbered, part, texts

from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.xml import parse, text_of


@dataclass(frozen=True, slots=True)
class Built:
    """A folder that `build` wrote."""

    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest."""
        content: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return content

    def document(self, kind: str = "sla") -> bytes:
        """The document of a kind."""
        (entry,) = [entry for entry in self.manifest["documents"] if entry["kind"] == kind]
        return (self.folder / entry["path"]).read_bytes()

    def text(self, kind: str = "sla") -> str:
        """Everything that a reader of the document can read: body, headers, footnotes, properties."""
        parts = read(self.document(kind))
        stories = [
            name for name in parts if name.startswith(("word/header", "word/footer", "word/footnotes", "docProps/"))
        ]
        return "\n".join([*texts(self.document(kind)), *(all_text(parts[name], name) for name in stories)])

    def numbered(self, kind: str = "sla") -> list[str]:
        """The paragraphs with their automatic numbers."""
        return numbered(self.document(kind))

    def xml(self, kind: str = "sla") -> str:
        """The body's XML."""
        return part(self.document(kind))


def all_text(data: bytes, name: str) -> str:
    """The text of a part, of whatever kind."""
    root = parse(data, name)
    return text_of(root) or "".join(str(piece) for piece in root.itertext())
