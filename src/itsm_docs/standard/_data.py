"""Reading this room's packaged data files; nothing else reads them, and nothing here knows what they mean."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable


def _folder(name: str) -> Traversable:
    return resources.files(__package__).joinpath("data").joinpath(name)


def read(name: str) -> Any:
    """The parsed content of ``data/<name>``. Raises `FileNotFoundError` when there is no such file."""
    return _parse(_folder(name))


def read_all(folder: str) -> list[Any]:
    """The parsed content of every YAML file of ``data/<folder>``, by file name."""
    files = sorted((f for f in _folder(folder).iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return [_parse(file) for file in files]


def names(folder: str) -> list[str]:
    """The names, without suffix, of the YAML files of ``data/<folder>``."""
    return sorted(f.name.removesuffix(".yaml") for f in _folder(folder).iterdir() if f.name.endswith(".yaml"))


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known names most like a mistyped one, best first; none when nothing is close."""
    from difflib import get_close_matches

    return tuple(get_close_matches(wanted, list(known), n=count, cutoff=0.6))


def _parse(file: Traversable) -> Any:
    import yaml  # here, because most commands never read a catalogue

    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
