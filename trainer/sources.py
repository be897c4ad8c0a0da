"""The compressed source files beside this package: opened here and nowhere else."""

from __future__ import annotations

import io
import json
import lzma
from pathlib import Path
from typing import Any, TextIO

_SOURCES = Path(__file__).parent / "data" / "sources"


def open_source(name: str) -> TextIO:
    """Open a source as UTF-8 text, for example ``unicode/emoji-test-17.0.txt``."""
    return io.TextIOWrapper(lzma.open(_SOURCES / f"{name}.xz"), encoding="utf-8", newline="")


def read_json(name: str) -> Any:
    """Read a JSON source."""
    with open_source(name) as file:
        return json.load(file)
