"""`itsm-docs explain`: what a code of a report means, an example of it and the remedy. Prints the message files; checks nothing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

from itsm_docs.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from itsm_docs.findings import Message

_DIGITS = str.maketrans("OILZSB", "011258")
"""Letters that are read or typed for digits."""
_NEAR, _CLOSE = 3, 0.7
"""How many codes are asked about, and how much of a code must be right for it."""


@click.command(
    name="explain",
    cls=ChineseCommand,
    help="解释报告里的代码：含义、示例、怎样处理。给出前两个字母则列出这一类；什么都不给则列出各类。",
    short_help="解释报告里的代码",
)
@click.argument("codes", metavar="[代码…]", nargs=-1)
def explain_command(codes: tuple[str, ...]) -> None:
    """The entries of codes, the codes of prefixes, or the prefixes."""
    from itsm_docs.findings import SUBJECTS, messages

    if not codes:
        click.echo(
            "\n".join(f"{prefix}  {subject}（{len(messages(prefix))} 个）" for prefix, subject in SUBJECTS.items())
        )
        click.echo("itsm-docs explain 加两个字母列出这一类的代码，加代码看解释")
        return
    # Codes are also read from paper and typed with a Chinese keyboard.
    plain = [unicodedata.normalize("NFKC", code).strip().upper() for code in codes]
    click.echo("\n\n".join(_list(code) if code in SUBJECTS else _entry(_found(code)) for code in plain))


def _list(prefix: str) -> str:
    from itsm_docs.findings import SUBJECTS, messages

    lines = [f"{one.code}  {one.severity.label}  {one.reported}" for one in messages(prefix).values()]
    return "\n".join([f"{prefix}  {SUBJECTS[prefix]}", *lines])


def _found(code: str) -> Message:
    """The declared message of a code; a usage error with the closest code where there is none."""
    import difflib

    from itsm_docs.findings import SUBJECTS, messages

    known = {one.code: one for prefix in SUBJECTS for one in messages(prefix).values()}
    if code in known:
        return known[code]
    meant = code[:2] + code[2:].translate(_DIGITS)
    near = [meant] if meant in known else sorted(difflib.get_close_matches(code, known, _NEAR, _CLOSE))
    asking = f"是否为 {'、'.join(near)}？" if near else f"代码以 {'、'.join(SUBJECTS)} 开头"
    raise click.UsageError(f"没有代码 {code}，{asking}")


def _entry(one: Message) -> str:
    from itsm_docs.findings import SUBJECTS

    return "\n".join(
        [
            f"{one.code}  {one.severity.label}  {SUBJECTS[one.code[:2]]}",
            one.meaning,
            "示例：",
            *(f"    {line}".rstrip() for line in one.written.splitlines()),
            f"报告：{one.reported}",
            f"处理：{one.remedy}",
        ]
    )
