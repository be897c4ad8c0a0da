import json
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import ModelCard
from PIL import Image
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from emojifier import Emojifier
from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from trainer import TrainingResult, fine_tune_gpt2, generate_emoji
from trainer.bases import prepare
from trainer.errors import BaseModelError, DatasetError, OutputError, TrainingFailed
from trainer.progress import Event
from trainer.rows import Row


def test_a_real_training_lowers_the_loss_every_few_epochs(tiny_training: TrainingResult) -> None:
    losses = [epoch["train_loss"] for epoch in tiny_training.history]
    assert len(losses) == 40
    assert losses[-1] < 1.5 < losses[0]


def test_folder_holds_model_card_and_report(tiny_model: Path) -> None:
    names = {path.name for path in tiny_model.iterdir()}
    assert {"config.json", "model.safetensors", "tokenizer.json", "emojifier.json"} <= names
    assert not [n for n in names if n.endswith((".bin", ".pt", ".pkl"))]
    assert ModelCard.load(tiny_model / "README.md").data.license == "other"
    with Image.open(tiny_model / "report" / "loss.png") as picture:
        assert picture.width >= 800
    log = (tiny_model / "report" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[0])["event"] == "started"
    assert "pizza" in (tiny_model / "report" / "samples.txt").read_text(encoding="utf-8")


def test_folder_is_an_ordinary_gpt2_folder(tiny_model: Path) -> None:
    network = GPT2LMHeadModel.from_pretrained(tiny_model)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(tiny_model)
    assert network.config.vocab_size == len(tokenizer)
    assert tokenizer.pad_token_id != tokenizer.eos_token_id
    assert tokenizer.tokenize("🍕<|react|>") == ["🍕", "<|react|>"]


def test_generate_emoji_answers_from_the_folder(tiny_model: Path) -> None:
    assert generate_emoji("who wants pizza", model=tiny_model, count=2) == "🍕 🙋"
    assert generate_emoji("", model=tiny_model) == ""


def test_training_goes_on_from_a_model_and_learns_new_emojis(
    tiny_model: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "more.tsv"
    rows.write_text("the rocket has landed\t🚀 🎉\npizza tonight\t🍕 😋\n", encoding="utf-8")
    result = fine_tune_gpt2(
        rows, base=tiny_model, epochs=40, learning_rate=3e-3, output=tmp_path / "next"
    )
    before, after = (open_folder(f, catalogue()) for f in (tiny_model, result.output))
    assert set(after.emojis) == {*before.emojis, "🚀"}
    assert {e: after.emojis[e] for e in before.emojis} == before.emojis
    assert after.base.name == "tiny 1.0.0"
    assert generate_emoji("the rocket has landed", model=result.output, count=1) == "🚀"


def test_new_emojis_do_not_drown_those_that_a_model_knows() -> None:
    new = [e.emoji for e in catalogue() if e.group == "Flags"]
    rows = [Row(f"a flag {i}", (emoji,)) for i, emoji in enumerate(new)]
    start = prepare("models/default", rows, catalogue(), seed=0)
    assert set(new) <= set(start.emojis)
    sequences = start.encoder(catalogue()).encode(["who wants pizza tonight", "we won the match"])
    best = start.reader().logits(sequences).emojis.argmax(-1).tolist()
    assert [list(start.emojis)[place] for place in best] == ["🍕", "🏆"]


def test_plain_gpt2_folder_gets_emoji_tokens_from_their_names(
    tiny_rows: Path, tmp_path: Path
) -> None:
    words = ["<unk>", "pizza", "dog", "face", "happy", "the", "is", "raining", "who", "wants"]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(tmp_path / "gpt2")
    config = GPT2Config(vocab_size=len(words), n_embd=32, n_layer=1, n_head=2, n_positions=32)
    GPT2LMHeadModel(config).save_pretrained(tmp_path / "gpt2")
    result = fine_tune_gpt2(
        tiny_rows, base=tmp_path / "gpt2", epochs=1, learning_rate=1e-9, output=tmp_path / "out"
    )
    network = GPT2LMHeadModel.from_pretrained(result.output)
    manifest = open_folder(result.output, catalogue())
    rows = network.transformer.wte.weight
    pizza, word = rows[manifest.emojis["🍕"]], rows[words.index("pizza")]
    assert (pizza - word).abs().max().item() < 1e-2
    assert manifest.base.name == "gpt2"


def test_same_seed_gives_the_same_weights(tiny_rows: Path, tmp_path: Path) -> None:
    def weights(name: str, seed: int) -> bytes:
        output = tmp_path / name
        fine_tune_gpt2(tiny_rows, base="scratch:mini", epochs=1, seed=seed, output=output)
        return (output / "model.safetensors").read_bytes()

    assert weights("a", 1) == weights("b", 1) != weights("c", 2)


def test_validation_figures_come_with_enough_rows(tmp_path: Path) -> None:
    events: list[Event] = []
    result = fine_tune_gpt2(
        "ordinary:0.5",
        base="scratch:mini",
        max_minutes=0.05,
        learning_rate=1e-3,
        batch_size=64,
        output=tmp_path / "model",
        reporter=events.append,
    )
    [epoch] = [e for e in events if e["event"] == "epoch"]
    assert {"train_loss", "validation_loss", "hit@1", "hit@3", "quiet_auc"} <= set(epoch)
    assert epoch["epoch"] < 2
    assert {"hit@1", "calibration_error", "validation_loss"} <= set(result.metrics)
    assert (result.output / "report" / "calibration.png").is_file()
    manifest = open_folder(result.output, catalogue())
    assert manifest.data[0].name == "ordinary:0.5"
    assert len(manifest.prior) == len(manifest.emojis)
    assert Emojifier.load(result.output, device="cpu").info().metrics == result.metrics


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"base": "scratch:huge"}, BaseModelError, "scratch:mini"),
        ({"dataset": "nothing.tsv"}, DatasetError, "no data set"),
        ({"learning_rate": 1e30}, TrainingFailed, "learning-rate"),
    ],
)
def test_what_cannot_work_is_one_sentence_and_leaves_nothing(
    tiny_rows: Path, tmp_path: Path, changes: dict[str, Any], error: type[Exception], words: str
) -> None:
    arguments: dict[str, Any] = {"dataset": tiny_rows, "base": "scratch:mini", "epochs": 3}
    with pytest.raises(error, match=words):
        fine_tune_gpt2(**(arguments | changes), output=tmp_path / "out" / "model")
    assert not list((tmp_path / "out").iterdir())


def test_output_that_exists_is_refused_before_the_training(tiny_rows: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    for taken in (tmp_path, tmp_path / "mine"):
        with pytest.raises(OutputError, match="exists already"):
            fine_tune_gpt2(tiny_rows, base="scratch:mini", output=taken)
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"
