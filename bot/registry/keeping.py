"""Which versions stay when there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.registry.records import SHIPPED, Active, Version

# So many versions are kept unless more of them are pinned.
KEEP: Final = 10


def superfluous(versions: Sequence[Version], active: Active | None, keep: int) -> list[Version]:
    """The versions to remove so that ``keep`` stay, the oldest first.

    Never the active one, its parent, the newest of those that were active before it, or a pinned
    one, however many these are.
    """
    needed: set[str | None] = {version.id for version in versions if version.pinned}
    if active is not None:
        there = {version.id: version for version in versions}
        before = [name for name in active.before if name in there or name == SHIPPED]
        needed |= {active.id, *before[:1]}
        needed |= {there[active.id].parent} if active.id in there else set()
    oldest_first = sorted(versions, key=lambda version: version.added)
    removable = [version for version in oldest_first if version.id not in needed]
    return removable[: max(0, len(versions) - keep)]
