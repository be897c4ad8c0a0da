"""What every recipe gets and gives: rows, a base to start from, a rate and hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from trainer.datasets import load
from trainer.rows import Row, split

CONTEXT = 1_024
BATCH = 8
RATE = 1e-3
# So many emojis are told apart: a small network from nothing learns these within the time.
EMOJIS = 30
END, PAD = "<|endoftext|>", "<|pad|>"


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows to learn and to test, seconds for each recipe, epochs for those that end them."""

    train: int
    test: int
    seconds: float
    epochs: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one recipe reached, over ``seconds`` of steps; hits on the test rows."""

    rows: float
    seconds: float
    hits: dict[str, float]

    @property
    def speed(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


class Recipe(Protocol):
    """A way to train ``base``, for so many seconds or epochs."""

    def __call__(
        self,
        base: Path,
        train: Sequence[Row],
        test: Sequence[Row],
        *,
        seconds: float = ...,
        epochs: int = ...,
    ) -> Result:
        """Train, and answer the messages of ``test``."""
        ...


def chosen_rows(plan: Plan) -> tuple[list[Row], list[Row]]:
    """Shipped messages whose best emoji is one of the commonest, that emoji alone to learn."""
    parts = split(row for row in load("react").rows if row.emojis)
    common = {e for e, _ in Counter(r.emojis[0] for r in parts.train).most_common(EMOJIS)}
    learned, judged = (
        [row for row in rows if row.emojis[0] in common]
        for rows in (parts.train, (*parts.validation, *parts.test))
    )
    return [Row(row.message, row.emojis[:1]) for row in learned[: plan.train]], judged[: plan.test]


def make_base(folder: Path, rows: Sequence[Row]) -> Path:
    """A plain GPT-2 folder with a context of 1,024; its byte-level BPE has read the messages."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        (row.message for row in rows),
        trainers.BpeTrainer(
            vocab_size=4_000,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            special_tokens=[END, PAD],
            show_progress=False,
        ),
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=END, pad_token=PAD
    ).save_pretrained(folder)
    torch.manual_seed(0)
    end = tokenizer.token_to_id(END)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=CONTEXT,
        n_embd=128,
        n_layer=4,
        n_head=4,
        bos_token_id=end,
        eos_token_id=end,
    )
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


def hit_shares(answers: Sequence[Sequence[str]], test: Sequence[Row]) -> dict[str, float]:
    """The share of rows with an accepted emoji first, and among the first three."""
    return {
        f"hit@{k}": sum(
            bool(set(a[:k]) & set(r.emojis)) for a, r in zip(answers, test, strict=True)
        )
        / len(test)
        for k in (1, 3)
    }
