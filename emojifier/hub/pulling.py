"""A model folder from the Hub: by one pinned commit, bounded, verified, all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeAlias

from huggingface_hub import cached_assets_path, constants, get_session, hf_hub_url
from huggingface_hub.utils import WeakFileLock, hf_raise_for_status

from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from emojifier.errors import HubError, ModelFolderError
from emojifier.folders import is_folder
from emojifier.hub.client import Hub
from emojifier.hub.listing import Listing, RemoteFile, choose
from emojifier.hub.reference import Reference

# Called with the bytes that are there and those wanted in all.
Progress: TypeAlias = Callable[[int, int], None]

# Seconds that the Hub may be silent within a download.
_SILENCE = 30.0
# Room that must remain on the disk, in bytes.
_SPARE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Pulled:
    """A folder that holds ``reference``, a full commit; ``left_out`` names what was not fetched."""

    folder: Path
    reference: Reference
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    name: str
    size: int
    path: Path


def _unwatched(done: int, total: int) -> None:
    """Show nothing."""


def pull(
    wanted: Reference, output: Path, *, hub: Hub | None = None, progress: Progress = _unwatched
) -> Pulled:
    """Fetch a model into ``output``, which must not exist yet, or be empty.

    A branch or tag is resolved to its commit first, and only files of that commit are fetched. What
    an earlier try left beside ``output`` is gone on with. Raises ``HubError``.
    """
    if _holds_something(output):
        raise HubError(f"{output} exists already: choose another folder, or remove it first.")
    return _pull(wanted, output, hub or Hub(), progress)


def cached(wanted: Reference, *, hub: Hub | None = None, progress: Progress = _unwatched) -> Path:
    """The folder of a pinned model in the Hub library's cache (``HF_HOME``), fetched if need be.

    Once it is there, the Hub is not asked again. Raises ``HubError``.
    """
    if not wanted.pinned:
        raise HubError(f"{wanted} names no commit: only a commit's 40 hex digits stay the same.")
    try:
        parent = cached_assets_path(
            "mojibot",
            wanted.repository.replace("/", "--"),
            "models",
            assets_dir=constants.HF_ASSETS_CACHE,
        )
    except OSError as error:
        raise HubError(
            f"{error.filename} cannot be written: set HF_HOME to a folder that can."
        ) from error
    folder = parent / wanted.revision
    if not is_folder(folder):
        _pull(wanted, folder, hub or Hub(), progress)
    return folder


def _pull(wanted: Reference, output: Path, hub: Hub, progress: Progress) -> Pulled:
    with hub.explained(wanted.repository, wanted.revision):
        info = hub.patiently(
            lambda: hub.api.model_info(
                wanted.repository, revision=wanted.revision, files_metadata=True, timeout=_SILENCE
            )
        )
    pinned = Reference(wanted.repository, info.sha or "unknown")
    if not pinned.pinned or (wanted.pinned and pinned != wanted):
        raise HubError(f"The Hub answers for another revision than {wanted}: nothing is fetched.")
    siblings = info.siblings or []
    listing = choose(str(wanted), [RemoteFile(file.rfilename, file.size) for file in siblings])
    stage = output.resolve().parent / f".{output.name}.{pinned.revision[:12]}"
    lock = stage.with_name(f"{stage.name}.lock")
    try:
        stage.parent.mkdir(parents=True, exist_ok=True)
        with WeakFileLock(lock):
            try:
                # Who waited for another process that fetched the same finds it done.
                if not _holds_something(output):
                    _fill(stage, pinned, listing, hub, progress)
                    stage.rename(output)
            finally:
                if not stage.exists():  # nothing is left to go on with
                    lock.unlink(missing_ok=True)
    except OSError as error:
        raise HubError(f"{output} could not be written: {error.strerror or error}.") from error
    return Pulled(output, pinned, listing.left_out)


def _holds_something(output: Path) -> bool:
    return output.is_symlink() or (
        output.exists() and (not output.is_dir() or any(output.iterdir()))
    )


def _fill(stage: Path, pinned: Reference, listing: Listing, hub: Hub, progress: Progress) -> None:
    stage.mkdir(exist_ok=True)
    there = sum(_size(stage / name) for name, _ in listing.files)
    missing = listing.size - there + _SPARE
    free = shutil.disk_usage(stage).free
    if free < missing:
        raise HubError(
            f"{pinned} needs {missing >> 20:,} MiB on the disk of {stage.parent}, and "
            f"{free >> 20:,} MiB are free."
        )
    done = 0
    for name, size in listing.files:
        file = _Wanted(name, size, stage / name)
        file.path.parent.mkdir(exist_ok=True)
        fetch = partial(_fetch, hub, pinned, file, partial(_tell, progress, done, listing.size))
        with hub.explained(pinned.repository, pinned.revision):
            hub.patiently(fetch)
        done += size
    try:
        open_folder(stage, catalogue())
    except ModelFolderError as error:
        shutil.rmtree(stage)
        raise HubError(str(error).replace(str(stage), str(pinned))) from error


def _tell(progress: Progress, before: int, total: int, there: int) -> None:
    progress(before + there, total)


def _fetch(hub: Hub, pinned: Reference, wanted: _Wanted, tell: Callable[[int], None]) -> None:
    """Fetch what is missing of a file; raises ``HubError`` where another size comes than listed."""
    name, size = wanted.name, wanted.size
    with wanted.path.open("ab") as file:
        if file.tell() > size:
            _empty(file)
        if file.tell() == size:
            tell(size)
            return
        url = hf_hub_url(pinned.repository, name, revision=pinned.revision, endpoint=hub.address)
        headers = {**hub.headers, "Range": f"bytes={file.tell()}-"}
        with get_session().stream("GET", url, headers=headers, timeout=_SILENCE) as response:
            hf_raise_for_status(response)
            if response.status_code != 206:  # whoever answers gives the whole file
                _empty(file)
            for chunk in response.iter_bytes():
                if file.tell() + len(chunk) > size:
                    _empty(file)
                    raise HubError(f"{name} of {pinned} is larger than the Hub lists: refused.")
                file.write(chunk)
                tell(file.tell())
        if file.tell() < size:
            raise HubError(f"{name} of {pinned} is shorter than the Hub lists: refused.")


def _empty(file: BinaryIO) -> None:
    file.seek(0)
    file.truncate()


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
