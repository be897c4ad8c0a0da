"""Teaching the student: the teacher's answers and vectors, the labels of people, and tact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import AdamW
from transformers import GPT2LMHeadModel

from trainer.distill.following import Progress, Say, Schedule
from trainer.distill.labels import Labels
from trainer.distill.lessons import Lesson, bans, batches, draw, soft, targets
from trainer.distill.tact import penalty
from trainer.distill.tellings import Tellings

# How much the angle to the teacher's vector counts, and the hurtful emojis on grave messages.
_VECTOR = 2.0
_TACT = 1.0
# And how much a sentence retold counts against a reaction.
_TELL = 0.3


@dataclass(frozen=True, slots=True)
class Plan:
    """One stretch of learning.

    ``lessons`` and ``others`` are how many rounds over the labelled and the other texts it takes,
    unless ``minutes`` end it before; ``rate`` is the layers' learning rate, and the embeddings'
    is ``words`` times as high. Against learning by heart, ``lost`` is the share of a message's
    tokens that are left out, other ones each time (Iyyer et al., 2015), and ``dropout`` that of the
    network's own values. Each step takes ``told`` of the course's tellings.
    """

    name: str
    lessons: int
    others: float
    rate: float
    words: float = 1.0
    minutes: float | None = None
    batch: int = 64
    seed: int = 0
    lost: float = 0.0
    dropout: float = 0.0
    told: int = 16


@dataclass(frozen=True, slots=True)
class Course:
    """All that is taught. ``sequences`` end with the react token; the first are the lessons'.

    ``people`` (0..1, one a lesson) is how much of its target is what people answered, the rest
    being the answer in ``labels``. ``tellings`` are taught beside, where there are any.
    """

    lessons: Sequence[Lesson]
    people: Tensor
    sequences: Sequence[Sequence[int]]
    labels: Labels
    places: Mapping[str, int]
    tellings: Tellings | None = None


class Reader(nn.Module):
    """The student with a map from its last state to the teacher's vector, needed in class only."""

    answers: Tensor

    def __init__(self, student: GPT2LMHeadModel, answers: Sequence[int]) -> None:
        super().__init__()
        self.student = student
        self.register_buffer("answers", torch.tensor(answers), persistent=False)
        width = student.config.n_embd
        self.to_vector = nn.Linear(width, width)
        nn.init.eye_(self.to_vector.weight)
        nn.init.zeros_(self.to_vector.bias)

    def forward(self, sequences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Vectors [batch, width] and logits [batch, answers] at each sequence's last token."""
        device = self.answers.device
        ids = nn.utils.rnn.pad_sequence([torch.tensor(one) for one in sequences], batch_first=True)
        hidden = self.student.transformer(ids.to(device), use_cache=False).last_hidden_state
        ends = torch.tensor([len(one) - 1 for one in sequences], device=device)
        last = hidden[torch.arange(len(sequences), device=device), ends]
        logits = last @ self.student.lm_head.weight[self.answers].T
        return self.to_vector(last).float(), logits.float()


def learn(reader: Reader, course: Course, plan: Plan, say: Say) -> None:
    """Train ``reader`` in place, on the device where it lies."""
    generator = torch.Generator().manual_seed(plan.seed)
    torch.manual_seed(plan.seed)
    device = reader.answers.device
    answers = len(course.places) + 1
    several = _schedule(course, plan, generator)
    progress = Progress(plan.name, len(several), say)
    optimizer = _optimizer(reader, plan)
    schedule = Schedule(optimizer, len(several), plan.minutes)
    reader.train()
    for module in reader.modules():
        if isinstance(module, nn.Dropout):
            module.p = plan.dropout
    for batch in several:
        read = [_without(course.sequences[i], plan.lost, generator) for i in batch]
        with torch.autocast(device.type, torch.bfloat16):
            vectors, logits = reader(read)
            told = course.tellings.loss(reader.student, plan.told) if course.tellings else None
        target, banned = (one.to(device) for one in _targets(course, batch, answers))
        loss = -(target * torch.log_softmax(logits, -1)).sum(-1).mean()
        loss = loss + _TACT * penalty(logits, banned)
        if course.labels.vectors is not None:
            aim = course.labels.vectors[batch].to(device).float()
            loss = loss + _VECTOR * (1 - F.cosine_similarity(vectors, aim, dim=-1)).mean()
        if told is not None:
            loss = loss + _TELL * told
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        progress.step(float(loss.detach()))
        if schedule.over:
            break
    reader.eval()


def _without(sequence: Sequence[int], lost: float, generator: torch.Generator) -> Sequence[int]:
    """A sequence without a share of its tokens; the last one, which asks, stays."""
    if not lost:
        return sequence
    stays = torch.rand(len(sequence), generator=generator) >= lost
    stays[-1] = True
    return [token for token, kept in zip(sequence, stays.tolist(), strict=True) if kept]


def _optimizer(reader: Reader, plan: Plan) -> AdamW:
    words = reader.student.transformer.wte.weight
    others = [one for one in reader.parameters() if one is not words]
    groups = [
        {"params": others, "lr": plan.rate},
        {"params": [words], "lr": plan.rate * plan.words},
    ]
    return AdamW(groups, weight_decay=0.01, fused=True)


def _schedule(course: Course, plan: Plan, generator: torch.Generator) -> list[list[int]]:
    """Batches of lessons and other texts, mixed evenly over the whole stretch."""
    chosen = [i for _ in range(plan.lessons) for i in draw(course.lessons, generator)]
    others = range(len(course.lessons), len(course.sequences))
    order = torch.randperm(len(others), generator=generator).tolist()
    chosen += [others[order[i % len(others)]] for i in range(int(plan.others * len(others)))]
    return batches([len(one) for one in course.sequences], plan.batch, generator, chosen)


def _targets(course: Course, batch: Sequence[int], answers: int) -> tuple[Tensor, Tensor]:
    taught = course.labels.dense(batch, answers)
    lessons = [(at, course.lessons[i]) for at, i in enumerate(batch) if i < len(course.lessons)]
    banned = torch.zeros(len(batch), len(course.places), dtype=torch.bool)
    if lessons:
        rows = [at for at, _ in lessons]
        accepted = targets([soft(one.row.emojis, course.places) for _, one in lessons], answers)
        people = course.people[[batch[at] for at in rows], None]
        taught[rows] = (1 - people) * taught[rows] + people * accepted
        banned[rows] = bans([one.row.emojis for _, one in lessons], course.places)
    return taught, banned
