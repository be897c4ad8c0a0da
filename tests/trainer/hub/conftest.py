"""A loopback Hub, and a client of it that notes its waits instead of sleeping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from huggingface_hub import close_session, constants

from emojifier.hub.client import Hub
from emojifier.hub.reference import Reference
from tests.loopback.hub import State, serve

MODEL = "ada/emojis"
WRITER, READER = "hf_writer", "hf_reader"


@pytest.fixture
def state() -> State:
    return State(tokens={WRITER: "write", READER: "read"})


@pytest.fixture
def address(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where ``state`` is served; the library knows no other Hub and no token of this machine."""
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.delenv("HUGGING_FACE_HUB_TOKEN", raising=False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr(constants, "HF_ASSETS_CACHE", str(tmp_path / "cache"))
    # Xet's own protocol is a compiled client's; without it the library speaks Git LFS.
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    with serve(state) as address:
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = f"{address}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        yield address
        close_session()


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
