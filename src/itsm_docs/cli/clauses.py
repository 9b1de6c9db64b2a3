"""`itsm-docs clauses`: browse the catalogue of clauses. It prints what the catalogue says and judges no document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from itsm_docs.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from itsm_docs.standard import Applies, Catalogue, Clause, ClauseNotFound, Need

_GAP = "  "


def _kind_key(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A document kind given by its key (`sla`) or by its Chinese title (服务等级协议), as its key."""
    from itsm_docs.standard import kinds

    keys = {name: kind.key for kind in kinds() for name in (kind.key, kind.title, kind.short)}
    if value is None or value in keys:
        return value and keys[value]
    expected = "、".join(f"{kind.key}（{kind.title}）" for kind in kinds())
    raise click.BadParameter(f"没有文件种类“{value}”，应为 {expected} 之一")


@click.command(
    name="clauses",
    cls=ChineseCommand,
    help="查看标准的条款目录：每一条的模态、由哪份文件主答、哪份引用。",
    short_help="查看条款目录",
)
@click.argument("clause_id", metavar="[条款号]", required=False)
@click.option(
    "--kind",
    metavar="种类",
    callback=_kind_key,
    help="只列某一种文件须回答的条款：contract plan sla process documents privacy，或中文名称。",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default="text",
    help="输出格式：text 为文字，json 供程序读取。",
)
@click.pass_context
def clauses_command(ctx: click.Context, clause_id: str | None, kind: str | None, form: str) -> None:
    """One clause, the clauses below a chapter, what one kind must answer, or all of them."""
    from itsm_docs.standard import ClauseNotFound, clauses

    catalogue = clauses()
    try:
        chosen = _choose(catalogue, clause_id)
    except ClauseNotFound as error:
        _complain(error)
        ctx.exit(error.exit_code)
    if kind is not None:
        chosen = tuple(clause for clause in chosen if kind in clause.needs)
    if form == "json":
        click.echo(json.dumps([_as_data(clause) for clause in chosen], ensure_ascii=False, indent=2))
    elif clause_id in catalogue and kind is None:
        click.echo(_entry(catalogue, chosen[0]))
    else:
        click.echo(_list(catalogue, chosen, clause_id, kind))


def _choose(catalogue: Catalogue, clause_id: str | None) -> tuple[Clause, ...]:
    """All clauses, the one of an id, or those below a heading that is no clause itself."""
    if clause_id is None:
        return tuple(catalogue)
    if clause_id not in catalogue and clause_id in catalogue.headings:
        return catalogue.under(clause_id)
    return (catalogue[clause_id],)


def _complain(error: ClauseNotFound) -> None:
    from itsm_docs.reporters import render

    click.echo(render(error.findings, "text"), err=True)


# -- text ------------------------------------------------------------------------------------------------------------


def _list(catalogue: Catalogue, chosen: Sequence[Clause], heading: str | None, kind: str | None) -> str:
    title = f"{catalogue.standard} {catalogue.title}"
    if heading in catalogue.headings:
        title += f" › {heading} {catalogue.headings[str(heading)]}"
    if not chosen:
        return f"{title}\n没有这份文件须回答的条款。"
    rows = [("条款", "模态", "标题", "文件（● 主答　○ 引用）")]
    rows += [(c.id, c.modality_label, c.title, _documents(c, kind)) for c in chosen]
    return "\n".join([title, *_aligned(rows), f"共 {len(chosen)} 条。模态带括号的，原文没有能愿动词。{catalogue.note}"])


def _documents(clause: Clause, kind: str | None = None) -> str:
    """The kinds that answer, the main ones first; the reason where none does."""
    from itsm_docs.standard import kinds

    if not clause.needs:
        return f"—　{clause.reason}"
    short = {k.key: k.short for k in kinds() if kind in (None, k.key)}
    shown = [f"{need.mark}{short[key]}" for key, need in _main_first(clause.needs) if key in short]
    return " ".join([*shown, *(f"（限{text}）" for text in _condition(clause))])


def _condition(clause: Clause) -> list[str]:
    """The condition in words: none, or one text."""
    groups = {"类别 ": clause.applies.categories, "形态 ": clause.applies.modes, "采购方式 ": clause.applies.regimes}
    named = [label + "、".join(values) for label, values in groups.items() if values]
    return ["；".join(named)] if named else []


def _entry(catalogue: Catalogue, clause: Clause) -> str:
    lines = [
        f"{catalogue.standard} {clause.id} {clause.title}",
        f"模态：{clause.modality_label}" + ("（原文没有能愿动词）" if clause.implied else ""),
        f"要义：{clause.paraphrase}",
        *_needs_lines(clause.needs, "文件："),
        *(f"适用：{text}" for text in _condition(clause)),
    ]
    if clause.applies.otherwise:
        lines.append(f"不适用时：{clause.applies.otherwise}")
    for variant in clause.variants:
        lines += _needs_lines(variant.needs, f"类别 {'、'.join(variant.applies.categories)} 改为：")
    lines += [f"无须文件回答：{clause.reason}"] if clause.reason else []
    lines += [f"注意：{clause.note}"] if clause.note else []
    if below := catalogue.under(clause.id)[1:]:
        rows = [(f"  {c.id}", c.modality_label, c.title, _documents(c)) for c in below]
        lines += ["分项：", *_aligned(rows)]
    return "\n".join(lines)


def _needs_lines(needs: Mapping[str, Need], label: str) -> list[str]:
    from itsm_docs.standard import kinds

    titles = {kind.key: kind.title for kind in kinds()}
    shown = [f"{need.mark} {need.label}：{titles[key]}" for key, need in _main_first(needs)]
    return [label + "；".join(shown)] if shown else []


def _main_first(needs: Mapping[str, Need]) -> list[tuple[str, Need]]:
    """Document kinds with what they owe: the main ones first, else in the order of the data."""
    from itsm_docs.standard import Need

    return sorted(needs.items(), key=lambda pair: pair[1] is not Need.MAIN)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The rows as lines with columns as wide as their widest cell; the last column is left ragged."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        _GAP.join([*(c + " " * (w - _width(c)) for c, w in zip(row[:-1], widths, strict=True)), row[-1]])
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns that a terminal gives the text: two for a wide or ambiguous character, as Chinese fonts have it."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


# -- json ------------------------------------------------------------------------------------------------------------


def _as_data(clause: Clause) -> dict[str, Any]:
    """The clause as a plain mapping; every key is always there."""
    return {
        "id": clause.id,
        "title": clause.title,
        "modality": clause.modality.value,
        "implied": clause.implied,
        "paraphrase": clause.paraphrase,
        "needs": {kind: need.value for kind, need in clause.needs.items()},
        "applies": _condition_data(clause.applies),
        "variants": [
            {**_condition_data(v.applies), "needs": {k: n.value for k, n in v.needs.items()}} for v in clause.variants
        ],
        "reason": clause.reason,
        "note": clause.note,
        "parent": clause.parent,
    }


def _condition_data(applies: Applies) -> dict[str, Any]:
    return {
        "categories": list(applies.categories),
        "modes": list(applies.modes),
        "regimes": list(applies.regimes),
        "otherwise": applies.otherwise,
    }
