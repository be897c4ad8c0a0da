"""A data set of any size is read and prepared in the same memory."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from unittest import mock

import pytest

from emojifier.catalogue import catalogue
from trainer.bases import prepare
from trainer.datasets import load
from trainer.encoded import encoded
from trainer.rows import split
from trainer.spool import Spool

_PEAK = Path("/proc/self/clear_refs")
# The few fill all caches of words, and reach the bounds below, as a million reach the real ones.
_FEW, _MANY = 18_000, 50_000
_BOUND = 1_000
# The disorder of a heap; a vocabulary of all words alone would add 10 MiB more.
_SLACK = 14 * 2**20


def _write(path: Path, rows: int) -> Path:
    """All messages differ, by a word of their own: the worst case for a vocabulary."""
    path.write_text(
        "".join(f"the cake that I baked for number {i} is ready\t🎂 🎉\n" for i in range(rows)),
        encoding="utf-8",
    )
    return path


def _peak(table: Path, folder: Path) -> int:
    """The most memory, in bytes, that this process has while it prepares a table for training."""
    _PEAK.write_text("5", encoding="ascii")  # forget the peak so far; see proc(5)
    data = load(table, keep=Spool(folder, _BOUND).keep)
    parts = split(data.rows)
    start = prepare("scratch:mini", parts.train, catalogue(), seed=0)
    encoded(parts.train, start.encoder(catalogue()), start, folder)
    assert data.digest
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1_024 * int(status.partition("VmHWM:")[2].split()[0])


def _growth(few: Path, many: Path) -> int:
    with mock.patch.multiple("trainer.scratch", _LEARNED_FROM=_BOUND):
        first, second = (_peak(table, table.with_suffix("")) for table in (few, many))
    return second - first


@pytest.mark.skipif(not _PEAK.exists(), reason="needs Linux, which tells a process's peak memory")
def test_memory_is_the_same_for_few_rows_and_many(tmp_path: Path) -> None:
    few, many = _write(tmp_path / "few.tsv", _FEW), _write(tmp_path / "many.tsv", _MANY)
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        growth = fresh.apply(_growth, (few, many))
    assert growth < _SLACK
