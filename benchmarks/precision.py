"""Would bfloat16 or int8 answer faster, and the same? ``python -m benchmarks.precision``.

Baseline: float32, as the model ships. Agreement is the share of messages whose likeliest emoji is
the same. int8 is dynamic quantisation: weights in advance, activations as they come.
"""

from __future__ import annotations

import argparse
import copy
import statistics
import time
import warnings

import torch
from transformers import GPT2LMHeadModel
from transformers.pytorch_utils import Conv1D

from benchmarks.inference.texts import Messages
from emojifier.batching import padded
from emojifier.catalogue import catalogue
from emojifier.encoding import Encoder
from emojifier.folders import default_model
from emojifier.layout import pad
from emojifier.model import CPU_TOKENS
from emojifier.opening import open_model

_ROUNDS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precision", description=__doc__)
    parser.add_argument("--messages", type=int, default=2_000)
    count: int = parser.parse_args().messages
    emojis = catalogue()
    opened = open_model(default_model(), emojis, "cpu")
    tokens, known = opened.manifest.tokens, opened.manifest.emojis
    encoder = Encoder(
        opened.tokenizer,
        emojis,
        known=known,
        react=tokens.react,
        max_length=opened.network.config.n_positions,
    )
    sequences = encoder.encode(Messages().take(count))
    networks = {
        "float32": opened.network,
        "bfloat16": copy.deepcopy(opened.network).to(torch.bfloat16),  # type: ignore[arg-type]  # its own decorator hides the type
        "int8 dynamic": quantised(opened.network),
    }
    answers = torch.tensor(list(known.values()))
    seconds: dict[str, list[float]] = {name: [] for name in networks}
    likeliest: dict[str, torch.Tensor] = {}
    part = count // _ROUNDS
    for begin in range(0, part * _ROUNDS, part):  # in turn, so that all meet the same machine
        for name, network in networks.items():
            began = time.perf_counter()
            found = best(network, answers, sequences[begin : begin + part])
            seconds[name].append(time.perf_counter() - began)
            likeliest[name] = torch.cat([likeliest.get(name, found[:0]), found])
    print(
        f"{part * _ROUNDS} messages, {torch.get_num_threads()} threads, torch {torch.__version__}"
    )
    baseline = seconds["float32"]
    for name, taken in seconds.items():
        faster = statistics.median(b / t for b, t in zip(baseline, taken, strict=True))
        agreement = (likeliest[name] == likeliest["float32"]).float().mean().item()
        rate = part / statistics.median(taken)
        print(f"{name:<14}{rate:8.1f} messages/s {faster:6.2f} x   top-1 agreement {agreement:.4f}")


@torch.inference_mode()
def best(
    network: GPT2LMHeadModel, answers: torch.Tensor, sequences: list[list[int]]
) -> torch.Tensor:
    """The likeliest of ``answers`` (token ids) after each sequence, as an index into them."""
    found = torch.empty(len(sequences), dtype=torch.long)
    rows = network.transformer.wte.weight[answers]
    for group in padded([len(ids) for ids in sequences], max_tokens=CPU_TOKENS):
        layout = pad([sequences[i] for i in group], 0, most=network.config.n_positions)
        hidden = network.transformer(layout.ids, use_cache=False).last_hidden_state
        found[group] = (hidden[layout.rows, layout.ends] @ rows.T).argmax(-1)
    return found


def quantised(network: GPT2LMHeadModel) -> GPT2LMHeadModel:
    """A copy whose blocks compute in int8; embeddings and output stay float32."""
    changed = copy.deepcopy(network)
    for parent in list(changed.transformer.h.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, Conv1D):  # GPT-2's own transposed Linear
                linear = torch.nn.Linear(*child.weight.shape)
                linear.weight.data, linear.bias.data = child.weight.data.T, child.bias.data
                setattr(parent, name, linear)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecated; its successor, torchao, is not installed
        torch.ao.quantization.quantize_dynamic(
            changed.transformer.h, {torch.nn.Linear}, inplace=True
        )
    return changed


if __name__ == "__main__":
    main()
