"""Registries of a test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.registry import Registry, Version
from tests.bot.registry.folders import checked, light


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """One that is empty, and takes models without asking them anything."""
    return Registry(tmp_path / "models", trial=checked)


@pytest.fixture
def add(registry: Registry, tmp_path: Path) -> Callable[..., Version]:
    """Register a light model of the given name."""

    def add(name: str, parent: str | None = None) -> Version:
        return registry.register(light(tmp_path / name, name), parent=parent, by="ada")

    return add
