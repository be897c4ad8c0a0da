"""Sentences retold by emojis, taught beside reactions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from torch import Tensor
from transformers import GPT2LMHeadModel

from emojifier.catalogue import catalogue
from trainer.bases import Start
from trainer.examples import Collator, SoftCrossEntropy, make_examples
from trainer.rows import Row


class Tellings:
    """Rows of the kind ``tell``, without the emojis that the model lacks."""

    def __init__(self, rows: Sequence[Row], start: Start, seed: int = 0) -> None:
        known = (tuple(emoji for emoji in row.emojis if emoji in start.emojis) for row in rows)
        told = [replace(row, emojis=emojis) for row, emojis in zip(rows, known, strict=True)]
        self._examples = make_examples(
            [row for row in told if row.emojis], start.encoder(catalogue()), start
        )
        tokens = start.tokens
        self._collate = Collator(tokens.pad, len(start.emojis))
        self._loss = SoftCrossEntropy([*start.answer_ids, tokens.end])
        self._chance = random.Random(seed)  # noqa: S311 - nothing is kept secret here

    def loss(self, network: GPT2LMHeadModel, count: int) -> Tensor:
        """The mean loss of ``count`` of them, drawn anew each time, in nats an emoji."""
        some = self._chance.choices(self._examples, k=count)
        batch = {
            name: value.to(network.device) if isinstance(value, Tensor) else value
            for name, value in self._collate(some).items()
        }
        labels = batch.pop("labels")
        loss = self._loss(network(**batch), labels)
        self._loss.restore(())
        return loss
