"""Model folders for tests of the registry: real ones, and such that only look the part."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from emojifier.artifact import MANIFEST, Manifest, open_folder, write_manifest
from emojifier.catalogue import catalogue
from emojifier.folders import default_model


def checked(folder: Path) -> Manifest:
    """All of the checks but the model's answers, which need torch and a second each."""
    return open_folder(folder, catalogue())


def renamed(model: Path, target: Path, name: str) -> Path:
    """A copy of ``model`` in ``target`` that is a model of its own, called ``name``."""
    shutil.copytree(model, target)
    content = json.loads((target / MANIFEST).read_bytes()) | {"name": name}
    (target / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    return target


def light(target: Path, name: str) -> Path:
    """What has the files and checksums of a model, and weighs nothing; it cannot answer."""
    target.mkdir(parents=True)
    manifest = checked(default_model())
    for file in manifest.files:
        (target / file).write_text(f"{name}'s {file}", encoding="utf-8")
    write_manifest(target, manifest.model_copy(update={"name": name}))
    return target


def damage(folder: Path) -> None:
    """Change a byte of the weights."""
    weights = folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
