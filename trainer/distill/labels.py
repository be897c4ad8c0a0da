"""The teacher's answers to every text, mixed with what people answered to the nearest messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

from trainer.distill.encoder import Teacher
from trainer.distill.following import Progress, Say
from trainer.distill.lessons import Lesson, soft, targets
from trainer.distill.teacher import Hidden

# Answers kept a text; what is left out is less than noise.
KEPT = 32
_NEIGHBOURS = 30
_TEMPERATURE = 0.1
_SHARE = 0.5
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Labels:
    """For each text its likeliest answers, as [texts, KEPT] places and shares, and its vector.

    A teacher that is a GPT-2 like its student has no vector to give.
    """

    places: Tensor
    shares: Tensor
    vectors: Tensor | None

    def save(self, path: Path) -> None:
        """Write them."""
        held = {"places": self.places, "shares": self.shares, "vectors": self.vectors}
        save_file({name: one for name, one in held.items() if one is not None}, path)

    @classmethod
    def read(cls, path: Path) -> Labels:
        """What ``save`` wrote."""
        held = load_file(path)
        return cls(held["places"], held["shares"], held.get("vectors"))

    def dense(self, rows: Sequence[int], answers: int) -> Tensor:
        """Shares as [rows, answers]."""
        dense = torch.zeros(len(rows), answers)
        return dense.scatter(1, self.places[rows].long(), self.shares[rows].float())


@torch.inference_mode()
def label(
    teacher: Teacher, hidden: Hidden, lessons: Sequence[Lesson], places: Mapping[str, int], say: Say
) -> Labels:
    """Label all texts; the first of them are the ``lessons``.

    A text's neighbours are lessons that want a reaction, never the text itself. They have a say in
    which emoji, not in whether to be quiet, where they only add noise.
    """
    vectors, logits = _answers(teacher, hidden, say)
    index = [i for i, lesson in enumerate(lessons) if lesson.row.emojis]
    known = F.normalize(vectors[index], dim=-1)
    answered = targets([soft(lessons[i].row.emojis, places) for i in index], logits.shape[1])
    itself = torch.full((len(vectors),), -1)
    itself[index] = torch.arange(len(index))
    found_places, found_shares = [], []
    progress = Progress("neighbours", -(-len(vectors) // _BATCH), say)
    for at in range(0, len(vectors), _BATCH):
        part = slice(at, at + _BATCH)
        near = _neighbours(F.normalize(vectors[part], dim=-1), known, itself[part], answered)
        shares = torch.softmax(logits[part].float(), -1)
        wanted = 1 - shares[:, -1:]
        mixed = (1 - _SHARE) * shares + _SHARE * wanted * near
        mixed[:, -1] = shares[:, -1]
        best, shares = likeliest(mixed)
        found_places.append(best)
        found_shares.append(shares)
        progress.step()
    return Labels(torch.cat(found_places), torch.cat(found_shares), vectors.half())


def likeliest(shares: Tensor) -> tuple[Tensor, Tensor]:
    """[texts, answers] -> the places of the ``KEPT`` best, and their shares, which sum to 1."""
    best = shares.topk(min(KEPT, shares.shape[1]), -1)
    return best.indices.short(), (best.values / best.values.sum(-1, keepdim=True)).half()


def _neighbours(vectors: Tensor, known: Tensor, itself: Tensor, answered: Tensor) -> Tensor:
    near = vectors @ known.T
    own = (itself >= 0).nonzero().squeeze(1)
    near[own, itself[own]] = -1.0
    best = near.topk(min(_NEIGHBOURS, known.shape[0]), -1)
    weights = torch.softmax(best.values / _TEMPERATURE, -1)
    return torch.einsum("bn,bna->ba", weights, answered[best.indices])


def _answers(teacher: Teacher, hidden: Hidden, say: Say) -> tuple[Tensor, Tensor]:
    lengths = hidden.lengths
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    vectors = torch.empty(len(order), teacher.head.in_features)
    logits = torch.empty(len(order), teacher.head.out_features, dtype=torch.bfloat16)
    progress = Progress("labels", -(-len(order) // _BATCH), say)
    for at in range(0, len(order), _BATCH):
        rows = order[at : at + _BATCH]
        states, mask = hidden.batch(rows)
        with torch.autocast("cpu", torch.bfloat16):
            vectors[rows], found = teacher.upper(states.float(), mask)
        logits[rows] = found.bfloat16()
        progress.step()
    return vectors, logits
