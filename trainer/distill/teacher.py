"""Fine-tuning the teacher: the encoder's upper layers and a head, on the labelled messages."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim import AdamW

from trainer.distill.encoder import FROZEN, Teacher
from trainer.distill.following import Progress, Say, Schedule
from trainer.distill.lessons import Lesson, bans, batches, draw, soft, targets
from trainer.distill.tact import penalty

_PROTOTYPE_ROWS = 8_000
_TACT = 1.0
_BATCH = 64


@dataclass(frozen=True, slots=True)
class TeacherSettings:
    """How the teacher is fine-tuned."""

    epochs: int = 3
    batch: int = 48
    encoder_rate: float = 1.5e-4
    head_rate: float = 2e-3
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
    progress = Progress("frozen layers", -(-len(order) // _BATCH), say)
    for at in range(0, len(order), _BATCH):
        chosen = order[at : at + _BATCH]
        ids, mask = teacher.read([sequences[i] for i in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            states = teacher.lower(ids, mask).bfloat16()
        for i, one in zip(chosen, states, strict=True):
            found[i] = one[: len(sequences[i]) + 2].clone()
        progress.step()
    starts = [0]
    for one in found:
        starts.append(starts[-1] + len(one))
    return Hidden(torch.cat(found), starts)


def fine_tune(
    teacher: Teacher,
    lessons: Sequence[Lesson],
    hidden: Hidden,
    places: Mapping[str, int],
    settings: TeacherSettings,
    say: Say,
    after_epoch: Callable[[int], None],
) -> None:
    """Train ``teacher`` in place; ``hidden`` begins with what it froze of the ``lessons``."""
    generator = torch.Generator().manual_seed(settings.seed)
    torch.manual_seed(settings.seed)
    wanted = [soft(lesson.row.emojis, places) for lesson in lessons]
    weights = torch.tensor([lesson.row.weight for lesson in lessons])
    _start_head(teacher, hidden, wanted, generator)
    epochs = [
        batches(hidden.lengths, settings.batch, generator, draw(lessons, generator))
        for _ in range(settings.epochs)
    ]
    progress = Progress("teacher", sum(map(len, epochs)), say)
    optimizer = _optimizer(teacher, settings)
    schedule = Schedule(optimizer, progress.steps)
    for epoch, several in enumerate(epochs):
        teacher.train()
        for batch in several:
            states, mask = hidden.batch(batch)
            with torch.autocast("cpu", torch.bfloat16):
                _, logits = teacher.upper(states.float(), mask)
            target = targets([wanted[i] for i in batch], logits.shape[1])
            banned = bans([lessons[i].row.emojis for i in batch], places)
            losses = -(target * torch.log_softmax(logits, -1)).sum(-1)
            loss = (losses * weights[batch]).mean() + _TACT * penalty(logits, banned)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            progress.step(float(loss.detach()))
        teacher.eval()
        after_epoch(epoch + 1)


@torch.inference_mode()
def _start_head(
    teacher: Teacher,
    hidden: Hidden,
    wanted: Sequence[dict[int, float]],
    generator: torch.Generator,
) -> None:
    some = torch.randperm(len(wanted), generator=generator)[:_PROTOTYPE_ROWS].tolist()
    vectors, labels = [], []
    for batch in batches(hidden.lengths, 64, generator, some):
        states, mask = hidden.batch(batch)
        with torch.autocast("cpu", torch.bfloat16):
            vectors.append(teacher.upper(states.float(), mask)[0])
        labels.append(targets([wanted[i] for i in batch], teacher.head.out_features))
    teacher.start_head(torch.cat(vectors), torch.cat(labels))


def _optimizer(teacher: Teacher, settings: TeacherSettings) -> AdamW:
    for part in (teacher.encoder.embeddings, *teacher.encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    upper = teacher.encoder.encoder.layer[FROZEN:].parameters()
    return AdamW(
        [
            {"params": list(upper), "lr": settings.encoder_rate},
            {"params": list(teacher.head.parameters()), "lr": settings.head_rate},
        ],
        weight_decay=0.01,
    )
