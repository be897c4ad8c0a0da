"""``fine_tune_gpt2`` on the same rows."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.training.comparing import BATCH, RATE, Result, hit_shares
from emojifier import Emojifier
from trainer import fine_tune_gpt2
from trainer.progress import Event
from trainer.rows import Row


class _Stopwatch:
    """A reporter that takes the time of the steps, validations between them included."""

    def __init__(self) -> None:
        self.began = self.ended = self.rows = 0.0
        self._rows = 0

    def __call__(self, event: Event) -> None:
        if event["event"] == "started":
            self.began, self._rows = time.process_time(), event["rows"]
        elif event["event"] == "step":
            self.ended, self.rows = time.process_time(), event["epoch"] * self._rows


def ours(
    base: Path,
    train: Sequence[Row],
    test: Sequence[Row],
    *,
    seconds: float = math.inf,
    epochs: float = 10_000,
) -> Result:
    """``fine_tune_gpt2`` with its defaults; it holds a tenth of the rows back."""
    if math.isfinite(seconds):  # its own limit is in minutes of the clock on the wall
        once = ours(base, train, test[:1], epochs=1)
        epochs = max(1.0, seconds / once.seconds)
    watch = _Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.tsv"
        lines = [f"{row.message}\t{row.emojis[0]}" for row in train]
        table.write_text("\n".join(["message\temojis", *lines]), encoding="utf-8")
        output = fine_tune_gpt2(
            table,
            base=base,
            epochs=epochs,
            batch_size=BATCH,
            learning_rate=RATE,
            output=Path(folder) / "model",
            device="cpu",
            reporter=watch,
        ).output
        answers = Emojifier.load(output, device="cpu").suggest([row.message for row in test], 3)
    found = [[s.emoji for s in answer.emojis] for answer in answers]
    return Result(watch.rows, watch.ended - watch.began, hit_shares(found, test))
