"""A model folder as a version: what its manifest says, and whether its files are as they were."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from bot.registry.disk import size_of
from bot.registry.records import SHIPPED, Version
from emojifier.artifact import Manifest, folder_digest, open_folder
from emojifier.catalogue import catalogue
from emojifier.errors import ModelFolderError
from emojifier.folders import default_model


def describe(
    folder: Path,
    manifest: Manifest,
    *,
    by: str,
    parent: str | None = None,
    reason: str | None = None,
) -> Version:
    """A version of now; its id is made of the model's name and the first 8 digits of its digest."""
    digest = folder_digest(folder)
    name = re.sub(r"[^A-Za-z0-9._]+", "-", f"{manifest.name}-{manifest.version}").strip("-._")
    return Version(
        id=f"{name[:80] or 'model'}-{digest[:8]}",
        title=f"{manifest.name} {manifest.version} ({digest[:4]}…)",
        digest=digest,
        parent=parent,
        base=manifest.base.name,
        data=tuple(str(source) for source in manifest.data),
        metrics=manifest.metrics,
        added=datetime.now(UTC),
        by=by,
        size=size_of(folder),
        reason=reason,
    )


def shipped() -> Version:
    """The model that ships, as a version. Raises ``ModelFolderError`` where it is damaged."""
    folder = default_model()
    manifest = open_folder(folder, catalogue())
    return describe(folder, manifest, by="mojibot").model_copy(
        update={"id": SHIPPED, "added": datetime.fromisoformat(manifest.created), "pinned": True}
    )


def trouble(folder: Path) -> str | None:
    """A sentence on what is wrong with a model folder's files, or None; reads all of them."""
    try:
        open_folder(folder, catalogue())
    except ModelFolderError as error:
        return str(error)
    return None
