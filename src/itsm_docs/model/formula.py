"""Formulas of metrics, written as people write them (``(约定服务分钟 − 计划外中断分钟) ÷ 约定服务分钟 × 100``) and computable.

Only the four operations, parentheses, numbers, named quantities, ``max`` and ``min``; nothing else is parsed, so a
formula from the data can run no code.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import Any

from pydantic_core import core_schema

from itsm_docs.model.scalars import refuse

_ASCII = str.maketrans({"×": "*", "÷": "/", "−": "-", "－": "-", "＋": "+", "（": "(", "）": ")", "，": ",", "／": "/"})
_SHOWN = {"*": " × ", "/": " ÷ ", "-": " − ", "+": " + ", ",": "，", "(": "（", ")": "）"}
_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[..., Decimal]] = {"max": max, "min": min}


class FormulaError(ValueError):
    """The formula cannot be computed with the given quantities (a division by zero)."""


@dataclass(frozen=True)
class Formula:
    """A formula over named quantities. `text` is the written form."""

    text: str

    @classmethod
    def read(cls, value: Any) -> Any:
        """Read the written form; what cannot be computed is refused with DM113."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            refuse("DM113", value=value)
        formula = cls(value.strip())
        try:
            _check(formula._tree)
        except (SyntaxError, ValueError, KeyError, RecursionError):
            refuse("DM113", value=value)
        return formula

    @cached_property
    def _tree(self) -> ast.expr:
        return ast.parse(self.text.translate(_ASCII).replace("100%", "100"), mode="eval").body

    @property
    def names(self) -> tuple[str, ...]:
        """The named quantities, each once, in order of appearance."""
        found = [node for node in ast.walk(self._tree) if isinstance(node, ast.Name) and node.id not in _FUNCTIONS]
        return tuple(dict.fromkeys(node.id for node in sorted(found, key=lambda node: node.col_offset)))

    def value(self, quantities: Mapping[str, Decimal]) -> Decimal:
        """The exact result; raises `FormulaError` where it has none."""
        try:
            return _value(self._tree, quantities)
        except ArithmeticError as error:
            raise FormulaError(self.text) from error

    def substituted(self, quantities: Mapping[str, Decimal]) -> str:
        """The formula with numbers in place of the names, for a worked example."""
        if not self.names:
            return str(self)
        # Whole names only: the m of max and the first half of a longer name stay.
        names = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda match: f"{quantities[match[0]]:,f}", str(self))

    def __str__(self) -> str:
        ascii_text = self.text.translate(_ASCII).replace("100%", "100").replace(" ", "")
        spaced = "".join(_SHOWN.get(character, character) for character in ascii_text).strip()
        return spaced.replace("） ", "）").replace(" （", "（")  # full-width brackets bring their own gap

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "examples": ["按时响应数 ÷ 应响应数 × 100"]}


def _check(node: ast.expr) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _check(left)
            _check(right)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS and args:
            for argument in args:
                _check(argument)
        case ast.Name(id=name) if name not in _FUNCTIONS:
            return
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and isfinite(value):
            return
        case _:
            raise ValueError(ast.dump(node))


def _value(node: ast.expr, quantities: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, quantities), _value(right, quantities))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name](*(_value(argument, quantities) for argument in args))
        case ast.Name(id=name):
            return quantities[name]
        case ast.Constant(value=value):
            return Decimal(repr(value))
    raise ValueError(ast.dump(node))
