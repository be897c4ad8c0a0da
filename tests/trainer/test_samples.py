"""The twenty sentences in ``report/samples.txt``."""

from __future__ import annotations

from pathlib import Path

from emojifier import Emojifier
from trainer import fine_tune_gpt2
from trainer.samples import SAMPLES


def test_samples_show_the_base_before_and_the_model_after(tmp_path: Path, tiny_model: Path) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_text("who wants pizza tonight\t🧀\nok\t-\n", encoding="utf-8")
    result = fine_tune_gpt2(
        rows, base=tiny_model, epochs=30, learning_rate=3e-3, output=tmp_path / "model"
    )
    text = (result.output / "report" / "samples.txt").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n")]
    assert [block[0] for block in blocks] == list(SAMPLES)
    answers = {sentence: (before, after) for sentence, before, after in blocks}
    before, after = answers["who wants pizza tonight"]
    [answer] = Emojifier.load(tiny_model, device="cpu").suggest(["who wants pizza tonight"])
    assert before == f"    before  {answer.output}   (quiet {answer.quiet:.0%})"
    assert after.startswith("    after   🧀 ")
