"""Which services one provider must not give for the same object, as data with their basis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from itsm_docs.standard import _data


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two kinds of services by category. With `testing`, the one is independent testing; with `public`, the law forbids it in
    public purchases only. `message` says why, `basis` by which provision."""

    key: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    message: str
    basis: str
    testing: bool = False
    public: bool = False


@cache
def conflicts() -> tuple[Conflict, ...]:
    """All of them."""
    return tuple(
        Conflict(**{**entry, "one": tuple(entry["one"]), "other": tuple(entry["other"])})
        for entry in _data.read("conflicts.yaml")
    )
