"""Standard output as a command finds it: of any encoding, closed, full, or with nobody reading."""

from __future__ import annotations

import io
import os
import sys


def open_output() -> None:
    """Write UTF-8 whatever the locale says; raises ``OSError`` where standard output is closed."""
    if sys.stdout is None:
        raise OSError("Standard output is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def give_up(program: str, error: OSError) -> int:
    """Say what ended the reading or writing, and return the exit code.

    A reader that has gone, as in ``| head``, is no failure: 0 and not a word; else 1.
    """
    if sys.stdout is not None:
        # Point it elsewhere, so that the interpreter's last flush does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    place = f" ({error.filename})" if error.filename else ""
    sys.stderr.write(f"{program}: {error.strerror or error}{place}.\n")
    return 1
