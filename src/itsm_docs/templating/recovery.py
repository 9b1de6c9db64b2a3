"""The static check of a source that Jinja cannot read: what is wrong is taken out tag by tag, and the rest is checked.

So one run says everything, and one faulty tag does not hide or invent others. The result is for checking only; it is
never rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import jinja2
from jinja2 import nodes

from itsm_docs.findings import Finding, Severity, finding
from itsm_docs.model.shape import UNKNOWN
from itsm_docs.templating import tags
from itsm_docs.templating.check import Checker, Roots
from itsm_docs.templating.environment import environment
from itsm_docs.templating.problems import in_chinese
from itsm_docs.templating.source import Source

SMART_QUOTES = re.compile("[“”‘’„‟＂＇]")
_ANYTHING = "_unread"
"""A name that stands for an expression that could not be read; everything below it is unknown, not wrong."""
_STATEMENT = re.compile(r"^\{%-?\s*(?P<keyword>\w+)(?P<rest>.*?)-?%\}$", re.DOTALL)
_TARGET = re.compile(r"\s*(\w+)\s+in\b")
_ALONE = {
    "if": "{{% if{rest} %}}{{% endif %}}",
    "elif": "{{% if a %}}{{% elif{rest} %}}{{% endif %}}",
    "for": "{{% for{rest} %}}{{% endfor %}}",
    "with": "{{% with{rest} %}}{{% endwith %}}",
    "set": "{{% set{rest} %}}",
}
_CLOSES = {"endif": "if", "endfor": "for", "endwith": "with"}

Calls = Callable[[nodes.Template, Source], list[Finding]]


@dataclass(slots=True)
class _Recovery:
    source: Source
    reported: list[Finding]
    findings: list[Finding] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = [self._line(number, line) for number, line in enumerate(self.source.lines, 1)]
        return "\n".join(lines) + "".join(f"{{% end{keyword} %}}" for keyword in reversed(self._open))

    def _line(self, number: int, line: str) -> str:
        out, at = [], 0
        for match in tags.TAG.finditer(line):
            out += [_plain(line[at : match.start()]), self._tag(match.group(), number)]
            at = match.end()
        return "".join([*out, _plain(line[at:])])

    def _tag(self, tag: str, number: int) -> str:
        if tag.startswith("{#"):
            return ""
        match = _STATEMENT.match(tag)
        if tag.startswith("{{") or match is None:
            return tag if self._reads(tag, tag, number) else ""
        keyword, rest = match["keyword"], match["rest"]
        if keyword in _CLOSES:
            return self._close(_CLOSES[keyword])
        if keyword == "else":
            return tag if self._open and self._open[-1] in ("if", "for") else ""
        if keyword not in _ALONE or (keyword == "elif" and not (self._open and self._open[-1] == "if")):
            return ""  # reported when the tags were read
        if keyword in _CLOSES.values():
            self._open.append(keyword)
        return tag if self._reads(_ALONE[keyword].format(rest=rest), tag, number) else _stand_in(keyword, rest)

    def _close(self, keyword: str) -> str:
        if keyword not in self._open:
            return ""
        out = ""
        while (top := self._open.pop()) != keyword:
            out += f"{{% end{top} %}}"
        return out + f"{{% end{keyword} %}}"

    def _reads(self, alone: str, tag: str, number: int) -> bool:
        try:
            environment().parse(alone)
        except jinja2.TemplateSyntaxError as error:
            self._report(error, tag, number)
            return False
        return True

    def _report(self, error: jinja2.TemplateSyntaxError, tag: str, number: int) -> None:
        where = self.source.place(number).where()
        if any(one.where == where and one.severity is Severity.ERROR for one in self.reported):
            return  # the tag was already found wrong as it was read
        if match := SMART_QUOTES.search(tag):
            self.findings.append(finding("TP121", where, found=match.group()))
        else:
            self.findings.append(finding("TP108", where, problem=in_chinese(error.message or "")))


def check_broken(source: Source, schema: Roots | None, reported: list[Finding], calls: Calls) -> list[Finding]:
    """Everything wrong in a source that is not readable as a whole, beside what is `reported` already."""
    recovery = _Recovery(source, reported)
    try:
        tree = environment().parse(recovery.text())
    except jinja2.TemplateSyntaxError as error:  # nothing more can be said than the first fault
        return recovery.findings or [
            finding("TP108", source.place(error.lineno).where(), problem=in_chinese(error.message or ""))
        ]
    findings = recovery.findings + calls(tree, source)
    if schema is not None:
        checker = Checker(source)
        checker.check(tree, {**schema, _ANYTHING: UNKNOWN})
        findings += checker.findings
    return findings


def _plain(text: str) -> str:
    """Text with brackets that begin no tag taken out of Jinja's sight."""
    return text.replace("{", "(").replace("}", ")")


def _stand_in(keyword: str, rest: str) -> str:
    """A statement that opens the same pair and names the same item."""
    if keyword == "for":
        target = _TARGET.match(rest)
        return f"{{% for {target[1] if target else _ANYTHING} in {_ANYTHING} %}}"
    return (
        ""
        if keyword == "set"
        else "{% else %}"
        if keyword == "elif"
        else f"{{% {keyword} {'' if keyword == 'with' else _ANYTHING} %}}"
    )
