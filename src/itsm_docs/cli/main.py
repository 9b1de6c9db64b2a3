"""The group of commands, and the one place where errors become text and an exit code."""

from __future__ import annotations

import importlib
import sys

import click

from itsm_docs import __version__
from itsm_docs.cli.chinese import ChineseGroup, usage_error

COMMANDS = {
    "init": ("itsm_docs.cli.init", "init_command"),
    "validate": ("itsm_docs.cli.validate", "validate_command"),
    "build": ("itsm_docs.cli.build", "build_command"),
    "audit": ("itsm_docs.cli.audit", "audit_command"),
    "amend": ("itsm_docs.cli.amend", "amend_command"),
    "redline": ("itsm_docs.cli.redline", "redline_command"),
    "pull": ("itsm_docs.cli.pull", "pull_command"),
    "lint": ("itsm_docs.cli.lint", "lint_command"),
    "templates": ("itsm_docs.cli.templates", "templates_command"),
    "clauses": ("itsm_docs.cli.clauses", "clauses_command"),
    "explain": ("itsm_docs.cli.explain", "explain_command"),
    "schema": ("itsm_docs.cli.schema", "schema_command"),
}


class LazyGroup(ChineseGroup):
    """Loads a command when it is asked for: `clauses` need not wait for the models."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is Click's
        """All commands, in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  the signature is Click's
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    name="itsm-docs",
    cls=LazyGroup,
    subcommand_metavar="命令 …",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="由一份项目描述生成 DB21/T 1799.1（信息服务管理规范 第1部分：总则）要求的文件，并逐条核对。",
)
@click.version_option(__version__, "--version", message="itsm-docs %(version)s", help="显示版本")
def cli() -> None:
    """The group itself does nothing."""


def main() -> None:
    """Run the command line; the console script."""
    from itsm_docs.errors import Faulty

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(standalone_mode=False, prog_name="itsm-docs")
    except click.exceptions.Abort:
        click.echo("已中断", err=True)
        code = 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        code = 2
    except click.ClickException as error:
        click.echo(f"itsm-docs: {usage_error(error)}", err=True)
        click.echo("提示：加 --help 看用法", err=True)
        code = 2
    except Faulty as error:
        from itsm_docs.reporters import render

        click.echo(render(error.findings, "text"), err=True)
        code = error.exit_code
    sys.exit(code if isinstance(code, int) else 0)
