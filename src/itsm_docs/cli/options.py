"""Options that several commands share, so that they are spelled and explained the same everywhere. Reads nothing."""

from __future__ import annotations

import click

report_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default="text",
    help="报告格式：text 供人看，其余供程序读取。",
)
"""How findings are reported (`form`)."""

fail_on = click.option(
    "--fail-on",
    "threshold",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default="error",
    help="达到哪一级就以退出码 1 结束。",
)
"""The severity from which a report ends with exit code 1 (`threshold`)."""

as_of = click.option(
    "--as-of",
    "as_of",
    metavar="日期",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _ctx, _option, value: value.date() if value else None,
    help="按哪一天判断有效期（例如 2027-01-01）；不给则为今天。",
)
"""The day on which waivers and certificates are judged (`as_of`), None for today."""
