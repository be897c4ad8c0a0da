"""The notebook for Kaggle runs from top to bottom on the classic files, in their usual place."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from PIL import Image

from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from trainer.sources import open_source

NOTEBOOK = Path(__file__).parents[2] / "examples" / "kaggle.ipynb"
CLASSIC = {"emoji_df.csv": "unicode/emoji_df.csv", "emoji-test.txt": "unicode/emoji-test-17.0.txt"}


@pytest.fixture
def kaggle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Inputs as Kaggle mounts them, no Hub to be reached, and a working folder."""
    inputs = tmp_path / "input" / "full-emoji-image-dataset"
    (inputs / "image").mkdir(parents=True)
    for name, source in CLASSIC.items():
        with open_source(source) as file:
            (inputs / name).write_text(file.read(), encoding="utf-8")
    Image.new("RGB", (8, 8)).save(inputs / "image" / "1.png")
    monkeypatch.setenv("KAGGLE_INPUT", str(tmp_path / "input"))
    monkeypatch.setenv("MINUTES", "0.1")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    working = tmp_path / "working"
    working.mkdir()
    return working


@pytest.mark.timeout(400)
def test_it_runs_from_top_to_bottom(kaggle: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(kaggle)}})
    client.execute()
    shown = nbformat.writes(notebook)
    assert "4,724 rows from" in shown
    assert "starting from nothing, with a small GPT-2" in shown
    assert shown.count('"image/png"') == 3  # two of the data, and the loss curve
    assert re.search(r"Of 100 names .* \d+ get their emoji first", shown)
    manifest = open_folder(kaggle / "emoji-gpt2", catalogue())
    assert manifest.name == "emoji-gpt2"
    assert len(manifest.emojis) > 1_500


def test_it_is_kept_without_outputs_and_paths() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    assert not re.search(r"/(home|root|tmp|Users)\b", NOTEBOOK.read_text(encoding="utf-8"))
