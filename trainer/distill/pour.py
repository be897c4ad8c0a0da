"""Pouring BERT's layers into a GPT-2, so that the student starts as its teacher and not as noise.

A BERT layer normalises after it adds, LN(x + f(x)); a GPT-2 block before, x + f(LN(x)). The
matrices are copied as they are. What is fitted, on a few hundred messages, are GPT-2's layer norms,
so that each block reads what BERT's layer read, and a scale for what each block adds, so that the
residual stays proportional to BERT's own. Causal attention needs no other change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import GPT2Config, GPT2LMHeadModel

from trainer.distill.encoder import Teacher

# Positions that the student can read: 1,000 characters of most languages, or else both ends.
POSITIONS = 256
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Answers:
    """Token ids in the student's vocabulary: the react token, and the answers with quiet last."""

    react: int
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the teacher made of some messages, one row a token, from the second token on."""

    before: list[Tensor]  # what each chosen layer reads
    middle: list[Tensor]  # the same after its attention
    vectors: Tensor  # [messages, width]


def pour(
    teacher: Teacher, layers: Sequence[int], messages: Sequence[Sequence[int]], answers: Answers
) -> tuple[GPT2LMHeadModel, list[float]]:
    """Make a student of the teacher's ``layers``; ``messages`` are token ids without control token.

    Also returns how much of BERT's activations each fitted layer norm explains (R squared), in
    order: two a layer and the last one.
    """
    student = _empty(teacher, len(layers))
    with torch.no_grad():
        ids, mask = teacher.read(messages)
        read = _run(teacher, layers, ids, mask)
        _copy_embeddings(teacher, student, answers)
        valid = mask[:, 1:]
        last = valid.sum(1) - 1
        read_ids = ids[:, 1:].scatter(1, last[:, None], answers.react)
        hidden = (
            student.transformer.wte(read_ids) + student.transformer.wpe.weight[: ids.shape[1] - 1]
        )
        fits = []
        for at, number in enumerate(layers):
            block: Any = student.transformer.h[at]
            _copy_layer(teacher.encoder.encoder.layer[number], block)
            fits.append(_fit(block.ln_1, hidden[valid], read.before[at]))
            scale = _scale(hidden[valid], read.before[at])
            _scale_output(block.attn.c_proj, scale)
            hidden = hidden + block.attn(block.ln_1(hidden))[0]
            fits.append(_fit(block.ln_2, hidden[valid], read.middle[at]))
            _scale_output(block.mlp.c_proj, _scale(hidden[valid], read.middle[at]))
            hidden = hidden + block.mlp(block.ln_2(hidden))
        ends = hidden[torch.arange(len(hidden)), last]
        fits.append(_fit(student.transformer.ln_f, ends, read.vectors))
        _copy_head(teacher, student, answers, read.vectors)
    return student, fits


def _empty(teacher: Teacher, layers: int) -> GPT2LMHeadModel:
    shape = teacher.encoder.config
    student = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=shape.vocab_size - 2,  # without the marks of begin and end
            n_positions=min(POSITIONS, shape.max_position_embeddings - 1),
            n_embd=shape.hidden_size,
            n_layer=layers,
            n_head=shape.num_attention_heads,
            n_inner=shape.intermediate_size,
            activation_function="gelu",
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
            bos_token_id=None,
            eos_token_id=None,
        )
    )
    student.eval()
    return student


def _run(teacher: Teacher, layers: Sequence[int], ids: Tensor, mask: Tensor) -> _Read:
    allowed = mask[:, None, None, :].expand(-1, 1, mask.shape[1], -1)
    hidden = teacher.embed(ids)
    before, middle = {}, {}
    valid = mask[:, 1:]
    stack: Any = teacher.encoder.encoder.layer
    for number, layer in enumerate(stack):
        if number in layers:
            before[number] = hidden[:, 1:][valid]
            middle[number] = layer.attention(hidden, allowed)[0][:, 1:][valid]
        hidden = layer(hidden, allowed)
    vectors = teacher.pool(hidden, mask)
    return _Read([before[i] for i in layers], [middle[i] for i in layers], vectors)


def _copy_embeddings(teacher: Teacher, student: GPT2LMHeadModel, answers: Answers) -> None:
    old = teacher.encoder.embeddings
    positions = student.config.n_positions
    words = old.word_embeddings.weight
    places = old.position_embeddings.weight[1 : positions + 1] + old.token_type_embeddings.weight[0]
    scale = 1 / (words.std() ** 2 + places.std() ** 2).sqrt()
    student.transformer.wte.weight.copy_(words[:-2] * scale)
    student.transformer.wte.weight[answers.react] = words[-1] * scale
    student.transformer.wpe.weight.copy_(places * scale)


def _copy_layer(old: Any, new: Any) -> None:
    attention = old.attention.self
    several = (attention.query, attention.key, attention.value)
    # GPT-2's matrices are [in, out], BERT's [out, in].
    new.attn.c_attn.weight.copy_(torch.cat([part.weight for part in several]).T)
    new.attn.c_attn.bias.copy_(torch.cat([part.bias for part in several]))
    for linear, copied in (
        (old.attention.output.dense, new.attn.c_proj),
        (old.intermediate.dense, new.mlp.c_fc),
        (old.output.dense, new.mlp.c_proj),
    ):
        copied.weight.copy_(linear.weight.T)
        copied.bias.copy_(linear.bias)


def _fit(norm: nn.LayerNorm, hidden: Tensor, wanted: Tensor) -> float:
    """Least squares of ``wanted`` by gain and bias for each dimension; returns R squared."""
    plain = F.layer_norm(hidden, hidden.shape[-1:], eps=norm.eps)
    centred, aim = plain - plain.mean(0), wanted - wanted.mean(0)
    gain = (centred * aim).mean(0) / (centred.square().mean(0) + _EPSILON)
    norm.weight.copy_(gain)
    norm.bias.copy_(wanted.mean(0) - gain * plain.mean(0))
    return float(1 - (aim - gain * centred).square().sum() / aim.square().sum())


def _scale(hidden: Tensor, wanted: Tensor) -> Tensor:
    """How long the residual is against BERT's, for each dimension.

    The square root damps it: without, errors grow from layer to layer.
    """
    centred, aim = hidden - hidden.mean(0), wanted - wanted.mean(0)
    ratio = (centred * aim).mean(0) / (aim.square().mean(0) + _EPSILON)
    return ratio.clamp_min(_EPSILON).sqrt()


def _scale_output(projection: Any, scale: Tensor) -> None:
    projection.weight.mul_(scale)
    projection.bias.mul_(scale)


def _copy_head(
    teacher: Teacher, student: GPT2LMHeadModel, answers: Answers, vectors: Tensor
) -> None:
    """The head's rows become tokens. GPT-2 has no bias: it goes into a direction that all share."""
    ones = torch.ones(len(vectors), 1)
    gram = vectors.T @ vectors + torch.eye(vectors.shape[1])
    shared = torch.linalg.solve(gram, vectors.T @ ones)
    rows = teacher.head.weight + teacher.head.bias[:, None] * shared.T
    student.transformer.wte.weight[list(answers.places)] = rows
