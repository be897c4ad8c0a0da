"""What many tests share: a tiny model, really trained, once a session."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

# Tiny models gain nothing from threads, and on a busy machine they wait for each other; said here,
# before torch is loaded, for this process and those that tests start.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from trainer import TrainingResult, fine_tune_gpt2

ROWS = {
    "the dog is so happy": "🐶 🥰",
    "my dog ran away": "🐶 😢",
    "pizza tonight": "🍕 😋",
    "who wants pizza": "🍕 🙋",
    "we won the match": "⚽ 🎉",
    "happy birthday to you": "🎂 🎉",
    "the cake is ready": "🎂 😋",
    "it is raining again": "🌧️ ☔",
    "ok": "-",
    "see you at 5": "-",
    "which room is it": "-",
    "noted": "-",
}


@pytest.fixture(scope="session")
def tiny_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A message/emojis table of a dozen rows."""
    path = tmp_path_factory.mktemp("rows") / "tiny.tsv"
    lines = "".join(f"{message}\t{emojis}\n" for message, emojis in ROWS.items())
    path.write_text("message\temojis\n" + lines, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tiny_training(tiny_rows: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainingResult:
    """A model trained from nothing until it knows its dozen rows by heart."""
    return fine_tune_gpt2(
        tiny_rows,
        base="scratch:mini",
        epochs=40,
        learning_rate=3e-3,
        batch_size=4,
        output=tmp_path_factory.mktemp("models") / "tiny",
        name="tiny",
        version="1.0.0",
    )


@pytest.fixture(scope="session")
def tiny_model(tiny_training: TrainingResult) -> Path:
    """The folder of that model; do not change it, copy it."""
    return tiny_training.output


@pytest.fixture
def heeded_ctrl_c() -> Iterator[None]:
    """A child inherits it when SIGINT is ignored, as a shell does for what runs behind ``&``."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
