"""Print findings: as text for people, as JSON, SARIF 2.1.0 and JUnit for programs.

Same findings, same bytes: sorted by place, no timestamps, no machine names. Nothing here decides what a finding means or
whether the run failed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from itsm_docs.findings import DataPath, Finding, Severity, Silenced, Where, messages

JSON_SCHEMA = "itsm-docs/findings"
JSON_VERSION = 1
"""Raised when a key of the JSON report changes its meaning or goes away; new keys do not raise it."""

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LANGUAGE = "zh-CN"
_BINARY = (".docx", ".docm", ".doc", ".xlsx", ".xlsm", ".xls", ".pdf")
"""Files without lines; SARIF regions count lines of texts only."""
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


def render(
    findings: Iterable[Finding],
    form: Format | str = Format.TEXT,
    extra: Mapping[str, Any] | None = None,
    silenced: Iterable[Silenced] = (),
) -> str:
    """The report of the findings, without a final line break.

    `extra` are further keys of the JSON form, `silenced` the findings under a waiver: every form names them apart.
    """
    ordered = sorted(findings, key=_order)
    waived = sorted(silenced, key=lambda one: _order(one.finding))
    chosen = Format(form)
    if chosen is Format.JSON:
        return _json(ordered, waived, extra or {})
    return _RENDERERS[chosen](ordered, waived)


def _order(one: Finding) -> tuple[Any, ...]:
    where = one.where
    # Without a file: last. Cells sort by row before column, so that a sheet reads from top to bottom.
    return (
        where.file is None,
        where.file or "",
        where.line or 0,
        where.column or 0,
        -1 if where.paragraph is None else where.paragraph,
        _cell_order(where.place),
        one.code,
    )


def _cell_order(place: str | None) -> tuple[str, int, int, str]:
    sheet, _, cell = (place or "").rpartition("!")
    match = re.fullmatch(r"([A-Z]*)(?:第)?(\d+)行?", cell)
    return (sheet, int(match[2]), len(match[1]), match[1]) if match else (place or "", 0, 0, "")


def location(where: Where) -> str:
    """A place in one word: ``engagement.yaml:12:3``, ``人员.xlsx!人员表!D7``, ``合同.docx 合同 › 第五条``."""
    if where.file and where.line is None and where.place and where.file.lower().endswith((".xlsx", ".xlsm")):
        return f"{where.file}!{where.place}"
    return str(where)


def summary(findings: Iterable[Finding]) -> str:
    """How many findings of each weight there are: ``2 个错误，1 个警告``."""
    counts = Counter(one.severity for one in findings)
    words = [f"{counts[severity]} 个{severity.label}" for severity in Severity if counts[severity]]
    return "，".join(words) or "没有发现问题"


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _text(findings: list[Finding], silenced: list[Silenced]) -> str:
    lines: list[str] = []
    for one in findings:
        lines.append(_line(one, one.severity.label))
        if one.hint:
            lines.append(f"    提示：{one.hint}")
    for waived in silenced:
        lines += [_line(waived.finding, "已批准偏离"), f"    理由：{waived.approval}"]
    last = summary(findings) + (f"；已批准偏离 {len(silenced)} 项" if silenced else "")
    return "\n".join(map(_clean, [*lines, last]))


def _line(one: Finding, label: str) -> str:
    at = location(one.where)
    return f"{at}: {label} {one.code}: {one.message}" if at else f"{label} {one.code}: {one.message}"


def _json(findings: list[Finding], silenced: list[Silenced], extra: Mapping[str, Any]) -> str:
    counts = Counter(one.severity for one in findings)
    report = {
        "schema": JSON_SCHEMA,
        "version": JSON_VERSION,
        "summary": {severity.value: counts[severity] for severity in Severity},
        "findings": [_entry(one) for one in findings],
        "waived": [
            {
                **_entry(one.finding),
                "justification": one.justification,
                "approved_by": one.approved_by,
                "expires": one.expires.isoformat(),
            }
            for one in silenced
        ],
        **extra,
    }
    return _dumped(report)


def _dumped(report: dict[str, Any]) -> str:
    return _clean(json.dumps(report, ensure_ascii=False, indent=2))


def _entry(one: Finding) -> dict[str, Any]:
    where = one.where
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
        "clause": one.clause,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "place": where.place,
        "path": dotted(where.path) if where.path is not None else None,
    }


def dotted(path: DataPath) -> str:
    """A data path as programs write it: ``services[1].metrics[0].target``, list indexes from 0."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _sarif(findings: list[Finding], silenced: list[Silenced]) -> str:
    codes = sorted({one.code for one in [*findings, *(waived.finding for waived in silenced)]})
    driver = {"name": "itsm-docs", "language": _LANGUAGE, "rules": [_sarif_rule(code) for code in codes]}
    results = [_sarif_result(one, codes.index(one.code)) for one in findings]
    for waived in silenced:
        accepted = {"kind": "external", "status": "accepted", "justification": waived.approval}
        results.append(_sarif_result(waived.finding, codes.index(waived.finding.code)) | {"suppressions": [accepted]})
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGE,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return _dumped({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(code: str) -> dict[str, Any]:
    entry = messages(code[:2])[code]
    first, stop, _ = entry.meaning.partition("。")
    return {
        "id": code,
        "shortDescription": {"text": first + stop},
        "fullDescription": {"text": entry.meaning},
        "help": {"text": f"示例：\n{entry.written}\n报告：{entry.reported}\n处理：{entry.remedy}"},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _sarif_result(one: Finding, index: int) -> dict[str, Any]:
    text = f"{one.message}（{one.hint}）" if one.hint else one.message
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": one.severity.value,
        "message": {"text": text},
    }
    if place := _sarif_location(one.where):
        result["locations"] = [place]
    if one.clause:
        result["properties"] = {"clause": one.clause, "tags": [one.clause]}
    return result


def _sarif_location(where: Where) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if where.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(where.file)}}
        if where.line and not where.file.lower().endswith(_BINARY):
            physical["region"] = {"startLine": where.line} | ({"startColumn": where.column} if where.column else {})
        place["physicalLocation"] = physical
    name = where.place or (dotted(where.path) if where.path else None)
    return place | ({"logicalLocations": [{"fullyQualifiedName": name}]} if name else {})


def _uri(file: str) -> str:
    """A path as a URI: relative to where the user is, or a file URI; blanks and Chinese characters in percent-encoding."""
    path = quote(file.replace("\\", "/"), errors="replace")
    if _DRIVE.match(file):
        return f"file:///{path.replace('%3A', ':', 1)}"
    if path.startswith("//"):
        return f"file:{path}"
    return f"file://{path}" if path.startswith("/") else path


def _junit(findings: list[Finding], silenced: list[Silenced]) -> str:
    failures = sum(one.severity is Severity.ERROR for one in findings)
    counts = {"tests": str(max(len(findings) + len(silenced), 1)), "failures": str(failures)}
    root = ElementTree.Element("testsuites", counts)
    further = {"errors": "0", "skipped": str(len(silenced))}
    suite = ElementTree.SubElement(root, "testsuite", {"name": "itsm-docs", **counts, **further})
    for one in findings:
        _junit_case(suite, one)
    for waived in silenced:
        case = ElementTree.SubElement(suite, "testcase", _junit_names(waived.finding))
        ElementTree.SubElement(case, "skipped", {"message": _clean(f"已批准偏离：{waived.approval}")})
    if not findings and not silenced:
        ElementTree.SubElement(suite, "testcase", {"classname": "itsm-docs", "name": summary(findings)})
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _junit_names(one: Finding) -> dict[str, str]:
    """Tests are grouped by the clause that they are about, or else by file."""
    group = f"条款 {one.clause}" if one.clause else one.where.file or "itsm-docs"
    return {"classname": _clean(group), "name": _clean(f"{one.code} {location(one.where)}".strip())}


def _junit_case(suite: ElementTree.Element, one: Finding) -> None:
    at = location(one.where)
    case = ElementTree.SubElement(suite, "testcase", _junit_names(one))
    text = _clean(f"{one.message}\n提示：{one.hint}" if one.hint else one.message)
    if one.severity is Severity.ERROR:
        failure = ElementTree.SubElement(case, "failure", {"type": one.code, "message": _clean(one.message)})
        failure.text = f"{_clean(at)}: {text}"
    else:
        # Warnings and notes do not fail a build here; --fail-on decides that.
        ElementTree.SubElement(case, "system-out").text = f"{one.severity.label} {_clean(at)}: {text}"


_RENDERERS: dict[Format, Callable[[list[Finding], list[Silenced]], str]] = {
    Format.TEXT: _text,
    Format.SARIF: _sarif,
    Format.JUNIT: _junit,
}
