"""GPT-2 for who reads one position only: the last layer computes that one, and nothing else.

Of the other positions the last layer's attention needs keys and values; their queries, projections
and MLP would be thrown away. In a GPT-2 of n layers this saves 5/6 of one in n.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import GPT2Config, GPT2LMHeadModel, GPT2Model

from emojifier.layout import Layout


class LastPosition:
    """Computes what ``network.transformer`` does, at one position of each sequence.

    Shares the network's weights, and uses of ``transformers`` what checkpoints are named after
    (``h``, ``ln_1``, ``attn.c_attn``, ...). Dropout is off.
    """

    def __init__(self, network: GPT2LMHeadModel) -> None:
        whole = network.transformer
        self._block: Any = whole.h[-1]
        self._norm: Any = whole.ln_f
        self._heads = network.config.n_head
        self._scale = _scale(network.config)
        config = GPT2Config.from_dict(network.config.to_dict() | {"n_layer": len(whole.h) - 1})
        config._attn_implementation = network.config._attn_implementation  # noqa: SLF001
        with torch.device("meta"):
            below: Any = GPT2Model(config)
        below.wte, below.wpe, below.h, below.ln_f = (
            whole.wte,
            whole.wpe,
            whole.h[:-1],
            nn.Identity(),
        )
        self._below = below.eval()

    def hidden(self, layout: Layout) -> Tensor:
        """Hidden states at the ends of the sequences of ``layout``: [batch, width]."""
        below = self._below(
            layout.ids,
            attention_mask=layout.mask,
            position_ids=layout.positions,
            use_cache=False,
        ).last_hidden_state
        residual = below[layout.rows, layout.ends]
        normed = self._block.ln_1(below)
        asking = normed[layout.rows, layout.ends]
        residual = residual + self._attend(normed, asking, layout.reading)
        residual = residual + self._block.mlp(self._block.ln_2(residual))
        hidden: Tensor = self._norm(residual)
        return hidden

    def _attend(self, normed: Tensor, asking: Tensor, reading: Tensor) -> Tensor:
        """What ``asking`` [batch, width] gets of ``normed`` [rows, length, width].

        ``reading`` is [rows, 1, batch / rows, length], True where it may look.
        """
        rows, length, width = normed.shape
        weight, bias = self._block.attn.c_attn.weight, self._block.attn.c_attn.bias
        query = asking @ weight[:, :width] + bias[:width]
        keys, values = (normed @ weight[:, width:] + bias[width:]).split(width, dim=-1)
        attended = scaled_dot_product_attention(
            query.view(rows, -1, self._heads, width // self._heads).transpose(1, 2),
            keys.view(rows, length, self._heads, -1).transpose(1, 2),
            values.view(rows, length, self._heads, -1).transpose(1, 2),
            attn_mask=reading,
            scale=self._scale,
        )
        projected: Tensor = self._block.attn.c_proj(attended.transpose(1, 2).reshape(-1, width))
        return projected


def _scale(config: GPT2Config) -> float:
    """By what the last layer's attention scores are multiplied."""
    scale = (config.n_embd // config.n_head) ** -0.5 if config.scale_attn_weights else 1.0
    return scale / config.n_layer if config.scale_attn_by_inverse_layer_idx else scale
