"""Files that are there as a whole or not at all, and on the disk, whenever the power goes."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, text: str, *, draft: Path) -> None:
    """Put ``text`` in the place of what ``path`` holds: a reader finds the old or the new one.

    ``draft`` is a free name on the same disk; nothing stays there. Raises ``OSError``, and then
    ``path`` did not change.
    """
    try:
        draft.write_text(text, encoding="utf-8")
        sync(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def sync_tree(folder: Path) -> None:
    """Bring everything in ``folder`` to the disk."""
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    # Windows opens no folders, and syncs only what may be written.
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
