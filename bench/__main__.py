"""``python -m bench``: run A B A B … and print the median of the pairwise ratios.

Each figure is a whole process. What is watched: the models stay cheap to import, and building stays near the floor of
what it must import anyway.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import auditing, filling, together

ROUNDS = 7
ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "minimal"


def seconds(arguments: list[str]) -> float:
    """The wall time of one Python process, in seconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def ratio(name: str, measured: list[str], baseline: list[str], baseline_name: str) -> None:
    """Print the median, least and greatest ratio of the pairs."""
    seconds(measured)
    seconds(baseline)
    pairs = [(seconds(measured), seconds(baseline)) for _ in range(ROUNDS)]
    ratios = sorted(a / b for a, b in pairs)
    middle = statistics.median(a for a, _ in pairs) * 1000
    print(
        f"{name}: {statistics.median(ratios):.2f} x {baseline_name}  ({ratios[0]:.2f}–{ratios[-1]:.2f}; {middle:.0f} ms)"
    )


def main() -> None:
    """Every figure."""
    ratio("import itsm_docs.model", ["-c", "import itsm_docs.model"], ["-c", "import pydantic"], "import pydantic")
    floor = ["-c", "import itsm_docs.model, jinja2, yaml, click"]
    with tempfile.TemporaryDirectory() as folder:
        build = ["-m", "itsm_docs", "build", str(SAMPLE), "-o", folder]
        ratio(
            "itsm-docs build samples/minimal, warm template cache",
            build,
            floor,
            "import itsm_docs.model, jinja2, yaml, click",
        )
    filling.main()
    auditing.main(str(ROOT / "samples" / "port-operations"))
    together.main(seconds, str(ROOT / "samples" / "port-operations"))


if __name__ == "__main__":
    main()
