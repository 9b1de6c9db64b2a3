"""Click in Chinese: usage errors and the fixed words of help pages. Only words; no behaviour of Click is changed."""

from __future__ import annotations

import difflib
import re
from typing import Any

import click

_DEFAULT = re.compile(r"。?\s*\[default: \(?(.*?)\)?\]$")
_REQUIRED = re.compile(r"。?\s*\[required\]$")


class ChineseCommand(click.Command):
    """A command whose help page is Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``用法：itsm-docs build [选项] 项目``."""
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, the help option with them."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [
            (record[0], _REQUIRED.sub("；必须给出", _DEFAULT.sub(r"；不给则为 \1", record[1])))
            for option in options
            if (record := option.get_help_record(ctx)) is not None
        ]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose help page is Chinese."""

    command_class = ChineseCommand

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their short help."""
        rows = [
            (name, command.get_short_help_str(60))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


def usage_error(error: click.ClickException) -> str:
    """A usage error of Click in Chinese."""
    name = _option(error)
    if isinstance(error, click.NoSuchOption):
        meant = f"，是否为 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{meant}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} " + ("后面不写值" if "not take" in error.message else "后面缺少值")
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name}"
    if isinstance(error, click.BadParameter):
        return f"{name} 的值不对{_expected(error)}"
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        return _no_command(error)
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return "多写了参数：" + error.message.partition("(")[2].rstrip(").")
    said = error.format_message()
    return said if not said.isascii() else "命令写法不对"


def _expected(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"，可取：{'、'.join(map(str, kind.choices))}"
    return "，应为日期，例如 2027-01-31" if isinstance(kind, click.DateTime) else f"：{error.message}"


def _no_command(error: click.UsageError) -> str:
    wanted = error.message.split("'")[1]
    group = error.ctx.command if error.ctx else None
    names = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []
    near = difflib.get_close_matches(wanted, names, n=1)
    return f"没有命令 {wanted}，" + (f"是否为 {near[0]}？" if near else f"可用：{'、'.join(names)}")


def _option(error: click.ClickException) -> str:
    param: Any = getattr(error, "param", None)
    if param is None:
        return "参数"
    return str(param.metavar or param.name) if isinstance(param, click.Argument) else "/".join(param.opts)
