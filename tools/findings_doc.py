"""Write docs/findings.md from the message files; ``--check`` only compares. Keeps every code documented."""

from __future__ import annotations

import sys
from pathlib import Path

from itsm_docs.findings import SUBJECTS, Message, messages

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "findings.md"


def text() -> str:
    """The document."""
    lines = ["# 检查发现", "", "由 `python tools/findings_doc.py` 从 `src/itsm_docs/messages/` 生成，不手工修改。", ""]
    for prefix, subject in SUBJECTS.items():
        lines += [f"## {prefix}　{subject}", ""]
        lines += [line for message in messages(prefix).values() for line in _entry(message)]
    return "\n".join(lines).rstrip() + "\n"


def _entry(message: Message) -> list[str]:
    """One code: what it means, what was written, what the report says of it, what to write instead."""
    fence = "~~~" if "```" in message.written else "```"
    return [
        f"### {message.code}（{message.severity.label}）",
        "",
        message.meaning,
        "",
        "示例：",
        "",
        f"{fence}text",
        message.written,
        fence,
        "",
        f"- 报告：{message.reported}",
        f"- 处理：{message.remedy}",
        "",
    ]


def main() -> int:
    """Write, or compare."""
    if "--check" in sys.argv:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text()
        print(
            "docs/findings.md is up to date" if same else "docs/findings.md is stale: run python tools/findings_doc.py"
        )
        return 0 if same else 1
    TARGET.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
