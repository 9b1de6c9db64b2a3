"""A small valid engagement from plain data, to be changed one value at a time. Data for tests only; holds no assertions.

The example is ``engagement.yaml`` beside this file; every scalar is the text that a user would write.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from itsm_docs.inputs.packs import GENERAL, general_pack
from itsm_docs.model import Engagement
from itsm_docs.rules import check

REMOVED = object()
"""The value of a change that takes a key or a list item away."""


@cache
def _data() -> dict[str, Any]:
    text = Path(__file__).with_name("engagement.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    # What every engagement takes from the general packs unless it says otherwise.
    for name, (key, _) in GENERAL.items():
        if key not in data:
            data[key] = general_pack(name, Engagement, ("commercial", "continuous", "project")).engagement[key]
    return data


def plain_data() -> dict[str, Any]:
    """The raw values of the engagement, as a loader hands them to the model; a fresh copy every time."""
    return deepcopy(_data())


def a_metric() -> dict[str, Any]:
    """Its availability metric: three bands under 99.9, floor at 99, example 99.65."""
    metric: dict[str, Any] = plain_data()["services"][0]["metrics"][0]
    return metric


def changed(data: Any, changes: dict[str, Any]) -> Any:
    """The data with values put at dotted paths; an index just past the end appends, `REMOVED` takes away."""
    for path, value in changes.items():
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        holder = data
        for step in way:
            holder = holder[step]
        if value is REMOVED:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value
    return data


def an_engagement(**changes: Any) -> Engagement:
    """The small engagement with some values changed: ``an_engagement(**{"services.0.metrics.0.target": "99"})``."""
    return Engagement.model_validate(changed(plain_data(), changes))


def findings_of(**changes: Any) -> list[str]:
    """What the rules say about the changed engagement, as ``RU101 priorities.levels.1.response``."""
    found = check(an_engagement(**changes))
    return [f"{one.code} {'.'.join(str(step) for step in one.where.path or ())}" for one in found]
