"""The static check of a template against the shape of its data: every path, loop, filter and guard, without data.

Walks Jinja's syntax tree with the names in scope and the paths that an ``if`` has made sure of. It changes nothing and
stops at nothing; each fault says what is there and what was probably meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from jinja2 import nodes

from itsm_docs.figures import DRAWABLE
from itsm_docs.findings import Finding, finding
from itsm_docs.model.shape import UNKNOWN, FieldShape, Kind, Shape
from itsm_docs.templating.environment import FILTERS
from itsm_docs.templating.facts import Printed
from itsm_docs.templating.source import Source

LOOP_FIELDS = {
    "index": Kind.NUMBER,
    "index0": Kind.NUMBER,
    "first": Kind.FLAG,
    "last": Kind.FLAG,
    "length": Kind.NUMBER,
}
Roots = Mapping[str, Shape | FieldShape]
"""The names that data gives, each as a shape, or as a field where its Chinese title is known."""
_TEXT, _NUMBER, _FLAG = Shape(Kind.TEXT), Shape(Kind.NUMBER), Shape(Kind.FLAG)


@dataclass(slots=True)
class Scope:
    """The names in scope with their shapes and full paths, and the paths known to be present."""

    names: dict[str, tuple[Shape, str]]
    present: frozenset[str] = frozenset()

    def inside(
        self, present: frozenset[str] = frozenset(), names: Mapping[str, tuple[Shape, str]] | None = None
    ) -> Scope:
        """A scope within this one."""
        return Scope({**self.names, **(names or {})}, self.present | present)


@dataclass(slots=True)
class Checker:
    """Checks one source. `markdown` collects the lines on which a Markdown value is printed,
    `printed` what the trace needs to know."""

    source: Source
    findings: list[Finding] = field(default_factory=list)
    markdown: set[int] = field(default_factory=set)
    roots: Roots = field(default_factory=dict)
    printed: Printed = field(default_factory=Printed)

    def check(self, tree: nodes.Template, schema: Roots) -> None:
        """Check the whole tree against the shapes of the root names."""
        self.roots = schema
        shapes = {name: root.shape if isinstance(root, FieldShape) else root for name, root in schema.items()}
        self._body(tree.body, Scope({name: (shape, name) for name, shape in shapes.items()}))

    # Statements

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for item in node.nodes:
                    if not isinstance(item, nodes.TemplateData):
                        self._printed(item, scope)
            elif isinstance(node, nodes.If):
                self._if(node, scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)
            elif isinstance(node, nodes.Assign):
                scope.names |= self._named(node.target, node.node, scope)
            elif isinstance(node, nodes.With):
                inner = scope.inside()
                for target, value in zip(node.targets, node.values, strict=True):
                    inner.names |= self._named(target, value, inner)
                self._body(node.body, inner)

    def _named(self, target: nodes.Node, value: nodes.Node, scope: Scope) -> dict[str, tuple[Shape, str]]:
        """The names that a ``set`` or ``with`` gives, with the shape and path of the value."""
        known = self._value(value, scope)
        if isinstance(target, nodes.Name):
            return {target.name: known}
        return {name.name: (UNKNOWN, "") for name in target.find_all(nodes.Name)}

    def _if(self, node: nodes.If, scope: Scope) -> None:
        yes, no = self._condition(node.test, scope)
        branches = [(node.body, scope.inside(yes))]
        rest = scope.inside(no)
        for branch in node.elif_:
            yes, no = self._condition(branch.test, rest)
            branches.append((branch.body, rest.inside(yes)))
            rest = rest.inside(no)
        for body, inner in [*branches, (node.else_, rest)]:
            self._body(body, inner)
            # a name that is set under a condition may be there afterwards
            scope.names |= {name: (UNKNOWN, "") for name in inner.names if name not in scope.names}

    def _for(self, node: nodes.For, scope: Scope) -> None:
        shape, path = self._value(node.iter, scope)
        item = shape.item if shape.kind is Kind.LIST and shape.item else UNKNOWN
        if shape.kind not in (Kind.LIST, Kind.UNKNOWN):
            self._report("TP206", node, path=path)
        elif shape.optional and path not in scope.present:
            self._report("TP203", node, path=path)
        name = node.target.name if isinstance(node.target, nodes.Name) else "?"
        parts = {} if name != "?" else {part.name: (UNKNOWN, "") for part in node.target.find_all(nodes.Name)}
        self.printed.looped(node.lineno, name, path)
        loop = Shape(Kind.RECORD)
        inner = scope.inside(names={name: (item, f"{path}[{node.lineno}]"), "loop": (loop, "loop"), **parts})
        present = self._condition(node.test, inner)[0] if node.test else frozenset()
        self._body(node.body, inner.inside(present))
        self._body(node.else_, scope)

    def _condition(self, test: nodes.Node, scope: Scope) -> tuple[frozenset[str], frozenset[str]]:
        """The paths that are present when the test holds, and when it does not."""
        nothing: frozenset[str] = frozenset()
        if isinstance(test, nodes.Not):
            yes, no = self._condition(test.node, scope)
            return no, yes
        if isinstance(test, nodes.And):
            left_yes, _ = self._condition(test.left, scope)
            right_yes, _ = self._condition(test.right, scope.inside(left_yes))
            return left_yes | right_yes, nothing
        if isinstance(test, nodes.Or):
            left_yes, left_no = self._condition(test.left, scope)
            right_yes, right_no = self._condition(test.right, scope.inside(left_no))
            return left_yes & right_yes, left_no | right_no
        if isinstance(test, nodes.Test) and test.name == "none":
            _, path = self._value(test.node, scope)
            return nothing, frozenset({path})
        _, path = self._value(test, scope)
        return (frozenset({path}) if path else nothing), nothing

    # Expressions

    def _printed(self, node: nodes.Node, scope: Scope) -> None:
        self.printed.saw(node.lineno, *self._fact(node, scope))
        self._printable(node, scope)

    def _printable(self, node: nodes.Node, scope: Scope) -> None:
        """A value that must have a text."""
        shape, path = self._value(node, scope)
        if shape.kind is Kind.UNKNOWN:
            return
        if shape.kind in (Kind.RECORD, Kind.LIST, Kind.MAPPING):
            self._report(
                "TP204", node, path=path, kind="列表" if shape.kind is Kind.LIST else "一组字段", hint=_inner(shape)
            )
        elif shape.kind is Kind.FLAG:
            self._report("TP205", node, path=path)
        elif shape.optional and path not in scope.present:
            self._report("TP202", node, path=path)
        if shape.kind is Kind.MARKDOWN:
            if node.lineno in self.source.alone:
                self.markdown.add(node.lineno)
            else:
                self._report("TP207", node, path=path)

    def _fact(self, node: nodes.Node, scope: Scope) -> tuple[Shape, str]:
        """Shape and path of a value that is printed through at most display filters."""
        while isinstance(node, nodes.Filter) and node.node is not None:
            node = node.node
        return self._value(node, scope)

    def _value(self, node: nodes.Node, scope: Scope) -> tuple[Shape, str]:
        """The shape of an expression and its path (empty where it is not a plain path)."""
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node, scope)
        if isinstance(node, nodes.BinExpr):
            self._report("TP213", node, found=node.operator or "")
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._value(child, scope)
        return UNKNOWN, ""

    def _name(self, node: nodes.Name, scope: Scope) -> tuple[Shape, str]:
        known = scope.names.get(node.name)
        if known is None:
            self._report("TP201", node, path=node.name, hint=_meant(node.name, {**scope.names, **self.roots}))
            return UNKNOWN, node.name
        return known

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> tuple[Shape, str]:
        base, path = self._value(node.node, scope)
        if path == "loop":
            if node.attr not in LOOP_FIELDS:
                self._report("TP201", node, path=f"loop.{node.attr}", hint=_meant(node.attr, LOOP_FIELDS))
                return UNKNOWN, ""
            return Shape(LOOP_FIELDS[node.attr]), f"loop.{node.attr}"
        if base.kind is Kind.MAPPING:
            return base.item or UNKNOWN, f"{path}.{node.attr}"
        if base.kind is not Kind.RECORD:
            if base.kind is not Kind.UNKNOWN:
                self._report("TP208", node, path=_shown(path), name=node.attr)
            return UNKNOWN, ""
        found = base.fields.get(node.attr)
        if found is None:
            self._report("TP201", node, path=f"{_shown(path)}.{node.attr}", hint=_meant(node.attr, base.fields))
            return UNKNOWN, ""
        if base.optional and path not in scope.present:
            self._report("TP203", node, path=_shown(path))
        return found.shape, f"{path}.{node.attr}"

    def _item(self, node: nodes.Getitem, scope: Scope) -> tuple[Shape, str]:
        base, path = self._value(node.node, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._attribute(nodes.Getattr(node.node, node.arg.value, "load", lineno=node.lineno), scope)
        self._value(node.arg, scope)
        if base.kind is Kind.LIST and base.item:
            if base.optional and path not in scope.present:
                self._report("TP203", node, path=path)
            return base.item, f"{path}[{node.lineno}]"
        return UNKNOWN, ""

    def _filter(self, node: nodes.Filter, scope: Scope) -> tuple[Shape, str]:
        shape, path = self._value(node.node, scope) if node.node else (UNKNOWN, "")
        known = FILTERS.get(node.name)
        if known is None:
            self._report("TP209", node, name=node.name, hint=_meant(node.name, FILTERS))
            return UNKNOWN, ""
        if shape.kind is not Kind.UNKNOWN and shape.kind not in known.kinds:
            self._report("TP210", node, name=node.name, path=_shown(path))
        if shape.optional and path not in scope.present:
            self._report("TP202", node, path=_shown(path))
        return (_NUMBER if node.name == "count" else _TEXT), ""

    def _comparison(self, node: nodes.Compare, scope: Scope) -> tuple[Shape, str]:
        left, path = self._value(node.expr, scope)
        for operand in node.ops:
            self._value(operand.expr, scope)
            if left.choices and isinstance(operand.expr, nodes.Const) and isinstance(operand.expr.value, str):
                values = [choice.value for choice in left.choices]
                if operand.expr.value not in values:
                    self._report("TP211", node, path=_shown(path), value=operand.expr.value, known="、".join(values))
        return _FLAG, ""

    def _either(self, node: nodes.CondExpr, scope: Scope) -> tuple[Shape, str]:
        yes, no = self._condition(node.test, scope)
        shape = self._branch(node.expr1, scope.inside(yes))
        if node.expr2 is None:
            self._report("TP202", node, path="没有 else 的条件")
        else:
            self._branch(node.expr2, scope.inside(no))
        return replace(shape, optional=False), ""

    def _branch(self, node: nodes.Node, scope: Scope) -> Shape:
        """The shape of one side of an inline condition; an optional value is as much a fault there as outside."""
        shape, path = self._value(node, scope)
        if shape.optional and path not in scope.present:
            self._report("TP202", node, path=path)
        return shape

    def _joined(self, node: nodes.Concat, scope: Scope) -> tuple[Shape, str]:
        for part in node.nodes:
            self._value(part, scope)
        return _TEXT, ""

    def _logic(self, node: nodes.Node, scope: Scope) -> tuple[Shape, str]:
        self._condition(node, scope)
        return _FLAG, ""

    def _call(self, node: nodes.Call, scope: Scope) -> tuple[Shape, str]:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        for argument in node.args:
            shape, path = self._value(argument, scope)
            if name in ("_figure", "_clauses"):
                self._argument(name, node, shape, path, scope)
        for keyword in node.kwargs:
            pieces = keyword.value.nodes if isinstance(keyword.value, nodes.Concat) else [keyword.value]
            for piece in pieces:
                self._printable(piece, scope)
        return UNKNOWN, ""  # what may be called is no matter of the schema, see compiled

    def _argument(self, name: str, node: nodes.Call, shape: Shape, path: str, scope: Scope) -> None:
        """What is drawn must be one of the records for it; clauses are a text of ids, or a list of them."""
        if shape.kind is Kind.UNKNOWN:
            return
        if name == "_figure" and (shape.record is None or not issubclass(shape.record, DRAWABLE)):
            self._report("TP214", node, path=path)
        elif name == "_clauses" and Kind.TEXT not in (shape.kind, shape.item.kind if shape.item else None):
            self._report("TP219", node, path=path)
        elif shape.optional and path not in scope.present:
            self._report("TP203", node, path=path)

    def _report(self, code: str, node: nodes.Node, *, hint: str | None = None, **values: str) -> None:
        found = finding(
            code,
            self.source.place(node.lineno).where(),
            hint=hint,
            **{key: _shown(text) for key, text in values.items()},
        )
        if found not in self.findings:
            self.findings.append(found)


_Handler = Callable[[Checker, nodes.Node, Scope], tuple[Shape, str]]
_HANDLERS: dict[type[nodes.Node], _Handler] = {
    nodes.Name: Checker._name,  # type: ignore[dict-item]
    nodes.Getattr: Checker._attribute,  # type: ignore[dict-item]
    nodes.Getitem: Checker._item,  # type: ignore[dict-item]
    nodes.Filter: Checker._filter,  # type: ignore[dict-item]
    nodes.Compare: Checker._comparison,  # type: ignore[dict-item]
    nodes.CondExpr: Checker._either,  # type: ignore[dict-item]
    nodes.And: Checker._logic,
    nodes.Or: Checker._logic,
    nodes.Not: Checker._logic,
    nodes.Call: Checker._call,  # type: ignore[dict-item]
    nodes.Const: lambda _checker, node, _scope: (_NUMBER if isinstance(node.value, int) else _TEXT, ""),  # type: ignore[attr-defined]
    nodes.Concat: Checker._joined,  # type: ignore[dict-item]
}


def _shown(path: str) -> str:
    """``services[12].metrics`` as people write it: the line numbers that keep loop variables apart become ``[]``."""
    import re

    return re.sub(r"\[\d+\]", "[]", path)


def _meant(name: str, known: Mapping[str, object]) -> str | None:
    """``是否为 price（单价）？`` — by English name or Chinese title."""
    titles = {shape.title: key for key, shape in known.items() if isinstance(shape, FieldShape)}
    near = difflib.get_close_matches(name, [*known, *titles], n=1, cutoff=0.5)
    if not near:
        listed = "、".join(_listed(known))
        return f"这里可用：{listed}" if listed else None
    key = titles.get(near[0], near[0])
    shape = known[key]
    title = f"（{shape.title}）" if isinstance(shape, FieldShape) else ""
    return f"是否为 {key}{title}？"


def _listed(known: Mapping[str, object]) -> Iterator[str]:
    for count, key in enumerate(known):
        if count == 12:
            yield "…"
            return
        yield key


def _inner(shape: Shape) -> str | None:
    fields = (shape.item.fields if shape.item else shape.fields) if shape.kind is not Kind.MAPPING else {}
    names = "、".join(_listed(fields))
    return (
        f"用 for 逐项输出，每项有：{names}"
        if shape.kind is Kind.LIST and names
        else (f"写到具体字段：{names}" if names else None)
    )
