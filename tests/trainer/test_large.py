"""Large data sets: their rows lie on the disk, and the training is the same."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from emojifier.catalogue import catalogue
from tests.trainer.runs import UNSAVED, arguments
from trainer import cli
from trainer.bases import prepare
from trainer.checkpoints import Workspace
from trainer.datasets import load
from trainer.encoded import encoded
from trainer.errors import OutputError
from trainer.rows import SMALLEST_TO_SPLIT, Row, split
from trainer.sequences import View, choose, join, thinned
from trainer.spool import Spool, Stored

ROWS = tuple(
    Row(f"{word} number {i}", emojis, weight=1 + i % 3)
    for i in range(700)
    for word, emojis in {"cake": ("🎂", "🎉"), "dog": ("🐶",), "hm": ()}.items()
)


def test_few_rows_stay_in_memory_and_many_go_to_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    assert Spool(folder, limit=len(ROWS)).keep(ROWS) == ROWS
    assert not folder.exists()
    kept = Spool(folder, limit=len(ROWS) - 1).keep(iter(ROWS))
    assert isinstance(kept, Stored)
    assert tuple(kept) == ROWS
    assert (kept[0], kept[-1], kept[1500]) == (ROWS[0], ROWS[-1], ROWS[1500])
    assert tuple(kept[3:2000:7]) == ROWS[3:2000:7]
    with pytest.raises(IndexError):
        kept[len(ROWS)]


def test_a_full_disk_is_named_as_what_it_is(tmp_path: Path) -> None:
    table = tmp_path / "large.tsv"
    table.write_text("message\temojis\n" + "".join(f"cake number {i}\t🎂\n" for i in range(99)))
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "rows-0.arrow").symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"spool cannot hold them .*No space left"):
        load(table, keep=Spool(folder, limit=10).keep)


def test_another_process_gets_the_name_of_the_file_and_not_its_rows(tmp_path: Path) -> None:
    kept = Spool(tmp_path / "spool", limit=10).keep(ROWS)
    sent = pickle.dumps(split(kept))
    assert len(sent) < 10 * len(ROWS)
    received = pickle.loads(sent)  # noqa: S301 - our own
    assert tuple(received.train) == split(ROWS).train


def test_a_large_set_is_split_as_a_small_one(tmp_path: Path) -> None:
    kept = Spool(tmp_path / "spool", limit=SMALLEST_TO_SPLIT).keep(ROWS)
    many, few = split(join(kept, ROWS[:5])), split((*ROWS, *ROWS[:5]))
    for part in ("train", "validation", "test"):
        rows: Sequence[Row] = getattr(many, part)
        assert isinstance(rows, View)
        assert tuple(rows) == getattr(few, part)


def test_examples_from_the_disk_are_those_from_memory(tmp_path: Path) -> None:
    rows = ROWS[:1500]
    start = prepare("scratch:mini", rows, catalogue(), seed=0)
    encoder = start.encoder(catalogue())
    here, lengths = encoded(rows, encoder, start, tmp_path)
    kept = Spool(tmp_path / "spool", limit=10).keep(rows)
    there, same = encoded(kept, encoder, start, tmp_path / "spool")
    assert isinstance(there, Stored)
    assert list(there) == list(here)
    assert np.array_equal(lengths, same)


def test_views_choose_join_and_thin() -> None:
    assert choose((1, 2, 3), np.array([2, 0])) == (3, 1)
    assert join((1, 2), (3,)) == (1, 2, 3)
    assert thinned(range(10), 5) == (0, 2, 4, 6, 8)
    assert thinned((1, 2), 5) == (1, 2)


def test_a_weight_counts_wherever_the_rows_lie(tiny_rows: Path, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", limit=3)
    data = load(f"{tiny_rows}:0.5", keep=spool.keep)
    assert isinstance(data.rows, Stored)
    assert {row.weight for row in data.rows} == {0.5}
    assert data.name == f"{tiny_rows}:0.5"


def test_a_training_from_the_disk_ends_with_the_same_weights(
    tiny_rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    assert cli.main(arguments(tiny_rows, small, *UNSAVED)) == 0
    monkeypatch.setattr("trainer.spool.Spool.__init__.__defaults__", (3,))
    assert cli.main(arguments(tiny_rows, large, *UNSAVED)) == 0
    assert (small / "model.safetensors").read_bytes() == (large / "model.safetensors").read_bytes()
    assert not Workspace(large).folder.exists()
