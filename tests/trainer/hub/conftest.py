"""A loopback Hub, and a client of it that notes its waits instead of sleeping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from emojifier.hub.client import Hub
from emojifier.hub.reference import Reference
from tests.loopback.hub import State, known_to_the_library, serve

MODEL = "ada/emojis"
WRITER, READER = "hf_writer", "hf_reader"


@pytest.fixture
def state() -> State:
    return State(tokens={WRITER: "write", READER: "read"})


@pytest.fixture
def address(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where ``state`` is served."""
    with serve(state) as address, known_to_the_library(address, tmp_path / "home", monkeypatch):
        yield address


@pytest.fixture
def waits() -> list[float]:
    """The seconds that ``hub`` has waited."""
    return []


@pytest.fixture
def hub(address: str, waits: list[float]) -> Hub:
    return Hub(token=WRITER, endpoint=address, wait=waits.append)


@pytest.fixture
def shared(state: State, tiny_model: Path) -> Reference:
    """The tiny model in a public repository, by its commit."""
    repository = state.add_folder(MODEL, tiny_model)
    return Reference(MODEL, repository.names["main"])
