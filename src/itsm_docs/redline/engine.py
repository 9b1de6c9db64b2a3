"""The one seam to python-redlines, whose engine (Docxodus, a program in a wheel) compares two Word files.

Gives back what the engine gave; `tidy` makes it presentable. The engine works offline, on files in the system's temporary
folder. Measured with 2.0.0: its output is always valid, and equal for equal inputs.
"""

from __future__ import annotations

from itsm_docs.errors import unusable

UNDATED = "2000-01-01T00:00:00Z"
"""What the engine is given where a change has no date; it knows no change without one."""


def compare(old: bytes, new: bytes, *, author: str, date: str | None, formatting: bool) -> bytes:
    """The old Word file with the tracked changes that lead to the new one.

    `date` is ISO 8601; `formatting` tells whether changes of formatting are marked too.
    Raises `Unusable`: RL101 the package is missing, RL102 it has no program for this computer, RL103 the program failed.
    """
    try:
        from python_redlines import DocxodusEngine, EngineExecutionError, EngineNotInstalledError
    except ImportError:
        raise unusable("RL101") from None
    try:
        engine = DocxodusEngine()
    except EngineNotInstalledError as error:
        raise unusable("RL101" if isinstance(error.__cause__, ImportError) else "RL102") from None
    except (
        OSError
    ) as error:  # a system or a processor that the package does not know, or a cache that cannot be written
        raise unusable("RL102" if type(error) is OSError and error.errno is None else "RL103", reason=error) from None
    try:
        made: bytes
        made, _, _ = engine.run_redline(
            author, old, new, date_time=date or UNDATED, detect_format_changes=formatting, conflate_spaces=False
        )
    except EngineExecutionError as error:
        raise unusable("RL103", reason=_complaint(error.stderr or error.stdout)) from None
    except OSError as error:
        raise unusable("RL103", reason=error) from None
    return made


def _complaint(said: str | None) -> str:
    """The first line: .NET complains before it lists where in its own code it was."""
    return next((line.strip() for line in (said or "").splitlines() if line.strip()), "程序没有给出原因")
