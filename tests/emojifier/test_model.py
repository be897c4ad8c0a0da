import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.last_position import LastPosition
from emojifier.layout import Layout, pack, pad
from emojifier.model import CPU_TOKENS, ReactionModel

SEQUENCES = [[1, 2, 3], [4, 5, 6, 7, 8, 9, 10, 11, 12], [13], [14, 15, 16]]
CONFIGS = [
    GPT2Config(n_layer=3),
    GPT2Config(n_layer=1),
    GPT2Config(n_layer=2, scale_attn_weights=False),
    GPT2Config(n_layer=3, scale_attn_by_inverse_layer_idx=True),
    GPT2Config(n_layer=2, n_inner=40, activation_function="relu", layer_norm_epsilon=1e-3),
]


def _network(config: GPT2Config | None = None) -> GPT2LMHeadModel:
    torch.manual_seed(0)
    config = config or GPT2Config(n_layer=2)
    config.update({"vocab_size": 30, "n_positions": 32, "n_embd": 24, "n_head": 3})
    network: GPT2LMHeadModel = GPT2LMHeadModel(config).eval()
    return network


@pytest.mark.parametrize("layout", [pack(SEQUENCES), pad(SEQUENCES, 29, most=32)])
@pytest.mark.parametrize("config", CONFIGS)
def test_each_sequence_reads_as_if_it_were_alone(config: GPT2Config, layout: Layout) -> None:
    network = _network(config)
    with torch.inference_mode():
        alone = [
            network.transformer(torch.tensor([sequence])).last_hidden_state[0, -1]
            for sequence in SEQUENCES
        ]
        together = LastPosition(network).hidden(layout)
    torch.testing.assert_close(together, torch.stack(alone), rtol=1e-4, atol=1e-5)


def test_weights_are_shared_and_the_network_stays_whole() -> None:
    network = _network()
    reader = LastPosition(network)
    with torch.inference_mode():
        before = reader.hidden(pack(SEQUENCES))
        for weight in network.parameters():
            weight.mul_(1.5)
        after = reader.hidden(pack(SEQUENCES))
        whole = network.transformer(torch.tensor(SEQUENCES[:1])).last_hidden_state[0, -1]
    assert len(network.transformer.h) == 2
    assert not torch.allclose(before, after)
    torch.testing.assert_close(after[0], whole, rtol=1e-4, atol=1e-5)


def test_nothing_is_padded_where_sequences_are_packed() -> None:
    layout = pack(SEQUENCES)
    assert layout.ids.tolist() == [[token for sequence in SEQUENCES for token in sequence]]
    assert layout.positions[0, layout.ends].tolist() == [len(s) - 1 for s in SEQUENCES]


def test_padded_lengths_are_rounded_up_and_never_past_what_the_model_reads() -> None:
    assert pad([[1, 2, 3], [4]], 9, most=32).ids.shape == (2, 16)
    assert pad([[1] * 17], 9, most=20).ids.shape == (1, 20)


def test_answers_come_in_order_however_many_passes_they_take() -> None:
    model = ReactionModel(_network(), [20, 21, 22], 23)
    sequences = [[1 + i % 19] * (1 + i % 32) for i in range(CPU_TOKENS)]
    together = model.logits(sequences)
    assert together.emojis.shape == (len(sequences), 3)
    for row in range(0, len(sequences), 17):
        alone = model.logits([sequences[row]])
        torch.testing.assert_close(alone.emojis[0], together.emojis[row], rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(alone.quiet[0], together.quiet[row], rtol=1e-4, atol=1e-5)
