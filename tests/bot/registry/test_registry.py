"""The registry of models: what may come in, what answers, and what goes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.registry import SHIPPED, Registry, RegistryError, Version
from bot.registry.disk import SPARE
from bot.registry.registry import RECORD
from emojifier.errors import ModelFolderError
from tests.bot.registry.folders import checked, damage, light

Add = Callable[..., Version]


def test_an_empty_registry_has_no_versions_and_makes_no_folder(registry: Registry) -> None:
    assert registry.versions() == []
    assert registry.active() is None
    assert registry.discover() == []
    assert not registry.path.exists()


def test_a_version_is_described_by_its_model(registry: Registry, add: Add) -> None:
    old = add("old")
    version = registry.register(
        registry.folder(old.id), parent=None, by="ada"
    )  # the same model once more
    assert version == old
    new = add("Emojis für alle!", parent=old.id)
    number = checked(registry.folder(new.id)).version
    assert new.id == f"Emojis-f-r-alle-{number}-{new.digest[:8]}"
    assert new.title == f"Emojis für alle! {number} ({new.digest[:4]}…)"
    assert new.parent == old.id
    assert new.metrics["hit@1"] > 0
    assert registry.versions() == [new, old]
    assert checked(registry.folder(new.id)).name == "Emojis für alle!"


def test_a_registered_copy_does_not_follow_its_source(registry: Registry, tmp_path: Path) -> None:
    source = light(tmp_path / "source", "mine")
    (source / "checkpoint-7").mkdir()
    (source / "notes.md").write_text("private")
    version = registry.register(source, parent=None, by="ada")
    damage(source)
    assert registry.check(version.id) is None
    names = {path.name for path in registry.folder(version.id).iterdir()}
    assert names.isdisjoint({"checkpoint-7", "notes.md"})


def test_a_version_is_known_by_its_digest(registry: Registry, add: Add) -> None:
    version = add("old")
    assert registry.id_of(version.digest) == version.id
    assert registry.id_of(registry.find(SHIPPED).digest) == SHIPPED
    assert registry.id_of("0" * 64) is None


def test_a_moved_folder_is_there_once(registry: Registry, tmp_path: Path) -> None:
    source = light(tmp_path / "source", "mine")
    version = registry.register(source, parent=None, by="ada", move=True, reason="worse")
    assert not source.exists()
    assert registry.check(version.id) is None
    assert registry.find(version.id).reason == "worse"


@pytest.mark.parametrize("move", [False, True])
def test_a_damaged_folder_is_refused_and_left_where_it_is(
    registry: Registry, tmp_path: Path, move: bool
) -> None:
    source = light(tmp_path / "source", "mine")
    damage(source)
    with pytest.raises(ModelFolderError, match="checksum"):
        registry.register(source, parent=None, by="ada", move=move)
    assert registry.versions() == []
    assert source.exists()


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = light(tmp_path / "source", "mine")
    full = shutil._ntuple_diskusage(SPARE, 0, SPARE)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    with pytest.raises(RegistryError, match="make room, or remove old versions"):
        registry.register(source, parent=None, by="ada")
    assert [path.name for path in registry.path.iterdir()] == [".lock"]


def test_registering_again_mends_a_damaged_version(
    registry: Registry, add: Add, tmp_path: Path
) -> None:
    version = registry.pin(add("old").id, True)
    damage(registry.folder(version.id))
    assert registry.register(tmp_path / "old", parent=None, by="bob") == version
    assert registry.check(version.id) is None


def test_activation_and_rollback_go_from_one_to_the_next_and_back(
    registry: Registry, add: Add
) -> None:
    first, second = add("first"), add("second")
    registry.activate(first.id, "ada")
    active = registry.activate(second.id, "bob")
    assert (active.id, active.by, active.before) == (second.id, "bob", (first.id, SHIPPED))
    assert registry.active() == active
    assert registry.rollback("ada").id == first.id
    back = registry.rollback("ada")
    assert (back.id, back.before) == (SHIPPED, ())
    with pytest.raises(RegistryError, match="No version"):
        registry.rollback("ada")
    assert registry.active() == back


def test_rollback_passes_over_versions_that_are_damaged_or_gone(
    registry: Registry, add: Add
) -> None:
    good, bad, gone, last = (add(name) for name in ("good", "bad", "gone", "last"))
    for version in (good, bad, gone, last):
        registry.activate(version.id, "ada")
    damage(registry.folder(bad.id))
    registry.remove(gone.id)
    assert registry.rollback("ada").id == good.id


def test_a_damaged_version_cannot_be_activated(registry: Registry, add: Add) -> None:
    old, new = add("old"), add("new")
    registry.activate(old.id, "ada")
    damage(registry.folder(new.id))
    with pytest.raises(RegistryError, match=f"{new.id} cannot be activated: .* checksum"):
        registry.activate(new.id, "ada")
    active = registry.active()
    assert active is not None
    assert active.id == old.id


def test_a_version_is_found_by_the_beginning_of_its_id_or_digest(
    registry: Registry, add: Add
) -> None:
    first, second = add("first"), add("second")
    assert registry.find("fi") == first
    assert registry.find(second.digest[:6]) == second
    assert registry.find("ship").id == SHIPPED
    with pytest.raises(RegistryError, match="no version 'third'"):
        registry.find("third")
    add("secondary")
    with pytest.raises(RegistryError, match=r"may be any of secondary.*, second-.*write more"):
        registry.find("second")
    assert registry.find(second.id) == second


def test_what_is_active_pinned_or_ships_cannot_be_removed(registry: Registry, add: Add) -> None:
    active, pinned, free = add("active"), add("pinned"), add("free")
    registry.activate(active.id, "ada")
    registry.pin(pinned.id, True)
    for version, why in ((active.id, "is active"), (pinned.id, "is pinned"), (SHIPPED, "ships")):
        with pytest.raises(RegistryError, match=why):
            registry.remove(version)
    registry.remove(free.id)
    assert registry.versions() == [registry.find(pinned.id), active]
    assert not registry.folder(free.id).exists()
    assert registry.remove(registry.pin(pinned.id, False).id).id == pinned.id


def test_pruning_keeps_what_is_active_its_parent_the_one_before_and_the_pinned(
    registry: Registry, add: Add
) -> None:
    names = ["old", "pinned", "parent", "before", "older", "active", "new"]
    version = {name: add(name) for name in names if name != "active"}
    version["active"] = add("active", parent=version["parent"].id)
    registry.pin(version["pinned"].id, True)
    for name in ("older", "before", "active"):
        registry.activate(version[name].id, "ada")
    assert [v.id for v in registry.prune(6)] == [version["old"].id]
    assert {v.id for v in registry.prune(1)} == {version["older"].id, version["new"].id}
    kept = {version[name].id for name in ("pinned", "parent", "before", "active")}
    assert {v.id for v in registry.versions()} == kept


def test_a_folder_put_there_is_registered_where_it_lies_and_pinned(registry: Registry) -> None:
    light(registry.path / "from-elsewhere", "mine")
    assert registry.discover() == []
    [version] = registry.versions()
    assert (version.id, version.by, version.pinned) == ("from-elsewhere", "found", True)


def test_folders_that_will_not_do_are_named_with_their_reason(registry: Registry, add: Add) -> None:
    old = add("old")
    damage(light(registry.path / "damaged", "mine"))
    (registry.path / "empty").mkdir()
    light(registry.path / "with blanks", "mine")
    shutil.copytree(registry.folder(old.id), registry.path / "twice")
    reasons = {stranger.name: stranger.reason for stranger in registry.discover()}
    assert sorted(reasons) == ["damaged", "empty", "twice", "with blanks"]
    assert "checksum" in reasons["damaged"]
    assert "not a mojibot model folder" in reasons["empty"]
    assert f"the same model as {old.id}" in reasons["twice"]
    assert "Rename it" in reasons["with blanks"]
    assert registry.versions() == [old]


@pytest.mark.parametrize("text", ["", "{}", '{"id": "../../etc", "since": 0, "by": ""}'])
def test_a_damaged_note_of_what_is_active_reads_as_none(
    registry: Registry, add: Add, text: str
) -> None:
    registry.activate(add("old").id, "ada")
    (registry.path / "active.json").write_text(text)
    assert registry.active() is None


def test_a_record_of_a_newer_mojibot_is_read(registry: Registry, add: Add) -> None:
    version = add("old")
    record = registry.folder(version.id) / RECORD
    record.write_text(json.dumps(json.loads(record.read_bytes()) | {"colour": "blue"}))
    assert registry.versions() == [version]


def test_two_activations_at_once_both_hold(registry: Registry, add: Add) -> None:
    versions = [add(name) for name in ("a", "b", "c", "d")]
    start = Barrier(len(versions))

    def activate(version: Version) -> None:
        start.wait()
        Registry(registry.path, trial=checked).activate(version.id, "ada")

    with ThreadPoolExecutor() as threads:
        list(threads.map(activate, versions))
    active = registry.active()
    assert active is not None
    assert {active.id, *active.before} == {SHIPPED, *(version.id for version in versions)}


def test_a_model_registered_by_several_at_once_is_there_once(
    registry: Registry, tmp_path: Path
) -> None:
    source, start = light(tmp_path / "source", "mine"), Barrier(4)

    def register(_: int) -> Version:
        start.wait()
        return Registry(registry.path, trial=checked).register(source, parent=None, by="ada")

    with ThreadPoolExecutor(4) as threads:
        versions = list(threads.map(register, range(4)))
    assert versions == [registry.versions()[0]] * 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_raises_an_os_error(
    registry: Registry, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            registry.activate(SHIPPED, "ada")
    finally:
        tmp_path.chmod(0o700)
