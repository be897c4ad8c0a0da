"""Fine-tuning the teacher: the encoder's upper layers and a head, on the labelled messages."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from trainer.distill.encoder import FROZEN, Teacher
from trainer.distill.lessons import Lesson, batches, soft, targets, words
from trainer.distill.tact import penalty
from trainer.rows import Row

Say = Callable[[str], None]
_PROTOTYPE_ROWS = 8_000
_TACT = 1.0


@dataclass(frozen=True, slots=True)
class TeacherSettings:
    """How the teacher is fine-tuned."""

    epochs: int = 3
    batch: int = 48
    encoder_rate: float = 1.5e-4
    head_rate: float = 2e-3
    keywords: int = 10_000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the frozen layers gave for each text: computed once, used in every epoch."""

    states: Tensor  # [tokens of all texts, width], bfloat16
    starts: list[int]

    def batch(self, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """States [rows, longest, width] with their mask."""
        parts = [self.states[self.starts[i] : self.starts[i + 1]] for i in rows]
        lengths = torch.tensor([len(part) for part in parts])
        states = nn.utils.rnn.pad_sequence(parts, batch_first=True)
        return states, torch.arange(states.shape[1]) < lengths[:, None]

    @property
    def lengths(self) -> list[int]:
        """Tokens of each text, marks included."""
        return [end - start for start, end in itertools.pairwise(self.starts)]


@torch.inference_mode()
def freeze(teacher: Teacher, sequences: Sequence[Sequence[int]], say: Say) -> Hidden:
    """Run the frozen layers over all texts."""
    order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
    found: list[Tensor] = [torch.empty(0)] * len(sequences)
    begun = time.monotonic()
    for at in range(0, len(order), 64):
        chosen = order[at : at + 64]
        ids, mask = teacher.read([sequences[i] for i in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            states = teacher.lower(ids, mask).bfloat16()
        for i, one in zip(chosen, states, strict=True):
            found[i] = one[: len(sequences[i]) + 2].clone()
        if at // 64 % 100 == 0:
            say(f"frozen layers: {at}/{len(order)} texts, {time.monotonic() - begun:.0f} s")
    starts = [0]
    for one in found:
        starts.append(starts[-1] + len(one))
    return Hidden(torch.cat(found), starts)


def fine_tune(
    teacher: Teacher,
    lessons: Sequence[Lesson],
    others: Sequence[tuple[str, Row]],
    encode: Callable[[Sequence[str]], list[list[int]]],
    places: dict[str, int],
    hurtful: Sequence[int],
    settings: TeacherSettings,
    say: Say,
    each_epoch: Callable[[int], None],
) -> None:
    """Train ``teacher`` in place.

    Each epoch sees every lesson as often as its kind is drawn, and other keywords than the last.
    """
    generator = torch.Generator().manual_seed(settings.seed)
    torch.manual_seed(settings.seed)
    rows = [lesson.row for lesson in lessons]
    more = [words(others, settings.keywords, generator) for _ in range(settings.epochs)]
    every = [*rows, *(row for several in more for row in several)]
    hidden = freeze(teacher, encode([row.message for row in every]), say)
    wanted = [soft(row.emojis, places) for row in every]
    weights = torch.tensor([row.weight for row in every])
    grave = torch.tensor(
        [float(lesson.grave) for lesson in lessons] + [0.0] * (len(every) - len(rows))
    )
    _start_head(teacher, hidden, wanted, len(rows), generator)
    epochs = []
    for epoch in range(settings.epochs):
        first = len(rows) + epoch * settings.keywords
        chosen = [i for i, lesson in enumerate(lessons) for _ in range(lesson.draws)]
        chosen += range(first, first + len(more[epoch]))
        epochs.append(batches(hidden.lengths, settings.batch, generator, chosen))
    steps = sum(map(len, epochs))
    optimizer, schedule = _optimizer(teacher, settings, steps)
    harmful, begun, done, mean = torch.tensor(hurtful), time.monotonic(), 0, 0.0
    for epoch, several in enumerate(epochs):
        teacher.train()
        for batch in several:
            states, mask = hidden.batch(batch)
            with torch.autocast("cpu", torch.bfloat16):
                _, logits = teacher.upper(states.float(), mask)
            target = targets([wanted[i] for i in batch], logits.shape[1])
            losses = -(target * torch.log_softmax(logits, -1)).sum(-1)
            loss = (losses * weights[batch]).mean() + _TACT * penalty(logits, grave[batch], harmful)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done += 1
            mean += (float(loss.detach()) - mean) * max(0.01, 1 / done)
            if done % 50 == 0:
                left = (time.monotonic() - begun) / done * (steps - done)
                say(f"teacher: step {done}/{steps}, loss {mean:.3f}, {left / 60:.0f} min left")
        each_epoch(epoch + 1)


@torch.inference_mode()
def _start_head(
    teacher: Teacher,
    hidden: Hidden,
    wanted: Sequence[dict[int, float]],
    count: int,
    generator: torch.Generator,
) -> None:
    some = torch.randperm(count, generator=generator)[:_PROTOTYPE_ROWS].tolist()
    vectors, labels = [], []
    for batch in batches(hidden.lengths, 64, generator, some):
        states, mask = hidden.batch(batch)
        with torch.autocast("cpu", torch.bfloat16):
            vectors.append(teacher.upper(states.float(), mask)[0])
        labels.append(targets([wanted[i] for i in batch], teacher.head.out_features))
    teacher.start_head(torch.cat(vectors), torch.cat(labels))


def _optimizer(teacher: Teacher, settings: TeacherSettings, steps: int) -> tuple[AdamW, LambdaLR]:
    for part in (teacher.encoder.embeddings, *teacher.encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    upper = teacher.encoder.encoder.layer[FROZEN:].parameters()
    optimizer = AdamW(
        [
            {"params": list(upper), "lr": settings.encoder_rate},
            {"params": list(teacher.head.parameters()), "lr": settings.head_rate},
        ],
        weight_decay=0.01,
    )
    warm = max(1, round(0.06 * steps))
    return optimizer, LambdaLR(
        optimizer,
        lambda at: min((at + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(1, at / steps))) + 0.01),
    )
