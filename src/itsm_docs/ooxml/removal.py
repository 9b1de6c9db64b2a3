"""Parts taken out of a package together with everything that speaks of them: relationships and content types.

References to a part in the text of others (a picture in a paragraph) are the caller's care.
Source: ECMA-376 part 2, 9.3 and 10.1.2.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from itsm_docs.ooxml.package import CONTENT_TYPES, Package, relationships
from itsm_docs.ooxml.xml import parse, serialize


def without_parts(parts: Mapping[str, bytes], names: Collection[str]) -> Package:
    """The package without the named parts, their own relationships, and those that lead to them. Raises `Faulty` (OX111)."""
    gone = {*names, *map(_links_of, names)}
    result = {name: data for name, data in parts.items() if name not in gone}
    for source in _sources(result):
        keys = {key for key, _, target in relationships(result, source) if target in names}
        if keys:
            name = _links_of(source)
            root = parse(result[name], name)
            root[:] = [link for link in root if link.get("Id") not in keys]
            result[name] = serialize(root)
    types = parse(result[CONTENT_TYPES], CONTENT_TYPES)
    types[:] = [entry for entry in types if (entry.get("PartName") or "").lstrip("/") not in names]
    result[CONTENT_TYPES] = serialize(types)
    return result


def _links_of(name: str) -> str:
    """The part that holds the relationships of a part, or of the package for ``""``."""
    folder, _, base = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _sources(parts: Mapping[str, bytes]) -> list[str]:
    """The parts, and the package itself, that have relationships."""
    return [name for name in ("", *parts) if _links_of(name) in parts]
