"""A training's private working folder: checkpoints that are sealed when complete, and no others.

The Trainer writes its checkpoints in place, so a killed process can leave half of one behind. Each
that is finished gets a seal with the checksums of its files, written last; only sealed ones count.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emojifier.durable import sync, write_atomically
from trainer.errors import Interrupted, OutputError

_SEAL = "complete.json"
_RUN = "run.json"
_NOTES = "mojibot.json"
_SPOOL = "spool"
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A complete checkpoint; ``notes`` is what the training itself noted beside the weights."""

    folder: Path
    step: int
    notes: Mapping[str, Any]


class Workspace:
    """The folder ``NAME.training`` beside a model folder that is being made.

    Of several processes one is its ``owner``; the others read there and change nothing.
    """

    def __init__(self, output: Path, *, owner: bool = True) -> None:
        target = output.resolve()
        self._owner = owner
        self.folder = target.with_name(f"{target.name}.training")

    def begin(self, *, resume: bool) -> dict[str, Any]:
        """Make the folder; returns what ``describe`` wrote into the run that is to be resumed.

        It is empty where there is nothing to resume. Raises ``OutputError`` where the folder cannot
        be written, or holds an unfinished training that nobody asked to resume.
        """
        found = self.newest()
        if found and not resume:
            raise OutputError(
                f"{self.folder} holds an unfinished training, at step {found.step}: go on with "
                "it by --resume, or remove that folder to begin anew."
            )
        if self._foreign():
            raise OutputError(
                f"{self.folder} holds other things than a training's checkpoints: choose another "
                "--output."
            )
        try:
            if not found:
                self.remove()
            self.folder.mkdir(parents=True, exist_ok=True)
            run = (self.folder / _RUN).read_bytes() if found else b"{}"
        except OSError as error:
            raise OutputError(f"{self.folder} cannot be written: {error.strerror}.") from error
        described: dict[str, Any] = json.loads(run)
        return described

    @property
    def spool(self) -> Path:
        """A folder for rows that are too many for memory; nothing in it is needed to resume."""
        return self.folder / _SPOOL

    def describe(self, run: Mapping[str, Any]) -> None:
        """Note what makes this run what it is, so that no other is taken up in its place."""
        if self._owner:
            _write(self.folder / _RUN, run)

    def newest(self) -> Checkpoint | None:
        """The complete checkpoint with the most steps, its checksums verified."""
        for step, folder in reversed(self._numbered()):
            if _intact(folder):
                notes = json.loads((folder / _NOTES).read_bytes())
                return Checkpoint(folder, step, notes)
        return None

    def seal(self, step: int, notes: Mapping[str, Any]) -> None:
        """Mark the Trainer's checkpoint of ``step`` as complete, then remove those before the last.

        Everything is on the disk, not in its cache, before the seal is: it survives a power cut.
        """
        folder = self.folder / f"checkpoint-{step}"
        _write(folder / _NOTES, notes)
        files = sorted(p for p in folder.iterdir() if p.name != _SEAL)
        for path in files:
            sync(path)
        _write(folder / _SEAL, {path.name: _sha256(path) for path in files})
        sync(self.folder)
        sealed = [old for _, old in self._numbered() if (old / _SEAL).is_file()]
        for old in sealed[:-_KEPT]:
            (old / _SEAL).unlink()
            shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Leave no folder behind in which there is nothing to resume.

        Where there is, a ``KeyboardInterrupt`` becomes ``Interrupted``, which says how to go on.
        """
        try:
            yield
        except BaseException as error:
            if self._owner:
                shutil.rmtree(self.spool, ignore_errors=True)
            found = self.newest()
            if not found:
                self.remove()
            elif isinstance(error, KeyboardInterrupt):
                raise Interrupted(found.step) from None
            raise

    def remove(self) -> None:
        """Remove the folder, unless somebody put other things into it."""
        if self._owner and not self._foreign():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _foreign(self) -> bool:
        names = (path.name for path in self.folder.glob("*"))
        return any(not name.startswith(("checkpoint-", _RUN, _SPOOL)) for name in names)

    def _numbered(self) -> list[tuple[int, Path]]:
        found = ((p.name.partition("-")[2], p) for p in self.folder.glob("checkpoint-*"))
        return sorted((int(step), p) for step, p in found if step.isdecimal() and p.is_dir())


def _intact(folder: Path) -> bool:
    try:
        files: dict[str, str] = json.loads((folder / _SEAL).read_bytes())
        return all(_sha256(folder / name) == digest for name, digest in files.items())
    except (OSError, ValueError):
        return False


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON so that ``path`` holds all of it or does not change."""
    draft = path.with_name(f"{path.name}.part")
    write_atomically(path, json.dumps(content), draft=draft)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
