"""One confined command from its start to its end, and why it failed, in a sentence."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.features.retraining.confined import Confinement
from bot.features.retraining.processes import finish, spawn
from bot.features.retraining.recipe import environment

# No report is longer; whatever is does not fill the bot's memory.
_MOST_OUTPUT: Final = 4 * 2**20
_MOST_ERRORS: Final = 64 * 2**10
# What Python, C++, the loader of libraries and PyTorch say where memory runs out.
_MEMORY: Final = (
    *("MemoryError", "bad_alloc", "can't allocate memory", "Cannot allocate memory"),
    *("failed to map segment", "out of memory", "error return without exception set"),
)
_DISK: Final = ("No space left", "os error 28", "File too large", "os error 27", "Disk quota")
OUT_OF_MEMORY: Final = (
    "The memory ran out: train when less else runs on this machine, or give it more memory."
)
_KILLED: Final = (
    "Its process was killed from outside, as happens where the memory runs out: train when less "
    "else runs on this machine."
)
FULL_DISK: Final = "The disk is full: make room, for example with models remove, and try again."
_UNKNOWN: Final = "It ended unexpectedly; the bot's log says more."
_PREFIX: Final = re.compile(r"^mojibot-\w+: ")
_OPTION: Final = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: ``code`` None where it took too long, and what it printed."""

    code: int | None
    output: bytes
    errors: str


async def run(
    command: tuple[str, ...],
    confinement: Confinement,
    folder: Path,
    *,
    seconds: float,
    lock: int | None = None,
) -> Ran:
    """Run ``command`` to its end, its files in ``folder``; killed with whoever waits for it.

    Raises ``OSError`` where it cannot be started.
    """
    output, errors = folder / "output", folder / "errors.txt"
    for file in (output, errors):
        file.unlink(missing_ok=True)
    child = spawn(
        confinement.command(command),
        environment=environment(confinement, folder),
        output=output,
        errors=errors,
        lock=lock,
    )
    code = await finish(child, seconds)
    return Ran(code, _read(output, _MOST_OUTPUT), tail_of(errors))


def tail_of(errors: Path) -> str:
    """The end of what a process said on standard error; empty where it said nothing."""
    try:
        with errors.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _MOST_ERRORS))
            return file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""


def why(
    code: int | None, errors: str, said: str | None = None, names: Mapping[str, str] | None = None
) -> str:
    """The sentence for an operator: why a command failed.

    ``said`` is what it said itself on its progress; ``names`` are what paths in it are called.
    """
    if any(sign in errors for sign in _MEMORY):
        return OUT_OF_MEMORY
    if any(sign in errors or sign in (said or "") for sign in _DISK) or code == -signal.SIGXFSZ:
        return FULL_DISK
    if said and not said.startswith("unexpected:"):
        return _readable(said, names or {})
    if code is None:
        return "It took too long and was ended: try fewer rows."
    if code == -signal.SIGKILL:
        return _KILLED
    last = errors.strip().splitlines()[-1:] if code == 1 and "Traceback" not in errors else []
    return _readable(_PREFIX.sub("", last[0]), names or {}) if last else _UNKNOWN


def _readable(sentence: str, names: Mapping[str, str]) -> str:
    """Without this machine's paths, and options in words."""
    for path, name in names.items():
        sentence = sentence.replace(path, name)
    return _OPTION.sub(lambda option: option[1].replace("-", " "), sentence)


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
