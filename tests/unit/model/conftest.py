"""Lets these tests import the shared builders of tests/helpers."""

import sys
from pathlib import Path

HELPERS_PARENT = str(Path(__file__).resolve().parents[2])
if HELPERS_PARENT not in sys.path:
    sys.path.append(HELPERS_PARENT)
