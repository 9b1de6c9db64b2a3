r"""Values that are more than a text: `RichText`, `RichTextParagraph`, `Listing`, `InlineImage`, as users of docxtpl know them.

They print on the fast path, without docxtpl. Its own objects are taken as they are: those that hold finished markup
are put into the order that the schema wants, those that need a live package go through `legacy`. Nothing here is
read from data files: a template's author writes text, a program builds these values.

In all of them ``\n`` is a line break, ``\t`` a tab, ``\a`` a new paragraph and ``\f`` a new page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from itsm_docs import workspace
from itsm_docs.ooxml.xml import escape
from itsm_docs.templating.environment import (
    BREAK,
    NEXT,
    PAGE,
    TAB,
    PrintFault,
    WordValue,
    display,
    from_docxtpl,
    refuse_characters,
)
from itsm_docs.templating.pictures import Picture, read_picture

_CONTROLS = str.maketrans({"\n": BREAK, "\t": TAB, "\a": NEXT, "\f": PAGE})
_UNDERLINES = frozenset({"single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave"})
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHT_FILL = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
_RUN_PARTS = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
)
_RUN_ORDER = {name: place for place, name in enumerate(_RUN_PARTS.split())}
"""The children of ``w:rPr`` in the order of the schema (17.3.2.28)."""


def _text(text: object) -> str:
    r"""A text with its control characters as marks, escaped. Raises `PrintFault` (TP309)."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    refuse_characters(plain.replace("\a", "").replace("\f", ""))
    return escape(plain).translate(_CONTROLS)


def colour(value: object) -> str:
    """Six hexadecimal digits, with or without ``#``, or ``auto``. Raises `PrintFault` (TP315)."""
    text = str(value).removeprefix("#")
    if text != "auto" and not _COLOUR.fullmatch(text):
        raise PrintFault("TP315", value=str(value))
    return text


class RichText(WordValue):
    """Runs with formats of their own inside a paragraph: ``{{r value }}``. Build it up with `add`."""

    def __init__(self, text: object = None, **format: Any) -> None:  # noqa: A002 - what it is
        self.xml = ""
        if text is not None and text != "":
            self.add(text, **format)

    def add(
        self,
        text: object,
        *,
        style: str | None = None,
        color: str | None = None,
        highlight: str | None = None,
        size: int | None = None,
        subscript: bool = False,
        superscript: bool = False,
        bold: bool = False,
        italic: bool = False,
        underline: bool | str = False,
        strike: bool = False,
        font: str | None = None,
        rtl: bool = False,
        lang: str | None = None,
    ) -> RichText:
        """Add a text, or another rich text as it is.

        `style` is the id of a character style, `color` and `highlight` (a background) hexadecimal, `size` in half points,
        `underline` true or a kind (``double``), `font` a name, or ``eastAsia:仿宋`` for one script besides.
        """
        if isinstance(text, RichText):
            self.xml += text.xml
            return self
        has = {
            "rStyle": style and f'<w:rStyle w:val="{escape(style)}"/>',
            "rFonts": font and _fonts(font),
            "b": bold and "<w:b/>",
            "bCs": bold and rtl and "<w:bCs/>",
            "i": italic and "<w:i/>",
            "iCs": italic and rtl and "<w:iCs/>",
            "strike": strike and "<w:strike/>",
            "color": color and f'<w:color w:val="{colour(color)}"/>',
            "sz": size and f'<w:sz w:val="{int(size)}"/><w:szCs w:val="{int(size)}"/>',
            "u": underline and f'<w:u w:val="{underline if underline in _UNDERLINES else "single"}"/>',
            "shd": highlight and _HIGHLIGHT_FILL.format(colour(highlight)),
            "vertAlign": (superscript or subscript)
            and f'<w:vertAlign w:val="{"superscript" if superscript else "subscript"}"/>',
            "rtl": rtl and "<w:rtl/>",
            "lang": lang and f'<w:lang w:val="{escape(lang)}"/>',
        }
        inner = "".join(part for part in has.values() if part)
        own = f"<w:rPr>{inner}</w:rPr>" if inner else ""
        self.xml += f'<w:r>{own}<w:t xml:space="preserve">{_text(text)}</w:t></w:r>'
        return self

    def markup(self) -> Markup:
        """The runs, in place of the rest of the tag's own run."""
        return _beside_the_run(self.xml)


def _fonts(font: str) -> str:
    region, _, name = font.rpartition(":")
    name = escape(name)
    special = f' w:{region}="{name}"' if region in ("eastAsia", "cs", "ascii", "hAnsi") else ""
    common = "".join(f' w:{script}="{name}"' for script in ("ascii", "hAnsi", "cs") if script != region)
    return f"<w:rFonts{common}{special}/>"


def _beside_the_run(xml: str) -> Markup:
    """The compiler gives each printed tag a run of its own, which ends before these and begins again after them."""
    return Markup("</w:t></w:r>" + xml + '<w:r><w:t xml:space="preserve">')


class RichTextParagraph(WordValue):
    """Whole paragraphs with styles: ``{{p value }}``, alone in its paragraph."""

    def __init__(self, text: object = None, parastyle: str | None = None) -> None:
        self.xml = ""
        if text is not None:
            self.add(text, parastyle)

    def add(self, text: object, parastyle: str | None = None) -> RichTextParagraph:
        """Add a paragraph; `parastyle` is the id of a paragraph style."""
        runs = text if isinstance(text, RichText) else RichText(text)
        shape = f'<w:pPr><w:pStyle w:val="{escape(parastyle)}"/></w:pPr>' if parastyle else ""
        self.xml += f"<w:p>{shape}{runs.xml}</w:p>"
        return self

    def markup(self) -> Markup:
        """Paragraphs cannot stand in a paragraph."""
        raise PrintFault("TP311", kind="整段内容")


class Listing(WordValue):
    r"""A text of several lines in the format of its tag; the only plain value in which ``\a`` and ``\f`` may stand."""

    def __init__(self, text: object) -> None:
        self.text = text

    def markup(self) -> Markup:
        """The text, its breaks marked."""
        return Markup(_text(self.text))


class InlineImage(WordValue):
    """A picture in the line: PNG or JPEG, as bytes or as the path of a file; `width` and `height` in millimetres.

    With one of them the other follows; with none the picture's own resolution says. `text` is the alternative text.
    Raises `Unusable` (IO1xx) for a file that cannot be read, `PrintFault` (TP314) for something else than a picture.
    """

    def __init__(
        self, source: bytes | Path, *, width: float | None = None, height: float | None = None, text: str = ""
    ) -> None:
        self._source, self._width, self._height, self._description = source, width, height, text

    def markup(self) -> Markup:
        """The drawing; the picture itself is remembered for the file."""
        data = self._source if isinstance(self._source, bytes) else workspace.read_bytes(self._source)
        picture = read_picture(data)
        if picture is None:
            raise PrintFault("TP314")
        printing().pictures.setdefault(printing().part, {})[picture.name] = picture
        drawing = picture.drawing(self._width, self._height, escape(self._description))
        return _beside_the_run(f"<w:r>{drawing}</w:r>")


@dataclass(slots=True)
class Printing:
    """What values bring along while a file is printed: pictures by part, and the package that docxtpl's values live in."""

    part: str = ""
    pictures: dict[str, dict[str, Picture]] = field(default_factory=dict)
    package: Any = None


_NOW: ContextVar[Printing | None] = ContextVar("printing", default=None)


def printing() -> Printing:
    """The file being printed. Raises `PrintFault` (TP311) outside of one."""
    now = _NOW.get()
    if now is None or now.part.startswith("docProps/"):
        raise PrintFault("TP311", kind="图片")
    return now


@contextmanager
def collecting() -> Iterator[Printing]:
    """Print a file; what values bring along is collected."""
    now = Printing()
    token = _NOW.set(now)
    try:
        yield now
    finally:
        _NOW.reset(token)


# docxtpl's own values

_PROPERTIES = re.compile(r"<w:rPr>(.*?)</w:rPr>", re.DOTALL)
_PROPERTY = re.compile(r"<w:(\w+)\b[^>]*?/>")
_SHOWN = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")


def foreign(value: Any) -> Markup:
    """A value of docxtpl's: finished markup is put in order, a live one is printed by docxtpl itself."""
    xml = value.__dict__.get("xml")
    if not isinstance(xml, str):
        from itsm_docs.templating.legacy import printed

        return printed(value, printing())
    if "r:id=" in xml:  # the address lives in docxtpl's package, not in ours
        raise PrintFault("TP311", kind="带链接的文字")
    if xml.startswith("<w:p>"):
        raise PrintFault("TP311", kind="整段内容")
    return _beside_the_run(tidy(xml)) if xml.startswith("<w:r>") else Markup(_marked(xml))


def _marked(escaped: str) -> str:
    refuse_characters(escaped.replace("\a", "").replace("\f", ""))
    return escaped.translate(_CONTROLS)


def tidy(xml: str) -> str:
    """Runs as docxtpl writes them, in the order of the schema."""
    xml = _PROPERTIES.sub(lambda match: f"<w:rPr>{_in_order(match[1])}</w:rPr>", xml)
    return _SHOWN.sub(lambda match: match[1] + _marked(match[2]) + match[3], xml)


def _in_order(properties: str) -> str:
    found = [(_RUN_ORDER.get(match[1], len(_RUN_ORDER)), match.group()) for match in _PROPERTY.finditer(properties)]
    ordered = (text for _, text in sorted(found, key=lambda item: item[0]))
    return "".join(text.replace("<w:shd w:fill", '<w:shd w:val="clear" w:color="auto" w:fill') for text in ordered)


# Places that take more, or less, than a run's text


def paragraphs(value: Any, shape: str, own: str) -> Markup:
    """``{{p value }}``: paragraphs as they are; anything else in one paragraph with the given properties."""
    if isinstance(value, RichTextParagraph):
        return Markup(value.xml)
    if from_docxtpl(value):
        inside = vars(value)
        if "subdocx" in inside:
            from itsm_docs.templating.legacy import document

            return Markup(document(value, printing()))
        if isinstance(xml := inside.get("xml"), str) and xml.startswith("<w:p>"):
            return Markup(tidy(xml))
    shown = display(value)
    text = shown if isinstance(shown, Markup) else escape(str(shown))
    return Markup(f'<w:p>{shape}<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>')


def plain(value: Any) -> Markup:
    """A value in an attribute, a field code or a document property: one line of text and nothing else."""
    shown = display(value)
    if isinstance(shown, Markup) and "<" in shown:
        raise PrintFault("TP311", kind="带格式的内容或图片")
    text = shown if isinstance(shown, Markup) else escape(str(shown))
    return Markup(re.sub(f"[{BREAK}{TAB}{NEXT}{PAGE}]", " ", text))
