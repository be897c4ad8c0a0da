"""Where the model that ships lies, and whether a path is a folder at all."""

from __future__ import annotations

from pathlib import Path


def default_model() -> Path:
    """The folder of the model that ships: inside an installed package, or in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "models" / "default"
    return installed if installed.is_dir() else package.parent / "models" / "default"


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; False also where no folder could have that name."""
    try:
        return path.is_dir()
    except OSError:  # a name longer than the file system knows, or no right to look
        return False
