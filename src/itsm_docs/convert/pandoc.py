"""Word files to HTML pages and Markdown through pandoc.

The one seam to the program: it is given copies that say in text what pandoc would drop (see `ooxml.readable`) and gives
the bytes of whole files. pandoc comes along with the package `pypandoc_binary`; where there is none of it for a machine,
`pypandoc` finds the one that is installed. It runs in its sandbox: it reads the copy and our page, and no network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeAlias

from itsm_docs.errors import unusable
from itsm_docs.findings import Where
from itsm_docs.ooxml.readable import CELL_BREAK
from itsm_docs.workspace import shipped, temporary_folder, write

Page: TypeAlias = Literal["html", "md"]
"""The kinds of file that pandoc writes for us, by their suffix."""

OLDEST = (3, 5)
"""The oldest pandoc that was tried. Those before 3.2 lose what a reader must see: highlights, and 表 N in captions."""

_TARGETS: Mapping[Page, tuple[str, ...]] = {
    # Chinese quotes stay as they are; GitHub's dialect has the tables that most viewers show.
    "md": ("gfm-smart",),
    "html": ("html-smart", "--embed-resources", "--toc", "--toc-depth=3"),
}
_COMMON = ("--standalone", "--wrap=none", "--eol=lf", "--shift-heading-level-by=1")
_AT_ONCE = 3
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


def find_program() -> str:
    """The pandoc that is used. Raises `Unusable`: CV201 there is none, CV202 it is too old."""
    found = _program()
    if found is None:
        raise unusable("CV201")
    path, version = found
    if tuple(int(number) for number in re.findall(r"\d+", version)[:2]) < OLDEST:
        raise unusable("CV202", path=path, version=version, oldest=".".join(map(str, OLDEST)))
    return path


def _program() -> tuple[str, str] | None:
    """Path and version of the newest pandoc that there is."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path()), str(pypandoc.get_pandoc_version())
    except (ImportError, OSError):
        return None


def to_pages(documents: Mapping[str, tuple[bytes, str]], page: Page) -> dict[str, bytes]:
    """Convert copies of Word files, each with its title, given and returned under the same names.

    The page prints the title as its first heading; the document's own headings stand one level below it. Raises
    `Unusable`: CV201, CV202, CV203 (names the document).
    """
    if not documents:
        return {}
    find_program()
    with temporary_folder() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        jobs = {
            name: pool.submit(_convert, folder / f"{index:04d}.docx", name, *documents[name], page)
            for index, name in enumerate(documents, 1)
        }
        return {name: job.result() for name, job in jobs.items()}


def _convert(source: Path, name: str, data: bytes, title: str, page: Page) -> bytes:
    import pypandoc

    write(source, data)
    to, *options = _TARGETS[page]
    template = f"--template={shipped('templates') / 'house' / f'page.{page}'}"
    try:
        text = pypandoc.convert_file(
            str(source),
            to,
            format="docx",
            extra_args=[*_COMMON, *options, template, "--metadata", f"title={title}"],
            sandbox=True,
        )
    except (RuntimeError, OSError) as error:
        raise unusable("CV203", Where(file=name), reason=str(error).strip().splitlines()[-1]) from None
    return (_mended_markdown(text) if page == "md" else _mended_html(text)).encode("utf-8")


def _mended_html(text: str) -> str:
    """The target of a link is the paragraph or caption itself, not an empty element at its beginning."""
    return re.sub(r'<(p|caption)>((?:<p>)?[^<]*)<span id="([^"]+)" class="anchor"></span>', r'<\1 id="\3">\2', text)


def _mended_markdown(text: str) -> str:
    """Line breaks in table cells, bold text that punctuation would keep from being bold, letters of lists unescaped.

    ``**接口：**计划`` is not bold in CommonMark, because the mark follows punctuation and a letter follows the mark;
    ``**接口**：计划`` is. ``a)`` begins no list there, so pandoc's ``a\\)`` is needless.
    """
    text = _BOLD.sub(_bold, text.replace(CELL_BREAK, "<br>"))
    return re.sub(r"(?m)^(\u3000*[a-z])\\\)", r"\1)", text)


def _bold(found: re.Match[str]) -> str:
    """Bold text; with the punctuation at its ends outside, where a letter outside touches the mark."""
    content, text = found[1], found.string
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    if not (_touches(before, content[0]) or _touches(after, content[-1])):
        return found[0]
    begin = next((at for at, one in enumerate(content) if not _is_sign(one)), len(content))
    end = next((at for at in range(len(content), begin, -1) if not _is_sign(content[at - 1])), begin)
    return f"{content[:begin]}**{content[begin:end]}**{content[end:]}" if begin < end else content


def _touches(outside: str, inside: str) -> bool:
    return _is_sign(inside) and not (outside.isspace() or not outside or _is_sign(outside))


def _is_sign(character: str) -> bool:
    """Punctuation or a symbol, as CommonMark means it."""
    return unicodedata.category(character)[0] in "PS"
