"""Kills a change with SIGKILL before each of its lines in turn, and looks at what is left.

python -m tests.bot.registry.killing register|move|activate|rollback|remove|pin FOLDER MODEL

``FOLDER`` is a registry, ``MODEL`` a model folder to take in. Prints one line for each kill: the
active version, the registered ones, and whether a next change works.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import bot.registry.registry
import emojifier.durable
from bot.registry import Registry
from tests.bot.registry.folders import checked

TRACED = (str(Path(bot.registry.registry.__file__).parent), emojifier.durable.__file__)


def change(kind: str, registry: Registry, model: Path) -> None:
    """The change that is cut off."""
    newest = registry.versions()[0].id
    match kind:
        case "register":
            registry.register(model, parent=newest, by="bob")
        case "move":
            registry.register(model, parent=newest, by="bob", move=True)
        case "activate":
            registry.activate(newest, "bob")
        case "rollback":
            registry.rollback("bob")
        case "remove":
            registry.remove(newest)
        case "pin":
            registry.pin(newest, True)


def killed_before(line: int, run: Callable[[], None]) -> bool:
    """Whether ``run``, in a child of this process, came as far as its ``line``-th new line."""
    child = os.fork()
    if not child:
        passed: set[tuple[str, int]] = set()

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            if not frame.f_code.co_filename.startswith(TRACED):
                return None
            if event == "line":
                passed.add((frame.f_code.co_filename, frame.f_lineno))
                if len(passed) > line:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        run()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(kind: str, folder: Path, model: Path) -> None:
    """Go through all lines, from the same start each time."""
    for line in count():
        registry = Registry(folder.with_name("killed"), trial=checked)
        again = model.with_name("again")
        shutil.copytree(folder, registry.path)
        shutil.copytree(model, again)
        killed = killed_before(line, partial(change, kind, registry, again))
        active = registry.active()
        seen = {
            "active": active.id if active else None,
            "versions": {v.id: registry.check(v.id) for v in registry.versions()},
            "pinned": [v.id for v in registry.versions() if v.pinned],
        }
        registry.prune(100)  # waits for nobody, and clears away what is half-made
        seen["left"] = sorted(p.name for p in registry.path.iterdir() if p.name[0] == ".")
        print(json.dumps(seen))  # noqa: T201
        shutil.rmtree(registry.path)
        shutil.rmtree(again, ignore_errors=True)
        if not killed:
            break


if __name__ == "__main__":
    # What a killed process has written the kernel still brings to the disk: no need to wait for it.
    with patch("os.fsync"):
        main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
