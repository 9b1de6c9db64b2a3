"""Six documents in one build against the same six built one by one: a set shares its start, and must not pay for being a set."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable

KINDS = ("contract", "plan", "sla", "process", "documents", "privacy")
ROUNDS = 3


def main(seconds: Callable[[list[str]], float], sample: str) -> None:
    """Print the median of: the set ÷ (one start + what each document takes beyond its start).

    `seconds` times one Python process with the given arguments. A start is `validate`: the project is read and checked,
    nothing is filled.
    """
    with tempfile.TemporaryDirectory() as folder:
        build = ["-m", "itsm_docs", "build", sample, "-o", folder]
        seconds(build)  # the templates are compiled once and cached
        ratios = []
        for _ in range(ROUNDS):
            start = seconds(["-m", "itsm_docs", "validate", sample])
            fills = sum(max(seconds([*build, "--only", kind]) - start, 0) for kind in KINDS)
            whole = seconds([*build, "--only", ",".join(KINDS)])
            ratios.append(whole / (start + fills))
            print(f"  six {whole:.2f} s; start {start:.2f} s + fills {fills:.2f} s")
    print(f"{sample}: six documents ÷ (one start + six fills): {statistics.median(ratios):.2f}")
