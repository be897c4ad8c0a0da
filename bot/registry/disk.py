"""Changes on disk that are there as a whole or not at all, whenever the power goes."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

from bot.registry.errors import RegistryError
from emojifier.artifact import MANIFEST, Manifest
from emojifier.durable import sync, sync_tree, write_atomically

# Room that must remain on the disk, in bytes.
SPARE: Final = 64 * 2**20
# What begins so is being made or removed, and no version.
_MAKING: Final = ".making-"
_LOCK: Final = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one caller at a time change what is in ``folder``, over all processes and threads.

    The kernel lets go of the lock when its holder dies, so that it is never stale. What a killed
    process left half-made is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _sweep(folder)
        yield


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A new folder inside ``folder``, hidden and removed at the end unless it was renamed.

    Nobody sweeps it away as long as its maker lives.
    """
    made = _name(folder)
    with ExitStack() as stack:
        with locked(folder):
            made.mkdir()
            descriptor = stack.enter_context(_opened(made))
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            stack.callback(shutil.rmtree, made, ignore_errors=True)
        yield made


def write(path: Path, text: str) -> None:
    """Put ``text`` in the place of what ``path`` holds; see ``durable.write_atomically``."""
    write_atomically(path, text, draft=_name(path.parent))


def copy_model(source: Path, target: Path, manifest: Manifest) -> None:
    """Copy a model folder into the empty ``target``, and bring it to the disk.

    What is no part of the model, such as a training's saved places, is left out. They are copies
    and not links, since the next training may write over the files of ``source``. Raises
    ``RegistryError`` where the disk has no room for them.
    """
    names = [MANIFEST, *manifest.files]
    size = sum((source / name).stat().st_size for name in names)
    free = shutil.disk_usage(target).free
    if free < size + SPARE:
        raise RegistryError(
            f"The model needs {(size + SPARE) >> 20:,} MiB on the disk of {target.parent}, and "
            f"{free >> 20:,} MiB are free: make room, or remove old versions."
        )
    for name in names:
        shutil.copyfile(source / name, target / name)
    if (source / "README.md").is_file():
        shutil.copyfile(source / "README.md", target / "README.md")
    if (source / "report").is_dir():
        shutil.copytree(source / "report", target / "report")
    sync_tree(target)


def remove_tree(folder: Path) -> None:
    """Remove ``folder``: gone at once for everybody who looks, file by file afterwards."""
    gone = _name(folder.parent)
    folder.rename(gone)
    sync(folder.parent)
    shutil.rmtree(gone)


def size_of(folder: Path) -> int:
    """Bytes of all files in ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _name(folder: Path) -> Path:
    return folder / f"{_MAKING}{uuid4().hex}"


def _sweep(folder: Path) -> None:
    for path in folder.glob(f"{_MAKING}*"):
        if not path.is_dir():
            path.unlink(missing_ok=True)
            continue
        # Its maker lives, and may be removing it just now.
        with suppress(BlockingIOError, FileNotFoundError), _opened(path) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
