"""``python -m bot models``: what it shows and says, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.registry import Registry, Version
from bot.settings import Settings
from emojifier.folders import default_model
from tests.bot.registry.folders import checked, damage, light, renamed

Models = Callable[..., tuple[int, str, str]]


@pytest.fixture
def models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Models:
    """Run the command in a folder of the test's own: exit code, output, errors."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.cli.set_up_logging", lambda **_: None)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["models", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """Where the command finds it when nothing is set."""
    return Registry(tmp_path / "models" / "registry", trial=checked)


@pytest.fixture
def old(registry: Registry, tmp_path: Path) -> Version:
    """A registered version."""
    return registry.register(light(tmp_path / "old", "old"), parent=None, by="ada")


@pytest.fixture
def new(registry: Registry, old: Version, tmp_path: Path) -> Version:
    """One that was trained from it, and which the quality gate keeps back."""
    folder = light(tmp_path / "new", "new")
    return registry.register(folder, parent=old.id, by="bob", reason="hit@1 fell.")


def test_without_any_the_model_that_ships_is_listed_as_active(models: Models) -> None:
    code, out, err = models("list")
    head, shipped = out.splitlines()
    assert (code, err) == (0, "")
    assert head.split()[:2] == ["id", "model"]
    assert shipped.split()[:2] == ["*", "shipped"]


def test_versions_are_listed_with_figures_parents_and_reasons(
    models: Models, old: Version, new: Version
) -> None:
    models("activate", old.id)
    models("pin", old.id)
    _, out, _ = models("list")
    _, second, first, _, _, note = out.splitlines()
    assert second.split()[0] == new.id
    assert second.endswith(f"{old.id}  kept back")
    assert first.split()[:2] == ["*", old.id]
    assert first.endswith("pinned")
    shown = [f"{old.metrics[name]:.1%}" for name in ("hit@1", "specific@3", "quiet_auc")]
    assert " ".join(shown) in " ".join(first.split())
    assert note == f"{new.id} is kept back: hit@1 fell."


def test_the_list_as_json_has_everything(models: Models, old: Version, new: Version) -> None:
    models("activate", new.id)
    _, out, _ = models("list", "--json")
    content: dict[str, Any] = json.loads(out)
    assert content["active"]["id"] == new.id
    assert content["active"]["before"] == ["shipped"]
    assert [version["id"] for version in content["versions"]] == [new.id, old.id, "shipped"]
    assert Version.model_validate(content["versions"][0]) == new
    assert content["refused"] == []


def test_a_model_put_into_the_folder_is_registered_by_listing(
    models: Models, registry: Registry
) -> None:
    renamed(default_model(), registry.path / "mine", "mine")
    (registry.path / "notes").mkdir()
    _, out, _ = models("list")
    assert out.splitlines()[1].split()[0] == "mine"
    assert out.splitlines()[-1].startswith("notes is no version: ")
    assert registry.find("mine").pinned


def test_activation_by_a_short_id_and_rollback_say_what_answers(
    models: Models, registry: Registry, old: Version, new: Version
) -> None:
    models("activate", old.id)
    code, out, _ = models("activate", new.digest[:8])
    assert code == 0
    assert out == f"{new.id} is active: {new.title}. Running bots follow within 10 seconds.\n"
    code, out, _ = models("rollback")
    assert (code, out.split()[0]) == (0, old.id)
    active = registry.active()
    assert active is not None
    assert active.id == old.id


def test_a_version_is_removed_and_no_more_listed(
    models: Models, registry: Registry, old: Version
) -> None:
    models("pin", old.id)
    assert models("unpin", old.id)[1] == f"{old.id} is pinned no more.\n"
    code, out, _ = models("remove", old.id)
    assert (code, out) == (0, f"{old.id} is removed; {old.size / 1e6:.1f} MB are free again.\n")
    assert registry.versions() == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["activate", "nothing"], "There is no version 'nothing'"),
        (["remove", "shipped"], "cannot be removed"),
        (["pin", "shipped"], "always stays"),
        (["rollback"], "No version"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_1(
    models: Models, arguments: list[str], sentence: str
) -> None:
    code, out, err = models(*arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("mojibot: ")
    assert sentence in err


def test_a_damaged_version_is_not_activated(
    models: Models, registry: Registry, old: Version
) -> None:
    damage(registry.folder(old.id))
    code, _, err = models("activate", old.id)
    assert code == 1
    assert "checksum" in err
    assert registry.active() is None


def test_a_folder_that_cannot_be_used_names_the_setting(
    models: Models, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "file" / "models"))
    code, _, err = models("activate", "shipped")
    assert (code, err.count("\n")) == (1, 1)
    assert "MODELS_DIR" in err


@pytest.mark.parametrize("arguments", [[], ["activate"], ["sing"], ["list", "more"]])
def test_wrong_arguments_exit_with_2(models: Models, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        models(*arguments)
    assert caught.value.code == 2
