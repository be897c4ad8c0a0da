"""What a starting bot serves: the active version, ``MODEL``, or the last good one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.registry import SHIPPED, Registry, Version
from bot.registry.keeping import KEEP
from bot.registry.serving import candidates, take_up
from emojifier.errors import ModelFolderError
from tests.bot.registry.folders import checked, damage, light

Add = Callable[..., Version]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """What ``MODEL`` names."""
    return light(tmp_path / "model", "mine")


def _serves(registry: Registry, model: Path | None = None) -> str:
    """The name of the model that answers after a start."""
    take_up(registry, model)
    first = next(candidates(registry, model))
    folder = first if isinstance(first, Path) else registry.folder(first)
    return checked(folder).name


def test_without_settings_the_model_that_ships_is_served_and_nothing_is_written(
    registry: Registry,
) -> None:
    assert _serves(registry) == "mojibot"
    assert not registry.path.exists()


def test_model_is_registered_once_and_served(registry: Registry, model: Path) -> None:
    assert [_serves(registry, model) for _ in range(3)] == ["mine"] * 3
    [version] = registry.versions()
    assert version.by == "MODEL"


def test_a_later_activation_wins_until_model_changes(
    registry: Registry, model: Path, add: Add, tmp_path: Path
) -> None:
    assert _serves(registry, model) == "mine"
    registry.activate(add("activated").id, "ada")
    assert _serves(registry, model) == "activated"
    assert _serves(registry, light(tmp_path / "next", "next")) == "next"
    assert registry.rollback("ada").id.startswith("activated")
    assert _serves(registry, tmp_path / "next") == "activated"


def test_taking_model_away_brings_back_the_model_that_ships(
    registry: Registry, model: Path
) -> None:
    assert [_serves(registry, model), _serves(registry), _serves(registry, model)] == [
        "mine",
        "mojibot",
        "mine",
    ]


def test_taking_model_away_leaves_what_was_activated_since(
    registry: Registry, model: Path, add: Add
) -> None:
    _serves(registry, model)
    registry.activate(add("activated").id, "ada")
    assert _serves(registry) == "activated"
    assert _serves(registry, model) == "mine"


def test_a_model_that_will_not_do_is_refused_whatever_is_active(
    registry: Registry, model: Path, add: Add, tmp_path: Path
) -> None:
    registry.activate(add("activated").id, "ada")
    damage(model)
    for wrong in (model, tmp_path / "nowhere"):
        with pytest.raises(ModelFolderError):
            take_up(registry, wrong)
    active = registry.active()
    assert active is not None
    assert active.id.startswith("activated")


def test_looking_at_what_would_be_served_changes_nothing(registry: Registry, model: Path) -> None:
    assert list(candidates(registry, model)) == [model]
    assert list(candidates(registry, None)) == [SHIPPED]
    assert not registry.path.exists()


def test_the_versions_before_the_active_one_stand_in_for_it(registry: Registry, add: Add) -> None:
    ids = [add(name).id for name in ("first", "second", "third")]
    for name in ids:
        registry.activate(name, "ada")
    assert list(candidates(registry, None)) == [*reversed(ids), SHIPPED]


def test_a_registered_model_that_was_damaged_is_mended_from_its_folder(
    registry: Registry, model: Path
) -> None:
    _serves(registry, model)
    [version] = registry.versions()
    damage(registry.folder(version.id))
    assert _serves(registry, model) == "mine"
    assert registry.check(version.id) is None


def test_without_a_folder_to_write_to_model_is_served_from_where_it_lies(
    model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    registry = Registry(tmp_path / "file" / "models", trial=checked)
    assert _serves(registry, model) == "mine"
    assert "set MODELS_DIR" in caplog.text


def test_models_that_came_and_went_do_not_fill_the_disk(registry: Registry, tmp_path: Path) -> None:
    for number in range(KEEP + 2):
        _serves(registry, light(tmp_path / str(number), f"model-{number}"))
    assert len(registry.versions()) == KEEP


def test_a_folder_put_there_is_registered_and_a_wrong_one_named(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    light(registry.path / "mine", "mine")
    (registry.path / "notes").mkdir()
    assert _serves(registry) == "mojibot"
    assert [version.id for version in registry.versions()] == ["mine"]
    assert "notes is no version" in caplog.text
