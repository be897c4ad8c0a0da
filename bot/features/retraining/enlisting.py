"""``python -m bot.features.retraining.enlisting``: put a new model among the versions.

A process of its own, since checking a model loads it. Reads a JSON ``Entry`` as its argument and
prints the version; a failure is a sentence on standard error, and exit code 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.registry.keeping import KEEP
from bot.registry.registry import Registry
from emojifier.errors import EmojifierError

MODULE = "bot.features.retraining.enlisting"


class Entry(BaseModel):
    """What ``Registry.register`` is called with, for the registry in the folder ``registry``."""

    model_config = ConfigDict(frozen=True)

    registry: Path
    folder: Path
    parent: str
    by: str
    reason: str | None


def enlist(entry: Entry) -> str:
    """Register the model; returns the version as JSON. Raises ``EmojifierError`` or ``OSError``."""
    registry = Registry(entry.registry)
    version = registry.register(entry.folder, parent=entry.parent, by=entry.by, reason=entry.reason)
    registry.prune(KEEP)
    return version.model_dump_json()


if __name__ == "__main__":
    try:
        sys.stdout.write(enlist(Entry.model_validate_json(sys.argv[1])))
    except (EmojifierError, OSError) as error:
        sys.exit(str(error))
