"""Where the model that ships lies."""

from __future__ import annotations

from pathlib import Path


def default_model() -> Path:
    """The folder of the model that ships: inside an installed package, or in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "models" / "default"
    return installed if installed.is_dir() else package.parent / "models" / "default"
