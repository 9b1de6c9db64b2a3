"""Calls in a compiled source, as far as they can be judged without data: what may be called, with which arguments.

Paths and types of the arguments are the business of `check`; whether a clause or law exists is asked of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from itsm_docs.findings import Finding, finding
from itsm_docs.standard import check_citation
from itsm_docs.templating.places import part_label
from itsm_docs.templating.source import Source

IMPLEMENTED = frozenset(
    {"_anchor", "_ref", "_title", "_page", "_cite", "_toc", "_close", "_markdown", "_figure", "_clauses"}
    | {"_bookmark", "_bookend", "_named", "_once", "_first", "_colour", "_span", "_paragraphs", "_plain"}
)
OF_FIGURES = ("id", "caption")
"""What `figure` takes beside the value."""


def check_calls(tree: nodes.Template, source: Source) -> list[Finding]:
    """Faults of calls: unknown law keys, wrong arguments of a figure, and everything that is none of ours."""
    findings: list[Finding] = []
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        where = source.place(call.lineno).where()
        if name == "_cite":
            constants = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
            findings += check_citation(*map(str, constants[:2]), where=where) if constants else []
        elif name == "_figure":
            findings += [finding(code, where, **values) for code, values in _of_figure(call)]
        elif name not in IMPLEMENTED:
            findings.append(finding("TP212", where, name=_called(call.node)))
    return findings + _dangling(tree, source)


def _called(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else node.attr if isinstance(node, nodes.Getattr) else "?"


def _of_figure(call: nodes.Call) -> Iterator[tuple[str, dict[str, str]]]:
    """Codes and values for wrong arguments of `figure`: one value, then `id` and `caption` by name, each once."""
    names = [keyword.key for keyword in call.kwargs]
    if len(call.args) != 1 or call.dyn_args is not None or call.dyn_kwargs is not None:
        yield "TP215", {}
    for number, name in enumerate(names):
        if name not in OF_FIGURES or name in names[:number]:
            yield "TP216", {"name": name}
    if "id" in names and "caption" not in names:
        yield "TP217", {}


def _dangling(tree: nodes.Template, source: Source) -> list[Finding]:
    """References to anchors that nothing in the template can set; computed anchors are known by how they begin."""
    calls = [call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)]
    named = [(call.node.name, call) for call in calls if isinstance(call.node, nodes.Name)]
    anchors = [item for name, call in named for item in _anchors(name, call)]
    known = {item.value for item in anchors if isinstance(item, nodes.Const)}
    starts = tuple(
        item.nodes[0].value
        for item in anchors
        if isinstance(item, nodes.Concat) and isinstance(item.nodes[0], nodes.Const)
    )
    if part_label(source.part) or any(not isinstance(item, nodes.Const | nodes.Concat) for item in anchors):
        return []  # a header refers to anchors of the document, which are known when it is filled
    wanted = [(call.args[0], call) for name, call in named if name in ("_ref", "_title", "_page") and call.args]
    return [
        finding("TP306", source.place(call.lineno).where(), name=argument.value, reason="")
        for argument, call in wanted
        if isinstance(argument, nodes.Const)
        and argument.value not in known
        and not str(argument.value).startswith(starts or ("\0",))
    ]


def _anchors(name: str, call: nodes.Call) -> list[nodes.Expr]:
    """The expressions of the anchors that a call sets."""
    if name == "_anchor":
        return call.args[:1]
    return [keyword.value for keyword in call.kwargs if name == "_figure" and keyword.key == "id"]
