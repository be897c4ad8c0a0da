"""``Registry``: the folder of model versions, and which of them answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from bot.registry import disk
from bot.registry.activation import activated, rolled_back
from bot.registry.describing import describe, shipped, trouble
from bot.registry.errors import RegistryError
from bot.registry.keeping import superfluous
from bot.registry.records import SHIPPED, Active, Version, VersionId
from bot.registry.trial import answers_well
from emojifier.artifact import Manifest, folder_digest, open_folder
from emojifier.catalogue import catalogue
from emojifier.durable import sync, sync_tree
from emojifier.errors import EmojifierError
from emojifier.folders import default_model, is_folder

log = logging.getLogger(__name__)

RECORD: Final = "registered.json"
ACTIVE: Final = "active.json"
_IDS: Final = TypeAdapter[str](VersionId)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A folder in the registry's that is no version; ``reason`` is a sentence."""

    name: str
    reason: str


class Registry:
    """Model versions in ``folder``, one folder each with its record inside, and ``active.json``.

    Any number of processes and threads may use the same folder. All methods block, those that
    check a model for seconds. Where the disk does not do as it should, they raise ``OSError``.
    """

    def __init__(self, folder: Path, *, trial: Callable[[Path], Manifest] = answers_well) -> None:
        """``trial`` checks a model folder, and raises ``EmojifierError`` where it will not do."""
        self.path = folder
        self._trial = trial

    def versions(self) -> list[Version]:
        """All registered versions, the newest first, without the one that ships."""
        if not is_folder(self.path):
            return []
        found = (self._read(path) for path in self.path.iterdir() if _may_be_version(path))
        return sorted(filter(None, found), key=lambda v: (v.added, v.id), reverse=True)

    def find(self, name: str) -> Version:
        """The version of this id, or of the only id or digest that begins so.

        Raises ``RegistryError`` where there is none, or more than one.
        """
        found = _called(name, self.versions()) or _called(name, _shipped())
        match found:
            case [version]:
                return version
            case []:
                raise RegistryError(
                    f"There is no version {name[:100]!r}: models list shows those that there are."
                )
            case several:
                names = ", ".join(version.id for version in several)
                raise RegistryError(f"{name!r} may be any of {names}: write more of the id.")

    def id_of(self, digest: str) -> str | None:
        """The id of the model with this digest; None where it is not registered."""
        found = (version.id for version in self.versions() if version.digest == digest)
        return next(found, SHIPPED if digest == folder_digest(default_model()) else None)

    def folder(self, version: str) -> Path:
        """Where the model of this id lies, whether it is there or not."""
        return default_model() if version == SHIPPED else self.path / version

    def active(self) -> Active | None:
        """Which version answers; None where none was ever activated, and so the shipped one does.

        An ``active.json`` that cannot be read is logged, and reads as None.
        """
        try:
            return Active.model_validate_json((self.path / ACTIVE).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValidationError):
            log.error("%s cannot be read, so no version counts as active", self.path / ACTIVE)
            return None

    def register(
        self,
        folder: Path,
        *,
        parent: str | None,
        by: str,
        reason: str | None = None,
        move: bool = False,
    ) -> Version:
        """Check a model folder through and take it in, as a copy or, with ``move``, itself.

        A model that is there already stays as it is, unless its files were damaged: then these
        take their place. With ``move`` the folder must lie on the registry's own file system.
        Raises ``EmojifierError`` with one sentence, and nothing was changed.
        """
        manifest = self._trial(folder)
        with disk.making(self.path) as made:
            source = folder
            if not move:
                disk.copy_model(folder, made, manifest)
                open_folder(made, catalogue())
                source = made
            version = describe(source, manifest, parent=parent, by=by, reason=reason)
            with disk.locked(self.path):
                known = next((v for v in self.versions() if v.digest == version.digest), None)
                if known is not None:
                    if trouble(self.folder(known.id)) is None:
                        return known
                    disk.remove_tree(self.folder(known.id))
                    version = known.model_copy(update={"size": version.size})
                elif self.folder(version.id).exists():
                    raise RegistryError(
                        f"{self.folder(version.id)} is in the way: move it elsewhere first."
                    )
                disk.write(source / RECORD, version.model_dump_json(indent=1))
                if move:
                    sync_tree(source)
                source.rename(self.folder(version.id))
                sync(self.path)
        log.info("a model was registered", extra={"version": version.id, "by": by})
        return version

    def discover(self) -> list[Stranger]:
        """Register, where they lie, folders that somebody put there; returns the wrong ones.

        They are pinned, since nobody else may have a copy.
        """
        refused = ((path, self._adopt(path)) for path in self.unregistered())
        return [Stranger(path.name, reason) for path, reason in refused if reason is not None]

    def unregistered(self) -> list[Path]:
        """Folders in the registry's that are no version, or not yet."""
        if not is_folder(self.path):
            return []
        there = sorted(path for path in self.path.iterdir() if _may_be_version(path))
        return [path for path in there if self._read(path) is None]

    def activate(self, version: str, by: str, *, setting: str | None = None) -> Active:
        """Let a version answer from now on, in all processes; ``version`` as ``find`` takes it.

        ``setting`` is the version that ``MODEL`` names, where that is why. Raises
        ``RegistryError``, and then the old one answers on.
        """
        with disk.locked(self.path):
            found = self.find(version)
            wrong = trouble(self.folder(found.id))
            if wrong is not None:
                raise RegistryError(f"{found.id} cannot be activated: {wrong}")
            now = datetime.now(UTC)
            return self._put(activated(self.active(), found.id, by=by, now=now, setting=setting))

    def rollback(self, by: str) -> Active:
        """Let the version answer that did before the active one, or the last good one before it.

        Raises ``RegistryError`` where none is left.
        """
        with disk.locked(self.path):
            new = rolled_back(
                self.active(),
                by=by,
                now=datetime.now(UTC),
                is_good=lambda version: trouble(self.folder(version)) is None,
            )
            if new is None:
                raise RegistryError(
                    "No version that is still there was active before: choose one with models "
                    "activate."
                )
            return self._put(new)

    def forget_setting(self) -> None:
        """Note that ``MODEL`` is not set any more."""
        with disk.locked(self.path):
            active = self.active()
            if active is not None:
                self._put(active.model_copy(update={"setting": None}))

    def remove(self, version: str) -> Version:
        """Remove a version and its files. Raises ``RegistryError`` where it must stay."""
        with disk.locked(self.path):
            found = self.find(version)
            active = self.active()
            if found.id == SHIPPED:
                raise RegistryError("The model that ships cannot be removed.")
            if active is not None and active.id == found.id:
                raise RegistryError(f"{found.id} is active: activate another version first.")
            if found.pinned:
                raise RegistryError(f"{found.id} is pinned: unpin it first.")
            disk.remove_tree(self.folder(found.id))
        log.info("a model was removed", extra={"version": found.id})
        return found

    def pin(self, version: str, pinned: bool) -> Version:
        """Keep a version from being removed, or let it go again."""
        with disk.locked(self.path):
            found = self.find(version)
            if found.id == SHIPPED:
                raise RegistryError("The model that ships always stays.")
            changed = found.model_copy(update={"pinned": pinned})
            record = self.folder(found.id) / RECORD
            disk.write(record, changed.model_dump_json(indent=1))
        return changed

    def prune(self, keep: int) -> list[Version]:
        """Remove the oldest versions until ``keep`` are left; see ``superfluous``."""
        with disk.locked(self.path):
            gone = superfluous(self.versions(), self.active(), keep)
            for version in gone:
                disk.remove_tree(self.folder(version.id))
        for version in gone:
            log.info("an old model was removed", extra={"version": version.id})
        return gone

    def check(self, version: str) -> str | None:
        """A sentence on what is wrong with a version's files, or None."""
        return trouble(self.folder(version))

    def _put(self, active: Active) -> Active:
        disk.write(self.path / ACTIVE, active.model_dump_json(indent=1))
        log.info("a model is active", extra={"version": active.id, "by": active.by})
        return active

    def _adopt(self, path: Path) -> str | None:
        if not _is_id(path.name):
            return "Rename it: a version's name has letters, digits, points and dashes alone."
        try:
            manifest = self._trial(path)
        except EmojifierError as error:
            return str(error)
        version = describe(path, manifest, by="found").model_copy(
            update={"id": path.name, "pinned": True}
        )
        with disk.locked(self.path):
            if self._read(path) is None:
                known = self.id_of(version.digest)
                if known is not None:
                    return f"It is the same model as {known}: remove this copy."
                disk.write(path / RECORD, version.model_dump_json(indent=1))
        return None

    def _read(self, path: Path) -> Version | None:
        """The record in ``path``; None where it is of another folder, damaged or not there."""
        try:
            version = Version.model_validate_json((path / RECORD).read_bytes())
        except (OSError, ValidationError):
            return None
        return version if version.id == path.name else None


def _called(name: str, versions: list[Version]) -> list[Version]:
    exact = [version for version in versions if version.id == name]
    return exact or [v for v in versions if v.id.startswith(name) or v.digest.startswith(name)]


def _shipped() -> list[Version]:
    try:
        return [shipped()]
    except EmojifierError:
        return []


def _is_id(name: str) -> bool:
    try:
        return _IDS.validate_python(name) != SHIPPED
    except ValidationError:
        return False


def _may_be_version(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_dir()
