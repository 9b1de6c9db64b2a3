"""Write docs/findings.md from the message files; ``--check`` only compares. Keeps every code documented."""

from __future__ import annotations

import sys
from pathlib import Path

from itsm_docs.findings import messages

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "findings.md"
SUBJECTS = {
    "IO": "文件与文件夹",
    "IN": "项目描述与工作表",
    "DM": "字段的值",
    "RU": "项目内容",
    "CT": "合同",
    "MD": "模板的 Markdown 写法",
    "TP": "模板的标签与数据",
    "OX": "Word 文件",
    "ST": "条款与法规",
    "CV": "转换",
    "DC": "文件种类与模板文件",
}


def text() -> str:
    """The document."""
    lines = ["# 检查发现", "", "由 `python tools/findings_doc.py` 从 `src/itsm_docs/messages/` 生成，不手工修改。", ""]
    for prefix, subject in SUBJECTS.items():
        lines += [f"## {prefix}　{subject}", ""]
        for message in messages(prefix).values():
            lines += [
                f"### {message.code}（{message.severity.label}）",
                "",
                message.meaning,
                "",
                f"- 报告：{message.message}",
            ]
            if message.hint:
                lines.append(f"- 处理：{message.hint}")
            lines.append("")
    return "\n".join(lines).replace("{{", "{").replace("}}", "}").rstrip() + "\n"


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
