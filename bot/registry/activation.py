"""How activations and rollbacks change which version answers: plain values in and out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.registry.records import SHIPPED, Active

# Versions that answered before, remembered for a rollback.
REMEMBERED: Final = 20


def activated(
    old: Active | None, version: str, *, by: str, now: datetime, setting: str | None = None
) -> Active:
    """``version`` after ``old``; where none was ever activated, the shipped one has answered.

    ``setting`` is the version that ``MODEL`` names, where that is known to have changed.
    """
    before = (old.id, *old.before) if old else (SHIPPED,)
    return Active(
        id=version,
        since=now,
        by=by,
        before=tuple(name for name in before if name != version)[:REMEMBERED],
        setting=setting or (old.setting if old else None),
    )


def rolled_back(
    old: Active | None, *, by: str, now: datetime, is_good: Callable[[str], bool]
) -> Active | None:
    """The newest of the versions before ``old`` that ``is_good``; None where there is none."""
    if old is None:
        return None
    for i, version in enumerate(old.before):
        if is_good(version):
            update = {"id": version, "since": now, "by": by, "before": old.before[i + 1 :]}
            return old.model_copy(update=update)
    return None
