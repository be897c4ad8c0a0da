import torch
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.model import ReactionModel, pad


def test_lengths_are_rounded_up_and_never_past_what_the_model_reads() -> None:
    ids, lengths = pad([[1, 2, 3], [4]], 9, multiple=4, most=10)
    assert ids.tolist() == [[1, 2, 3, 9], [4, 9, 9, 9]]
    assert lengths.tolist() == [3, 1]
    assert pad([[1] * 9], 9, multiple=4, most=10)[0].shape == (1, 10)


def test_padding_changes_no_answer() -> None:
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=30, n_positions=32, n_embd=24, n_head=3, n_layer=2)
    model = ReactionModel(GPT2LMHeadModel(config), [20, 21, 22], 23)
    sequences = [[1, 2, 3], [4, 5, 6, 7, 8, 9, 10, 11, 12], [13]]
    together = model.logits(sequences)
    for row, sequence in enumerate(sequences):
        alone = model.logits([sequence])
        torch.testing.assert_close(alone.emojis[0], together.emojis[row], rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(alone.quiet[0], together.quiet[row], rtol=1e-4, atol=1e-5)
