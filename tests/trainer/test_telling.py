"""Teaching a model to tell: in order, to the end, and beside what it does already."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from emojifier import Emojifier
from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from tests.conftest import ROWS
from trainer import fine_tune_gpt2, generate_emoji
from trainer.bases import prepare
from trainer.continuing import held_examples, replayed
from trainer.datasets import load
from trainer.errors import DatasetError
from trainer.rows import Row, of_kind
from trainer.scoring import answers, score

TOLD = {
    "the dog ate my pizza": "🐶 😋 🍕",
    "pizza, then cake": "🍕 🎂",
    "cake, then pizza": "🎂 🍕",
    "it rained at the birthday": "🎂 🌧️ ☔ 😢",
    "we cried in the rain": "😢 🌧️",
    "the dog plays football in the rain": "🐶 ⚽ 🌧️ 🎉 🥰",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of sentences retold."""
    path = tmp_path_factory.mktemp("told") / "told.tsv"
    lines = "".join(f"{sentence}\t{emojis}\n" for sentence, emojis in TOLD.items())
    path.write_text("message\temojis\n" + lines, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def telling(told: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model that reacts, taught to tell and nothing else."""
    return fine_tune_gpt2(
        told,
        kind="tell",
        base=tiny_model,
        epochs=60,
        learning_rate=2e-3,
        batch_size=3,
        output=tmp_path_factory.mktemp("models") / "telling",
    ).output


def test_a_sentence_is_told_in_order_and_ends_by_itself(telling: Path) -> None:
    emojifier = Emojifier.load(telling, device="cpu")
    assert emojifier.info().tasks == ("react", "tell")
    assert {s: a.output for s, a in zip(TOLD, emojifier.retell(list(TOLD)), strict=True)} == TOLD


def test_the_report_shows_sentences_retold(telling: Path) -> None:
    samples = (telling / "report" / "samples.txt").read_text(encoding="utf-8")
    assert samples.count("    retold ") == samples.count("    after ") == 20


def test_a_model_that_only_tells_says_so(told: Path, tmp_path: Path) -> None:
    result = fine_tune_gpt2(
        told, kind="tell", base="scratch:mini", epochs=1, output=tmp_path / "model"
    )
    assert open_folder(result.output, catalogue()).tasks == ("tell",)


def test_before_it_learns_to_tell_a_model_tells_as_it_reacts(tiny_model: Path) -> None:
    rows = [Row(message, tuple(cell.split())) for message, cell in ROWS.items() if cell != "-"]
    start = prepare(str(tiny_model), (), catalogue(), seed=0)
    encoder = start.encoder(catalogue())
    reactions = score(start.reader(), encoder, rows)
    first = start.step_reader().logits(
        encoder.encode([row.message for row in rows], control=start.tokens.tell)
    )
    assert torch.allclose(first.emojis, reactions.emojis, atol=1e-4)
    assert torch.allclose(first.quiet, reactions.quiet, atol=1e-4)
    assert generate_emoji("who wants pizza", model=tiny_model, count=2) == "🍕 🙋"


def test_a_model_that_tells_has_old_tellings_replayed_and_held(telling: Path) -> None:
    knowing = prepare(str(telling), load("tell").rows, catalogue(), seed=0)
    assert of_kind("tell", replayed(0.9, 1_000, knowing, seed=0).train)
    start = prepare(str(telling), (), catalogue(), seed=0)
    encoder = start.encoder(catalogue())
    rows = [Row(sentence, tuple(cell.split()), kind="tell") for sentence, cell in TOLD.items()]
    examples = held_examples(rows, start, encoder, 1.0)
    for example, log_p in zip(examples, answers(start, examples), strict=True):
        assert len(example["targets"]) == len(example["held"])
        torch.testing.assert_close(example["held"].float(), log_p.exp(), atol=1e-3, rtol=1e-2)
        assert example["held"][-1, -1] > 0.5  # it has learned to end
    assert example["input_ids"][-len(example["targets"])] == start.tokens.tell


def test_quiet_retells_nothing(tmp_path: Path) -> None:
    table = tmp_path / "told.tsv"
    table.write_text("message\temojis\nok\t-\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="retells nothing"):
        load(str(table), "tell")
