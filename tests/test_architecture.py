"""The house rules as tests: which room may import which, who may touch files, where XML is written, how long things are.

Each rule walks the syntax trees of all sources; an exception is listed here by name, with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

SOURCES = Path(__file__).parents[1] / "src" / "itsm_docs"
FILES = sorted(SOURCES.rglob("*.py"))

ORDER = (
    "findings",
    "errors",
    "workspace | reporters",
    "ooxml | standard",
    "trace | convert",
    "model",
    "rules",
    "inputs | markdown | figures",
    "templating",
    "documents",
    "audit",
    "redline | pull",
    "bid | course",
    "cli",
)
"""The rooms from the ground up; a room imports only lower ones, and never one beside it."""
FLOOR = {room: number for number, rooms in enumerate(ORDER) for room in rooms.split(" | ")}
FRONT = {"__init__": FLOOR["cli"] - 1, "__main__": FLOOR["cli"]}
"""The package itself stands above the library rooms; `python -m` only calls the command line."""

READERS_OF_PACKAGED_DATA = {"findings.py", "standard/_data.py", "inputs/packs.py"}
"""They read YAML that lies inside the package, through importlib.resources."""
WRITERS_OF_WORD = ("ooxml", "trace", "markdown", "figures", "templating")
"""The rooms in which WordprocessingML may be spelt out."""

LONGEST_FILE, LONGEST_FUNCTION = 450, 60

_FILE_METHODS = re.compile(
    r"\.(chmod|exists|expanduser|glob|is_dir|is_file|iterdir|mkdir|open|read_bytes|read_text|rename|rglob|rmdir|samefile|stat"
    r"|symlink_to|touch|unlink|write_bytes|write_text)$"
)
_FILE_MODULES = frozenset({"os", "shutil", "tempfile", "io.open", "glob", "fcntl"})
_CLOCK = frozenset({"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.localtime"})
_PURE = ("os.path.normpath", "os.name")
_CONVERT_MAY = ("os.environ", "os.killpg", "shutil.which")
_CODE = re.compile(r"[A-Z]{2}\d{3}")


def name_of(path: Path) -> str:
    """A source as these tests name it: ``templating/check.py``."""
    return path.relative_to(SOURCES).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a source."""
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    """The room in which a file stands: the folder below the package, or the module itself."""
    return path.relative_to(SOURCES).parts[0].removesuffix(".py")


def imported_rooms(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and room of every import, also those in functions, under TYPE_CHECKING, and those by a string."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            if node.module == "itsm_docs":
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif node.module and node.module.startswith("itsm_docs."):
                yield node.lineno, node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            yield from ((node.lineno, parts[1]) for parts in names if parts[0] == "itsm_docs" and len(parts) > 1)
        elif isinstance(node, ast.Constant) and re.fullmatch(r"itsm_docs(\.[a-z_]+)+", str(node.value)):
            yield node.lineno, str(node.value).split(".")[1]


def each_source(*, but: tuple[str, ...] = ()) -> Any:
    """Run a test once per source file; `but` names rooms that are left out."""
    return pytest.mark.parametrize("path", [path for path in FILES if room_of(path) not in but], ids=name_of)


@each_source()
def test_imports_go_one_way(path: Path) -> None:
    """A room imports only rooms below it: never one above, never one beside."""
    here = room_of(path)
    floor = FRONT.get(here, FLOOR.get(here))
    assert floor is not None, f"{here} is no room of the house; see ORDER"

    wrong = [
        f"line {line}: {here} imports {room}"
        for line, room in imported_rooms(tree(path))
        if room in FLOOR and room != here and FLOOR[room] >= floor and not (here in FRONT and FLOOR[room] == floor)
    ]

    assert wrong == []


def test_the_walk_sees_every_kind_of_import() -> None:
    """Imports in functions, under TYPE_CHECKING and by string count too."""
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from itsm_docs.cli.main import main\n"
        "def f():\n    import itsm_docs.audit\n    from itsm_docs import bid\n"
        "importlib.import_module('itsm_docs.course.build')\n"
    )

    assert sorted(room for _, room in imported_rooms(ast.parse(source))) == ["audit", "bid", "cli", "course"]


@each_source(but=("workspace",))
def test_only_the_workspace_touches_files_and_the_clock(path: Path) -> None:
    """No other module opens, lists or writes files, or asks what day it is."""
    wrong = [f"line {line}: {call}" for line, call in _touches(tree(path)) if not _allowed(path, call)]

    assert wrong == []


def _touches(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _is_touch(called := ast.unparse(node.func)):
            yield node.lineno, called
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in _FILE_MODULES:
            yield node.lineno, ast.unparse(node)


def _is_touch(called: str) -> bool:
    if called == "open" or called in _CLOCK or called.startswith("subprocess."):
        return True
    return bool(_FILE_METHODS.search(called)) and not called.startswith("workspace.")


def _allowed(path: Path, call: str) -> bool:
    if call in ("os.path", *_PURE):
        return True
    if name_of(path) in READERS_OF_PACKAGED_DATA:
        return call.rpartition(".")[2] in {"read_text", "iterdir", "is_file"}
    if room_of(path) == "convert":
        return call.startswith(("subprocess.", *_CONVERT_MAY))
    # zipfile's members have this method; they are in memory
    return call == "member.is_dir" and room_of(path) == "ooxml"


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "Path('x').read_text()",
        "path.write_bytes(b'')",
        "path.parent.mkdir()",
        "os.remove('x')",
        "shutil.copy(a, b)",
        "tempfile.mkstemp()",
        "date.today()",
        "datetime.now()",
        "subprocess.run([])",
    ],
)
def test_the_walk_sees_every_way_to_a_file(line: str) -> None:
    """The rule above would notice each of these."""
    assert list(_touches(ast.parse(line)))


@each_source(but=("cli", "__main__"))
def test_nothing_below_the_command_line_prints_or_exits(path: Path) -> None:
    """Rooms give values and raise; only the edge speaks to a console."""
    names = {"print", "input", "exit", "quit", "sys.exit", "os._exit", "click.echo", "breakpoint"}
    wrong = [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names
    ]

    assert wrong == []


@each_source(but=WRITERS_OF_WORD)
def test_word_is_written_only_where_word_is_known(path: Path) -> None:
    """No spelt-out WordprocessingML outside the rooms that write it."""
    wrong = [
        f"line {node.lineno}: {node.value[:40]}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"</?w:\w", node.value)
    ]

    assert wrong == []


@each_source()
def test_files_and_functions_stay_readable(path: Path) -> None:
    """A file fits in a head, a function on a screen."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if node.end_lineno and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION]

    assert lines <= LONGEST_FILE
    assert long == []


@each_source()
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A module opens with a docstring."""
    assert (ast.get_docstring(tree(path)) or "").strip()


# Messages

NAMES = re.findall(
    r"\S+",
    """Word Excel LibreOffice Markdown Jinja Windows macOS Debian Ubuntu Unicode Office Strict Open Alt soffice
    if elif else endif for endfor set with p tr tc cellbg colspan hm vm docxtpl
    money number percent cn date day time join count
    clause anchor ref title page cite figure toc id max min articles widths caption
    sudo apt brew winget pip install cask libreoffice-writer fonts-liberation fonts-noto-cjk svc- private
    python-redlines docxodus Docxodus libicu Linux Python
    TheDocumentFoundation JohnMacFarlane Pandoc pandoc pypandoc pypandoc-binary""",
)
"""What may stand in a Chinese message in Latin letters: product names, and words that the user types."""


@cache
def declared() -> dict[str, dict[str, str]]:
    """Every declared message with its code."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((SOURCES / "messages").glob("*.yaml")):
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert all(code.startswith(path.stem) for code in entries), path.name
        found |= entries
    return found


def used_codes() -> dict[str, str]:
    """Every code that a source names, with the file."""
    return {
        node.value: name_of(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value)
    }


def test_every_code_used_is_declared_and_every_declared_one_is_used() -> None:
    """A code without text crashes, a text without code is dead."""
    used, known = used_codes(), declared()

    assert {code: file for code, file in used.items() if code not in known} == {}
    assert sorted(set(known) - set(used)) == []


@pytest.mark.parametrize("code", sorted(declared()))
def test_a_message_is_complete_and_plain(code: str) -> None:
    """Severity, message and meaning are given; nothing ends a message or hint with a period."""
    entry = declared()[code]

    assert set(entry) <= {"severity", "message", "hint", "fix", "meaning", "example"}
    assert entry["severity"] in ("error", "warning", "note")
    assert entry["meaning"].endswith("。")
    for text in (entry["message"], entry.get("hint") or ""):
        assert not text.rstrip().endswith((".", "。", "!", "！"))


@pytest.mark.parametrize("code", sorted(declared()))
def test_a_message_has_no_english(code: str) -> None:
    """Words in Latin letters are names: of products, files, commands, or what the user types."""
    entry = declared()[code]
    text = " ".join(re.sub(r"\{[^{}]*\}", " ", entry.get(part) or "") for part in ("message", "hint", "fix", "meaning"))
    text = re.sub(r"itsm-docs(?: [a-z]+)*|--[a-z-]+(?: [a-z]+)?|[\w-]+(?:\.[a-z]{2,5})+|\.[a-z]{2,4}\b", " ", text)
    words = re.findall(r"[A-Za-z][A-Za-z-]*", text)

    assert [word for word in words if word not in NAMES and not word.isupper() and len(word) > 1] == []
