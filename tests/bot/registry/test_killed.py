"""Changes that are killed at each step: the old state or the new one, never half of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.registry import Registry, Version
from tests.bot.processes import ROOT
from tests.bot.registry.folders import light


@pytest.fixture
def kill(registry: Registry, tmp_path: Path) -> Callable[[str], list[Any]]:
    """What is seen after each kill of a change, and last of all where none came."""
    model = light(tmp_path / "model", "new")

    def kill(kind: str) -> list[Any]:
        command = [sys.executable, "-m", "tests.bot.registry.killing", kind]
        run = subprocess.run(  # noqa: S603 - our own command
            [*command, str(registry.path), str(model)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        seen = [json.loads(line) for line in run.stdout.splitlines()]
        assert len(seen) > 10
        for state in seen:
            assert set(state["versions"].values()) == {None}, "a version is half-made"
            assert state["left"] == [".lock"]
        return seen

    return kill


def _once(states: list[Any]) -> list[Any]:
    return [state for i, state in enumerate(states) if i == 0 or state != states[i - 1]]


@pytest.mark.parametrize("kind", ["register", "move"])
def test_a_killed_registration_leaves_nothing_or_all_of_it(
    kill: Callable[[str], list[Any]], add: Callable[..., Version], kind: str
) -> None:
    old = add("old")
    seen = _once([sorted(state["versions"]) for state in kill(kind)])
    assert [len(versions) for versions in seen] == [1, 2]
    assert seen[0] == [old.id]


def test_a_killed_activation_leaves_the_old_or_the_new_one_active(
    kill: Callable[[str], list[Any]], registry: Registry, add: Callable[..., Version]
) -> None:
    old, new = add("old"), add("newer")
    registry.activate(old.id, "ada")
    assert _once([state["active"] for state in kill("activate")]) == [old.id, new.id]


def test_a_killed_rollback_leaves_the_old_or_the_new_one_active(
    kill: Callable[[str], list[Any]], registry: Registry, add: Callable[..., Version]
) -> None:
    old, new = add("old"), add("newer")
    registry.activate(old.id, "ada")
    registry.activate(new.id, "ada")
    assert _once([state["active"] for state in kill("rollback")]) == [new.id, old.id]


def test_a_killed_removal_leaves_all_or_nothing(
    kill: Callable[[str], list[Any]], add: Callable[..., Version]
) -> None:
    old, new = add("old"), add("newer")
    seen = _once([sorted(state["versions"]) for state in kill("remove")])
    assert seen == [sorted([old.id, new.id]), [old.id]]


def test_a_killed_pinning_leaves_the_old_or_the_new_record(
    kill: Callable[[str], list[Any]], add: Callable[..., Version]
) -> None:
    new = add("newer")
    assert _once([state["pinned"] for state in kill("pin")]) == [[], [new.id]]
