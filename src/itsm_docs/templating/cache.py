"""Compiled templates in the per-user cache, so that the second run need not compile.

The key covers everything that decides the result: what is compiled, our own code, Jinja and Python. A file that is
missing, foreign or unreadable is no cache; nothing here fails.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterable

import jinja2

from itsm_docs import __version__, workspace
from itsm_docs.templating.template import CompiledTemplate

_READABLE = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError)


def cached(inputs: Iterable[bytes], make: Callable[[], CompiledTemplate]) -> CompiledTemplate:
    """The compiled template of these inputs, from the cache where it is there; else made and kept."""
    name = f"{_key(inputs)}.template"
    data = workspace.read_cache(name)
    found = _read(data) if data else None
    if found is None:
        found = make()
        workspace.write_cache(name, pickle.dumps(found, protocol=5))
    return found


def _key(inputs: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for item in (
        __version__.encode(),
        workspace.code_stamp(),
        jinja2.__version__.encode(),
        sys.version.encode(),
        *inputs,
    ):
        digest.update(len(item).to_bytes(8, "big"))
        digest.update(item)
    return digest.hexdigest()


def _read(data: bytes) -> CompiledTemplate | None:
    try:
        # The file is this user's own and closed to others (`workspace.read_cache`): as trusted as the program.
        found = pickle.loads(data)
    except _READABLE:
        return None
    return found if isinstance(found, CompiledTemplate) else None
