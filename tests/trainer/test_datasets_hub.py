"""Data sets from the Hugging Face Hub, by the official library against a Hub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import datasets
import pytest

from tests.loopback.hub import Fault, State, known_to_the_library, serve
from trainer.datasets import load
from trainer.errors import DatasetError
from trainer.rows import Row

CARD = """---
configs:
- config_name: plain
  data_files:
  - {split: train, path: plain.jsonl}
  - {split: test, path: held.jsonl}
- config_name: bits
  data_files: bits.parquet
---
"""
PLAIN = '{"said": "hello", "felt": ["👋", "😊"]}\n{"said": "?", "felt": []}\n'
HELD = '{"said": "bye", "felt": ["👋"]}\n'


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    state = State()
    repository = state.create("datasets/me/mine", private=False)
    files = {"README.md": CARD.encode(), "plain.jsonl": PLAIN.encode(), "held.jsonl": HELD.encode()}
    first = repository.commit(files)
    repository.names["v1"] = first
    repository.commit(files | {"plain.jsonl": b'{"said": "new", "felt": ["\\ud83c\\udf89"]}\n'})
    with serve(state) as address:
        monkeypatch.setattr(datasets.config, "HF_ENDPOINT", address)
        for name in ("HF_DATASETS_CACHE", "HF_MODULES_CACHE"):
            monkeypatch.setattr(datasets.config, name, str(tmp_path / name))
        with known_to_the_library(address, tmp_path, monkeypatch):
            yield state


def test_configuration_split_and_revision_are_chosen_by_the_id(hub: State) -> None:
    del hub
    assert load("me/mine:plain").rows == (Row("new", ("🎉",)),)
    assert load("me/mine:plain/test:0.5").rows == (Row("bye", ("👋",), weight=0.5),)
    old = load("me/mine@v1:plain")
    assert old.rows == (Row("hello", ("👋", "😊")),)
    assert old.understood.startswith("Hub data set me/mine@v1, plain/train; messages: said")
    assert [(one.rows, one.lines) for one in old.refusals] == [(1, (2,))]


@pytest.mark.parametrize(
    "name", ["me/nothing", "me/mine:none", "me/mine:plain/none", "me/mine@none:plain"]
)
def test_what_the_hub_does_not_have_is_one_sentence(hub: State, name: str) -> None:
    del hub
    with pytest.raises(
        DatasetError, match=r"could not be loaded from the Hugging Face Hub"
    ) as told:
        load(name)
    assert str(told.value).isprintable()


def test_a_download_that_breaks_off_is_one_sentence(hub: State) -> None:
    hub.faults.append(Fault(r"GET .*/plain\.jsonl", status=403, times=9))
    with pytest.raises(DatasetError, match="could not be loaded"):
        load("me/mine:plain")


def test_code_in_a_repository_never_runs(hub: State, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = f"open({str(ran)!r}, 'w').close()\n".encode()
    evil = hub.create("datasets/me/evil", private=False)
    evil.commit({"evil.py": script, "data.csv": "a,b\nhi,👋\n".encode()})
    with pytest.raises(DatasetError):
        load("me/evil")
    assert not ran.exists()
