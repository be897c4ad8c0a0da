import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.last_position import LastPosition


@pytest.mark.parametrize(
    "config",
    [
        GPT2Config(n_layer=3),
        GPT2Config(n_layer=1),
        GPT2Config(n_layer=2, scale_attn_weights=False),
        GPT2Config(n_layer=3, scale_attn_by_inverse_layer_idx=True),
        GPT2Config(n_layer=2, n_inner=40, activation_function="relu", layer_norm_epsilon=1e-3),
    ],
)
def test_one_position_is_what_the_whole_network_has_there(config: GPT2Config) -> None:
    torch.manual_seed(0)
    config.update({"vocab_size": 50, "n_positions": 16, "n_embd": 24, "n_head": 3})
    network = GPT2LMHeadModel(config).eval()
    ids = torch.randint(50, (5, 16))
    at = torch.tensor([0, 3, 15, 7, 15])
    with torch.inference_mode():
        whole = network.transformer(ids).last_hidden_state[torch.arange(5), at]
        alone = LastPosition(network).hidden(ids, at)
    torch.testing.assert_close(alone, whole, rtol=1e-4, atol=1e-5)


def test_weights_are_shared_and_the_network_stays_whole() -> None:
    config = GPT2Config(vocab_size=50, n_positions=16, n_embd=24, n_head=3, n_layer=2)
    network = GPT2LMHeadModel(config).eval()
    reader = LastPosition(network)
    ids, at = torch.tensor([[1, 2, 3]]), torch.tensor([2])
    with torch.inference_mode():
        before = reader.hidden(ids, at)
        network.transformer.wte.weight.mul_(2)
        network.transformer.h[1].attn.c_attn.weight.mul_(2)
        after = reader.hidden(ids, at)
        whole = network.transformer(ids).last_hidden_state[0, -1]
    assert len(network.transformer.h) == 2
    assert not torch.allclose(before, after)
    torch.testing.assert_close(after[0], whole, rtol=1e-4, atol=1e-5)
